using Prony.Measurement.Units;
using Prony.Statistics.Arrivals;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Arrivals;

public sealed class AchievedArrivalsTests
{
    private const double Tolerance = 100_000;

    [Theory]
    [InlineData(60, 1)]
    [InlineData(1_000, 6)]
    [InlineData(10_000, 28)]
    public void Late_wake_ups_within_the_tolerance_leave_a_poisson_process_one(double ratePerS, int every)
    {
        var due = Poisson(4096, ratePerS);

        var found = AchievedArrivals.Of(due, Woken(due, lateNs: 100_000), poisson: true, Tolerance)!;

        found.Every.ShouldBeInRange(every - 1, every + 1);
        found.Gaps.ShouldBeInRange(AchievedArrivals.FewestGaps, AchievedArrivals.MostGaps);
        found.AndersonDarling.ShouldBeLessThan(1.957);
        found.Neighbours.ShouldBe(found.PlannedNeighbours, 0.05);
    }

    [Fact]
    public void What_is_left_out_does_not_depend_on_the_draws_of_the_schedule()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            var due = Poisson(4096, 1000, seed);

            AchievedArrivals.Of(due, due, poisson: true, Tolerance)!.AndersonDarling.ShouldBeLessThan(4, $"seed {seed}");
        }
    }

    [Fact]
    public void Bursts_are_told_from_a_poisson_process()
    {
        var due = Poisson(4096, 1000);
        var sent = due.Select(at => (at / 10_000_000 * 10_000_000) + 10_000_000).ToArray();   // a timer of 10 ms

        var found = AchievedArrivals.Of(due, sent, poisson: true, Tolerance)!;

        found.AndersonDarling.ShouldBeGreaterThan(3.9);
        found.PlannedAndersonDarling.ShouldBeLessThan(1.957);
    }

    [Fact]
    public void Even_gaps_where_exponential_ones_were_planned_are_told()
    {
        var due = Poisson(2000, 200);
        var even = Enumerable.Range(0, 2000).Select(i => i * 5_000_000L).ToArray();

        AchievedArrivals.Of(due, even, poisson: true, Tolerance)!.AndersonDarling.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Equal_gaps_keep_a_small_variation_whatever_the_rate()
    {
        foreach (var gapNs in new[] { 100_000L, 1_000_000, 20_000_000 })
        {
            var due = Enumerable.Range(0, 16_384).Select(i => i * gapNs).ToArray();

            AchievedArrivals.Of(due, Woken(due, lateNs: 100_000), poisson: false, Tolerance)!.Variation.ShouldBeLessThan(0.05);
        }
    }

    [Fact]
    public void Too_few_arrivals_say_nothing()
    {
        var due = Poisson(4096, 1_000_000);

        AchievedArrivals.Of(due, due, poisson: true, Tolerance).ShouldBeNull();
        AchievedArrivals.Of(due.AsSpan(0, 50), due.AsSpan(0, 50), poisson: true, Tolerance).ShouldBeNull();
        AchievedArrivals.Of([], [], poisson: true, Tolerance).ShouldBeNull();
    }

    private static long[] Poisson(int count, double ratePerS, ulong seed = 42)
    {
        double at = 0;
        return [.. AndersonDarlingTests.Exponential(count, seed).Select(gap => (long)((at += gap / ratePerS) * 1e9))];
    }

    /// <summary>A thread that sleeps until the next due instant, wakes up to so much late, and sends all that is due by then.</summary>
    private static long[] Woken(long[] due, long lateNs)
    {
        var random = new SplitMix64(7);
        var sent = new long[due.Length];
        for (var i = 0; i < due.Length;)
        {
            var wake = due[i] + (long)(lateNs * (0.3 + (0.7 * random.NextUnit())));
            for (var first = i; i < due.Length && due[i] <= wake; i++)
            {
                sent[i] = wake + ((i - first) * 5_000);
            }
        }

        return sent;
    }
}
