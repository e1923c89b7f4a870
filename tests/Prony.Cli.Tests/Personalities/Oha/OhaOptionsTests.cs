using System.Net;
using Prony.Cli.Personalities;
using Prony.Cli.Personalities.Oha;
using Prony.Load.Plans;
using Prony.Reporting.Personalities.Oha;
using Shouldly;
using Xunit;

namespace Prony.Cli.Tests.Personalities.Oha;

public class OhaOptionsTests
{
    private const string Url = "http://127.0.0.1:8080/api/v1/recipes";

    [Fact]
    public void The_defaults_are_ohas()
    {
        var plan = Plan(Url);
        plan.Model.ShouldBe(new ClosedModel(50));
        plan.RequestLimit.ShouldBe(200);
        plan.Redirects.ShouldBe(0);
        plan.KeepAlive.ShouldBeTrue();
        plan.Timeout.ShouldBe(TimeSpan.FromHours(1));
        var request = plan.Requests.Single();
        (request.Method, request.PathAndQuery, request.Body.Length).ShouldBe(("GET", "/api/v1/recipes", 0));
        request.Headers.ShouldBe([new("Accept", "*/*"), new("Accept-Encoding", "gzip, compress, deflate, br"), new("User-Agent", "oha/1.15.0")]);
    }

    [Fact]
    public void The_line_of_the_article_is_understood()
    {
        var plan = Plan("-z", "1m", "-c", "50", "--no-tui", "-H", "Cookie: sessionid=abc", Url);
        plan.Measure.ShouldBe(TimeSpan.FromMinutes(1));
        plan.RequestLimit.ShouldBeNull();
        plan.Model.ShouldBe(new ClosedModel(50));
        plan.Requests.Single().Headers[^1].ShouldBe(new("Cookie", "sessionid=abc"));
    }

    [Theory]
    [InlineData("10k", 10_000)]
    [InlineData("1.5M", 1_500_000)]
    [InlineData("7", 7)]
    public void Counts_have_suffixes(string text, long count) => Read("-n", text, Url).Requests.ShouldBe(count);

    [Theory]
    [InlineData("10s", 10)]
    [InlineData("1m 30s", 90)]
    [InlineData("1h30min", 5_400)]
    [InlineData("250ms", 0.25)]
    public void Times_are_those_of_humantime(string text, double seconds)
    {
        HumanTime.TryParse(text, out var value, out var problem).ShouldBeTrue(problem);
        value.TotalSeconds.ShouldBe(seconds);
    }

    [Theory]
    [InlineData("10", "time unit needed, for example 10sec or 10ms")]
    [InlineData("x", "expected number at 0")]
    [InlineData("", "value was empty")]
    [InlineData("3 parsecs", "unknown time unit \"parsecs\"")]
    public void What_is_no_time_is_said_in_its_words(string text, string problem)
    {
        HumanTime.TryParse(text, out _, out var found).ShouldBeFalse();
        found.ShouldStartWith(problem);
    }

    [Fact]
    public void A_rate_is_of_all_and_even()
    {
        Plan("-q", "300.5", "-c", "20", "-n", "100", Url).Model.ShouldBe(new OpenModel(300.5, ArrivalKind.Uniform, 20));
        Plan("-q", "0", "-c", "20", "-n", "100", Url).Model.ShouldBe(new ClosedModel(20));
        Read("-q", "1", "--latency-correction", Url).Corrected.ShouldBeTrue();
        Read("--latency-correction", Url).Corrected.ShouldBeFalse();
    }

    [Fact]
    public void Flags_change_the_request()
    {
        var request = Plan("-mPOST", "-d", "{\"a\":1}", "-T", "application/json", "-A=text/html", "-a", "user:pass", "--host", "example.test", "--disable-compression", "--disable-keepalive", "-H", "user-agent: mine", Url).Requests.Single();
        request.Method.ShouldBe("POST");
        request.Body.Length.ShouldBe(7);
        request.Headers.ShouldBe(
        [
            new("Accept", "text/html"), new("Content-Type", "application/json"), new("Host", "example.test"), new("Authorization", "Basic dXNlcjpwYXNz"), new("Connection", "close"), new("user-agent", "mine"),
        ]);
    }

    [Fact]
    public void Addresses_and_bodies_come_from_files()
    {
        var folder = Directory.CreateTempSubdirectory("prony-oha-");
        try
        {
            var urls = Path.Combine(folder.FullName, "urls");
            var bodies = Path.Combine(folder.FullName, "bodies");
            File.WriteAllText(urls, "http://127.0.0.1:1/a\n\nhttp://127.0.0.1:1/b?c=d\n");
            File.WriteAllText(bodies, "one\ntwo\nthree\n");
            var requests = Plan("--urls-from-file", "-Z", bodies, urls).Requests;
            requests.Select(r => r.PathAndQuery).Distinct().ShouldBe(["/a", "/b?c=d"]);
            requests.Count.ShouldBe(6);
            File.AppendAllText(urls, "http://127.0.0.2:1/\n");
            Should.Throw<UsageException>(() => Plan("--urls-from-file", urls)).Message.ShouldContain("one load goes to one host");
            Should.Throw<OhaFailure>(() => Plan("-D", Path.Combine(folder.FullName, "none"), Url));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Where_it_connects_can_be_said()
    {
        Plan("--connect-to", "example.test:80:127.0.0.1:81", "http://example.test/").Target.EndPoint.ShouldBe(new IPEndPoint(IPAddress.Loopback, 81));
        Plan("--ipv4", "http://localhost:82/").Target.EndPoint.ShouldBe(new IPEndPoint(IPAddress.Loopback, 82));
        Should.Throw<ClapException>(() => Plan("--connect-to", "127.0.0.1:81", Url)).Message.ShouldContain("syntax for --connect-to is host:port:target_host:target_port");
    }

    [Fact]
    public void Other_ways_to_the_server_are_taken_over()
    {
        Plan("--http2", Url).HttpVersion.ShouldBe(HttpProtocol.Http2);
        Plan("--http-version", "1.1", "-r", "3", Url).Redirects.ShouldBe(3);
        Plan("-x", "http://127.0.0.1:3128", Url).Proxy.ShouldNotBeNull().EndPoint.ShouldBe(new IPEndPoint(IPAddress.Loopback, 3128));
        Plan("-w", "-z", "1s", "-t", "30s", Url).Drain.ShouldBe(TimeSpan.FromSeconds(30));
        Plan("--insecure", "https://127.0.0.1/").Tls.Insecure.ShouldBeTrue();
    }

    [Theory]
    [InlineData("error: unexpected argument '--zap' found\n\n  tip: to pass '--zap' as a value, use '-- --zap'\n\nUsage: oha [OPTIONS] <URL>\n\nFor more information, try '--help'.", "--zap", Url)]
    [InlineData("error: unexpected argument '-k' found\n\n  tip: to pass '-k' as a value, use '-- -k'\n\nUsage: oha [OPTIONS] <URL>\n\nFor more information, try '--help'.", "-k", Url)]
    [InlineData("error: unexpected argument '--no-tuy' found\n\n  tip: a similar argument exists: '--no-tui'\n\nUsage: oha [OPTIONS] <URL>\n\nFor more information, try '--help'.", "--no-tuy", Url)]
    [InlineData("error: unexpected argument 'more' found\n\nUsage: oha [OPTIONS] <URL>\n\nFor more information, try '--help'.", Url, "more")]
    [InlineData("error: a value is required for '-n <N_REQUESTS>' but none was supplied\n\nFor more information, try '--help'.", Url, "-n")]
    [InlineData("error: a value is required for '-n <N_REQUESTS>' but none was supplied\n\nFor more information, try '--help'.", "-n", "-c", "3", Url)]
    [InlineData("error: invalid value 'x' for '-c <N_CONNECTIONS>': invalid digit found in string\n\nFor more information, try '--help'.", "-c", "x", Url)]
    [InlineData("error: invalid value 'xml' for '--output-format <OUTPUT_FORMAT>'\n  [possible values: text, json, csv, quiet]\n\nFor more information, try '--help'.", "--output-format", "xml", Url)]
    [InlineData("error: the argument '-n <N_REQUESTS>' cannot be used with '-z <DURATION>'\n\nUsage: oha [OPTIONS] <URL>\n\nFor more information, try '--help'.", "-n", "1", "-z", "1s", Url)]
    [InlineData("error: the argument '-c <N_CONNECTIONS>' cannot be used multiple times\n\nUsage: oha [OPTIONS] <URL>\n\nFor more information, try '--help'.", "-c", "1", "-c2", Url)]
    [InlineData("error: the following required arguments were not provided:\n  <URL>\n\nUsage: oha <URL>\n\nFor more information, try '--help'.", "-c", "1")]
    [InlineData("error: unexpected value 'yes' for '--no-tui' found; no more were expected\n\nUsage: oha [OPTIONS] <URL>\n\nFor more information, try '--help'.", "--no-tui=yes", Url)]
    public void What_is_wrong_is_said_as_clap_says_it(string message, params string[] words) => Should.Throw<ClapException>(() => Read(words)).Message.ShouldBe(message);

    [Fact]
    public void A_flag_that_wants_another_says_which() => Should.Throw<ClapException>(() => Read("-w", Url)).Message.ShouldContain("were not provided:\n  -z <DURATION>\n");

    [Fact]
    public void The_old_version_takes_a_count_beside_a_duration_and_has_j()
    {
        var options = OhaOptions.Read(ClapLine.Read(["-n", "1", "-z", "1s", "-j", Url], OhaFlags.All, OhaFlags.Many), OhaLayout.Old);
        options.Format.ShouldBe(OhaFormat.Json);
        OhaPlan.Of(options).RequestLimit.ShouldBeNull();
        Read("--json", Url).Format.ShouldBe(OhaFormat.Json);   // of versions before --output-format: scripts have it
    }

    [Fact]
    public void Every_refused_flag_is_refused_by_name_with_the_nearest_way()
    {
        foreach (var flag in OhaFlags.All.Where(f => f.State == FlagState.Refused))
        {
            string[] words = flag.Value.Length == 0 ? [flag.Names[^1], Url] : [flag.Names[^1], "1", Url];
            var message = Should.Throw<UsageException>(() => Read(words)).Message;
            message.ShouldContain(flag.Names[^1]);
            message.ShouldContain(flag.Instead);
            flag.Instead.ShouldNotBeEmpty();
        }

        foreach (var version in new[] { "0.9", "1.0", "3" })
        {
            Should.Throw<UsageException>(() => Read("--http-version", version, Url)).Message.ShouldStartWith($"oha --http-version {version}: Prony speaks 1.1 and 2.");
        }
    }

    [Fact]
    public void Every_flag_of_the_help_of_oha_is_in_the_table()
    {
        // The flags of `oha --help`, 1.15.
        const string Help = "-n -c -p -z -w --wait-ongoing-requests-after-deadline -q --burst-delay --burst-rate --rand-regex-url --urls-from-file --max-repeat --dump-urls --latency-correction --no-tui --fps "
            + "-m --method -H --proxy-header -t --connect-timeout -A -d -D -Z -F --form -T -a --aws-session --aws-sigv4 -x --proxy-http-version --proxy-http2 --http-version --http2 --host --disable-compression "
            + "-r --redirect --disable-keepalive --no-pre-lookup --ipv6 --ipv4 --cacert --cert --key --insecure --connect-to --no-color --unix-socket --vsock-addr --stats-success-breakdown --db-url --debug "
            + "-o --output --output-format -u --time-unit --completions -h --help -V --version";
        OhaFlags.All.Where(f => f.Version.Length == 0).SelectMany(f => f.Names).Except(["--disable-color"]).ShouldBe(Help.Split(' '), ignoreOrder: true);
        OhaFlags.All.SelectMany(f => f.Names).ShouldBeUnique();
        OhaHelp.Text(OhaFlags.All).ShouldSatisfyAllConditions(h => h.ShouldContain("(refused here: Use curl -v URL.)"), h => h.ShouldContain("[only versions of oha before --output-format]"));
    }

    [Fact]
    public void What_oha_finds_late_is_its_failure()
    {
        Should.Throw<OhaFailure>(() => Plan("127.0.0.1/")).Message.ShouldBe("relative URL without a base");
        Should.Throw<OhaFailure>(() => Plan("http://name.invalid/")).Message.ShouldContain("name.invalid");
        Should.Throw<OhaFailure>(() => Read("--http2", "--http-version", "2", Url)).Message.ShouldBe("--http2 and --http-version are exclusive");
    }

    [Fact]
    public void A_user_name_in_the_address_is_refused_without_its_password()
    {
        var refusal = Should.Throw<UsageException>(() => Plan("http://me:secret@127.0.0.1:8080/")).Message;
        refusal.ShouldSatisfyAllConditions(r => r.ShouldStartWith("oha http://me:***@127.0.0.1:8080/: a user name"), r => r.ShouldEndWith("-a USER:PASSWORD."));
        Should.Throw<ClapException>(() => Plan("-x", "https://me:secret@127.0.0.1:1/", Url)).Message.ShouldNotContain("secret");
    }

    private static OhaOptions Read(params string[] words) => OhaOptions.Read(ClapLine.Read(words, OhaFlags.All, OhaFlags.Many), OhaLayout.Current);

    private static LoadPlan Plan(params string[] words) => OhaPlan.Of(Read(words));
}
