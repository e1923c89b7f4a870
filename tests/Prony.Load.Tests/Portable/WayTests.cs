using System.Net;
using Prony.Load.Plans;
using Prony.Measurement.Runs;
using Prony.Testing;
using Prony.Testing.Web;
using Shouldly;

namespace Prony.Load.Tests.Portable;

/// <summary>Ways to the target other than straight: proxies and redirects.</summary>
public sealed class WayTests
{
    [Fact]
    public void A_proxy_is_asked_with_the_whole_address()
    {
        using var server = ScriptedServer.Answering();
        using var proxy = new TinyProxy(server.EndPoint);

        var record = Loads.Run(Loads.Plan(server.EndPoint, new ClosedModel(2)) with { RequestLimit = 10, Proxy = proxy.Proxy }).Record;

        record.Engine.ShouldBe(EngineName.Portable);
        record.Outcomes.Success.ShouldBe(10);
        proxy.Asked.ShouldBe(["GET http://example.test/ HTTP/1.1", "GET http://example.test/ HTTP/1.1"]);
    }

    [Fact]
    public void A_tunnel_is_asked_for_with_https()
    {
        using var certificate = Certificates.SelfSigned();
        using var server = WebServer.Start(WebServer.Hello, certificate: certificate);
        using var proxy = new TinyProxy(server.EndPoint);

        var record = Loads.Run(Secure(Loads.Plan(server.EndPoint, new ClosedModel(2))) with { RequestLimit = 10, Proxy = proxy.Proxy }).Record;

        record.Outcomes.Success.ShouldBe(10);
        record.Connections.Opened.ShouldBe(2);
        proxy.Asked.ShouldBe(["CONNECT example.test:443 HTTP/1.1", "CONNECT example.test:443 HTTP/1.1"]);
    }

    [Fact]
    public void A_proxy_that_refuses_a_tunnel_refuses_the_connection()
    {
        using var proxy = new TinyProxy(ScriptedServer.UnusedAddress(), refuses: true);

        var record = Loads.Run(Secure(Loads.Plan(ScriptedServer.UnusedAddress(), new ClosedModel(1))) with { RequestLimit = 3, Proxy = proxy.Proxy }).Record;

        record.Outcomes.Refused.ShouldBe(3);
        record.ConnectErrors.Keys.ShouldBe(["proxy-refused"]);
    }

    [Fact]
    public void A_proxy_that_is_not_there_refuses_the_connection()
    {
        var nobody = ScriptedServer.UnusedAddress();
        var plan = Loads.Plan(nobody, new ClosedModel(1)) with { RequestLimit = 3, Proxy = new LoadProxy(new Uri($"http://{nobody}"), nobody) };

        Loads.Run(plan).Record.ConnectErrors.Keys.ShouldBe(["ECONNREFUSED"]);
    }

    [Fact]
    public void Redirects_are_answers_unless_they_are_to_be_followed()
    {
        using var server = Redirecting(path => path == "/" ? "/there" : null);

        var record = PortableTests.Run(PortableTests.Plan(server.EndPoint, new ClosedModel(1)) with { RequestLimit = 5 });

        record.Status.ShouldBe(new Dictionary<string, long> { ["302"] = 5 });
    }

    [Fact]
    public void Redirects_are_followed_as_far_as_the_plan_says()
    {
        using var server = Redirecting(path => path switch { "/" => "/a", "/a" => "http://example.test/b", "/b" => "c", _ => null });
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(1)) with { RequestLimit = 5 };

        Loads.Run(plan with { Redirects = 3 }).Record.Status.ShouldBe(new Dictionary<string, long> { ["200"] = 5 });
        Loads.Run(plan with { Redirects = 2 }).Record.Status.ShouldBe(new Dictionary<string, long> { ["302"] = 5 });
    }

    [Fact]
    public void A_redirect_to_another_host_is_followed_where_it_may_go_and_takes_no_secrets_along()
    {
        string? seen = null;
        using var other = ScriptedServer.Start(
            async connection =>
            {
                seen = await connection.ReadRequestAsync();
                await connection.SendAsync(ScriptedServer.Ok);
            },
            new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
        using var server = Redirecting(_ => $"http://{other.EndPoint}/x");
        var asked = new List<string>();
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(1)) with
        {
            RequestLimit = 1,
            Redirects = 1,
            Requests = [new RequestDefinition("POST", "/", [new("Cookie", "secret=1"), new("Authorization", "Basic x"), new("X-Kept", "1")], "body"u8.ToArray())],
            MayConnect = (host, address) =>
            {
                asked.Add($"{host} {address}");
                return true;
            },
        };

        var result = LoadRunner.Run(plan, null, CancellationToken.None, CancellationToken.None);

        result.Record.Outcomes.Success.ShouldBe(1);
        result.Record.Connections.Opened.ShouldBe(2);
        asked.ShouldBe(["127.0.0.2 127.0.0.2"]);
        seen.ShouldNotBeNull();
        seen.ShouldStartWith("GET /x HTTP/1.1\r\n");   // a POST becomes a GET
        seen.ShouldContain("X-Kept: 1");
        seen.ShouldNotContain("secret");
        seen.ShouldNotContain("Basic");
    }

    [Fact]
    public void A_redirect_to_a_forbidden_address_is_never_connected_to()
    {
        using var other = ScriptedServer.Answering(address: new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
        using var server = Redirecting(_ => $"http://{other.EndPoint}/x");

        var record = Loads.Run(Loads.Plan(server.EndPoint, new ClosedModel(1)) with { RequestLimit = 3, Redirects = 5, MayConnect = (_, _) => false }).Record;

        record.Outcomes.Refused.ShouldBe(3);
        record.ConnectErrors.ShouldBe(new Dictionary<string, long> { ["forbidden-address"] = 3 });
        other.Accepted.ShouldBe(0);
    }

    [Fact]
    public void A_redirect_to_a_forbidden_address_is_not_asked_of_a_proxy_either()
    {
        using var server = Redirecting(_ => "http://127.0.0.2/x");
        using var proxy = new TinyProxy(server.EndPoint);

        var record = Loads.Run(Loads.Plan(server.EndPoint, new ClosedModel(1)) with { RequestLimit = 1, Redirects = 5, Proxy = proxy.Proxy }).Record;

        record.ConnectErrors.ShouldBe(new Dictionary<string, long> { ["forbidden-address"] = 1 });
        proxy.Asked.ShouldBe(["GET http://example.test/ HTTP/1.1"]);
    }

    [Fact]
    public void A_redirect_to_an_unknown_name_is_dns()
    {
        using var server = Redirecting(_ => "http://nowhere.invalid/x");

        Loads.Run(Loads.Plan(server.EndPoint, new ClosedModel(1)) with { RequestLimit = 2, Redirects = 1 }).Record.Outcomes.Dns.ShouldBe(2);
    }

    private static ScriptedServer Redirecting(Func<string, string?> to) => ScriptedServer.Start(async connection =>
    {
        while (await connection.ReadRequestAsync() is { } request)
        {
            var asked = request.Split(' ')[1];
            var path = asked.StartsWith('/') ? asked : new Uri(asked).AbsolutePath;
            await connection.SendAsync(to(path) is { } location
                ? $"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 3\r\n\r\nno!"
                : ScriptedServer.Ok);
        }
    });

    private static LoadPlan Secure(LoadPlan plan) => plan with { Target = plan.Target with { IsSecure = true }, Tls = new TlsSettings { Insecure = true } };
}
