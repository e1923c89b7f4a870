using System.Net;
using System.Text;
using Prony.Cli.Verbs;
using Prony.Load.Plans;
using Prony.Measurement.Runs;
using Shouldly;
using System.CommandLine;
using Xunit;

namespace Prony.Cli.Tests.Verbs;

public class LoadRequestTests
{
    [Fact]
    public void The_defaults_are_those_of_the_help()
    {
        var (plan, _) = Read("http://127.0.0.1:8080/path?q=1");
        plan.Model.ShouldBe(new ClosedModel(50));
        plan.Measure.ShouldBe(TimeSpan.FromSeconds(10));
        plan.Warmup.ShouldBe(TimeSpan.Zero);
        plan.Timeout.ShouldBe(TimeSpan.FromSeconds(10));
        plan.RequestLimit.ShouldBeNull();
        plan.KeepAlive.ShouldBeTrue();
        plan.Seed.ShouldBe(1UL);
        plan.Requests[0].Method.ShouldBe("GET");
        plan.Requests[0].PathAndQuery.ShouldBe("/path?q=1");
        plan.Target.EndPoint.ShouldBe(new IPEndPoint(IPAddress.Loopback, 8080));
        plan.Target.HostHeader.ShouldBe("127.0.0.1:8080");
    }

    [Fact]
    public void A_rate_makes_the_model_open_with_poisson_arrivals()
    {
        Read("http://127.0.0.1/", "-r", "300/s", "--connections", "20").Plan.Model.ShouldBe(new OpenModel(300, ArrivalKind.Poisson, 20));
        Read("http://127.0.0.1/", "-r", "300", "--arrivals", "uniform", "--connections", "20").Plan.Model.ShouldBe(new OpenModel(300, ArrivalKind.Uniform, 20));
    }

    [Fact]
    public void Users_may_think_keep_a_pace_and_begin_one_after_the_other()
    {
        Read("http://127.0.0.1/", "-c", "3", "--think", "100ms", "--pace", "1s", "--ramp", "5s").Plan.Model
            .ShouldBe(new ClosedModel(3, TimeSpan.FromSeconds(5)) { Think = TimeSpan.FromMilliseconds(100), Pace = TimeSpan.FromSeconds(1) });
        foreach (var flag in new[] { "--think", "--pace", "--ramp" })
        {
            Should.Throw<UsageException>(() => Read("http://127.0.0.1/", "-r", "3", flag, "1s")).Message.ShouldContain("belong to the closed model");
        }
    }

    [Fact]
    public void A_body_makes_it_a_post_unless_a_method_is_given()
    {
        Read("http://127.0.0.1/", "-b", "héllo").Plan.Requests[0].Method.ShouldBe("POST");
        Encoding.UTF8.GetString(Read("http://127.0.0.1/", "-b", "héllo").Plan.Requests[0].Body.Span).ShouldBe("héllo");
        Read("http://127.0.0.1/", "-b", "x", "-m", "put").Plan.Requests[0].Method.ShouldBe("PUT");
    }

    [Theory]
    [InlineData("http://me:s3cret@127.0.0.1/")]
    [InlineData("http://127.0.0.1/", "--basic", "me:s3cret")]
    public void Credentials_become_a_header_that_is_secret(params string[] arguments)
    {
        var (plan, secrets) = Read(arguments);
        var value = plan.Requests[0].Headers.Single(h => h.Key == "Authorization").Value;
        value.ShouldBe("Basic " + Convert.ToBase64String("me:s3cret"u8));
        secrets.Mask("sent " + value).ShouldBe("sent " + SecretMask.Replacement);
        plan.Target.Url.ShouldNotContain("s3cret");
    }

    [Fact]
    public void Headers_keep_their_order_and_may_repeat()
    {
        var headers = Read("http://127.0.0.1/", "-H", "X-One: 1", "-H", "X-Two:  2 ", "-H", "X-One: 3").Plan.Requests[0].Headers;
        headers.Select(h => h.Key + "=" + h.Value).ShouldBe(["X-One=1", "X-Two=2", "X-One=3"]);
    }

    [Theory]
    [InlineData("http://[::1]:81/", "[::1]:81")]
    [InlineData("http://localhost/", "localhost")]
    [InlineData("127.0.0.1:9/", "127.0.0.1:9")]
    public void The_host_header_is_that_of_the_address(string url, string expected) => Read(url).Plan.Target.HostHeader.ShouldBe(expected);

    private static (LoadPlan Plan, SecretMask Secrets) Read(params string[] arguments)
    {
        var options = new LoadOptions();
        var command = new Command("load");
        options.AddTo(command);
        return LoadRequest.Read(options, command.Parse(arguments));
    }
}
