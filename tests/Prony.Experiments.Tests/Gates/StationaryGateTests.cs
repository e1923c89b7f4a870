using Prony.Experiments.Gates;
using Prony.Experiments.Running;
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

    [Fact]
    public void A_warm_up_that_never_got_steady_is_invalid_where_a_verdict_rests_on_it()
    {
        var window = Window(20, second => Flat[second % 10]);
        var facts = window with
        {
            Load = window.Load with { Warmup = new WarmupRecord(60, WarmupEndName.NeverSteady) { Unsteady = [Metrics.Response, Metrics.CpuPerRequest] } },
        };

        facts.Words("V12").ShouldBe("[invalid] No steady state was reached in a warm-up of 60.0 s: response times and CPU per request still changed at its end. | MSER-5 would cut off half of its last 12 s: the window, which began after 60 s without one, shows a state on its way to another. | Look whether it ever gets steady (phases.warmup with a length of minutes); a load above the capacity never does.");
        facts.Gate("V12").State.ShouldBe(GateState.Invalid);
        GateKeeper.Invalidates(GateKeeper.Judge(facts).Gates).ShouldBeTrue();
        (facts with { SingleLoad = true }).Gate("V12").State.ShouldBe(GateState.Warn);
        (facts with { Quick = true }).Gate("V12").State.ShouldBe(GateState.Warn);
    }

    [Theory]
    [InlineData(WarmupEndName.Steady)]
    [InlineData(WarmupEndName.Fixed)]
    [InlineData(WarmupEndName.TooFewAnswers)]
    [InlineData(WarmupEndName.StoppedAnswering)]
    public void Any_other_end_of_a_warm_up_says_nothing_about_it(string ended)
    {
        var window = Window(20, second => Flat[second % 10]);

        (window with { Load = window.Load with { Warmup = new WarmupRecord(60, ended) } }).Gate("V12").State.ShouldBe(GateState.Ok);
    }

    [Fact]
    public void Memory_that_grows_is_told_by_the_minute()
    {
        var facts = Window(20, second => Flat[second % 10]) with { Memory = new MemoryGrowth(61.2 * 1024 * 1024, 0.0001, 1.5) };

        facts.Words("V12").ShouldBe("[warn] Memory grew by 61.2 MiB/min in the course of the window, 150 % a minute (p < 0.001). | Above 1 % a minute it is a leak, a cache that fills or a heap that has not found its size: memory figures depend on when they were read. | Measure longer (set phases.measure to 10m): a cache or a heap levels off, a leak does not.");
        facts.Gate("V12").ShouldBe(new GateRecord("V12", 1.5, 0.01, GateState.Warn, "growth of memory per minute, share of what was in use"));
    }

    [Theory]
    [InlineData(0.0001, 0.009)]
    [InlineData(0.02, 1.5)]
    [InlineData(0.0001, -1.5)]
    public void A_small_growth_an_uncertain_one_and_a_fall_are_none(double p, double share) =>
        (Window(20, second => Flat[second % 10]) with { Memory = new MemoryGrowth(share * 1e8, p, share) }).Gate("V12").State.ShouldBe(GateState.Ok);

    [Theory]
    [InlineData(2.9, GateState.Ok)]
    [InlineData(3.1, GateState.Warn)]
    public void Growth_of_less_than_a_mebibyte_in_the_window_is_what_allocators_take_at_once(double mebibytesPerMin, string state) =>
        (Window(20, second => Flat[second % 10]) with { Memory = new MemoryGrowth(mebibytesPerMin * 1024 * 1024, 0.0001, 0.1) }).Gate("V12").State.ShouldBe(state);

    [Fact]
    public void What_grows_with_the_load_is_not_judged() =>
        (Window(20, second => 10) with { LoadIsConstant = false, Memory = new MemoryGrowth(1e9, 0.0001, 2) }).Gate("V12").State.ShouldBe(GateState.NotApplicable);

    [Fact]
    public void The_worst_of_several_findings_decides_and_every_one_is_told()
    {
        var window = Window(20, second => Flat[second % 10] * (second < 10 ? 1 : 1.1));
        var facts = window with
        {
            Load = window.Load with { Warmup = new WarmupRecord(60, WarmupEndName.NeverSteady) { Unsteady = [Metrics.Response] } },
            Memory = new MemoryGrowth(1e8, 0.005, 1.5),
        };

        var (gates, doubts) = GateKeeper.Judge(facts);

        gates.Single(gate => gate.Id == "V12").State.ShouldBe(GateState.Invalid);
        doubts.Where(doubt => doubt.Id == "V12").Select(doubt => doubt.Seen[..12]).ShouldBe(["No steady st", "The median r", "Memory grew "], ignoreOrder: true);
        doubts[0].Seen.ShouldStartWith("No steady state");
        doubts.Single(doubt => doubt.Seen.StartsWith("Memory", StringComparison.Ordinal)).Seen.ShouldEndWith("(p = 0.005).");
    }

    [Fact]
    public void A_short_window_does_not_hide_a_warm_up_that_never_got_steady()
    {
        var window = Window(5, _ => 10);

        (window with { Load = window.Load with { Warmup = new WarmupRecord(60, WarmupEndName.NeverSteady) { Unsteady = [Metrics.Response] } } }).Gate("V12").State.ShouldBe(GateState.Invalid);
    }

    private static TrialFacts Window(int seconds, Func<int, double> p50Ms, Func<int, double>? cpuUs = null) => Loads.Closed().Apart() with
    {
        Load = Loads.Closed() with { Window = new WindowRecord(DateTimeOffset.UnixEpoch, seconds) },
        Seconds = [.. Enumerable.Range(0, seconds).Select(second => new WindowSecond((long)(p50Ms(second) * 1e6), cpuUs?.Invoke(second) * 1000))],
    };
}
