using System.Text.RegularExpressions;
using Prony.EndToEnd.Tests.Loading;
using Prony.EndToEnd.Tests.Stacks;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Documents;

/// <summary>Every command of the README, as a new user types it. What cannot be everywhere (somebody's server, a run of another day) is put in its place.</summary>
public sealed class ReadmeTests(FaultyServers servers) : IClassFixture<FaultyServers>, IDisposable
{
    private readonly Workspace _work = new();

    [Fact]
    public void The_commands_of_the_readme_are_the_ones_that_are_tested_here() => Commands().ShouldBe(
    [
        "./prony run experiments/sync-vs-async.yaml",
        "./prony list",
        "./prony report runs/20261121T180140Z-sync-vs-async",
        "./prony report runs/20261121T180140Z-sync-vs-async --format markdown",
        "./prony report --latest --format writeup",
        "./prony init bench",
        "./prony run bench/experiment.yaml --quick",
        "./prony run -c 50 'daphne -p {port} app:app' 'uvicorn --port {port} app:app'",
        "./prony run bench/experiment.yaml --until-decided --plan",
        "./prony run --resume runs/20261121T180140Z-sync-vs-async",
        "./prony doctor experiments/recipeyak-sync-async-rust/experiment.yaml",
        "./prony check stacks/gunicorn --with workers=4",
        "./prony run experiments/recipeyak-sync-async-rust/experiment.yaml",
        "./prony run experiments/django-sync-gevent/experiment.yaml --fail-on claims",
        "./prony load http://127.0.0.1:8080/ -c 100 -d 10s",
        "./prony load http://127.0.0.1:8080/ -r 500 -d 10s --slo 'response.p99 <= 100ms'",
        "./prony load http://127.0.0.1:8080/ -n 1000 -c 20 --json result.json",
        "./prony load http://127.0.0.1:8080/ --stage 100/s:10s --stage 500/s:2s --stage 100/s:10s",
        "./prony load 'http://127.0.0.1:8080/?page={random.100}' -n 1000 --expect-body hello --record requests.csv",
        "./prony hey -n 1000 http://127.0.0.1:8080/ > hey.txt",
        "./prony wrk -t2 -c100 -d10s --latency http://127.0.0.1:8080/ > wrk.txt",
        "./prony import hey.txt wrk.txt",
        "./prony capacity experiments/sync-vs-async.yaml --slo 'response.p99 <= 500ms'",
        "./prony capacity http://127.0.0.1:8080/ --users --slo 'failures <= 0.1%'",
        "./prony tune experiments/sync-vs-async.yaml --only sync --vary threads=4,8,16,32",
        "./prony fit sweep.csv",
        "./prony cost runs/20261121T180140Z-sync-vs-async --rate 5000/s",   // ReadmeComparisonTests has a run
        "./prony up stacks/gunicorn --with workers=2",
        "./prony ctl status",
        "./prony ctl incr web",
        "./prony ctl stats",
        "./prony ctl restart web --rolling",
        "./prony ctl decr web",
        "./prony ctl quit",
        "./prony import circus.ini -o stack.yaml",
        "./prony record --interval 100ms -- python3 -c 'sum(range(10_000_000))'",
        "./prony selftest",   // SelfTestTests runs it whole
        "./prony compare runs/before runs/after --fail-on worse",
        "./prony run experiments/sync-vs-async.yaml --against runs/before --fail-on worse",
        "./prony run experiments/sync-vs-async.yaml --rounds 6 --json verdict.json",
    ]);

    [Fact]
    public void Commands_are_compared_without_a_file()
    {
        var command = Commands().Single(c => c.Contains("daphne", StringComparison.Ordinal))
            .Replace("daphne -p {port} app:app", $"python3 {Workspace.FaultyServer} ok {{port}}", StringComparison.Ordinal)
            .Replace("uvicorn --port {port} app:app", $"python3 {Workspace.FaultyServer} slow {{port}}", StringComparison.Ordinal);
        var result = _work.Run([.. Words(command), "--quick", "--rounds", "1"]);
        result.ExitCode.ShouldBeOneOf(0, 5);
        result.Output.ShouldContain("throughput");
    }

    [StackFact("gunicorn", "recipes-db", "pgbouncer", "memcached", "recipes-django", "recipes-starlette")]
    [Trait("Speed", "Slow")]
    public void Whole_stacks_are_looked_at_started_and_planned()
    {
        // The export before them: the session of the first user.
        var session = new ToolSettings(_work.Folder, new() { ["SESSION_ID"] = "c4ca4238a0b923820dcc509a6f75849b" });
        var doctor = Tool.Start(session, InClone("./prony doctor")).WaitForEnd(TimeSpan.FromMinutes(2));
        doctor.ExitCode.ShouldBe(0, doctor.ToString());
        var check = _work.Run(InClone("./prony check"));
        check.ExitCode.ShouldBe(0, check.ToString());
        check.Output.ShouldMatch(@"gunicorn +1 +5 ", "a master and four workers");

        // RecipeyakTests runs it.
        var plan = Tool.Start(session, [.. InClone("./prony run experiments/recipeyak"), "--plan"]).WaitForEnd(TimeSpan.FromMinutes(1));
        plan.ExitCode.ShouldBe(0, plan.ToString());
        OneLine(plan.Output).ShouldContain("Nothing was started.");
    }

    [Theory]
    [InlineData("./prony run experiments/django-sync-gevent", " trials, about ")]
    [InlineData("./prony capacity experiments/", "Capacity of 2 candidates in 6 rounds: at most ")]
    [InlineData("./prony tune", "Tuning sync: at most 4 settings × 6 rounds; at most about ")]
    public void What_takes_minutes_says_how_long_before_it_starts(string start, string expected)
    {
        var result = _work.Run([.. InClone(start), "--plan"]);
        result.ExitCode.ShouldBe(0, result.ToString());
        OneLine(result.Output).ShouldContain(expected);
        OneLine(result.Output).ShouldContain("Nothing was started.");
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void The_users_that_an_address_takes_are_searched()
    {
        var command = Find("./prony capacity http").Replace("http://127.0.0.1:8080/", servers.Ok, StringComparison.Ordinal);
        var result = _work.Run([.. Words(command), "--start", "2", "--max", "4", "--trial", "500ms", "--warmup", "100ms"]);

        // 4 and 5 where this machine is too slow, or too busy for any trial to count.
        result.ExitCode.ShouldBeOneOf(0, 4, 5);
        result.Error.ShouldContain("Capacity of 1 candidate in 1 round: at most ");
    }

    [Fact]
    public void A_law_is_fitted_to_a_table()
    {
        _work.Write("sweep.csv", "users,per_s\n1,20\n4,78\n8,130\n12,170\n16,190\n20,200\n");
        var result = _work.Run(Words(Find("./prony fit")));
        result.ExitCode.ShouldBe(0, result.ToString());
        result.Output.ShouldContain("Doubt extrapolated:");
    }

    [StackFact("gunicorn")]
    [Trait("Speed", "Slow")]
    public void Servers_are_kept_up_steered_and_stopped()
    {
        var settings = new ToolSettings(_work.Folder, new() { ["PRONY_RUNTIME"] = _work.PathOf("run") });
        using var up = Tool.Start(settings, InClone("./prony up"));
        for (var i = 0; i < 600 && !up.ErrorSoFar.Contains("up: ", StringComparison.Ordinal); i++)
        {
            Thread.Sleep(100);
        }

        var answers = new List<string>();
        foreach (var command in Commands().Where(c => c.StartsWith("./prony ctl", StringComparison.Ordinal)))
        {
            using var ctl = Tool.Start(settings, Words(command));
            var answer = ctl.WaitForEnd(TimeSpan.FromMinutes(1));
            answer.ExitCode.ShouldBe(0, $"{command}: {answer}\n{up.ErrorSoFar}");
            answers.Add(answer.Output);
        }

        answers.Count.ShouldBe(6);
        answers[0].ShouldMatch(@"web +running +1/1 ");
        answers[1].ShouldContain("web: 2 instances");
        answers[2].ShouldMatch(@"web +sum \d+ ");
        answers[3].ShouldMatch(@"web +running +2/2 ");
        answers[4].ShouldContain("web: 1 instance");
        var end = up.WaitForEnd(TimeSpan.FromSeconds(30));
        end.ExitCode.ShouldBe(0, end.ToString());
    }

    [Fact]
    public void A_file_of_Circus_becomes_a_stack()
    {
        _work.Write("circus.ini", "[watcher:dummy]\ncmd = /usr/bin/gunicorn --bind fd://$(circus.sockets.foo) app:app\nuse_sockets = True\n[socket:foo]\nhost = 127.0.0.1\nport = 8080\n");
        var result = _work.Run(Words(Find("./prony import circus.ini")));
        result.ExitCode.ShouldBe(0, result.ToString());
        result.Error.ShouldContain("wrote stack.yaml");
        File.ReadAllText(_work.PathOf("stack.yaml")).ShouldContain("port: 8080");
    }

    /// <summary>What two of them print is what a third reads.</summary>
    [Fact]
    public void The_command_lines_of_other_tools_run_and_what_they_print_is_imported()
    {
        var commands = Commands().Where(c => c.StartsWith("./prony hey ", StringComparison.Ordinal) || c.StartsWith("./prony wrk ", StringComparison.Ordinal)).ToList();
        commands.Count.ShouldBe(2);
        foreach (var command in commands)
        {
            var (line, file) = (command.Split(" > ")[0], command.Split(" > ")[1]);
            var result = _work.Run(Words(line.Replace("-d10s", "-d1s", StringComparison.Ordinal).Replace("http://127.0.0.1:8080/", servers.Ok, StringComparison.Ordinal)));
            result.ExitCode.ShouldBe(0, result.ToString());
            _work.Write(file, result.Output);
        }

        var imported = _work.Run(Words(Find("./prony import hey.txt")));
        imported.ExitCode.ShouldBe(0, imported.ToString());
        _work.Runs.ShouldHaveSingleItem();
    }

    [Fact]
    public void What_a_command_uses_is_recorded()
    {
        var result = _work.Run(Words(Commands().Single(c => c.StartsWith("./prony record", StringComparison.Ordinal))));
        result.ExitCode.ShouldBe(0, result.ToString());
        (result.Output + result.Error).ShouldContain("Memory, peak");
    }

    [Fact]
    public void Loads_of_the_readme_run()
    {
        foreach (var command in Commands().Where(c => c.StartsWith("./prony load", StringComparison.Ordinal)))
        {
            var shorter = command.Replace("-d 10s", "-d 1s", StringComparison.Ordinal).Replace("/s:10s", "/s:1s", StringComparison.Ordinal).Replace("http://127.0.0.1:8080/", servers.Ok, StringComparison.Ordinal);
            var result = _work.Run(Words(shorter));

            // 4 and 5 where this machine is too slow for the objective or for the schedule: both are answers.
            result.ExitCode.ShouldBeOneOf(0, 4, 5);
            result.Output.ShouldContain("Throughput");
        }

        File.Exists(_work.PathOf("result.json")).ShouldBeTrue();
        File.ReadLines(_work.PathOf("requests.csv")).Count().ShouldBe(1001);
    }

    [Fact]
    public void Exit_codes_of_the_readme_are_those_of_the_program()
    {
        var documented = Regex.Matches(File.ReadAllText(Clone.PathOf("README.md")), @"^\| (\d+)(?:, (\d+))? \|", RegexOptions.Multiline)
            .SelectMany(row => new[] { row.Groups[1].Value, row.Groups[2].Value }.Where(code => code.Length > 0));
        var programmed = Regex.Matches(File.ReadAllText(Clone.PathOf("src", "Prony.Cli", "ExitCodes.cs")), @"const int \w+ = (\d+);").Select(code => code.Groups[1].Value);
        documented.Order().ShouldBe(programmed.Order());
    }

    public void Dispose() => _work.Dispose();

    /// <summary>The lines of shell blocks that run prony.</summary>
    internal static List<string> Commands() =>
    [
        .. Regex.Matches(File.ReadAllText(Clone.PathOf("README.md")), "```sh\n(.*?)```", RegexOptions.Singleline)
            .SelectMany(block => block.Groups[1].Value.Split('\n'))
            .Where(line => line.StartsWith("./prony ", StringComparison.Ordinal)),
    ];

    /// <summary>The only command that begins so.</summary>
    internal static string Find(string start) => Commands().Single(command => command.StartsWith(start, StringComparison.Ordinal));

    /// <summary>The arguments of a command line, single quotes as the shell reads them.</summary>
    internal static string[] Words(string command) =>
    [
        .. Regex.Matches(command["./prony ".Length..], @"'([^']*)'|(\S+)").Select(word => word.Groups[1].Success ? word.Groups[1].Value : word.Groups[2].Value),
    ];

    /// <summary>The arguments of the only command that begins so, with files of the clone.</summary>
    private static string[] InClone(string start) => Words(Regex.Replace(Find(start), "(experiments|stacks)/", Clone.PathOf("$1") + "/"));

    private static string OneLine(string text) => Regex.Replace(text, @"\s+", " ");
}
