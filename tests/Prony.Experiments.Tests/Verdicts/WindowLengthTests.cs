using Prony.Experiments.Verdicts;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Verdicts;

/// <summary>Worlds whose seconds and rounds scatter by known amounts.</summary>
public sealed class WindowLengthTests
{
    private const int ManyRounds = 400;

    [Fact]
    public void Dear_rounds_that_agree_want_longer_windows()
    {
        // Seconds 10 %, rounds 2 %, 12 s around a window: the worked example of 17.32 s.
        var advice = Advise(secondSd: 0.10, roundSd: 0.02, overheadS: 12, windowS: 5).ShouldNotBeNull();

        advice.SecondSd.ShouldBe(0.10, 0.01);
        advice.RoundSd.ShouldBe(0.02, 0.01);
        advice.OverheadS.ShouldBe(12, 1e-6);
        advice.ProposedS.ShouldNotBeNull().ShouldBeInRange(12, 30);
        advice.Sentence.ShouldMatch("^Windows of \\d+ s instead of 5 s would give the same certainty in about \\d+ % less time: a second scatters by .+ %, a round by .+ % beside that, and each window costs 12 s around it\\.$");
    }

    [Fact]
    public void Rounds_that_differ_want_shorter_windows_and_are_told_what_that_costs()
    {
        var advice = Advise(secondSd: 0.05, roundSd: 0.10, overheadS: 8, windowS: 60).ShouldNotBeNull();

        advice.ProposedS.ShouldNotBeNull().ShouldBeInRange(1, 4);
        advice.Sentence.ShouldEndWith("Below 10 s nobody can tell whether a window is steady (V12).");
    }

    [Fact]
    public void Windows_near_the_best_length_stay() =>
        Advise(secondSd: 0.10, roundSd: 0.02, overheadS: 12, windowS: 18)!.Sentence.ShouldStartWith("Windows of 18 s are about right: ");

    [Fact]
    public void Rounds_that_add_nothing_of_their_own_may_be_replaced_by_seconds()
    {
        // Seconds that repel each other: the means of rounds scatter less than independent seconds would make them.
        var advice = Advise((_, second) => second % 2 == 0 ? 0.1 : -0.1, overheadS: 12, windowS: 10).ShouldNotBeNull();

        (advice.ProposedS, advice.RoundSd).ShouldBe((null, 0));
        advice.Sentence.ShouldStartWith("Longer windows than 10 s would serve as well as more rounds: ");
    }

    [Fact]
    public void A_percentile_keeps_the_responses_that_it_rests_on()
    {
        // 100 responses a second: p99 needs 10,000 of them.
        var world = Of(windowS: 20, overheadS: 8, rounds: 6, Metrics.ResponseP99);
        var advice = WindowLengths.Of(world.Plan, Points(world), trial => Slices(trial, 20, (round, second) => 0.01 * Math.Sin(round * 2.4 * second))).ShouldNotBeNull();

        advice.ProposedS.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(100);
        advice.Sentence.ShouldMatch("^Windows of 10[01] s instead of 20 s: p99 rests on too few responses in shorter ones\\.$");
    }

    [Fact]
    public void Nothing_is_proposed_without_rounds_seconds_or_figures_of_seconds()
    {
        WindowLengths.Of(Of(5, 8, rounds: 2).Plan, Points(Of(5, 8, rounds: 2)), trial => Slices(trial, 5, (_, _) => 0)).ShouldBeNull("two rounds tell nothing");
        WindowLengths.Of(Of(5, 8, rounds: 6).Plan, Points(Of(5, 8, rounds: 6)), _ => []).ShouldBeNull();
        WindowLengths.Of(Of(5, 8, 6, Metrics.Memory).Plan, Points(Of(5, 8, 6, Metrics.Memory)), trial => Slices(trial, 5, (_, _) => 0)).ShouldBeNull("memory has no figure of a second");
        WindowLengths.Of(Of(5, 8, 6).Plan, Points(Of(5, 8, 6)), trial => Slices(trial, 5, (_, second) => second == 3 ? double.NegativeInfinity : 0)).ShouldBeNull("a second without a response has no ratio");
        new World("a", "b").Rounds(6, _ => new Figures(100)).Judge().Window.ShouldBeNull();
    }

    private static WindowAdvice? Advise(double secondSd, double roundSd, double overheadS, int windowS)
    {
        var random = new SplitMix64(20261121);
        var rounds = Enumerable.Range(0, ManyRounds + 1).Select(_ => roundSd * Normal()).ToArray();
        var seconds = Enumerable.Range(0, (ManyRounds + 1) * windowS).Select(_ => secondSd * Normal()).ToArray();
        return Advise((round, second) => rounds[round] + seconds[(round * windowS) + second], overheadS, windowS);

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextUnit())) * Math.Cos(2 * Math.PI * random.NextUnit());
    }

    private static WindowAdvice? Advise(Func<int, int, double> log, double overheadS, int windowS)
    {
        var world = Of(windowS, overheadS, ManyRounds);
        return WindowLengths.Of(world.Plan, Points(world), trial => Slices(trial, windowS, log));
    }

    private static World Of(int windowS, double overheadS, int rounds, string metric = Metrics.Throughput)
    {
        var world = new World("a", "b").Rounds(rounds, _ => new Figures(PerS: 100 * windowS / Figures.WindowS));
        world.Plan = world.Plan with { Primary = metric, Phases = world.Plan.Phases with { PauseS = 2 } };
        foreach (var name in new[] { "a", "b" })
        {
            world.Change(name, trial => trial with
            {
                Load = trial.Load! with { Window = trial.Load.Window with { DurationS = windowS } },
                Phases = [new PhaseRecord(PhaseName.Start, default, 1), new PhaseRecord(PhaseName.Warmup, default, overheadS - 3), new PhaseRecord(PhaseName.Window, default, windowS)],
            });
        }

        return world;
    }

    private static List<PointTrials> Points(World world) => [new PointTrials("work", World.HundredUsers, new RoundTable(world.Trials))];

    /// <summary>The baseline stands still; the candidate's seconds are off by the given logs.</summary>
    private static IEnumerable<SliceRecord> Slices(TrialRecord trial, int windowS, Func<int, int, double> log)
    {
        // The warm-up is not looked at.
        yield return Slice(0, PhaseName.Warmup, 1);
        for (var second = 0; second < windowS; second++)
        {
            yield return Slice(second + 1, PhaseName.Window, trial.Candidate == "a" ? 1_000_000 : 1_000_000 * Math.Exp(log(trial.Round, second)));
        }
    }

    private static SliceRecord Slice(double at, string phase, double figure) => new(
        at, phase, 0, 0, 0, new OutcomeCounts((long)figure, 0, 0, 0, 0, 0, 0, 0, 0, 0), 0, (long)figure, (long)figure, (long)figure);
}
