using Prony.Experiments.Running;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Running;

public class PauseDetectorTests
{
    private const long Second = 1_000_000_000;

    [Theory]
    [InlineData(20.0, 5.0, 6.1, 1.1)]
    [InlineData(1.0, 0.2, 0.8, 0.6)]
    [InlineData(1.0, -0.3, 1.4, 1.0)]
    [InlineData(0.5, 0.1, 0.4, 0.3)]
    public void A_window_is_lost_with_a_second_of_it_or_with_half_of_a_short_one(double windowS, double fromS, double toS, double lostS)
    {
        var (gate, doubt) = Judge(windowS, (fromS, toS))!.Value;
        (gate.Id, gate.State).ShouldBe(("V02", GateState.Invalid));
        gate.Value!.Value.ShouldBe(lostS, 1e-6);
        doubt.Seen.ShouldStartWith("Prony itself did not run for ");
    }

    [Theory]
    [InlineData(20.0, 5.0, 5.9)]
    [InlineData(20.0, -5.0, 0.2)]
    [InlineData(1.0, 0.2, 0.6)]
    [InlineData(1.0, 0.8, 2.0)]
    [InlineData(1.0, 1.5, 9.0)]
    public void Shorter_pauses_and_those_outside_change_nothing(double windowS, double fromS, double toS) => Judge(windowS, (fromS, toS)).ShouldBeNull();

    [Fact]
    public void What_a_busy_scheduler_takes_from_a_long_window_is_no_pause_however_often_it_does() =>
        Judge(20, [.. Enumerable.Range(0, 10).Select(i => (i * 1.5, (i * 1.5) + 0.4))]).ShouldBeNull();

    [Fact]
    public void A_window_that_never_began_or_ended_loses_nothing_or_a_second()
    {
        PauseDetector.Judge([(0, 5 * Second)], long.MaxValue, long.MaxValue).ShouldBeNull();
        PauseDetector.Judge([(0, 5 * Second)], 2 * Second, long.MaxValue)!.Value.Gate.Value.ShouldBe(3);
    }

    private static (GateRecord Gate, DoubtRecord Doubt)? Judge(double windowS, params (double FromS, double ToS)[] pauses) => PauseDetector.Judge(
        [.. pauses.Select(pause => ((long)((100 + pause.FromS) * Second), (long)((100 + pause.ToS) * Second)))], 100 * Second, (long)((100 + windowS) * Second));
}
