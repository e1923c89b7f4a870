using System.Net.Sockets;
using System.Text;
using Prony.Cli.Personalities;
using Prony.Cli.Personalities.Ab;
using Prony.Load.Plans;
using Prony.Reporting.Personalities.Ab;
using Shouldly;
using Xunit;

namespace Prony.Cli.Tests.Personalities;

public class AbLineTests
{
    private const string Url = "http://127.0.0.1:8080/a?b=c";

    [Fact]
    public void A_plain_line_is_one_request_over_one_connection()
    {
        var line = AbLine.Read([Url]);
        line.ShouldSatisfyAllConditions(l => l.Requests.ShouldBe(1), l => l.Concurrency.ShouldBe(1), l => l.TimeoutS.ShouldBe(30), l => l.KeepAlive.ShouldBeFalse(), l => l.Path.ShouldBe("/a?b=c"));
        var plan = AbPersonality.Plan(line);
        plan.ShouldSatisfyAllConditions(p => p.Model.ShouldBe(new ClosedModel(1)), p => p.RequestLimit.ShouldBe(1), p => p.KeepAlive.ShouldBeFalse(), p => p.Requests[0].Method.ShouldBe("GET"));
        plan.Requests[0].Headers.ShouldBe([new("User-Agent", "ApacheBench/2.3"), new("Accept", "*/*")]);
    }

    [Theory]
    [InlineData("-n", "5", "-c", "2", "-k", "-q")]
    [InlineData("-n5", "-c2", "-kq")]
    [InlineData("-kqn5", "-c", "2x")]
    [InlineData("-q", "-kc2", "-n", " 5")]
    public void Flags_are_spelled_as_getopt_has_them(params string[] words)
    {
        var line = AbLine.Read([.. words, Url]);
        line.ShouldSatisfyAllConditions(l => l.Requests.ShouldBe(5), l => l.Concurrency.ShouldBe(2), l => l.KeepAlive.ShouldBeTrue(), l => l.Progress.ShouldBeFalse());
    }

    [Fact]
    public void A_time_limit_brings_a_count_along_unless_one_stands_behind_it()
    {
        AbLine.Read(["-n", "7", "-t", "3", Url]).ShouldSatisfyAllConditions(l => l.Requests.ShouldBe(50_000), l => l.TimeLimitS.ShouldBe(3));
        AbLine.Read(["-t", "3", "-n", "1000000", Url]).Requests.ShouldBe(1_000_000);
    }

    [Fact]
    public void The_rest_of_the_flags_reaches_the_plan()
    {
        var body = Path.GetTempFileName();
        try
        {
            File.WriteAllText(body, "x=1");
            var line = AbLine.Read(["-p", body, "-T", "text/x", "-C", "a=1", "-H", "Accept: b/c", "-A", " me:secret", "-P", "proxy:word", "-s", "5", "-l", "-r", "-d", "-S", "-e", "e.csv", "-g", "g.tsv", Url]);
            var request = AbPersonality.Plan(line).Requests[0];
            request.Method.ShouldBe("POST");
            Encoding.UTF8.GetString(request.Body.Span).ShouldBe("x=1");
            request.Headers.ShouldBe(
            [
                new("Cookie", "a=1"), new("Accept", "b/c"), new("Authorization", "Basic bWU6c2VjcmV0"), new("Content-Type", "text/x"),
                new("Proxy-Authorization", "Basic cHJveHk6d29yZA=="), new("User-Agent", "ApacheBench/2.3"),
            ]);
            AbPersonality.Plan(line).Timeout.ShouldBe(TimeSpan.FromSeconds(5));
            line.ShouldSatisfyAllConditions(l => l.AnyLength.ShouldBeTrue(), l => l.GoesOn.ShouldBeTrue(), l => l.Percentiles.ShouldBeFalse(), l => l.Confidence.ShouldBeFalse(), l => l.Csv.ShouldBe("e.csv"), l => l.Gnuplot.ShouldBe("g.tsv"));
        }
        finally
        {
            File.Delete(body);
        }
    }

    [Fact]
    public void Passwords_are_in_no_complaint()
    {
        Should.Throw<UsageException>(() => AbPersonality.Plan(AbLine.Read(["-P", "me:secret", "-X", "bad proxy", Url]))).Message.ShouldSatisfyAllConditions(
            m => m.ShouldStartWith("ab -X: 'bad proxy' is not an address."), m => m.ShouldNotContain("secret"));
        Should.Throw<UsageException>(() => AbPersonality.Plan(AbLine.Read(["http://me:secret@127.0.0.1:8080/"]))).Message.ShouldBe(
            "ab http://me:***@127.0.0.1:8080/: a user name and password in the address would not be sent. Say -A USER:PASSWORD.");
    }

    [Theory]
    [InlineData("GET", Url)]
    [InlineData("HEAD", "-i", Url)]
    [InlineData("HEAD", "-m", "DELETE", Url)]
    public void What_is_asked_before_the_load_changes_nothing_at_the_server(string method, params string[] words) =>
        AbPersonality.Question(AbPersonality.Plan(AbLine.Read(words))).Requests[0].ShouldSatisfyAllConditions(r => r.Method.ShouldBe(method), r => r.Body.Length.ShouldBe(0));

    [Fact]
    public void A_proxy_gets_the_name_and_the_password()
    {
        var proxy = AbPersonality.Plan(AbLine.Read(["-P", "me:se@cret", "-X", "127.0.0.1:3128", Url])).Proxy.ShouldNotBeNull();
        proxy.Url.ShouldBe(new Uri("http://me:se%40cret@127.0.0.1:3128/"));
        proxy.Url.UserInfo.ShouldBe("me:se%40cret");
    }

    [Fact]
    public void Methods_are_HEAD_or_ones_own()
    {
        AbPersonality.Plan(AbLine.Read(["-i", Url])).Requests[0].Method.ShouldBe("HEAD");
        AbPersonality.Plan(AbLine.Read(["-m", "DELETE", Url])).Requests[0].Method.ShouldBe("DELETE");
    }

    [Theory]
    [InlineData(22, "ab: wrong number of arguments\n")]
    [InlineData(22, "ab: wrong number of arguments\n", Url, "-n", "5")]
    [InlineData(22, "ab: wrong number of arguments\n", "--helpme")]
    [InlineData(22, "ab: option requires an argument -- n\nab: wrong number of arguments\n", "-n")]
    [InlineData(22, "ab: illegal option -- Y\nab: wrong number of arguments\n", "-Yk", Url)]
    [InlineData(22, "ab: invalid URL\n", "http://127.0.0.1:1")]
    [InlineData(22, "ab: Cannot use concurrency level greater than total number of requests\n", "-n", "5", "-c", "10", Url)]
    [InlineData(22, "ab: Invalid Concurrency [Range 0..20000]\n", "-c", "-1", Url)]
    public void A_wrong_line_ends_as_with_ab(int code, string complaint, params string[] words)
    {
        var exit = Should.Throw<ToolExitException>(() => AbLine.Read(words));
        exit.Code.ShouldBe(code);
        exit.Error.ShouldBe(complaint + AbText.Usage);
    }

    [Theory]
    [InlineData("Invalid number of requests\n\n", "-n", "x", Url)]
    [InlineData("Cannot mix POST with other methods\n\n", "-i", "-p", "/x", Url)]
    [InlineData("ab: Could not open POST data file (/nonexistent): No such file or directory\n", "-p", "/nonexistent", Url)]
    public void What_cannot_be_done_ends_with_one(string complaint, params string[] words)
    {
        var exit = Should.Throw<ToolExitException>(() => AbLine.Read(words));
        exit.ShouldSatisfyAllConditions(e => e.Code.ShouldBe(1), e => e.Error.ShouldBe(complaint));
    }

    [Fact]
    public void An_unknown_flag_right_before_the_address_is_complained_about_and_the_test_goes_on() => AbLine.Read(["-Y", Url]).Complaint.ShouldBe("ab: illegal option -- Y\n");

    [Fact]
    public void The_version_is_the_copyright() =>
        Should.Throw<ToolExitException>(() => AbLine.Read(["-V"])).ShouldSatisfyAllConditions(e => e.Code.ShouldBe(0), e => e.Output.ShouldBe(AbLayout.Copyright));

    [Theory]
    [InlineData("-v", "2")]
    [InlineData("-B", "127.0.0.2")]
    [InlineData("-b", "1024")]
    [InlineData("-f", "TLS1.2")]
    [InlineData("-w")]
    public void A_flag_that_cannot_be_honoured_is_refused_by_name(params string[] words) =>
        Should.Throw<UsageException>(() => AbLine.Read([.. words, Url])).Message.ShouldStartWith($"ab {words[0]}: Prony does not do this (");

    [Fact]
    public void Help_marks_the_flags_that_are_refused()
    {
        var exit = Should.Throw<ToolExitException>(() => AbLine.Read(["-h"]));
        exit.Code.ShouldBe(22);
        exit.Error.ShouldContain("    -v verbosity    How much troubleshooting info to print\n          [not in Prony: Use curl -v for one request");
        exit.Error.ShouldContain("                    (SSL2, TLS1, TLS1.1, TLS1.2, TLS1.3 or ALL)\n          [not in Prony: ");
    }

    [Fact]
    public void Errors_of_connections_end_the_test_with_the_system_s_number()
    {
        AbExit.Of(new SocketException((int)SocketError.ConnectionRefused)).ShouldBe(new AbExit("apr_socket_recv: Connection refused (111)\n", 111));
        AbExit.Of((SocketException?)null).ShouldBeNull();
        AbExit.NoConcurrency().ShouldBe(new AbExit("apr_pollset_poll: Invalid argument (22)\n", 22));
    }
}
