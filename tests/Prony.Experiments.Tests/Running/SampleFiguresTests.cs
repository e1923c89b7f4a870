using Prony.Experiments.Running;
using Prony.Experiments.Tests.Gates;
using Prony.Load;
using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Running;

public sealed class SampleFiguresTests
{
    [Fact]
    public void Alternating_responses_are_independent_and_slow_waves_are_not()
    {
        Of(Loads.Closed(), i => i % 2 == 0 ? 1_000 : 2_000).Independence.ShouldBe(new IndependenceRecord(1, 500));
        Of(Loads.Closed(), i => 1_000 + (long)(500 * Math.Sin(i / 20.0))).Independence!.Tau.ShouldBeGreaterThan(10);
    }

    [Fact]
    public void Requests_that_have_no_response_are_passed_over()
    {
        var load = Of(Loads.Closed(), i => i % 5 == 0 ? -1 : i % 2 == 0 ? 1_000 : 2_000);

        load.Independence!.Sample.ShouldBe(400);
    }

    [Fact]
    public void Few_requests_and_the_closed_model_say_nothing()
    {
        Of(Loads.Closed(), _ => 1_000, count: 49).Independence.ShouldBeNull();
        Of(Loads.Closed(), _ => 1_000).Spacing.ShouldBeNull();
        Of(Loads.Open() with { Stages = [StageRecord.OfRate(1, 2, 10)] }, _ => 1_000).Spacing.ShouldBeNull();
        Of(Loads.Open() with { Timestamps = TimestampsName.Call }, _ => 1_000).Spacing.ShouldBeNull();
        Of(Loads.Open(), _ => 1_000, count: 49).Spacing.ShouldBeNull();
    }

    [Fact]
    public void Where_all_requests_are_known_percentiles_have_intervals_that_keep_neighbours_together()
    {
        var load = Loads.Closed();
        var whole = load with { Requests = load.Requests with { Due = 500 } };
        var waves = Of(whole, i => 100_000 + (long)(50_000 * Math.Sin(i / 20.0)));
        var noise = Of(whole, i => 100_000 + (long)(50_000 * Math.Sin(i * i)));

        waves.ResponseIntervalsNs.Keys.ShouldBe(["50", "75", "90", "95", "99"]);   // 99.9 needs 3,688
        var (wide, narrow) = (waves.ResponseIntervalsNs["50"], noise.ResponseIntervalsNs["50"]);
        (wide.High - wide.Low).ShouldBeGreaterThan(1.5 * (narrow.High - narrow.Low));
        Of(whole with { Requests = whole.Requests with { Due = 501 } }, _ => 1_000).ResponseIntervalsNs.ShouldBeEmpty("one request of the window is not in the sample");
        Of(whole, i => i == 7 ? -1 : 1_000).ResponseIntervalsNs.ShouldBeEmpty("one request has no response");
    }

    [Fact]
    public void Equal_gaps_are_seen_as_they_are()
    {
        var spacing = Of(Loads.Open() with { Arrivals = ArrivalsName.Uniform }, _ => 1_000).Spacing.ShouldNotBeNull();

        spacing.Gaps.ShouldBe(499);
        spacing.Variation.ShouldBe(0, 1e-9);
        Of(Loads.Open(), _ => 1_000).Spacing!.AndersonDarling.ShouldBeGreaterThan(30);
    }

    /// <summary>Requests every 50 ms, sent 30 µs late.</summary>
    private static LoadRecord Of(LoadRecord load, Func<int, long> responseNs, int count = 500)
    {
        long[] due = [.. Enumerable.Range(0, count).Select(i => i * 50_000_000L)];
        return SampleFigures.AddTo(new LoadResult(load, Histogram.ForDurations(), Histogram.ForDurations(), LoadEnd.Completed)
        {
            Sample = new SampledRequests(due, [.. due.Select(at => at + 30_000)], [.. Enumerable.Range(0, count).Select(responseNs)]),
        });
    }
}
