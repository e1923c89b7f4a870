using Prony.Measurement.Runs;
using Prony.Reporting.Runs;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Runs;

/// <summary>What events on the timeline did, in words.</summary>
public sealed class RecoveryViewTests
{
    private static readonly RecoveryRecord Kill = new(10, "kill web (1 instance)", "web", 12)
    {
        LevelPerS = 100,
        LevelP99Ns = 10e6,
        ThroughputBackS = 1.25,
        P99BackS = 0,
        BackS = 2.25,
        RoundsBack = 1,
        Worst = new WorstSecond(10, 45, 120e6, 12),
    };

    [Fact]
    public void Times_failures_and_the_worst_second_are_one_line() => RecoveryView.Sentence(Kill).ShouldBe(
        "12 requests failed; throughput back after 1.25 s, p99 never left its level, both without failures back after 2.25 s; worst second at 10 s: 45.00/s, p99 120 ms, 12 failed (before: 100.0/s, p99 10.0 ms).");

    [Fact]
    public void What_is_not_back_is_said_so() =>
        RecoveryView.Sentence(Kill with { BackS = null, P99BackS = null, Rounds = 6, RoundsBack = 4, Failed = 1.5 }).ShouldStartWith(
            "1.5 requests failed on average; throughput back after 1.25 s, p99 not back before the next event or the end of the window, both without failures not back before the next event or the end of the window (back in 4 of 6 rounds); worst");

    [Fact]
    public void What_disturbed_nobody_is_said_so() =>
        RecoveryView.Sentence(Kill with { Failed = 0, ThroughputBackS = 0, BackS = 0 }).ShouldStartWith("0 requests failed; throughput and p99 never left their level; worst second");

    [Fact]
    public void What_could_not_be_done_is_said_so() =>
        RecoveryView.Sentence(Kill with { Problem = "the window ended before" }).ShouldBe("could not be done: the window ended before.");

    [Fact]
    public void An_event_that_could_be_done_in_some_rounds_has_their_figures_and_says_of_how_many() =>
        RecoveryView.Sentence(Kill with { Rounds = 4, RoundsBack = 4, RoundsUndone = 2, Problem = "the window ended before" }).ShouldSatisfyAllConditions(
            text => text.ShouldStartWith("12 requests failed on average; throughput back after 1.25 s"),
            text => text.ShouldEndWith("p99 10.0 ms). It could not be done in 2 of 6 rounds: the window ended before."));

    [Fact]
    public void Without_a_second_before_there_is_no_level() =>
        RecoveryView.Sentence(Kill with { LevelPerS = null, Worst = null, Failed = 1 }).ShouldBe(
            "1 request failed; no whole second followed; no whole second before it, so there is no level to come back to.");

    [Fact]
    public void Terminal_and_markdown_have_a_line_for_each_event_under_the_figures()
    {
        var verdict = Sample.Verdict();
        var (name, scenario) = verdict.Scenarios.First();
        var point = scenario.Points[0];
        var first = point.Candidates.Keys.First();
        var candidates = point.Candidates.ToDictionary(c => c.Key, c => c.Key == first ? c.Value with { Recoveries = [Kill] } : c.Value);
        verdict = verdict with { Scenarios = new Dictionary<string, ScenarioVerdict> { [name] = new([point with { Candidates = candidates }]) } };
        var printed = Printed.At(100, console => RunReport.Terminal(Sample.View(verdict, Sample.Plan()), console));
        string.Join(' ', printed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ShouldContain($"{first}, kill web (1 instance) at 10 s: 12 requests failed");
    }
}
