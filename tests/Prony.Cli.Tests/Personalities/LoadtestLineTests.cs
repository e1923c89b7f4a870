using System.Text;
using Prony.Cli.Personalities;
using Prony.Cli.Personalities.Loadtest;
using Prony.Load.Plans;
using Shouldly;
using Xunit;

namespace Prony.Cli.Tests.Personalities;

public class LoadtestLineTests
{
    private const string Url = "http://127.0.0.1:8080/a?b=N";

    [Fact]
    public void A_plain_line_is_ten_seconds_of_ten_clients_without_keep_alive()
    {
        var line = LoadtestLine.Read(["--cores", "1", Url]);
        line.ShouldSatisfyAllConditions(l => l.Seconds.ShouldBe(10), l => l.Requests.ShouldBeNull(), l => l.Clients.ShouldBe(10), l => l.Agent.ShouldBe("none"), l => l.Method.ShouldBe("GET"));
        line.Headers.ShouldBe([new("accept", "*/*"), new("user-agent", "loadtest/8.2.1")]);
        var plan = LoadtestPersonality.Plan(line);
        plan.ShouldSatisfyAllConditions(
            p => p.Model.ShouldBe(new ClosedModel(10)), p => p.Measure.ShouldBe(TimeSpan.FromSeconds(10)), p => p.Drain.ShouldBe(TimeSpan.Zero), p => p.KeepAlive.ShouldBeFalse(),
            p => p.Timeout.ShouldBe(TimeSpan.FromHours(1)));
    }

    [Theory]
    [InlineData("-n", "500", "-c", "5", "-k", Url)]
    [InlineData(Url, "-n=500", "--concurrency", "5", "--keepalive")]
    [InlineData("-rk", Url, "--maxRequests=500", "-c", "5")]
    [InlineData("-k", Url, "-n", "500", "-c", "5", "--debug")]
    public void Flags_stand_anywhere_and_are_spelled_as_stdio_has_them(params string[] words)
    {
        var line = LoadtestLine.Read(words);
        line.ShouldSatisfyAllConditions(l => l.Requests.ShouldBe(500), l => l.Clients.ShouldBe(5), l => l.Agent.ShouldBe("keepalive"), l => l.Url.ShouldBe(Url), l => l.Seconds.ShouldBeNull());
    }

    [Fact]
    public void The_command_lines_of_the_write_ups_are_understood()
    {
        var rate = LoadtestPersonality.Plan(LoadtestLine.Read(["-t", "10", "--rps", "300", Url]));
        rate.Model.ShouldBeOfType<OpenModel>().ShouldSatisfyAllConditions(m => m.RatePerS.ShouldBe(300), m => m.Arrivals.ShouldBe(ArrivalKind.Uniform));
        LoadtestPersonality.Plan(LoadtestLine.Read(["-t", "10", "-c", "50", "-k", "--cores", "1", Url])).Model.ShouldBe(new ClosedModel(50));
    }

    [Fact]
    public void The_rest_of_the_flags_reaches_the_plan()
    {
        var line = LoadtestLine.Read(["-P", "x=1", "-T", "text/x", "-C", "a=1", "-C", "b=2", "-H", "X-One:1", "-d", "500", "--index", "N", "--tcp", "--quiet", "--insecure", Url]);
        line.Headers.ShouldBe([new("accept", "*/*"), new("x-one", "1"), new("user-agent", "loadtest/8.2.1"), new("Content-Type", "text/x"), new("Cookie", "a=1; b=2")]);
        line.ShouldSatisfyAllConditions(l => l.Agent.ShouldBe("tcp"), l => l.Quiet.ShouldBeTrue(), l => l.Insecure.ShouldBeTrue());
        var plan = LoadtestPersonality.Plan(line);
        plan.Timeout.ShouldBe(TimeSpan.FromMilliseconds(500));
        plan.Requests[0].ShouldSatisfyAllConditions(r => r.Method.ShouldBe("POST"), r => Encoding.UTF8.GetString(r.Body.Span).ShouldBe("x=1"), r => r.PathAndQuery.ShouldBe("/a?b={index}"));
    }

    [Fact]
    public void A_user_name_in_the_address_is_Basic_and_what_Prony_cannot_do_is_refused()
    {
        LoadtestPersonality.Plan(LoadtestLine.Read(["http://me:secret@127.0.0.1:8080/"])).Requests[0].Headers.ShouldContain(new KeyValuePair<string, string>("Authorization", "Basic bWU6c2VjcmV0"));
        Should.Throw<UsageException>(() => LoadtestPersonality.Plan(LoadtestLine.Read(["--rps", "10000001", Url]))).Message.ShouldStartWith("loadtest --rps: 10000001 requests a second");
        Should.Throw<UsageException>(() => LoadtestPersonality.Plan(LoadtestLine.Read(["-d", "3600001", Url]))).Message.ShouldStartWith("loadtest -d: 3600.001 s is longer");
    }

    [Theory]
    [InlineData("PATCH", "-A", "x")]
    [InlineData("POST", "-m", "PUT", "-P", "x")]
    [InlineData("PUT", "-m", "put", "--data", "x")]
    public void The_flag_of_the_body_says_the_method(string method, params string[] words) => LoadtestLine.Read([.. words, Url]).Method.ShouldBe(method);

    [Theory]
    [InlineData(1, "Missing URL to load-test\n")]
    [InlineData(1, "Too many arguments: [ 'a', 'b' ]\n", "a", "b")]
    [InlineData(1, "Invalid URL 127.0.0.1/, must be http://, https://, ws://, or wss://'\n", "127.0.0.1/")]
    [InlineData(1, "Invalid method FOO\n", "-m", "FOO", Url)]
    [InlineData(1, "ENOENT: no such file or directory, open '/nonexistent'\n", "-p", "/nonexistent", Url)]
    public void A_wrong_line_ends_with_the_help(int code, string complaint, params string[] words)
    {
        var exit = Should.Throw<ToolExitException>(() => LoadtestLine.Read(words));
        exit.ShouldSatisfyAllConditions(e => e.Code.ShouldBe(code), e => e.Error.ShouldBe(complaint), e => e.Output.ShouldBe(LoadtestText.Usage));
    }

    [Theory]
    [InlineData(255, "", "Unknown option \"--foo\".\nTry \"--help\" for more information.\n", "--foo", Url)]
    [InlineData(255, "", "Wrong argument provided: \"--\".\nTry \"--help\" for more information.\n", "--", Url)]
    [InlineData(255, "", "Unknown option \"--kepalive\". Did you mean \"--keepalive\"?\nTry \"--help\" for more information.\n", "--kepalive", Url)]
    [InlineData(255, "", "Unknown option: \"-x\".\nTry \"--help\" for more information.\n", "-x", Url)]
    [InlineData(255, "", "Unknown option: \"-h\".\nTry \"--help\" for more information.\n", "-h")]
    [InlineData(0, "", "Loadtest version: 8.2.1\n", "-V")]
    public void What_the_parser_does_not_know_ends_as_with_loadtest(int code, string error, string output, params string[] words)
    {
        var exit = Should.Throw<ToolExitException>(() => LoadtestLine.Read(words));
        exit.ShouldSatisfyAllConditions(e => e.Code.ShouldBe(code), e => e.Error.ShouldBe(error), e => e.Output.ShouldBe(output));
    }

    [Theory]
    [InlineData("loadtest --requestGenerator: Prony does not do this (", "-R", "a.js", Url)]
    [InlineData("loadtest --secureProtocol: Prony does not do this (", "-s", "TLSv1_2_method", Url)]
    [InlineData("loadtest --postFile a.js: Prony runs no modules", "-p", "a.js", Url)]
    [InlineData("loadtest ws://127.0.0.1/: Prony does not speak WebSocket", "ws://127.0.0.1/")]
    [InlineData("loadtest --rps x: expected a number", "--rps", "x", Url)]
    [InlineData("loadtest --maxRequests: a value is missing", Url, "-n")]
    [InlineData("loadtest -H 'x': a header is", "-H", "x", Url)]
    public void What_cannot_be_honoured_is_refused_by_name(string message, params string[] words) =>
        Should.Throw<UsageException>(() => LoadtestLine.Read(words)).Message.ShouldStartWith(message);

    [Fact]
    public void An_index_is_a_plain_word() =>
        Should.Throw<UsageException>(() => LoadtestPersonality.Plan(LoadtestLine.Read(["--index", "[0-9]+", Url]))).Message.ShouldContain("no regular expression");

    [Fact]
    public void Help_marks_the_flags_that_are_refused()
    {
        var exit = Should.Throw<ToolExitException>(() => LoadtestLine.Read([Url, "--help"]));
        exit.Code.ShouldBe(0);
        exit.Output.ShouldContain("  -R, --requestGenerator <ARG1>");
        exit.Output.ShouldContain("\tJS module with a custom request generator function\n          [not in Prony: Use prony load with {data.COLUMN}");
    }
}
