using Prony.Experiments.Gates;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Verdicts;

public sealed class RunDoubtsTests
{
    [Fact]
    public void Doubts_of_trials_are_told_once_per_gate_and_candidate_with_the_worst_window()
    {
        var world = Judged(new World("sync", "async").Rounds(6, name => new Figures(PerS: name == "sync" ? 160 : 944)));
        world.Change("async", t => t.Round is 2 or 5 ? Judged(t with { Load = WithFailures(t.Load!, t.Round == 5 ? 4 : 1) }) : t);

        var verdict = world.Judge();

        string.Join('\n', verdict.Doubts.Select(d => $"{d.Id} {d.Level}: {d.Seen}")).ShouldBe("V07 warn: async, in 2 of 6 windows, worst in round 5: 4 of 4,674 requests failed (0.0856 %: 4 timeout).\n"
                + "V10 warn: sync, in all 6 windows, worst in round 3: p99 rests on the 8 slowest responses of 792.\n"
                + "V10 warn: async, in all 6 windows, worst in round 5: p99 rests on the 47 slowest responses of 4,674.\n"
                + "V28 warn: Generator and server are co-located: they share the 2 CPUs of this machine.");
        verdict.Verdict!.Verdict.ShouldBe("better");
    }

    [Fact]
    public void Gates_of_the_run_hold_the_worst_value_of_each_candidate()
    {
        var world = Judged(new World("sync", "async").Rounds(6, name => new Figures(PerS: name == "sync" ? 160 : 944)));

        var gates = world.Judge().Gates;

        gates.Where(g => g.Id == "V10").Select(g => g.Candidate).ShouldBe(["sync", "async"]);
        var lowest = world.Trials.Where(t => t.Candidate == "sync").Min(t => t.Load!.ResponseNs.Count);
        gates.Single(g => g is { Id: "V10", Candidate: "sync" }).Value!.Value.ShouldBe(lowest * 0.01, 1e-9);
        gates.Count(g => g.Id == "V28").ShouldBe(1);
        gates.Single(g => g.Id == "V28").Candidate.ShouldBeNull();
        gates.Count(g => g.Id == "V27").ShouldBe(1);
        gates.Select(g => g.State).ShouldBe(gates.Select(g => g.State).OrderBy(Weight), "what is not ok comes first");
    }

    [Fact]
    public void Memory_that_grows_is_told_beside_the_other_findings_of_its_gate()
    {
        var world = Judged(new World("sync", "async").Rounds(6, _ => new Figures(PerS: 400)));
        var grew = new DoubtRecord("V12", "warn", "Memory grew by 60.0 MiB/min in the course of the window, 150 % a minute (p < 0.001).", "limit", "advice");
        var fell = new DoubtRecord("V12", "warn", "The median response fell by 7 % at once.", "limit", "advice");
        world.Change("async", t => t.Round switch
        {
            2 or 5 => With(t, new GateRecord("V12", 1.5, 0.01, GateState.Warn, "growth"), grew),
            3 => With(t, new GateRecord("V12", 0.07, 0.05, GateState.Warn), fell),
            _ => t,
        });

        var verdict = world.Judge();

        verdict.Doubts.Where(d => d.Id == "V12").Select(d => d.Seen).ShouldBe(
            ["async, in 1 of 6 windows, worst in round 3: The median response fell by 7 % at once.", "async, in 2 of 6 windows, worst in round 2: " + grew.Seen]);
        verdict.Gates.Where(g => g is { Id: "V12", Candidate: "async" }).ShouldAllBe(g => g.State == GateState.Warn);
    }

    private static TrialRecord With(TrialRecord trial, GateRecord gate, DoubtRecord doubt) =>
        trial with { Gates = [.. trial.Gates.Where(g => g.Id != gate.Id), gate], Doubts = [.. trial.Doubts, doubt] };

    [Fact]
    public void Candidates_that_fail_differently_are_told()
    {
        var world = Judged(new World("sync", "async").Rounds(6, name => new Figures(PerS: 400) { Failed = name == "sync" ? 0 : 100 }));

        var verdict = world.Judge();

        verdict.Verdict!.Verdict.ShouldBe("invalid");
        verdict.Doubts.Where(d => d.Id == "V07").Select(d => $"[{d.Level}] {d.Seen} | {d.Limit} | {d.Advice}").Last().ShouldBe("[invalid] async failed 4.76 % of its requests at 100 users, sync 0 %; they differ in 6 of 6 rounds. | Shares that differ by more than 0.1 percentage points mean that the two did not do the same work. | Find out why requests fail (outcomes and status codes in the report) before comparing speed, or compare at a load that both can bear.");
    }

    [Fact]
    public void Candidates_that_fail_differently_in_few_rounds_are_a_doubt()
    {
        var world = Judged(new World("sync", "async").Rounds(10, _ => new Figures(PerS: 400)));
        world.Change("async", t => t.Round == 1 ? t with { Load = WithFailures(t.Load!, 100) } : t);
        world.Plan = world.Plan with { Rounds = 10 };

        world.Judge().Doubts.Where(d => d.Id == "V07").Select(d => $"[{d.Level}] {d.Seen}").Single().ShouldBe("[warn] async failed 0.5 % of its requests at 100 users, sync 0 %; they differ in 1 of 10 rounds.");
    }

    [Fact]
    public void A_generator_that_works_harder_for_one_candidate_is_told_where_its_share_can_matter()
    {
        var heavy = Judged(new World("sync", "async").Rounds(6, name => new Figures(PerS: 4_000) { GeneratorCpuUs = name == "sync" ? 30 : 60 }));
        var light = Judged(new World("sync", "async").Rounds(6, name => new Figures(PerS: 400) { GeneratorCpuUs = name == "sync" ? 30 : 60 }));

        heavy.Judge().Doubts.Where(d => d.Id == "V01" && d.Seen.StartsWith("The generator spends", StringComparison.Ordinal))
            .Select(d => $"[{d.Level}] {d.Seen} | {d.Limit} | {d.Advice}").Single().ShouldBe("[warn] The generator spends 60 µs of CPU on a request to async and 30 µs on one to sync at 100 users. | A difference above 25 % slows the one more than the other where generator and server share CPUs. | Give the generator CPUs of its own, or read a difference of a few percent as unproven.");
        light.Judge().Doubts.ShouldNotContain(d => d.Id == "V01");
    }

    [Fact]
    public void A_single_round_names_the_candidate_without_counting()
    {
        var world = Judged(new World("sync", "async").Rounds(1, _ => new Figures(PerS: 160)));

        world.Judge().Doubts.Where(d => d.Id == "V10").Select(d => d.Seen).First().ShouldBe("sync: p99 rests on the 8 slowest responses of 800.");
    }

    [Fact]
    public void Trials_without_gates_give_no_doubt_but_the_health_of_the_rounds()
    {
        var verdict = new World("sync", "async").Rounds(6, _ => new Figures(PerS: 160)).Judge();

        verdict.Doubts.ShouldBeEmpty();
        verdict.Gates.ShouldBe(
        [
            new GateRecord("V27", 0, 0.10, GateState.Ok),
            new GateRecord("V26", null, null, GateState.NotApplicable, "the experiment names no factor: what differs between candidates is listed, not judged"),
        ]);
    }

    private static World Judged(World world)
    {
        foreach (var name in new[] { "sync", "async" })
        {
            world.Change(name, Judged);
        }

        return world;
    }

    private static TrialRecord Judged(TrialRecord trial)
    {
        var (gates, doubts) = GateKeeper.Judge(new TrialFacts(trial.Load!, 2, SharesCpus: true, trial.Resources!.MachineCpuS, Quick: false));
        return trial with { Gates = gates, Doubts = doubts };
    }

    private static LoadRecord WithFailures(LoadRecord load, long failed) => load with
    {
        Requests = load.Requests with { Failed = failed, Succeeded = load.Requests.Sent - failed },
        Outcomes = load.Outcomes with { Success = load.Requests.Sent - failed, Timeout = failed },
    };

    private static int Weight(string state) =>
        Array.IndexOf([GateState.Invalid, GateState.Warn, GateState.Unknown, GateState.Ok, GateState.NotApplicable], state);
}
