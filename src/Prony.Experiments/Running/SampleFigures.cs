using Prony.Load;
using Prony.Measurement.Runs;
using Prony.Statistics.Arrivals;
using Prony.Statistics.Dependence;
using Prony.Statistics.Quantiles;

namespace Prony.Experiments.Running;

/// <summary>What the first requests of a window tell of all of them: how far they depend on each other, how they were spaced, and how sure percentiles are where they are all.</summary>
/// <remarks>Pure and thread-safe.</remarks>
public static class SampleFigures
{
    private const int MostForDependence = 4096;

    private const int FewestForDependence = 50;

    /// <summary>Lateness that is beneath notice, as gate V02 has it: 0.1 ms, or 2 % of the median response.</summary>
    private const double LatenessNs = 100_000;

    private const double LatenessShare = 0.02;

    private const ulong Seed = 1;

    /// <summary>The percentiles that get an interval where every request of the window is known.</summary>
    private static readonly (string Name, double Share)[] Percentiles = [("50", 0.5), ("75", 0.75), ("90", 0.9), ("95", 0.95), ("99", 0.99), ("99.9", 0.999)];

    /// <summary>The record of a load with all of them.</summary>
    public static LoadRecord AddTo(LoadResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var dependence = DependenceOf(result.Sample);
        return result.Record with { Independence = dependence, Spacing = SpacingOf(result), ResponseIntervalsNs = IntervalsOf(result, dependence) };
    }

    private static IndependenceRecord? DependenceOf(SampledRequests sample)
    {
        double[] responses = [.. sample.ResponseNs.Where(response => response >= 0).Take(MostForDependence).Select(response => (double)response)];
        return responses.Length < FewestForDependence ? null : new IndependenceRecord(Autocorrelation.Time(responses), responses.Length);
    }

    /// <summary>The sample has to be the whole window: intervals of a part of it would be those of its beginning.</summary>
    private static Dictionary<string, IntervalRecord> IntervalsOf(LoadResult result, IndependenceRecord? dependence)
    {
        var responses = result.Sample.ResponseNs;
        if (dependence is null || responses.Count != result.Record.Requests.Due || responses.Any(response => response < 0))
        {
            return [];
        }

        var known = Percentiles.Where(p => responses.Count >= PercentileRanks.FewestValues(p.Share)).ToList();
        var intervals = MovingBlocks.Intervals(
            [.. responses.Select(response => (double)response)], [.. known.Select(p => p.Share)], MovingBlocks.Length(responses.Count, dependence.Tau), Seed);
        return known.Zip(intervals).ToDictionary(p => p.First.Name, p => new IntervalRecord(p.Second.Low, p.Second.High));
    }

    private static SpacingRecord? SpacingOf(LoadResult result)
    {
        var load = result.Record;
        if (load.Model != LoadModelName.Open || load.Stages is not null || load.Timestamps == TimestampsName.Call || load.ResponseNs.Count == 0)
        {
            return null;
        }

        var sent = Enumerable.Range(0, result.Sample.DueNs.Count).Where(i => result.Sample.SentNs[i] > 0).ToList();
        var tolerance = Math.Max(LatenessNs, LatenessShare * load.ResponseNs.At("50"));
        return AchievedArrivals.Of(
            sent.Select(i => result.Sample.DueNs[i]).ToArray(),
            sent.Select(i => result.Sample.SentNs[i]).ToArray(),
            load.Arrivals == ArrivalsName.Poisson,
            tolerance) is { } found
            ? new SpacingRecord(found.Gaps, found.Every, found.AndersonDarling, found.PlannedAndersonDarling, found.Variation, found.Neighbours, found.PlannedNeighbours)
            : null;
    }
}
