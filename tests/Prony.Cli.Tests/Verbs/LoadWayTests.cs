using System.CommandLine;
using System.Net;
using Prony.Cli.Verbs;
using Prony.Load.Plans;
using Shouldly;
using Xunit;

namespace Prony.Cli.Tests.Verbs;

public class LoadWayTests
{
    [Fact]
    public void Without_flags_requests_go_straight_and_auto_chooses()
    {
        var plan = Read("http://127.0.0.1:8080/");

        (plan.Engine, plan.HttpVersion, plan.Proxy, plan.Redirects).ShouldBe((LoadEngine.Auto, HttpProtocol.Http11, null, 0));
        plan.Target.IsSecure.ShouldBeFalse();
        EngineChoice.For(plan).ShouldBe(LoadEngine.Raw);
    }

    [Fact]
    public void Https_is_secure_on_its_own_port_and_needs_the_portable_engine()
    {
        var plan = Read("https://127.0.0.1/", "--insecure");

        plan.Target.IsSecure.ShouldBeTrue();
        plan.Target.EndPoint.ShouldBe(new IPEndPoint(IPAddress.Loopback, 443));
        plan.Target.HostHeader.ShouldBe("127.0.0.1");
        plan.Tls.Insecure.ShouldBeTrue();
        EngineChoice.For(plan).ShouldBe(LoadEngine.Portable);
    }

    [Fact]
    public void Every_flag_of_the_way_is_read()
    {
        var plan = Read("https://127.0.0.1:8443/", "--http2", "--redirects", "5", "--proxy", "me:s3cret@127.0.0.1:3128", "--engine", "portable");

        plan.HttpVersion.ShouldBe(HttpProtocol.Http2);
        plan.Redirects.ShouldBe(5);
        plan.Engine.ShouldBe(LoadEngine.Portable);
        plan.Proxy!.EndPoint.ShouldBe(new IPEndPoint(IPAddress.Loopback, 3128));
        plan.Proxy.Url.UserInfo.ShouldBe("me:s3cret");
        plan.Secrets.Mask("s3cret").ShouldNotContain("s3cret");
    }

    [Fact]
    public void A_redirect_may_lead_to_this_machine_and_not_beyond_even_with_a_yes()
    {
        var plan = Read("http://127.0.0.1/", "--redirects", "1", "--yes");

        plan.MayConnect!("localhost", IPAddress.Loopback).ShouldBeTrue();
        plan.MayConnect("example.com", IPAddress.Parse("192.0.2.1")).ShouldBeFalse();
        plan.MayConnect("metadata", IPAddress.Parse("169.254.169.254")).ShouldBeFalse();
    }

    private static LoadPlan Read(params string[] arguments)
    {
        var options = new LoadOptions();
        var command = new Command("load");
        options.AddTo(command);
        return LoadRequest.Read(options, command.Parse(arguments)).Plan;
    }
}
