using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Prony.Testing.Web;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Loading;

/// <summary>The portable engine as a user types it: https, HTTP/2, redirects, and a comparison over https.</summary>
public sealed class PortableTests : IDisposable
{
    private readonly Workspace _work = new();
    private readonly X509Certificate2 _certificate = Certificates.SelfSigned();

    public void Dispose()
    {
        _certificate.Dispose();
        _work.Dispose();
    }

    [Fact]
    public void An_unknown_certificate_ends_with_code_5_and_says_how_to_go_on()
    {
        using var server = WebServer.Start(WebServer.Hello, certificate: _certificate);

        var result = Tool.Run("load", Https(server), "-n", "50", "-c", "5");

        result.ExitCode.ShouldBe(5, result.ToString());
        result.Error.ShouldContain("all 50 requests ended with tls: the certificate is self-signed; use --cacert FILE or --insecure.");
        result.Output.ShouldContain("self-signed: 50");
    }

    [Fact]
    public void Insecure_loads_https_and_the_summary_names_the_engine_and_its_cost()
    {
        using var server = WebServer.Start(WebServer.Hello, certificate: _certificate);

        var result = Tool.Run("load", Https(server), "-n", "200", "-c", "5", "--insecure", "--json", _work.PathOf("load.json"));

        result.ExitCode.ShouldBe(0, result.ToString());
        result.Output.ShouldContain("engine portable, HTTP/1.1, timestamps: wire");
        result.Output.ShouldContain("of CPU per request");
        using var json = JsonDocument.Parse(File.ReadAllText(_work.PathOf("load.json")));
        json.RootElement.GetProperty("engine").GetString().ShouldBe("portable");
        json.RootElement.GetProperty("requests").GetProperty("succeeded").GetInt64().ShouldBe(200);
        json.RootElement.GetProperty("target").GetString().ShouldBe(Https(server));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_file_of_authorities_and_a_client_certificate_are_read()
    {
        using var own = Certificates.SelfSigned("client.test");
        using var server = WebServer.Start(WebServer.Hello, certificate: _certificate, clients: shown => shown.Thumbprint == own.Thumbprint);
        _work.Write("ca.pem", _certificate.ExportCertificatePem());
        _work.Write("own.pem", own.ExportCertificatePem());
        using var key = own.GetECDsaPrivateKey()!;
        _work.Write("own.key", key.ExportPkcs8PrivateKeyPem());
        File.WriteAllBytes(_work.PathOf("own.pfx"), own.Export(X509ContentType.Pfx));

        Load("--cert", _work.PathOf("own.pem"), "--key", _work.PathOf("own.key")).ExitCode.ShouldBe(0);
        Load("--cert", _work.PathOf("own.pfx")).ExitCode.ShouldBe(0);
        var without = Load();
        without.ExitCode.ShouldBe(5);
        without.Error.ShouldContain("the server wants a client certificate; use --cert FILE --key FILE.");

        ToolResult Load(params string[] more) => Tool.Run(["load", Https(server), "-n", "20", "-c", "2", "--cacert", _work.PathOf("ca.pem"), .. more]);
    }

    [Fact]
    public void H2c_is_loaded_and_its_timestamps_are_a_doubt()
    {
        using var server = WebServer.Start(WebServer.Hello, HttpProtocols.Http2);

        var result = Tool.Run("load", $"http://{server.EndPoint}/", "--http2", "-n", "200", "-c", "10", "--json", "-");

        result.ExitCode.ShouldBe(0, result.ToString());
        using var json = JsonDocument.Parse(result.Output);
        json.RootElement.GetProperty("timestamps").GetString().ShouldBe("call");
        json.RootElement.GetProperty("http_version").GetString().ShouldBe("2");
        json.RootElement.GetProperty("doubts").EnumerateArray().Select(d => d.GetProperty("id").GetString()).ShouldContain("V02");
        result.Error.ShouldContain("Doubt V02");
        result.Error.ShouldContain("HTTP/2, timestamps: call");
    }

    [Fact]
    public void A_redirect_is_followed_on_this_machine_and_never_beyond()
    {
        using var server = WebServer.Start(context =>
        {
            if (context.Request.Path == "/out")
            {
                context.Response.Redirect("http://192.0.2.1/");
            }
            else if (context.Request.Path == "/in")
            {
                context.Response.Redirect("/there");
            }

            return Task.CompletedTask;
        });

        var inside = Tool.Run("load", $"http://{server.EndPoint}/in", "--redirects", "3", "-n", "10", "-c", "1");
        inside.ExitCode.ShouldBe(0, inside.ToString());
        inside.Output.ShouldContain("200: 10");
        var outside = Tool.Run("load", $"http://{server.EndPoint}/out", "--redirects", "3", "-n", "5", "-c", "1", "--yes", "--json", "-");
        outside.ExitCode.ShouldBe(5, outside.ToString());
        using var json = JsonDocument.Parse(outside.Output);
        json.RootElement.GetProperty("connect_errors").GetProperty("forbidden-address").GetInt64().ShouldBe(5);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Candidates_over_https_are_compared_and_all_have_the_same_engine()
    {
        using var secure = WebServer.Start(WebServer.Hello, certificate: _certificate);
        using var plain = WebServer.Start(WebServer.Hello);
        _work.Write("experiment.yaml", $$"""
            name: {{_work.Name}}
            rounds: 1
            limits: {V27: {invalid: 100%} }
            phases: {warmup: 300ms, measure: 1s, idle: 100ms, pause: 100ms}
            candidates:
              plain: {url: "http://{{plain.EndPoint}}"}
              secure: {url: "https://{{secure.EndPoint}}"}
            scenarios:
              work: {request: {get: /}, load: {users: 4}, tls: {insecure: true} }
            """);

        var result = _work.Run("run", "experiment.yaml", "--json", "verdict.json");

        result.ExitCode.ShouldBeOneOf(0, 5);
        var run = _work.Runs.ShouldHaveSingleItem();
        File.ReadAllText(Path.Combine(run, "plan.json")).ShouldContain("\"engine\": \"portable\"");
        foreach (var trial in Directory.GetFiles(run, "trial.json", SearchOption.AllDirectories))
        {
            using var json = JsonDocument.Parse(File.ReadAllText(trial));
            json.RootElement.GetProperty("load").GetProperty("engine").GetString().ShouldBe("portable");
            json.RootElement.GetProperty("load").GetProperty("requests").GetProperty("succeeded").GetInt64().ShouldBeGreaterThan(0);
        }
    }

    private static string Https(WebServer server) => $"https://{server.EndPoint}/";
}
