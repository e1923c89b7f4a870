using Prony.Load.Arrivals;
using Prony.Measurement.Units;
using Shouldly;

namespace Prony.Load.Tests.Arrivals;

public sealed class ArrivalScheduleTests
{
    [Fact]
    public void SplitMix64_has_its_published_sequence()
    {
        var zero = new SplitMix64(0);
        new[] { zero.Next(), zero.Next(), zero.Next() }.ShouldBe([0xe220a8397b1dcdafUL, 0x6e789e6aa1b965f4UL, 0x06c45d188009454fUL]);
        var seeded = new SplitMix64(42);
        new[] { seeded.Next(), seeded.Next(), seeded.Next() }.ShouldBe([0xbdd732262feb6e95UL, 0x28efe333b266f103UL, 0x47526757130f9f52UL]);
    }

    [Fact]
    public void Poisson_arrivals_are_the_floor_of_the_sum_of_their_gaps()
    {
        var schedule = new PoissonArrivals(1000, 42);

        Enumerable.Range(0, 5).Select(i => schedule.DueOffsetNs(i)).ShouldBe([1353110L, 1527357L, 1853920L, 2275805L, 2314577L]);
    }

    [Fact]
    public void Poisson_gaps_have_the_mean_the_spread_and_the_independence_of_the_process()
    {
        var random = new SplitMix64(42);
        var gaps = Enumerable.Range(0, 10_000).Select(_ => -Math.Log(1 - random.NextUnit())).ToArray();

        var mean = gaps.Average();
        var sd = Math.Sqrt(gaps.Sum(g => (g - mean) * (g - mean)) / gaps.Length);
        mean.ShouldBe(1.0041094454686, 1e-12);
        (sd / mean).ShouldBe(0.9999040452653, 1e-4);   // population or sample form
        (new PoissonArrivals(1000, 42).DueOffsetNs(9_999) / 1e10).ShouldBe(mean, 1e-9);
    }

    [Fact]
    public void The_order_of_asking_changes_nothing()
    {
        var forward = new PoissonArrivals(70, 7);
        var rising = Enumerable.Range(0, 100).Select(i => forward.DueOffsetNs(i)).ToList();
        var backward = new PoissonArrivals(70, 7);

        Enumerable.Range(0, 100).Reverse().Select(i => backward.DueOffsetNs(i)).Reverse().ShouldBe(rising);
        forward.DueOffsetNs(99).ShouldBe(rising[99]);
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(ulong.MaxValue)]
    public void Uniform_arrivals_have_equal_gaps_and_a_phase_from_the_seed(ulong seed)
    {
        var phase = new SplitMix64(seed).NextUnit();
        var schedule = new UniformArrivals(250, seed);

        for (var i = 0; i < 1000; i++)
        {
            schedule.DueOffsetNs(i).ShouldBe((long)Math.Floor((i + phase) * 4_000_000));
        }
    }

    [Fact]
    public void Hours_later_the_sum_is_still_exact()
    {
        var schedule = new UniformArrivals(1000, 1);
        (schedule.DueOffsetNs(36_000_001) - schedule.DueOffsetNs(36_000_000)).ShouldBeInRange(999_990, 1_000_010);
    }

    [Fact]
    public void The_sum_of_millions_of_gaps_does_not_wander()
    {
        const int Count = 5_000_000;
        var random = new SplitMix64(3);
        Int128 exact = 0;   // in units of 2^-60: every gap is a whole number of them but for 10^-18
        for (var i = 0; i < Count; i++)
        {
            exact += (Int128)(-Math.Log(1 - random.NextUnit()) * (1L << 60));
        }

        ((double)new PoissonArrivals(1, 3).DueOffsetNs(Count - 1)).ShouldBe((double)((exact * 1_000_000_000) >> 60), 2);
    }

    [Fact]
    public void A_day_at_a_million_a_second_is_exact_to_the_nanosecond()
    {
        const long Day = 86_400L * 1_000_000;
        var phase = (decimal)new SplitMix64(9).NextUnit();
        var schedule = new UniformArrivals(1_000_000, 9);
        foreach (var index in new[] { 0, 1, Day / 3, Day - 1, Day, 7 * Day })
        {
            ((decimal)schedule.DueOffsetNs(index)).ShouldBe(decimal.Floor((index + phase) * 1000), 1);
        }
    }

    [Theory]
    [InlineData(1e-13)]
    [InlineData(double.Epsilon)]
    public void An_arrival_that_is_never_due_in_this_age_does_not_overflow(double ratePerS)
    {
        const long HundredYears = 100L * 365 * 86_400 * 1_000_000_000;
        new UniformArrivals(ratePerS, 1).DueOffsetNs(long.MaxValue / 2).ShouldBeGreaterThan(HundredYears);
        new ArrivalCursor(new PoissonArrivals(ratePerS, 1), HundredYears, 0, 1, long.MaxValue).DueNs.ShouldBeGreaterThan(HundredYears);
    }

    [Fact]
    public void The_cursors_of_all_threads_share_the_arrivals_out_without_loss()
    {
        var whole = new PoissonArrivals(1000, 5);
        var all = new List<long>();
        for (var thread = 0; thread < 3; thread++)
        {
            var cursor = new ArrivalCursor(new PoissonArrivals(1000, 5), 1_000, thread, 3, 100);
            while (cursor.DueNs != ArrivalCursor.Never)
            {
                all.Add(cursor.DueNs);
                cursor.Advance();
            }
        }

        all.Order().ShouldBe(Enumerable.Range(0, 100).Select(i => 1_000 + whole.DueOffsetNs(i)));
    }
}
