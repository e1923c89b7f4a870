using Prony.Load;
using Prony.Measurement.Runs;
using Prony.Statistics.Arrivals;
using Prony.Statistics.Dependence;

namespace Prony.Experiments.Running;

/// <summary>What the first requests of a window tell of all of them: how far they depend on each other, and how they were spaced.</summary>
/// <remarks>Pure and thread-safe.</remarks>
public static class SampleFigures
{
    private const int MostForDependence = 4096;

    private const int FewestForDependence = 50;

    /// <summary>Lateness that is beneath notice, as gate V02 has it: 0.1 ms, or 2 % of the median response.</summary>
    private const double LatenessNs = 100_000;

    private const double LatenessShare = 0.02;

    /// <summary>The record of a load with both.</summary>
    public static LoadRecord AddTo(LoadResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Record with { Independence = DependenceOf(result.Sample), Spacing = SpacingOf(result) };
    }

    private static IndependenceRecord? DependenceOf(SampledRequests sample)
    {
        double[] responses = [.. sample.ResponseNs.Where(response => response >= 0).Take(MostForDependence).Select(response => (double)response)];
        return responses.Length < FewestForDependence ? null : new IndependenceRecord(Autocorrelation.Time(responses), responses.Length);
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
