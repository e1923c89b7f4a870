using Microsoft.AspNetCore.Server.Kestrel.Core;
using Prony.Load.Plans;
using Prony.Measurement.Runs;
using Prony.Testing;
using Prony.Testing.Web;
using Shouldly;

namespace Prony.Load.Tests.Portable;

/// <summary>https: what is accepted, and why something is not.</summary>
public sealed class TlsTests
{
    [Fact]
    public void A_self_signed_certificate_ends_every_request_with_tls_and_says_so()
    {
        using var certificate = Certificates.SelfSigned();
        using var server = WebServer.Start(WebServer.Hello, certificate: certificate);

        var record = Run(server, new TlsSettings());

        record.Outcomes.Tls.ShouldBe(10);
        record.TlsErrors.ShouldBe(new Dictionary<string, long> { [TlsErrorName.SelfSigned] = 10 });
        record.ResponseNs.Count.ShouldBe(0);
        record.Connections.Opened.ShouldBe(0);
    }

    [Fact]
    public void Insecure_accepts_any_certificate()
    {
        using var certificate = Certificates.SelfSigned("another.test", fromDays: -10, toDays: -5);
        using var server = WebServer.Start(WebServer.Hello, certificate: certificate);

        var record = Run(server, new TlsSettings { Insecure = true });

        record.Outcomes.Success.ShouldBe(10);
        record.Engine.ShouldBe(EngineName.Portable);
        record.Timestamps.ShouldBe(TimestampsName.Wire);
        record.Connections.Opened.ShouldBe(2);
        record.Connections.Reused.ShouldBe(8);
        record.Connections.ClosedIdle.ShouldBe(0);
        record.Bytes.Body.ShouldBe(50);
        record.Bytes.Received.ShouldBeInRange(10 * 50, 10 * 300);   // above TLS: neither its handshake nor its framing
        record.ServiceNs.Max.ShouldBeLessThan(record.ResponseNs.Max);   // the handshake is part of connecting
    }

    [Fact]
    public void A_certificate_of_an_authority_of_the_plan_is_accepted()
    {
        using var authority = Certificates.Authority();
        using var certificate = Certificates.Signed(authority);
        using var server = WebServer.Start(WebServer.Hello, certificate: certificate);

        Run(server, new TlsSettings { Authorities = [authority] }).Outcomes.Success.ShouldBe(10);
        Run(server, new TlsSettings()).TlsErrors.Keys.ShouldBe([TlsErrorName.UnknownAuthority]);
    }

    [Fact]
    public void A_self_signed_certificate_can_be_its_own_authority()
    {
        using var certificate = Certificates.SelfSigned();
        using var server = WebServer.Start(WebServer.Hello, certificate: certificate);

        Run(server, new TlsSettings { Authorities = [certificate] }).Outcomes.Success.ShouldBe(10);
    }

    [Theory]
    [InlineData("another.test", -1, 5, TlsErrorName.NameMismatch)]
    [InlineData("example.test", -5, -1, TlsErrorName.Expired)]
    [InlineData("example.test", 1, 5, TlsErrorName.NotYetValid)]
    public void A_certificate_is_refused_for_what_is_wrong_with_it(string host, int fromDays, int toDays, string reason)
    {
        using var authority = Certificates.Authority();
        using var certificate = Certificates.Signed(authority, host, fromDays, toDays);
        using var server = WebServer.Start(WebServer.Hello, certificate: certificate);

        var record = Run(server, new TlsSettings { Authorities = [authority] });

        record.Outcomes.Tls.ShouldBe(10);
        record.TlsErrors.Keys.ShouldBe([reason]);
    }

    [Fact]
    public void A_server_that_requires_a_client_certificate_gets_it()
    {
        using var certificate = Certificates.SelfSigned();
        using var own = Certificates.SelfSigned("client.test");
        using var server = WebServer.Start(WebServer.Hello, certificate: certificate, clients: shown => shown.Thumbprint == own.Thumbprint);

        Run(server, new TlsSettings { Insecure = true, ClientCertificate = own }).Outcomes.Success.ShouldBe(10);
    }

    [Fact]
    public void A_server_that_requires_a_client_certificate_refuses_who_has_none()
    {
        using var certificate = Certificates.SelfSigned();
        using var server = WebServer.Start(WebServer.Hello, certificate: certificate, clients: _ => true);

        var record = Run(server, new TlsSettings { Insecure = true });

        record.Outcomes.Tls.ShouldBe(10);
        record.TlsErrors.Keys.ShouldBe([TlsErrorName.ClientCertificate]);
    }

    [Fact]
    public void A_plain_server_behind_https_ends_with_tls()
    {
        using var speaking = ScriptedServer.Start(async connection =>
        {
            await connection.SendAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            await connection.HangAsync();
        });

        var record = PortableTests.Run(Secure(PortableTests.Plan(speaking.EndPoint, new ClosedModel(1)), new TlsSettings()) with { RequestLimit = 3 });

        record.Outcomes.Tls.ShouldBe(3);
        record.TlsErrors.Keys.ShouldBe([TlsErrorName.Handshake]);
    }

    [Fact]
    public void Auto_takes_the_portable_engine_for_https()
    {
        using var certificate = Certificates.SelfSigned();
        using var server = WebServer.Start(WebServer.Hello, certificate: certificate);
        var plan = Secure(Loads.Plan(server.EndPoint, new OpenModel(100, ArrivalKind.Poisson, 10)), new TlsSettings { Insecure = true });

        var record = Loads.Run(plan).Record;

        record.Engine.ShouldBe(EngineName.Portable);
        record.Outcomes.Success.ShouldBe(record.Requests.Due);
    }

    [Fact]
    public void HTTP_2_is_agreed_upon_by_ALPN_and_times_are_those_of_calls()
    {
        using var certificate = Certificates.SelfSigned();
        var protocols = new HashSet<string>();
        using var server = WebServer.Start(
            context =>
            {
                lock (protocols)
                {
                    protocols.Add(context.Request.Protocol);
                }

                return WebServer.Hello(context);
            },
            HttpProtocols.Http1AndHttp2,
            certificate);

        var record = PortableTests.Run(Secure(PortableTests.Plan(server.EndPoint, new ClosedModel(20)), new TlsSettings { Insecure = true }) with
        {
            RequestLimit = 200, HttpVersion = HttpProtocol.Http2,
        });

        record.Outcomes.Success.ShouldBe(200);
        record.Timestamps.ShouldBe(TimestampsName.Call);
        record.HttpVersion.ShouldBe("2");
        record.Connections.Opened.ShouldBe(1);
        record.Connections.Reused.ShouldBe(199);
        record.LagGeneratorNs.Count.ShouldBe(0);
        record.Bytes.Body.ShouldBe(1000);
        record.Bytes.Received.ShouldBeGreaterThan(1000);
        protocols.ShouldBe(["HTTP/2"]);
    }

    [Fact]
    public void A_server_that_speaks_no_HTTP_2_is_a_protocol_error()
    {
        using var certificate = Certificates.SelfSigned();
        using var server = WebServer.Start(WebServer.Hello, HttpProtocols.Http1, certificate);

        var record = PortableTests.Run(Secure(PortableTests.Plan(server.EndPoint, new ClosedModel(1)), new TlsSettings { Insecure = true }) with
        {
            RequestLimit = 3, HttpVersion = HttpProtocol.Http2,
        });

        (record.Outcomes.Protocol + record.Outcomes.Tls).ShouldBe(3);
    }

    private static LoadPlan Secure(LoadPlan plan, TlsSettings tls) => plan with { Target = plan.Target with { IsSecure = true, Url = "https://example.test/" }, Tls = tls };

    private static LoadRecord Run(WebServer server, TlsSettings tls) =>
        PortableTests.Run(Secure(PortableTests.Plan(server.EndPoint, new ClosedModel(2)), tls) with { RequestLimit = 10 });
}
