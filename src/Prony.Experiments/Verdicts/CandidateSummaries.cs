using Prony.Experiments.Limits;
using Prony.Experiments.Layers;
using Prony.Measurement.Runs;
using Prony.Statistics.Quantiles;

namespace Prony.Experiments.Verdicts;

/// <summary>A candidate's figures at one load over its rounds: histograms merged, counts summed, rates and costs as means over rounds.</summary>
internal static class CandidateSummaries
{
    internal static CandidateSummary Of(IReadOnlyList<TrialRecord> trials, MergedTimes times)
    {
        var loads = trials.Select(trial => trial.Load!).ToList();
        var resources = trials.Select(trial => trial.Resources).OfType<ResourceSummary>().ToList();
        var due = loads.Sum(load => load.Requests.Due);
        return new CandidateSummary
        {
            ThroughputPerS = loads.Average(load => load.ThroughputPerS),
            ThroughputInterval = RoundsInterval.Of([.. loads.Select(load => load.ThroughputPerS)]) is { } interval ? new IntervalRecord(interval.Low, interval.High) : null,
            CompletedPerS = loads.Average(load => load.CompletedPerS),
            Failures = due == 0 ? 0 : loads.Sum(load => load.Requests.Failures()) / (double)due,
            ResponseNs = times.ResponseNs,
            ServiceNs = times.ServiceNs,
            ResponseIntervalsNs = Intervals(loads),
            CpuPerRequestNs = MeanOf(resources.Select(r => r.CpuPerRequestNs)),
            CpuCores = resources.Count == 0 ? null : new CoresRecord(resources.Average(r => r.CpuCores.Mean), resources.Max(r => r.CpuCores.Peak)),
            MemoryPssBytes = Known(resources.Select(r => r.MemoryPssBytes)) is { Count: > 0 } pss ? (long)pss.Average() : null,
            MemoryPeakBytes = Known(resources.Select(r => r.MemoryPeakBytes)) is { Count: > 0 } peaks ? peaks.Max() : null,
            MemoryGrowthBytesPerMin = MedianOf(resources.Select(r => r.MemoryGrowthBytesPerMin)),
            Processes = resources.Count == 0 ? null : resources.Max(r => r.Processes),
            Layers = LayerFigures.OverRounds([.. trials.Select(trial => trial.Layers)]),
            Bottleneck = LimitSummary.Of(trials),
            Services = Services(resources.SelectMany(r => r.Services)),
            SharedServices = Services(resources.SelectMany(r => r.SharedServices)),
            CpuWithSharedS = MeanOf(resources.Select(r => r.CpuWithSharedS)),
            Status = Summed(loads.SelectMany(load => load.Status)),
            Outcomes = loads.Select(load => load.Outcomes).Aggregate((sum, next) => sum.Plus(next)),
            Recoveries = Running.TimelineFindings.OverRounds([.. trials.Select(trial => trial.Recoveries)]),
            Rounds = [.. trials.Select(Figures)],
        };
    }

    /// <summary>From each round's own percentile: a round without requests enough for it leaves it without an interval.</summary>
    private static Dictionary<string, IntervalRecord> Intervals(List<LoadRecord> loads)
    {
        var intervals = new Dictionary<string, IntervalRecord>();
        foreach (var (name, percentile) in new[] { ("50", 50.0), ("90", 90.0), ("99", 99.0) })
        {
            double[] rounds = [.. loads.Select(load => (double)load.ResponseNs.At(name))];
            var fewest = PercentileRanks.FewestValues(percentile / 100);
            if (loads.TrueForAll(load => load.ResponseNs.Count >= fewest) && RoundsInterval.Of(rounds) is { } interval)
            {
                intervals.Add(name, new IntervalRecord(interval.Low, interval.High));
            }
        }

        return intervals;
    }

    private static RoundFigures Figures(TrialRecord trial) => new(
        trial.Round,
        trial.Load!.ThroughputPerS,
        MetricValues.Of(Metrics.ResponseP50, trial, null),
        MetricValues.Of(Metrics.ResponseP99, trial, null),
        MetricValues.Of(Metrics.CpuPerRequest, trial, null),
        MetricValues.Of(Metrics.Memory, trial, null),
        trial.Load.Requests.FailureShare())
    {
        Invalid = !RoundTable.IsValid(trial),
    };

    private static double? MeanOf(IEnumerable<double?> values)
    {
        var known = values.OfType<double>().ToList();
        return known.Count == 0 ? null : known.Average();
    }

    private static double? MedianOf(IEnumerable<double?> values)
    {
        double[] known = [.. values.OfType<double>().Order()];
        return known.Length == 0 ? null : (known[(known.Length - 1) / 2] + known[known.Length / 2]) / 2;
    }

    private static List<long> Known(IEnumerable<long> bytes) => [.. bytes.Where(b => b > 0)];

    private static Dictionary<string, ServiceSummary> Services(IEnumerable<KeyValuePair<string, ServiceSummary>> ofRounds) =>
        ofRounds
            .GroupBy(service => service.Key, service => service.Value)
            .ToDictionary(
                service => service.Key,
                service => new ServiceSummary(
                    service.Average(s => s.CpuS),
                    (long)service.Average(s => s.MemoryPssBytes),
                    (long)service.Average(s => s.MemoryUssBytes),
                    service.Max(s => s.RssPeakBytes),
                    service.Max(s => s.Processes),
                    service.Max(s => s.Threads))
                {
                    CoresMean = service.Average(s => s.CoresMean),
                    CoresPeak = service.Max(s => s.CoresPeak),
                    VoluntarySwitches = Mean(service.Select(s => s.VoluntarySwitches)),
                    InvoluntarySwitches = Mean(service.Select(s => s.InvoluntarySwitches)),
                    CgroupPeakBytes = service.Max(s => s.CgroupPeakBytes),
                    Shared = service.First().Shared,

                    // Processes are others in every round, so that theirs stay with the trials; of the spread the most uneven window is worth knowing.
                    Spread = service.Select(s => s.Spread).OfType<ConnectionSpread>().MaxBy(spread => (spread.Most - spread.Least) / (double)spread.Total),
                });

    private static long? Mean(IEnumerable<long?> values)
    {
        var known = values.OfType<long>().ToList();
        return known.Count == 0 ? null : (long)known.Average();
    }

    private static Dictionary<string, long> Summed(IEnumerable<KeyValuePair<string, long>> counts) =>
        counts.GroupBy(count => count.Key, count => count.Value).OrderBy(group => group.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Sum());
}
