using System.Net;
using System.Net.Sockets;
using Prony.Load.Plans;
using Shouldly;

namespace Prony.Load.Tests.Portable;

public sealed class EngineChoiceTests
{
    private static readonly LoadPlan Plain = Loads.Plan(new IPEndPoint(IPAddress.Loopback, 80), new ClosedModel(1));

    public static TheoryData<string, LoadPlan> BeyondRaw => new()
    {
        { "https", Plain with { Target = Plain.Target with { IsSecure = true } } },
        { "HTTP/2", Plain with { HttpVersion = HttpProtocol.Http2 } },
        { "proxies", Plain with { Proxy = Proxy("http") } },
        { "redirects", Plain with { Redirects = 1 } },
    };

    public static TheoryData<string, LoadPlan> Impossible => new()
    {
        { "HTTP/2 keeps its connections open", Plain with { HttpVersion = HttpProtocol.Http2, KeepAlive = false } },
        { "HTTP/2 without TLS cannot go through a proxy", Plain with { HttpVersion = HttpProtocol.Http2, Proxy = Proxy("http") } },
        { "A proxy is spoken to over http, not socks5", Plain with { Proxy = Proxy("socks5") } },
        { "A Unix socket cannot be reached through a proxy", Plain with { Proxy = Proxy("http"), Target = Plain.Target with { EndPoint = new UnixDomainSocketEndPoint("/x") } } },
    };

    [Fact]
    public void Auto_is_raw_where_raw_can()
    {
        EngineChoice.For(Plain).ShouldBe(LoadEngine.Raw);
        EngineChoice.For(Plain with { Engine = LoadEngine.Raw }).ShouldBe(LoadEngine.Raw);
        EngineChoice.For(Plain with { Engine = LoadEngine.Portable }).ShouldBe(LoadEngine.Portable);
    }

    [Theory]
    [MemberData(nameof(BeyondRaw))]
    public void What_the_raw_engine_cannot_do_is_named_or_done_by_the_other(string what, LoadPlan plan)
    {
        EngineChoice.For(plan).ShouldBe(LoadEngine.Portable);
        Should.Throw<ArgumentException>(() => EngineChoice.For(plan with { Engine = LoadEngine.Raw })).Message.ShouldContain(what);
    }

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_no_engine_can_do_is_refused(string message, LoadPlan plan) =>
        Should.Throw<ArgumentException>(() => LoadRunner.Run(plan, null, CancellationToken.None, CancellationToken.None)).Message.ShouldStartWith(message);

    private static LoadProxy Proxy(string scheme) => new(new Uri($"{scheme}://127.0.0.1:3128"), new IPEndPoint(IPAddress.Loopback, 3128));
}
