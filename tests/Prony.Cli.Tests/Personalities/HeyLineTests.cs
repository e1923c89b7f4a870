using System.Text;
using Prony.Cli.Personalities;
using Prony.Cli.Personalities.Hey;
using Prony.Load.Plans;
using Shouldly;
using Xunit;

namespace Prony.Cli.Tests.Personalities;

public class HeyLineTests
{
    private const string Url = "http://127.0.0.1:8080/a?b=c";

    [Fact]
    public void A_plain_line_has_the_defaults_of_hey()
    {
        var line = HeyLine.Read([Url]);
        line.ShouldSatisfyAllConditions(
            l => l.Requests.ShouldBe(200), l => l.Workers.ShouldBe(50), l => l.TimeoutS.ShouldBe(20), l => l.Method.ShouldBe("GET"), l => l.KeepAlive.ShouldBeTrue(),
            l => l.Redirects.ShouldBeTrue(), l => l.Csv.ShouldBeFalse(), l => l.Body.IsEmpty.ShouldBeTrue());
        line.Headers.ShouldBe([new("Accept-Encoding", "gzip"), new("Content-Type", "text/html"), new("User-Agent", "hey/0.0.1")]);
        var (plan, authority) = HeyPersonality.Plan(line);
        plan.Model.ShouldBe(new ClosedModel(50));
        plan.RequestLimit.ShouldBe(200);
        plan.Requests[0].PathAndQuery.ShouldBe("/a?b=c");
        authority.ShouldBe("127.0.0.1:8080");
    }

    [Theory]
    [InlineData("-n", "5", "-c", "5")]
    [InlineData("-n=5", "--c=5")]
    [InlineData("--n", "5", "-c=5")]
    [InlineData("-n", "0x5", "-c", "+5")]
    [InlineData("-n", "9", "-c", "5")]
    public void Numbers_are_spelled_as_in_Go_and_rounded_down_to_the_workers(params string[] words) => HeyLine.Read([.. words, Url]).Requests.ShouldBe(5);

    [Fact]
    public void What_stands_behind_the_address_is_not_read() => HeyLine.Read([Url, "-n", "5"]).Requests.ShouldBe(200);

    [Fact]
    public void A_duration_takes_the_place_of_the_count_and_a_rate_is_that_of_all_workers()
    {
        var line = HeyLine.Read(["-z", "1m30s", "-q", "2.5", "-c", "4", Url]);
        line.Requests.ShouldBeNull();
        var plan = HeyPersonality.Plan(line).Plan;
        plan.Measure.ShouldBe(TimeSpan.FromSeconds(90));
        plan.Model.ShouldBe(new OpenModel(10, ArrivalKind.Uniform, 4));
    }

    [Fact]
    public void The_rest_of_the_flags_reaches_the_plan()
    {
        var line = HeyLine.Read(["-m", "post", "-d", "x=1", "-T", "text/plain", "-A", "a/b", "-H", "X-One: 1", "-H", "x-one: 2", "-a", "me:secret", "-host", "example.org", "-t", "0",
            "-disable-keepalive", "-disable-compression", "-disable-redirects", "-cpus", "1", "-o", "csv", "-h2", Url]);
        Encoding.UTF8.GetString(line.Body.Span).ShouldBe("x=1");
        line.Headers.ShouldBe([new("Accept", "a/b"), new("Authorization", "Basic bWU6c2VjcmV0"), new("Content-Type", "text/plain"), new("Host", "example.org"), new("User-Agent", "hey/0.0.1"), new("x-one", "2")]);
        line.Csv.ShouldBeTrue();
        line.Redirects.ShouldBeFalse();
        var plan = HeyPersonality.Plan(line).Plan;
        plan.ShouldSatisfyAllConditions(
            p => p.KeepAlive.ShouldBeFalse(), p => p.Timeout.ShouldBe(TimeSpan.FromHours(1)), p => p.Threads.ShouldBe(1), p => p.Requests[0].Method.ShouldBe("POST"),
            p => p.HttpVersion.ShouldBe(HttpProtocol.Http11));   // hey speaks HTTP/2 over https only
    }

    [Fact]
    public void A_user_name_in_the_address_is_Basic_unless_there_is_another_and_its_password_is_not_shown()
    {
        const string Named = "http://me:se%3Acret@127.0.0.1:8080/";
        HeyPersonality.Plan(HeyLine.Read([Named])).Plan.Requests[0].Headers.ShouldContain(new KeyValuePair<string, string>("Authorization", "Basic bWU6c2U6Y3JldA=="));
        HeyPersonality.Plan(HeyLine.Read(["-a", "me:secret", Named])).Plan.Requests[0].Headers.Single(h => h.Key == "Authorization").Value.ShouldBe("Basic bWU6c2VjcmV0");
        ToolRequest.Shown(Named).ShouldBe("http://me:***@127.0.0.1:8080/");
        ToolRequest.Shown(Url).ShouldBe(Url);
        ToolRequest.Shown("http://127.0.0.1:8080/@a:b@").ShouldBe("http://127.0.0.1:8080/@a:b@");
        Should.Throw<UsageException>(() => HeyPersonality.Plan(HeyLine.Read(["ftp://me:secret@127.0.0.1/"]))).Message.ShouldNotContain("secret");
        Should.Throw<UsageException>(() => HeyPersonality.Plan(HeyLine.Read(["-x", "https://me:secret@127.0.0.1/", Url]))).Message.ShouldNotContain("secret");
    }

    [Fact]
    public void A_timeout_and_a_rate_beyond_what_Prony_can_do_are_refused()
    {
        Should.Throw<UsageException>(() => HeyPersonality.Plan(HeyLine.Read(["-t", "3601", Url]))).Message.ShouldBe("hey -t: 3601 s is longer than Prony waits for an answer: at most 3600 s.");
        Should.Throw<UsageException>(() => HeyPersonality.Plan(HeyLine.Read(["-q", "1000000", "-c", "20", Url]))).Message.ShouldStartWith("hey -q: 20000000 requests a second in all are more than");
    }

    [Fact]
    public void A_user_agent_of_ones_own_gets_hey_s_behind_it() => HeyLine.Read(["-H", "User-Agent: me", Url]).Headers.ShouldContain(new KeyValuePair<string, string>("User-Agent", "me hey/0.0.1"));

    [Fact]
    public void The_user_agent_of_later_versions_wins_over_the_header() =>
        HeyLine.Read(["-U", "you", "-H", "User-Agent: me", Url]).Headers.ShouldContain(new KeyValuePair<string, string>("User-Agent", "you hey/0.0.1"));

    [Theory]
    [InlineData(1, "-n and -c cannot be smaller than 1.\n\n", "-n", "0", Url)]
    [InlineData(1, "-n and -c cannot be smaller than 1.\n\n", "-c", "-1", Url)]
    [InlineData(1, "-c cannot be smaller than 1.\n\n", "-z", "1s", "-c", "0", Url)]
    [InlineData(1, "-n cannot be less than -c.\n\n", "-n", "5", "-c", "10", Url)]
    [InlineData(1, "could not parse the provided input; input = foo\n\n", "-H", "foo", Url)]
    [InlineData(1, "could not parse the provided input; input = foo\n\n", "-a", "foo", Url)]
    [InlineData(1, "Flag '-h' is deprecated, please use '-H' instead.\n\n", "-h", "X: 1", Url)]
    [InlineData(1, "parse \"127.0.0.1:80/\": first path segment in URL cannot contain colon\n\n", "127.0.0.1:80/")]
    [InlineData(1, "")]
    [InlineData(2, "flag provided but not defined: -zz\n", "-zz", Url)]
    [InlineData(2, "flag needs an argument: -n\n", "-n")]
    [InlineData(2, "flag needs an argument: -h\n", "-h")]
    [InlineData(2, "invalid value \"abc\" for flag -n: parse error\n", "-n", "abc", Url)]
    [InlineData(2, "invalid value \"99999999999999999999\" for flag -n: value out of range\n", "-n", "99999999999999999999", Url)]
    [InlineData(2, "invalid value \"x\" for flag -q: parse error\n", "-q", "x", Url)]
    [InlineData(2, "invalid value \"5\" for flag -z: parse error\n", "-z", "5", Url)]
    [InlineData(2, "invalid boolean value \"maybe\" for -h2: parse error\n", "-h2=maybe", Url)]
    [InlineData(2, "bad flag syntax: --=5\n", "--=5", Url)]
    public void A_wrong_line_ends_as_with_hey(int code, string complaint, params string[] words)
    {
        var exit = Should.Throw<ToolExitException>(() => HeyLine.Read(words));
        exit.Code.ShouldBe(code);
        exit.Error.ShouldBe(complaint + HeyText.Usage + (code == 1 ? "\n" : ""));
    }

    [Fact]
    public void A_body_that_is_not_there_is_said_as_hey_says_it()
    {
        var exit = Should.Throw<ToolExitException>(() => HeyLine.Read(["-D", "/nonexistent", Url]));
        exit.ShouldSatisfyAllConditions(e => e.Code.ShouldBe(1), e => e.Error.ShouldBe("open /nonexistent: no such file or directory\n"));
    }

    [Fact]
    public void A_template_is_refused_with_the_nearest_way() =>
        Should.Throw<UsageException>(() => HeyLine.Read(["-o", "{{ .Rps }}", Url])).Message.ShouldBe("hey -o '{{ .Rps }}': Prony does not fill in templates of Go. Use -o csv, or prony load --json - for all figures.");

    [Fact]
    public void An_address_that_cannot_be_loaded_and_a_text_that_would_be_filled_in_are_refused()
    {
        Should.Throw<UsageException>(() => HeyPersonality.Plan(HeyLine.Read(["ftp://127.0.0.1/"]))).Message.ShouldContain("no address that Prony can load");
        Should.Throw<UsageException>(() => HeyPersonality.Plan(HeyLine.Read(["localhost:8080/"]))).Message.ShouldBe("hey localhost:8080/: this is no address that Prony can load. Expected something like http://127.0.0.1:8080/.");
        Should.Throw<UsageException>(() => HeyPersonality.Plan(HeyLine.Read(["-d", "{index}", Url]))).Message.ShouldContain("which Prony's loads fill in");
    }

    [Fact]
    public void Help_is_hey_s_with_what_is_Pronys_below()
    {
        var exit = Should.Throw<ToolExitException>(() => HeyLine.Read(["--help"]));
        exit.Code.ShouldBe(0);
        exit.Error.ShouldStartWith(HeyText.Usage.TrimEnd('\n'));
        exit.Error.ShouldContain("\n  -U  Header User-Agent, with hey's own behind it [only hey after 0.1.4, and Prony]\n");
        exit.Error.ShouldContain("--no-truth");
    }
}
