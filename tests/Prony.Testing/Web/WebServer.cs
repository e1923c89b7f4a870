using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Prony.Testing.Web;

/// <summary>Kestrel in this process, on a free port of 127.0.0.1.</summary>
public sealed class WebServer : IDisposable
{
    private readonly WebApplication _app;

    private WebServer(WebApplication app)
    {
        _app = app;
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        EndPoint = new IPEndPoint(IPAddress.Loopback, address.Port);
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Starts one that answers every request.</summary>
    /// <param name="answer">Writes the response.</param>
    /// <param name="protocols">What it speaks.</param>
    /// <param name="certificate">With one it speaks TLS.</param>
    /// <param name="clients">Which client certificates it accepts; null: it asks for none.</param>
    public static WebServer Start(
        RequestDelegate answer,
        HttpProtocols protocols = HttpProtocols.Http1,
        X509Certificate2? certificate = null,
        Func<X509Certificate2, bool>? clients = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            if (certificate is not null)
            {
                listen.UseHttps(https =>
                {
                    https.ServerCertificate = certificate;
                    if (clients is not null)
                    {
                        https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
                        https.ClientCertificateValidation = (shown, _, _) => clients(shown);
                    }
                });
            }
        }));
        var app = builder.Build();
        app.Run(answer);
        app.StartAsync().GetAwaiter().GetResult();
        return new WebServer(app);
    }

    /// <summary>Answers "hello".</summary>
    public static Task Hello(HttpContext context)
    {
        context.Response.ContentLength = 5;
        return context.Response.WriteAsync("hello");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        _app.StopAsync(atOnce.Token).GetAwaiter().GetResult();
        ((IDisposable)_app).Dispose();
    }
}
