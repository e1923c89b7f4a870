using Prony.Measurement.Runs;
using Prony.Reporting.Checking;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Checking;

public sealed class CheckReportTests
{
    private static readonly MachineRecord Machine = new("Debian", "6.1", "EPYC", 2, 1 << 30, ".NET 10", "v2", "tsc", "unknown");

    private static readonly StackCheckRecord Good = new()
    {
        Path = "stacks/recipes-behind-haproxy/stack.yaml",
        Name = "recipes-behind-haproxy",
        State = StackCheckState.Good,
        ReadyS = 12.345,
        SettledS = 13.9,
        Settled = true,
        Services = [new ServiceCheckRecord("db", 6, 6, 25 << 20, 9 << 20, 58 << 20), new ServiceCheckRecord("web", 51, 102, 2_389L << 20, 1L << 30, 3_176L << 20)],
        Answer = new FrontAnswerRecord("/", 200, 14, 0.002, "GET / answered 200"),
        Stops = [new StopRecord("web", "SIGTERM", 143, 0.2, false, true, []), new StopRecord("db", "SIGINT", 0, 0.1, false, true, [])],
    };

    private static readonly StackCheckRecord Failed = new()
    {
        Path = "stacks/bad/stack.yaml",
        Name = "bad",
        State = StackCheckState.Failed,
        Reason = "'web' ended with exit code 1 before it was ready",
        LogTail = ["Traceback (most recent call last):", "ModuleNotFoundError: No module named 'app'"],
    };

    private static readonly StackCheckRecord Skipped = new()
    {
        Path = "stacks/meinheld/stack.yaml",
        Name = "meinheld",
        State = StackCheckState.Skipped,
        Reason = "not installed: meinheld",
        Missing = [new MissingRecord("meinheld", [], [], "not in Debian", "'meinheld' was not found. Not in Debian.")],
    };

    [Fact]
    public void A_stack_is_a_row_of_at_most_100_columns()
    {
        var lines = Print(Good).Split('\n');
        lines.ShouldAllBe(line => line.Length <= 100);
        var row = lines.Single(line => line.Contains("recipes-behind-haproxy", StringComparison.Ordinal));
        row.Split(' ', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["recipes-behind-haproxy", "2", "57", "12.35", "s", "13.90", "s", "2,414", "200", "TERM/INT", "143/0", "0"]);
    }

    [Fact]
    public void What_failed_is_told_below_with_its_last_output()
    {
        var text = Print(Good, Failed);
        text.ShouldContain("bad: failed: 'web' ended with exit code 1 before it was ready.");
        text.ShouldContain("  ModuleNotFoundError: No module named 'app'");
    }

    [Fact]
    public void What_was_skipped_is_told_with_how_to_get_it()
    {
        var text = Print(Skipped);
        text.ShouldContain("meinheld: skipped: not installed: meinheld.");
        text.ShouldContain("- 'meinheld' was not found. Not in Debian.");
    }

    [Fact]
    public void A_front_that_speaks_no_http_and_one_that_did_not_answer_are_told_apart()
    {
        var silent = new FrontAnswerRecord("/", null, 0, 0.1, "accepts connections and does not speak HTTP");
        Print(Good with { Answer = silent }).ShouldContain("tcp");
        Print(Good with { Answer = silent with { Text = "GET / failed: refused" }, State = StackCheckState.Failed, Reason = "x" }).ShouldNotContain("tcp");
    }

    [Fact]
    public void Doctor_prints_a_line_for_each_finding_and_the_command_that_installs()
    {
        var record = new DoctorRecord
        {
            StartedUtc = DateTimeOffset.UnixEpoch,
            Machine = Machine,
            Findings = [new DoctorFinding("swap", DoctorState.Ok, "nothing swapped out"), new DoctorFinding("backlog", DoctorState.Warn, "at most 128", "Connections are dropped.", "Raise it.")],
            Stacks =
            [
                new StackNeeds("hello", false, []),
                new StackNeeds("rare", true, [new MissingRecord("daphne", ["daphne"], [], null, "'daphne' was not found.")]),
                new StackNeeds("needed", false, [new MissingRecord("uwsgi", ["uwsgi-core"], [], null, "'uwsgi' was not found.")]),
            ],
            InstallCommand = "apt-get install -y --no-install-recommends daphne uwsgi-core",
        };
        var text = Printed.At(100, console => DoctorReport.Terminal(record, console));
        foreach (var line in new[]
        {
            "- ok: swap: nothing swapped out.",
            "- warn: backlog: at most 128. Connections are dropped. Raise it.",
            "- ok: hello: everything is there.",
            "- warn: rare: 'daphne' was not found. It is optional: a run goes on without it.",
            "- missing: needed: 'uwsgi' was not found.",
            "To install what Debian has: apt-get install -y --no-install-recommends daphne uwsgi-core",
        })
        {
            text.ShouldContain(line);
        }
    }

    private static string Print(params StackCheckRecord[] stacks) => Printed.At(
        100, console => CheckReport.Terminal(new StackChecksRecord { StartedUtc = DateTimeOffset.UnixEpoch, Machine = Machine, Stacks = stacks }, console));
}
