using FsCheck;
using FsCheck.Fluent;
using Prony.Reporting.Personalities;
using Prony.Reporting.Personalities.Wrk;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Personalities.Wrk;

public class WrkCorrectionTests
{
    [Fact]
    public void The_samples_are_those_that_wrk_adds()
    {
        // The loop of stats_correct, value by value, beside the table of sums.
        Prop.ForAll(Gen.Choose(1, 3_000).NonEmptyListOf().ToArbitrary(), Gen.Choose(1, 400).ToArbitrary(), (values, expected) =>
        {
            var times = new ToolTimes();
            foreach (var value in values)
            {
                times.Record(value * 1000L);
            }

            var kept = WrkStats.Microseconds(times);
            var all = new SortedDictionary<long, long>();
            foreach (var (value, count) in kept)
            {
                all[value] = all.GetValueOrDefault(value) + count;
                for (var at = value - expected; value >= 2 * expected && at > expected; at -= expected)
                {
                    all[at] = all.GetValueOrDefault(at) + count;
                }
            }

            var its = WrkCorrection.Of(times, requests: 1_000, connections: 1, runtimeS: expected / 1e6 * 1_000, timeoutS: 2);
            var naive = WrkStats.Of([.. all.Select(pair => (pair.Key, pair.Value))]);
            return its.Count == naive.Count && its.Invented == naive.Count - kept.Sum(w => w.Count) && Math.Abs(its.Mean - naive.Mean) < 1e-6 && its.Percentiles.SequenceEqual(naive.Percentiles);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Answers_of_two_speeds_are_swamped()
    {
        // A server that delays every tenth answer by 200 ms, ten connections, 10 s: what was measured is 0.1 ms at p75, what wrk prints a thousand times that.
        var times = new ToolTimes();
        for (var i = 0; i < 5_000; i++)
        {
            times.Record(i % 10 == 0 ? 200_000_000 : 100_000);
        }

        var its = WrkCorrection.Of(times, 5_000, 10, 10, 2);
        WrkStats.Of(times).Percentiles[1].ShouldBe(100);
        its.Percentiles[1].ShouldBeGreaterThan(50_000);
        its.Mean.ShouldBeGreaterThan(2 * WrkStats.Of(times).Mean);
    }

    [Fact]
    public void Nothing_is_added_where_answers_are_alike()
    {
        var times = Rows.Times([.. Enumerable.Repeat(10.0, 1000)]);
        var (its, measured) = (WrkCorrection.Of(times, 1000, 1, 10, 2), WrkStats.Of(times));
        (its.Count, its.Mean).ShouldBe((measured.Count, measured.Mean));
    }

    [Fact]
    public void Answers_beyond_the_timeout_are_in_none_of_its_figures()
    {
        var its = WrkCorrection.Of(Rows.Times(1, 1, 1, 5_000), 4, 4, 10, timeoutS: 2);
        its.Max.ShouldBeLessThan(1_100);
        (its.Count, its.Invented).ShouldBe((3, 0));
    }

    [Fact]
    public void Long_times_are_counted_in_coarser_steps()
    {
        var its = WrkCorrection.Of(Rows.Times(1_000_000, 2_000_000, 3_000_000), 3, 1, 6_000, timeoutS: 3_600);
        its.Count.ShouldBe(3);   // the mean is 2,000 s: nothing took twice that
        its.Mean.ShouldBe(2e9, 2e6);
    }
}
