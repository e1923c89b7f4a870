using FsCheck;
using FsCheck.Fluent;
using Prony.Statistics.Recovery;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Recovery;

/// <summary>Windows whose recovery is known.</summary>
public sealed class RecoveryTimesTests
{
    private const double Margin = 0.05;

    [Fact]
    public void A_fall_of_three_seconds_is_found_to_the_second()
    {
        var seconds = Steady(20);
        seconds[10] = new(10, 50, 7, 40e6);
        seconds[11] = new(11, 20, 3, 90e6);
        seconds[12] = new(12, 60, 0, 30e6);
        var found = Only(seconds, 10.25);
        found.LevelPerS.ShouldBe(100);
        found.LevelP99Ns.ShouldBe(10e6);
        found.Failed.ShouldBe(10);
        found.ThroughputBackS.ShouldBe(2.75);
        found.P99BackS.ShouldBe(2.75);
        found.BackS.ShouldBe(2.75);
        found.Worst!.Value.AtS.ShouldBe(11);
    }

    [Fact]
    public void What_is_not_disturbed_is_back_at_once()
    {
        var found = Only(Steady(20), 10);
        found.BackS.ShouldBe(0);
        found.Failed.ShouldBe(0);
    }

    [Fact]
    public void A_second_that_ended_before_the_event_is_before_it()
    {
        var seconds = Steady(20);
        seconds[9] = new(9, 10, 5, 90e6);
        var found = Only(seconds, 10);
        found.BackS.ShouldBe(0);
        found.Failed.ShouldBe(0, "they failed before it");
    }

    [Fact]
    public void Throughput_and_p99_come_back_at_their_own_times()
    {
        var seconds = Steady(20);
        seconds[10] = new(10, 50, 0, 10e6);
        seconds[11] = new(11, 100, 0, 90e6);
        seconds[12] = new(12, 100, 0, 90e6);
        var found = Only(seconds, 10);
        found.ThroughputBackS.ShouldBe(1);
        found.P99BackS.ShouldBe(3, "the good second before the bad ones is a flicker");
        found.BackS.ShouldBe(3);
    }

    [Fact]
    public void One_good_second_is_a_flicker()
    {
        var seconds = Steady(20);
        seconds[10] = seconds[12] = new(10, 0, 0, 0);
        Only(seconds, 10).BackS.ShouldBe(3);
    }

    [Fact]
    public void Failures_that_go_on_are_no_recovery()
    {
        var seconds = Steady(14);
        for (var i = 10; i < 14; i++)
        {
            seconds[i] = new(i, 100, 1, 10e6);
        }

        var found = Only(seconds, 10);
        found.ThroughputBackS.ShouldBe(0);
        found.BackS.ShouldBeNull();
        found.Failed.ShouldBe(4);
    }

    [Fact]
    public void What_does_not_come_back_is_not_back()
    {
        var seconds = Steady(20);
        for (var i = 10; i < 20; i++)
        {
            seconds[i] = new(i, 94, 0, 11e6);
        }

        var found = Only(seconds, 10);
        found.ThroughputBackS.ShouldBeNull("94 is below 95");
        found.P99BackS.ShouldBeNull("11 ms is above 10.5");
        found.BackS.ShouldBeNull();
    }

    [Fact]
    public void The_last_second_may_stand_alone()
    {
        var seconds = Steady(12);
        seconds[10] = new(10, 0, 0, 0);
        Only(seconds, 10).BackS.ShouldBe(1);
    }

    [Fact]
    public void Seconds_that_scatter_widen_what_counts_as_the_level()
    {
        var seconds = Steady(20);
        seconds[5] = new(5, 70, 2, 30e6);
        seconds[10] = new(10, 75, 2, 25e6);
        Only(seconds, 10).BackS.ShouldBe(0, "a second before the event was worse");
    }

    [Fact]
    public void Without_a_second_before_there_is_no_level()
    {
        var seconds = Steady(5);
        seconds[0] = new(0, 0, 9, 0);
        var found = Only(seconds, 0.5);
        found.LevelPerS.ShouldBeNull();
        found.BackS.ShouldBeNull();
        found.Failed.ShouldBe(9);
        found.Worst!.Value.AtS.ShouldBe(0);
    }

    [Fact]
    public void An_event_before_the_recovery_from_another_keeps_its_level()
    {
        var seconds = Steady(20);
        for (var i = 10; i < 15; i++)
        {
            seconds[i] = new(i, 10, 1, 90e6);
        }

        var found = RecoveryTimes.Of(seconds, [10, 12], Margin);
        found[0].BackS.ShouldBeNull("the next event came first");
        found[0].Failed.ShouldBe(2);
        found[1].LevelPerS.ShouldBe(100);
        found[1].BackS.ShouldBe(3);
        found[1].Failed.ShouldBe(3);
    }

    [Fact]
    public void An_event_after_a_recovery_has_the_level_since_then()
    {
        var seconds = Steady(30);
        for (var i = 11; i < 30; i++)
        {
            seconds[i] = seconds[i] with { Succeeded = 200 };
        }

        seconds[10] = new(10, 10, 1, 90e6);
        RecoveryTimes.Of(seconds, [10, 20], Margin)[1].LevelPerS.ShouldBe(200);
    }

    [Fact]
    public void No_window_has_no_answer()
    {
        var found = RecoveryTimes.Of([], [1], Margin)[0];
        found.ShouldBe(new EventRecovery(null, null, 0, null, null, null, null));
    }

    [Fact]
    public void Failures_are_never_counted_twice_nor_made_up() => Prop.ForAll(
        ArbMap.Default.ArbFor<int[]>(),
        failures =>
        {
            var seconds = failures.Select((failed, i) => new RecoverySecond(i, 100, Math.Abs((double)failed), 1e6)).ToList();
            double[] events = [0.5, 2, 2.5, 7];
            return RecoveryTimes.Of(seconds, events, Margin).Sum(found => found.Failed) <= (seconds.Sum(second => second.Failed) * 1.0000001) + Shared(seconds);
        }).QuickCheckThrowOnFailure();

    /// <summary>Second 2 holds the end of one event's time and the beginning of the next one's: it belongs to both.</summary>
    private static double Shared(List<RecoverySecond> seconds) => seconds.Count > 2 ? seconds[2].Failed : 0;

    private static List<RecoverySecond> Steady(int length) => [.. Enumerable.Range(0, length).Select(i => new RecoverySecond(i, 100, 0, 10e6))];

    private static EventRecovery Only(List<RecoverySecond> seconds, double atS) => RecoveryTimes.Of(seconds, [atS], Margin).ShouldHaveSingleItem();
}
