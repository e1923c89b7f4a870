using System.Globalization;
using System.Text.RegularExpressions;
using Prony.Cli.Personalities;
using Prony.Cli.Personalities.Ab;
using Prony.Cli.Personalities.Hey;
using Prony.Cli.Personalities.Loadtest;
using Prony.Cli.Personalities.Oha;
using Prony.Cli.Personalities.Psrecord;
using Prony.Cli.Personalities.Wrk;
using Prony.Load.Plans;
using Prony.Reporting.Personalities.Oha;
using Shouldly;
using Xunit;

namespace Prony.Cli.Tests.Personalities;

/// <summary>Command lines as they stand in people's scripts, with the loads that they ask for.</summary>
public class ScriptLinesTests
{
    private const string Address = "http://127.0.0.1:8080";

    [Theory]
    [InlineData("URL", "GET /, 50 users, 200 requests, kept")]
    [InlineData("-n 1000 URL", "GET /, 50 users, 1000 requests, kept")]
    [InlineData("-z 30s -c 50 -q 2 -m POST -d '{}' -T application/json -H 'A: b' -disable-keepalive URL", "POST /, 100/s, 30 s, closed")]
    [InlineData("-z 1m30s -c 100 URL/", "GET /, 100 users, 90 s, kept")]
    [InlineData("-n 10000 -c 100 -H 'Accept: text/html' -H 'Cookie: a=b; c=d' URL/a?b=c&d=e", "GET /a?b=c&d=e, 100 users, 10000 requests, kept")]
    [InlineData("-n=100 -c=10 -m=PUT -d='x' URL/put", "PUT /put, 10 users, 100 requests, kept")]
    [InlineData("--n 100 --c 10 --cpus 2 URL", "GET /, 10 users, 100 requests, kept")]
    [InlineData("-z 10s -q 0.5 -c 20 URL", "GET /, 10/s, 10 s, kept")]
    [InlineData("-z 5s URL -c 5", "GET /, 50 users, 5 s, kept")]
    [InlineData("-h2=false -n 60 -c 30 -t 0 URL", "GET /, 30 users, 60 requests, kept")]
    [InlineData("-n 105 -c 10 -a user:pass -A application/json URL", "GET /, 10 users, 100 requests, kept")]
    [InlineData("-m delete -n 50 -disable-compression -disable-redirects URL/x", "DELETE /x, 50 users, 50 requests, kept")]
    [InlineData("-o csv -n 200 -c 2 URL", "GET /, 2 users, 200 requests, kept")]
    [InlineData("-host example.com -U probe -n 50 URL", "GET /, 50 users, 50 requests, kept")]
    [InlineData("-n 50 -c 50 -x 127.0.0.1:3128 URL", "GET /, 50 users, 50 requests, kept")]
    public void Lines_of_hey(string line, string load) => Shown(HeyPersonality.Plan(HeyLine.Read(Words("hey", line))).Plan).ShouldBe(load);

    [Theory]
    [InlineData("URL", "GET /, 10 users, 10 s, kept")]
    [InlineData("-t2 -c100 -d30s URL", "GET /, 100 users, 30 s, kept")]
    [InlineData("-t12 -c400 -d30s URL/index.html", "GET /index.html, 400 users, 30 s, kept")]
    [InlineData("-t 4 -c 100 -d 1m --latency URL", "GET /, 100 users, 60 s, kept")]
    [InlineData("--threads=4 --connections=64 --duration=15s --timeout=10s URL", "GET /, 64 users, 15 s, kept")]
    [InlineData("--thr 4 --conn 64 --dur 15 URL", "GET /, 64 users, 15 s, kept")]
    [InlineData("-c 1k -d 2H URL", "GET /, 1000 users, 7200 s, kept")]
    [InlineData("URL -c20 -t2 -d5s", "GET /, 20 users, 5 s, kept")]
    [InlineData("-d10 -c10 -t2 -H 'Host: a' -H 'Connection: close' URL", "GET /, 10 users, 10 s, closed")]
    [InlineData("-Lc8 -t8 -d 3 URL/?q=1", "GET /?q=1, 8 users, 3 s, kept")]
    [InlineData("-c10 -d1s URL -- one two", "GET /, 10 users, 1 s, kept")]
    [InlineData("-c10 -d1s URL one two", "GET /, 10 users, 1 s, kept")]
    [InlineData("-H 'Authorization: Bearer x' -c 16 -t 16 -d 60s --latency URL", "GET /, 16 users, 60 s, kept")]
    [InlineData("-T 5s -c 10 -d 10s URL", "GET /, 10 users, 10 s, kept")]
    [InlineData("-d 1m -c 50 http://[::1]:8080/", "GET /, 50 users, 60 s, kept")]
    public void Lines_of_wrk(string line, string load) => Shown(WrkPlanOf(line, rated: false)).ShouldBe(load);

    [Theory]
    [InlineData("-t2 -c100 -d30s -R2000 URL", "GET /, 2000/s, 30 s, kept")]
    [InlineData("-t2 -c100 -d30s -R2k --latency URL", "GET /, 2000/s, 30 s, kept")]
    [InlineData("-t2 -c100 -d30s --rate 2000 -U URL", "GET /, 2000/s, 30 s, kept")]
    [InlineData("--rate=500 --u_latency -B -t1 -c5 URL", "GET /, 500/s, 10 s, kept")]
    public void Lines_of_wrk2(string line, string load) => Shown(WrkPlanOf(line, rated: true)).ShouldBe(load);

    [Theory]
    [InlineData("URL/", "GET /, 1 users, 1 requests, closed")]
    [InlineData("-n 1000 -c 10 URL/", "GET /, 10 users, 1000 requests, closed")]
    [InlineData("-k -n 1000 -c 10 URL/", "GET /, 10 users, 1000 requests, kept")]
    [InlineData("-kc 100 -n 10000 URL/index.php", "GET /index.php, 100 users, 10000 requests, kept")]
    [InlineData("-n100 -c10 URL/?a=b", "GET /?a=b, 10 users, 100 requests, closed")]
    [InlineData("-t 30 -c 50 URL/", "GET /, 50 users, 50000 requests, closed")]
    [InlineData("-t 30 -n 999999 -c 50 URL/", "GET /, 50 users, 999999 requests, closed")]
    [InlineData("-n 10 -H 'Accept-Encoding: gzip' -H 'Host: a' -C 'a=b' URL/", "GET /, 1 users, 10 requests, closed")]
    [InlineData("-n 10 -A me:secret -q -S -d URL/", "GET /, 1 users, 10 requests, closed")]
    [InlineData("-i -n 10 URL/", "HEAD /, 1 users, 10 requests, closed")]
    [InlineData("-m OPTIONS -n 10 URL/", "OPTIONS /, 1 users, 10 requests, closed")]
    [InlineData("-n 500 -c 5 -g out.tsv -e out.csv -r -l URL/", "GET /, 5 users, 500 requests, closed")]
    [InlineData("-n 10 -s 120 127.0.0.1:8080/", "GET /, 1 users, 10 requests, closed")]
    [InlineData("-n 10 -X 127.0.0.1:3128 -P me:secret URL/", "GET /, 1 users, 10 requests, closed")]
    [InlineData("-n 20 -c 20 -- URL/", "GET /, 20 users, 20 requests, closed")]
    public void Lines_of_ab(string line, string load) => Shown(AbPersonality.Plan(AbLine.Read(Words("ab", line)))).ShouldBe(load);

    [Theory]
    [InlineData("URL", "GET /, 50 users, 200 requests, kept")]
    [InlineData("-z 1m -c 50 --no-tui -H 'Cookie: sessionid=x' URL", "GET /, 50 users, 60 s, kept")]
    [InlineData("-n 10k -c 100 --no-tui --json URL", "GET /, 100 users, 10000 requests, kept")]
    [InlineData("-n 0.5m -j URL", "GET /, 50 users, 500000 requests, kept")]
    [InlineData("-z 10s -q 100 --latency-correction --disable-keepalive URL", "GET /, 100/s, 10 s, closed")]
    [InlineData("-z10s -c20 -q0 URL", "GET /, 20 users, 10 s, kept")]
    [InlineData("-m POST -d '{}' -T application/json -H 'a: b' -H 'c: d' URL/post", "POST /post, 50 users, 200 requests, kept")]
    [InlineData("--method=PUT -d=x -n=10 -c=1 URL", "PUT /, 1 users, 10 requests, kept")]
    [InlineData("URL -n 10 -c 1 --output-format json -o out.json", "GET /, 1 users, 10 requests, kept")]
    [InlineData("-q 2.5 -z '1m 30s' URL", "GET /, 2.5/s, 90 s, kept")]
    [InlineData("-n 10 -c 1 --fps 30 --disable-color -u ms --stats-success-breakdown URL", "GET /, 1 users, 10 requests, kept")]
    [InlineData("-n 10 -c 1 -t 5s -r 3 --host example.com --ipv4 URL", "GET /, 1 users, 10 requests, kept")]
    [InlineData("-n 10 -c 1 --http-version 1.1 --insecure --disable-compression URL", "GET /, 1 users, 10 requests, kept")]
    [InlineData("-w -z 10s -a me:secret -A text/html URL", "GET /, 50 users, 10 s, kept")]
    [InlineData("-n 10 -c 1 --connect-to 127.0.0.1:8080:127.0.0.1:9090 -- URL", "GET /, 1 users, 10 requests, kept")]
    public void Lines_of_oha(string line, string load) =>
        Shown(OhaPlan.Of(OhaOptions.Read(ClapLine.Read(Words("oha", line), OhaFlags.All, OhaFlags.Many), OhaLayout.Current))).ShouldBe(load);

    [Theory]
    [InlineData("--cores 1 URL", "GET /, 10 users, 10 s, closed")]
    [InlineData("--cores 1 -n 100 -c 10 -k --rps 50 URL", "GET /, 50/s, 100 requests, kept")]
    [InlineData("--cores 1 --data '{}' -m POST -T application/json -n 20 URL", "POST /, 10 users, 20 requests, closed")]
    [InlineData("-t 20 -c 10 --rps 300 --cores 1 URL", "GET /, 300/s, 20 s, closed")]
    [InlineData("-c 5 -t 10 -k URL/a?b=c --cores 1", "GET /a?b=c, 5 users, 10 s, kept")]
    [InlineData("URL --maxRequests 500 --concurrency 5 --keepalive --cores 1", "GET /, 5 users, 500 requests, kept")]
    [InlineData("-n=500 -c=5 --cores=1 URL", "GET /, 5 users, 500 requests, closed")]
    [InlineData("-n 20 --cores 1 -H 'Authorization: Bearer x' -H 'a:b' -C c=d URL", "GET /, 10 users, 20 requests, closed")]
    [InlineData("--cores 1 -n 10 -P '{\"key\":\"value\"}' -T application/json URL/post", "POST /post, 10 users, 10 requests, closed")]
    [InlineData("--cores 1 -n 10 -A x=1 URL", "PATCH /, 10 users, 10 requests, closed")]
    [InlineData("--cores 1 -n 10 -m delete URL", "DELETE /, 10 users, 10 requests, closed")]
    [InlineData("--cores 1 -kr -n 10 --quiet --insecure URL", "GET /, 10 users, 10 requests, kept")]
    [InlineData("--cores 1 -n 10 --tcp --agent --debug URL", "GET /, 10 users, 10 requests, kept")]
    [InlineData("--cores 1 -n 10 --index ID URL/user/ID", "GET /user/{index}, 10 users, 10 requests, closed")]
    [InlineData("--cores 1 -d 2000 --maxSeconds 5 URL", "GET /, 10 users, 5 s, closed")]
    public void Lines_of_loadtest(string line, string load) => Shown(LoadtestPersonality.Plan(LoadtestLine.Read(Words("loadtest", line)))).ShouldBe(load);

    [Theory]
    [InlineData("1330 --log activity.txt", "1330, every 0.01 s, log activity.txt")]
    [InlineData("1330 --plot plot.png", "1330, every 0.01 s, plot plot.png")]
    [InlineData("1330 --log activity.txt --plot plot.png", "1330, every 0.01 s, log activity.txt, plot plot.png")]
    [InlineData("1330 --log activity.txt --interval 2", "1330, every 2 s, log activity.txt")]
    [InlineData("1330 --plot plot.png --duration 10", "1330, every 0.01 s, for 10 s, plot plot.png")]
    [InlineData("'python3 app.py --port 80' --include-children --interval 1 --log a.log", "python3 app.py --port 80, every 1 s, children, log a.log")]
    [InlineData("--interval 1 --include-children --log name.log 1330", "1330, every 1 s, children, log name.log")]
    [InlineData("--int .5 --dur 1e1 1330", "1330, every 0.5 s, for 10 s")]
    [InlineData("1330 --interval=0.2 --duration=2 --plot=x.svg", "1330, every 0.2 s, for 2 s, plot x.svg")]
    [InlineData("--include-io --include-c -- 1330", "1330, every 0.01 s, children")]
    [InlineData("--log a.csv --log-format csv 1330", "1330, every 0.01 s, log a.csv")]
    [InlineData("1330 --interval 0 --duration inf", "1330, every 0.01 s")]
    [InlineData("'sleep 5'", "sleep 5, every 0.01 s")]
    [InlineData("--log a --log b 1330", "1330, every 0.01 s, log b")]
    [InlineData("' 1330 '", " 1330 , every 0.01 s")]
    public void Lines_of_psrecord(string line, string recording)
    {
        var options = PsrecordOptions.Read(ArgparseLine.Read(Words("psrecord", line), PsrecordFlags.All, PsrecordFlags.Operand));
        string?[] parts =
        [
            options.What, Text($"every {options.Settings.Interval.TotalSeconds} s"), options.Settings.Duration is { } duration ? Text($"for {duration.TotalSeconds} s") : null,
            options.Settings.Children ? "children" : null, options.Log is { } log ? "log " + log : null, options.Plot is { } plot ? "plot " + plot : null,
        ];
        string.Join(", ", parts.OfType<string>()).ShouldBe(recording);
    }

    private static LoadPlan WrkPlanOf(string line, bool rated)
    {
        var (options, problem) = WrkOptions.Read(Words(rated ? "wrk2" : "wrk", line), rated);
        problem.ShouldBeNull();
        return WrkPlan.Of(options);
    }

    /// <summary>Quotes as a shell reads them; none of the words is Prony's own.</summary>
    private static IReadOnlyList<string> Words(string tool, string line)
    {
        string[] words = [.. Regex.Matches(line.Replace("URL", Address, StringComparison.Ordinal), @"(?:'[^']*'|\S)+").Select(word => word.Value.Replace("'", "", StringComparison.Ordinal))];
        var own = OwnFlags.Take(words, PersonalityTable.Find(tool)!.Flags);
        own.Rest.ShouldBe(words);
        return own.Rest;
    }

    private static string Shown(LoadPlan plan) => Text(
        $"{plan.Requests[0].Method} {plan.Requests[0].PathAndQuery}, {(plan.Model is ClosedModel closed ? Text($"{closed.Users} users") : Text($"{((OpenModel)plan.Model).RatePerS}/s"))}, {(plan.RequestLimit is { } most ? Text($"{most} requests") : Text($"{plan.Measure.TotalSeconds} s"))}, {(plan.KeepAlive ? "kept" : "closed")}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
