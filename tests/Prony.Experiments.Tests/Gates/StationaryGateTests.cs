using Prony.Experiments.Gates;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Gates;

public sealed class StationaryGateTests
{
    /// <summary>Ten levels that repeat: no trend and no step in any number of whole repeats.</summary>
    private static readonly double[] Flat = [10.0, 10.2, 9.9, 10.1, 10.0, 9.8, 10.1, 9.9, 10.2, 9.8];

    [Fact]
    public void A_flat_window_is_steady()
    {
        Window(20, second => Flat[second % 10]).Gate("V12").ShouldBe(new GateRecord("V12", 0, 0.05, GateState.Ok));
        Window(20, second => Flat[second % 10]).Words("V12").ShouldBe("no doubt");
    }

    [Theory]
    [InlineData(1.04, "no doubt")]
    [InlineData(1.10, "[warn] The median response rose by 9.53 % at once, 10 s into the window. | Above 5 % the figures depend on when the window began. | Look for what changed then: a collector, a cache that filled, a limit of the CPU, a neighbour; a queue that only grows means that the load is above the capacity.")]
    [InlineData(1.30, "[invalid] The median response rose by 26.2 % at once, 10 s into the window. | Above 15 % the window shows no steady state: its figures depend on when it began and how long it was. | Look for what changed then: a collector, a cache that filled, a limit of the CPU, a neighbour; a queue that only grows means that the load is above the capacity.")]
    public void A_step_is_told_with_its_instant(double factor, string words) =>
        Window(20, second => Flat[second % 10] * (second < 10 ? 1 : factor)).Words("V12").ShouldBe(words);

    [Fact]
    public void A_server_that_gets_faster_was_not_warm()
    {
        Window(20, second => Flat[second % 10] * (1 - (0.02 * second))).Words("V12").ShouldBe("[invalid] The median response fell by 47.9 % in the course of the window. | Above 15 % the window shows no steady state: its figures depend on when it began and how long it was. | Warm up longer (phases.warmup): it was still getting faster.");
        (Window(20, second => Flat[second % 10] * (1 - (0.004 * second))) with { SingleLoad = true }).Doubt("V12")!.Advice.ShouldBe("Warm up longer (--warmup): it was still getting faster.");
    }

    [Fact]
    public void A_change_of_CPU_per_request_counts_where_it_is_known()
    {
        var facts = Window(20, second => Flat[second % 10], second => 200 + (8 * second));

        facts.Doubt("V12")!.Seen.ShouldBe("CPU per request rose by 55.1 % in the course of the window.");
        facts.Gate("V12").Limit.ShouldBe(0.15);
    }

    [Fact]
    public void A_single_load_shows_what_it_shows()
    {
        var facts = Window(20, second => Flat[second % 10] * (second < 10 ? 1 : 1.3)) with { SingleLoad = true };

        (facts.Gate("V12").State, facts.Gate("V12").Limit).ShouldBe((GateState.Warn, 0.05));
    }

    [Fact]
    public void Less_than_ten_seconds_with_responses_are_too_few()
    {
        Window(9, second => 10 + second).Gate("V12").ShouldBe(
            new GateRecord("V12", null, null, GateState.Unknown, "window too short: 9 whole seconds with responses, 10 are needed"));
        Window(12, second => second < 3 ? 0 : 10).Gate("V12").Reason!.ShouldStartWith("window too short: 9 whole seconds");
    }

    [Fact]
    public void A_load_that_changes_is_not_judged() =>
        (Window(20, second => 10 + second) with { LoadIsConstant = false }).Gate("V12").ShouldBe(
            new GateRecord("V12", null, null, GateState.NotApplicable, "the load itself changes during the window"));

    private static TrialFacts Window(int seconds, Func<int, double> p50Ms, Func<int, double>? cpuUs = null) => Loads.Closed().Apart() with
    {
        Load = Loads.Closed() with { Window = new WindowRecord(DateTimeOffset.UnixEpoch, seconds) },
        Seconds = [.. Enumerable.Range(0, seconds).Select(second => new WindowSecond((long)(p50Ms(second) * 1e6), cpuUs?.Invoke(second) * 1000))],
    };
}
