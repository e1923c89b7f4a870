using Prony.Experiments.Gates;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Verdicts;

public sealed class FairnessTableTests
{
    [Fact]
    public void The_table_holds_what_was_defined_declared_and_measured()
    {
        var world = TwoLogs(["mode", "access-log"]);
        world.Change("a", trial => trial with { Identity = [new IdentityRecord("web", "/usr/bin/server", "00") { Backlog = 128 }] });

        var fairness = world.Judge().Fairness!;

        fairness.Factor.ShouldBe(["mode", "access-log"]);
        string.Join('\n', fairness.Rows.Select(row => $"{row.Name} {row.Kind} {row.Values.GetValueOrDefault("a", "–")} {row.Values.GetValueOrDefault("b", "–")} {(row.Differs ? "differs" : "same")}")).ShouldBe(
            """
            stack definition demo demo same
            mode definition sync async differs
            access-log declared off on differs
            processes measured 1 1 same
            threads measured 20 20 same
            backlog measured 128 – same
            """.ReplaceLineEndings("\n"));
        fairness.Rows.ShouldAllBe(row => !row.Undeclared);
    }

    [Fact]
    public void What_differs_beyond_the_factor_is_one_doubt()
    {
        var world = TwoLogs(["mode"]);
        world.Change("b", trial => trial with { Resources = trial.Resources! with { Processes = 4, Threads = 80 } });

        var verdict = world.Judge();

        verdict.Doubts.Where(d => d.Id == "V26").Select(d => $"[{d.Level}] {d.Seen} | {d.Limit} | {d.Advice}").ShouldHaveSingleItem().ShouldBe(
            "[warn] a and b differ in more than the factor (mode): access-log (a: off, b: on); processes (a: 1, b: 4). | What else differs can be the cause of the result as well as the factor. | Make it the same for all candidates, or name it in `factor` if it is meant.");
        verdict.Fairness!.Rows.Where(row => row.Undeclared).Select(row => row.Name).ShouldBe(["access-log", "processes"]);
        verdict.Gates.Single(g => g is { Id: "V26", Candidate: null }).Value.ShouldBe(2);
    }

    [Fact]
    public void Who_closes_connections_is_told_and_left_to_the_gate_of_keep_alive()
    {
        var world = TwoLogs(["mode", "access-log"]);
        foreach (var (name, closing) in new[] { ("a", 0L), ("b", 50L) })
        {
            world.Change(name, trial => trial with
            {
                Load = trial.Load! with
                {
                    Work = new WorkRecord(KeepAlive: true, OneRequest: true, new SizesRecord(1, 1, 1), 1, new Dictionary<string, long>(), new Dictionary<string, long>(), closing),
                    Connections = new ConnectionCounts(Opened: 60, Reused: 40, ClosedIdle: 0),
                },
            });
        }

        var row = world.Judge().Fairness!.Rows.Single(r => r.Name == "keep-alive");

        row.Values.ShouldBe(new Dictionary<string, string> { ["a"] = "keeps connections", ["b"] = "closes connections" });
        (row.Differs, row.Undeclared).ShouldBe((true, false));
    }

    [Fact]
    public void Without_a_factor_everything_is_listed_and_nothing_is_judged()
    {
        var verdict = TwoLogs([]).Judge();

        verdict.Doubts.ShouldNotContain(d => d.Id == "V26");
        var gate = verdict.Gates.Single(g => g is { Id: "V26", Candidate: null });
        (gate.State, gate.Reason).ShouldBe((GateState.NotApplicable, "the experiment names no factor: what differs between candidates is listed, not judged"));
        verdict.Fairness!.Rows.Single(row => row.Name == "access-log").Differs.ShouldBeTrue();
    }

    [Theory]
    [InlineData("workers")]
    [InlineData("instances")]
    [InlineData("processes")]
    public void More_workers_are_more_processes(string factor)
    {
        var world = new World("a", "b").Rounds(1, _ => new Figures(PerS: 100));
        world.Plan = world.Plan with { Factor = [factor] };
        world.Change("b", trial => trial with { Resources = trial.Resources! with { Processes = 4 } });

        world.Judge().Doubts.ShouldNotContain(d => d.Id == "V26");
    }

    [Fact]
    public void Another_stack_is_meant_where_stack_or_command_is_the_factor()
    {
        var world = new World("a", "b").Rounds(1, _ => new Figures(PerS: 100));
        world.Plan = world.Plan with
        {
            Factor = ["command"],
            Candidates = [world.Plan.Candidates[0] with { Kind = CandidateKind.Run, Stack = "server --port {port}" }, world.Plan.Candidates[1]],
        };

        var verdict = world.Judge();

        verdict.Doubts.ShouldNotContain(d => d.Id == "V26");
        verdict.Fairness!.Rows[0].Values.ShouldBe(new Dictionary<string, string> { ["a"] = "a command", ["b"] = "demo" });
        verdict.Fairness!.Rows[1].Values.ShouldBe(new Dictionary<string, string> { ["a"] = "server --port {port}" });
    }

    private static World TwoLogs(string[] factor)
    {
        var world = new World("a", "b").Rounds(1, _ => new Figures(PerS: 100));
        world.Plan = world.Plan with
        {
            Factor = factor,
            Candidates = [.. world.Plan.Candidates.Select(c => c with
            {
                With = new Dictionary<string, string> { ["mode"] = c.Name == "a" ? "sync" : "async" },
                Declares = new Dictionary<string, string> { ["access-log"] = c.Name == "a" ? "off" : "on" },
            })],
        };
        return world;
    }
}
