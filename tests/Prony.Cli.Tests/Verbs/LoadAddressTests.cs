using System.CommandLine;
using System.Net;
using Prony.Cli.Verbs;
using Prony.Load.Plans;
using Shouldly;
using Xunit;

namespace Prony.Cli.Tests.Verbs;

public sealed class LoadAddressTests
{
    [Fact]
    public void Connect_to_changes_where_it_connects_and_nothing_else()
    {
        var target = Read("http://example.test:81/x", "--connect-to", "127.0.0.1:8080").Target;
        target.EndPoint.ShouldBe(new IPEndPoint(IPAddress.Loopback, 8080));
        target.HostHeader.ShouldBe("example.test:81");
        target.Url.ShouldBe("http://example.test:81/x (over 127.0.0.1:8080)");
        target.ConnectHost.ShouldBe("127.0.0.1");
        target.LookupNs.ShouldBe(0);
    }

    [Fact]
    public void The_first_connect_to_that_is_for_the_address_counts()
    {
        var target = Read("http://127.0.0.2/", "--connect-to", "example.org:80:127.0.0.3:1", "--connect-to", "127.0.0.2:80:[::1]:", "--connect-to", "127.0.0.4:2").Target;
        target.EndPoint.ShouldBe(new IPEndPoint(IPAddress.IPv6Loopback, 80));
        target.Url.ShouldBe("http://127.0.0.2/ (over [::1]:80)");
    }

    [Fact]
    public void A_connect_to_for_another_address_is_as_if_it_were_not_there()
    {
        var target = Read("http://127.0.0.2/", "--connect-to", "example.org:80:127.0.0.3:1").Target;
        target.EndPoint.ShouldBe(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 80));
        target.Url.ShouldBe("http://127.0.0.2/");
    }

    [Fact]
    public void A_name_is_looked_up_once_and_the_time_is_kept()
    {
        var plan = Read("http://localhost:81/");
        plan.Target.LookupNs.ShouldBeGreaterThan(0);
        plan.Target.FurtherEndPoints.ShouldBeEmpty();
        plan.Lookup.ShouldBeNull();
    }

    [Fact]
    public void Resolve_every_looks_up_what_is_connected_to()
    {
        var plan = Read("http://example.test/", "--connect-to", "localhost:81", "--resolve-every", "50ms");
        plan.Lookup!.Every.ShouldBe(TimeSpan.FromMilliseconds(50));
        var answer = plan.Lookup.LookUp();
        answer.Problem.ShouldBeNull();
        answer.EndPoints.ShouldBe([plan.Target.EndPoint, .. plan.Target.FurtherEndPoints]);
    }

    [Theory]
    [InlineData("there is no name to look up", "http://127.0.0.1/", "--resolve-every", "1s")]
    [InlineData("there is no name to look up", "http://localhost/", "--connect-to", "[::1]:80", "--resolve-every", "1s")]
    [InlineData("every 10ms at the most often", "http://localhost/", "--resolve-every", "1ms")]
    [InlineData("every 10ms at the most often", "http://localhost/", "--resolve-every", "0s")]
    [InlineData("leave out --connect-to", "http://localhost/", "--unix-socket", "/nowhere", "--connect-to", "127.0.0.1:1")]
    [InlineData("leave out --connect-to and --resolve-every", "http://localhost/", "--unix-socket", "/nowhere", "--resolve-every", "1s")]
    [InlineData("there is no such file", "http://localhost/", "--unix-socket", "/nowhere")]
    [InlineData("the name cannot be resolved", "http://127.0.0.1/", "--connect-to", "no-such-host.invalid:80")]
    [InlineData("without --record FILE", "http://127.0.0.1/", "--record-limit", "5")]
    public void What_cannot_be_is_refused_with_its_reason(string expected, params string[] arguments) =>
        Should.Throw<UsageException>(() => Read(arguments)).Message.ShouldContain(expected);

    [Fact]
    public void Leave_to_load_goes_by_what_is_connected_to_not_by_the_url()
    {
        var elsewhere = Read("http://127.0.0.1/", "--connect-to", "203.0.113.7:80").Target;
        Should.Throw<UsageException>(() => TargetPermission.Demand(elsewhere, yes: false)).Message.ShouldContain("203.0.113.7");
        TargetPermission.Demand(elsewhere, yes: true);
        var one = Read("http://127.0.0.1/").Target;
        var several = one with { FurtherEndPoints = [new IPEndPoint(IPAddress.Parse("203.0.113.7"), 80)] };
        TargetPermission.Demand(one, yes: false);
        Should.Throw<UsageException>(() => TargetPermission.Demand(several, yes: false)).Message.ShouldContain("203.0.113.7");
    }

    [Fact]
    public void Rows_are_limited_to_a_million_unless_said_otherwise()
    {
        Read("http://127.0.0.1/").RowLimit.ShouldBe(0);
        Read("http://127.0.0.1/", "--record", "x.csv").RowLimit.ShouldBe(1_000_000);
        Read("http://127.0.0.1/", "--record", "x.csv", "--record-limit", "5").RowLimit.ShouldBe(5);
    }

    [Theory]
    [InlineData("rows.json")]
    [InlineData("rows")]
    [InlineData("rows.txt")]
    public void A_record_with_another_ending_names_both(string path)
    {
        var message = Should.Throw<UsageException>(() => RowFile.Open(path)).Message;
        message.ShouldContain(".csv");
        message.ShouldContain(".jsonl");
        File.Exists(path).ShouldBeFalse();
    }

    [Fact]
    public void A_record_that_cannot_be_created_is_named() =>
        Should.Throw<UsageException>(() => RowFile.Open("/no/such/folder/rows.csv")).Message.ShouldStartWith("--record /no/such/folder/rows.csv: ");

    private static LoadPlan Read(params string[] arguments)
    {
        var options = new LoadOptions();
        var command = new Command("load");
        options.AddTo(command);
        return LoadRequest.Read(options, command.Parse(arguments)).Plan;
    }
}
