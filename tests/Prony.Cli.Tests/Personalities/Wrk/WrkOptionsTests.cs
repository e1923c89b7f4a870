using System.Globalization;
using System.Text;
using Prony.Cli.Personalities;
using Prony.Cli.Personalities.Wrk;
using Prony.Load.Plans;
using Shouldly;
using Xunit;

namespace Prony.Cli.Tests.Personalities.Wrk;

public class WrkOptionsTests
{
    private const string Url = "http://127.0.0.1:8080/path?q=1";

    [Fact]
    public void The_defaults_are_wrks()
    {
        var options = Read(Url);
        (options.Threads, options.Connections, options.DurationS, options.TimeoutS, options.Latency).ShouldBe((2, 10, 10, 2, false));
        var plan = WrkPlan.Of(options);
        plan.Model.ShouldBe(new ClosedModel(10));
        plan.Measure.ShouldBe(TimeSpan.FromSeconds(10));
        plan.Requests.Single().PathAndQuery.ShouldBe("/path?q=1");
        plan.Tls.Insecure.ShouldBeTrue();
    }

    [Fact]
    public void Letters_stand_together_values_are_joined_and_long_names_are_shortened()
    {
        var options = Read("-t12", "-c", "1k", Url, "-Ld1m", "--tim=1h", "-H", "A: 1", "--header=B: x: y");
        (options.Threads, options.Connections, options.DurationS, options.TimeoutS, options.Latency, options.Url).ShouldBe((12, 1000, 60, 3600, true, Url));
        options.Headers.ShouldBe(["A: 1", "B: x: y"]);
        Read("--latency", "--", Url).Latency.ShouldBeTrue();
    }

    [Theory]
    [InlineData("1k", 1_000)]
    [InlineData("2M", 2_000_000)]
    [InlineData("2m", 2_000_000)]   // metric units are read in either case
    [InlineData(" 7", 7)]
    public void Numbers_have_metric_units(string text, long value)
    {
        WrkNumbers.TryMetric(text, out var read).ShouldBeTrue();
        read.ShouldBe(value);
    }

    [Theory]
    [InlineData("90", 90)]
    [InlineData("2S", 2)]
    [InlineData("2m", 120)]
    [InlineData("1h", 3600)]
    public void Times_have_units_of_60(string text, long seconds)
    {
        WrkNumbers.TryTime(text, out var read).ShouldBeTrue();
        read.ShouldBe(seconds);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("1d")]
    [InlineData("1ms")]
    [InlineData("")]
    [InlineData("99999999999999999999")]
    public void What_wrk_cannot_read_is_no_time(string text) => WrkNumbers.TryTime(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("wrk: option requires an argument -- 'c'", "-c")]
    [InlineData("wrk: invalid option -- 'z'", "-z", Url)]
    [InlineData("wrk: unrecognized option '--zap'", "--zap", Url)]
    [InlineData("wrk: option '--t' is ambiguous; possibilities: '--threads' '--timeout'", "--t", "1", Url)]
    [InlineData("wrk: option '--latency' doesn't allow an argument", "--latency=1", Url)]
    [InlineData("wrk: option '--duration' requires an argument", Url, "--duration")]
    [InlineData("wrk: option requires an argument -- 'd'", Url, "-d")]
    [InlineData("", "-d", "1d", Url)]
    [InlineData("", "-t", "0", Url)]
    [InlineData("", "--help")]
    [InlineData("")]
    [InlineData("invalid URL: 127.0.0.1:80", "127.0.0.1:80")]
    [InlineData("number of connections must be >= threads", "-t", "4", "-c", "3", Url)]
    public void What_is_wrong_is_said_as_wrk_says_it(string problem, params string[] words) => WrkOptions.Read(words, rated: false).Problem.ShouldBe(problem);

    [Fact]
    public void Wrk2_wants_a_rate_and_sends_evenly()
    {
        WrkOptions.Read([Url], rated: true).Problem.ShouldBe("Throughput MUST be specified with the --rate or -R option");
        WrkOptions.Read(["-R", "10", Url], rated: false).Problem.ShouldBe("wrk: invalid option -- 'R'");
        var (options, problem) = WrkOptions.Read(["-R2k", "-U", "-B", "--u_lat", Url], rated: true);
        problem.ShouldBeNull();
        (options.Rate, options.Latency, options.Uncorrected).ShouldBe((2000, true, true));
        WrkPlan.Of(options).Model.ShouldBe(new OpenModel(2000, ArrivalKind.Uniform, 10));
    }

    [Fact]
    public void Of_two_headers_with_one_name_the_last_counts()
    {
        WrkPlan.Of(Read("-H", "A: 1", "-H", "B: 2", "-H", "A: 3", Url)).Requests.Single().Headers.ShouldBe([new("B", "2"), new("A", "3")]);
        Should.Throw<UsageException>(() => WrkPlan.Of(Read("-H", "A:1", Url))).Message.ShouldContain("a space behind the colon");
    }

    [Fact]
    public void A_user_name_in_the_address_is_refused_without_its_password() =>
        Should.Throw<UsageException>(() => WrkPlan.Of(Read("http://me:secret@127.0.0.1:8080/"))).Message.ShouldStartWith("wrk http://me:***@127.0.0.1:8080/: a user name");

    [Fact]
    public void A_script_is_refused_with_the_nearest_way()
    {
        var refusal = Script("-- counts\nlocal n = 0\nrequest = function() n = n + 1 end", out var file);
        refusal.ShouldStartWith($"wrk -s {file}:2: Prony runs no Lua: it reads texts for wrk.method, wrk.path, wrk.body and wrk.headers alone. Requests that differ are written in an experiment");
        refusal.ShouldContain("prony init");
        refusal.ShouldContain("prony load --method POST");
    }

    [Theory]
    [InlineData("wrk.method = \"POST\"\nwrk.body   = \"foo=bar&baz=quux\"\nwrk.headers[\"Content-Type\"] = \"application/x-www-form-urlencoded\"\n", "POST", "/path?q=1", "foo=bar&baz=quux", "Content-Type: application/x-www-form-urlencoded")]
    [InlineData("-- a put\nwrk.method='PUT'; wrk.path = '/other?a=b' --[[ not\nmore ]]\nwrk.body = '{\\n\"a\": \\'b\\'}' .. \"!\"", "PUT", "/other?a=b", "{\n\"a\": 'b'}!", "")]
    [InlineData("wrk.body = [[\n{\"a\": 1}]]\nwrk.headers.Accept = \"*/*\"\nwrk.headers['Content-Length'] = \"5\"\nwrk.headers['A'] = \"2\"", "GET", "/path?q=1", "{\"a\": 1}", "Accept: */*, A: 2")]
    [InlineData("wrk.body = \"a\u2028b\u0085c\"\r\nwrk.method = \"PUT\"", "PUT", "/path?q=1", "a\u2028b\u0085c", "")]
    [InlineData("\uFEFFwrk.path = \"/\"", "GET", "/", "", "")]
    [InlineData("", "GET", "/path?q=1", "", "A: 1")]
    public void A_script_of_texts_alone_is_honoured(string script, string method, string path, string body, string headers)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, script);
            var request = WrkPlan.Of(Read("-s", file, "-H", "A: 1", Url)).Requests.Single();
            (request.Method, request.PathAndQuery, Encoding.UTF8.GetString(request.Body.Span)).ShouldBe((method, path, body));
            string.Join(", ", request.Headers.Where(header => script.Length == 0 || header.Key != "A" || header.Value != "1").Select(header => $"{header.Key}: {header.Value}")).ShouldBe(headers);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("wrk.method = method")]
    [InlineData("wrk.body = \"\\065\"")]
    [InlineData("wrk.path = \"other\"")]
    [InlineData("wrk.host = \"example.org\"")]
    [InlineData("wrk.method = \"POST")]
    [InlineData("--[[ never ends")]
    [InlineData("function request() return wrk.format(nil, \"/\") end")]
    [InlineData("wrk.body = io.open(\"x\"):read(\"*all\")")]
    public void Whatever_else_a_script_does_is_refused(string script) => Script(script, out var file).ShouldStartWith($"wrk -s {file}:1: Prony runs no Lua");

    [Theory]
    [InlineData("wrk.method = \"\"", "'' is no method")]
    [InlineData("wrk.method = \"GET /x\"", "'GET /x' is no method")]
    [InlineData("wrk.method = \"A\\nB\"", "'A?B' is no method")]
    [InlineData("wrk.path = \"/a b\"", "wrk.path holds a space")]
    [InlineData("wrk.path = \"/a\\nb\"", "wrk.path holds a space or a control character")]
    [InlineData("wrk.headers[\"A(b)\"] = \"c\"", "'A(b)' is no name of a header")]
    [InlineData("wrk.headers[\"A\"] = \"b\\r\\nC: d\"", "the value of the header A holds a line end")]
    public void What_a_script_says_and_cannot_be_sent_is_refused_with_its_place(string script, string why) =>
        Script("-- one\n" + script, out var file).ShouldStartWith($"wrk -s {file}:2: {why}");

    [Theory]
    [InlineData("wrk.path = \"/{index}\"")]
    [InlineData("wrk.path = \"/?a={random.9}\"")]
    [InlineData("wrk.headers.A = \"{data.name}\"")]
    [InlineData("wrk.body = \"{random}\"")]
    public void What_Prony_would_fill_in_is_refused(string script) => Script(script, out _).ShouldStartWith("wrk: the path, a header or the body holds {index}");

    [Fact]
    public void A_script_that_is_no_UTF_8_is_refused()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, [.. "\uFEFFwrk.body = \"caf"u8, 0xE9, (byte)'"']);
            Should.Throw<UsageException>(() => WrkPlan.Of(Read("-s", file, Url))).Message.ShouldStartWith($"wrk -s {file}: it is no UTF-8");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("-R2000")]
    [InlineData("--rate=2000")]
    [InlineData("-U")]
    public void A_flag_of_wrk2_given_to_wrk_says_where_it_is(string flag) =>
        WrkFlags.OfTheOther(WrkOptions.Read(["-t2", flag, Url], rated: false).Problem.ShouldNotBeNull()).ShouldNotBeNull().ShouldContain("prony wrk2");

    [Fact]
    public void Other_problems_are_wrk_s_alone()
    {
        var problem = WrkOptions.Read(["--zap=3", Url], rated: false).Problem.ShouldNotBeNull();
        problem.ShouldBe("wrk: unrecognized option '--zap=3'");
        WrkFlags.OfTheOther(problem).ShouldBeNull();
    }

    [Fact]
    public void A_script_that_is_not_there_is_named() =>
        Should.Throw<UsageException>(() => WrkPlan.Of(Read("-s", "/nonexistent.lua", Url))).Message.ShouldBe("wrk -s /nonexistent.lua: there is no such file.");

    private static string Script(string text, out string file)
    {
        var path = file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text);
            return Should.Throw<UsageException>(() => WrkPlan.Of(Read("-s", path, Url))).Message;
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Every_flag_of_the_help_is_in_the_table()
    {
        Names(WrkFlags.WrkUsage).ShouldBeSubsetOf(WrkFlags.Wrk.SelectMany(f => f.Names));
        Names(WrkFlags.Wrk2Usage).ShouldBeSubsetOf(WrkFlags.Wrk2.SelectMany(f => f.Names));
        WrkFlags.Wrk2.ShouldAllBe(flag => flag.State == FlagState.Supported ? flag.Instead.Length == 0 : flag.Instead.Length > 0);
    }

    [Fact]
    public void A_port_that_nobody_listens_on_is_found_before_the_load()
    {
        var free = Testing.ScriptedServer.UnusedAddress();
        var plan = WrkPlan.Of(Read(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{free.Port}/")));
        WrkPlan.FindProblem(plan.Target).ShouldBe("Connection refused");
    }

    private static IEnumerable<string> Names(string help) => help.Split('\n')
        .Select(line => line.TrimStart())
        .Where(line => line.StartsWith('-'))
        .SelectMany(line => line.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).TakeWhile(word => word.StartsWith('-')));

    private static WrkOptions Read(params string[] words)
    {
        var (options, problem) = WrkOptions.Read(words, rated: false);
        problem.ShouldBeNull();
        return options;
    }
}
