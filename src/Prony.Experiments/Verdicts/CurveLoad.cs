using Prony.Experiments.Gates;
using Prony.Measurement.Runs;
using Prony.Statistics.Capacity;
using Prony.Statistics.Quantiles;

namespace Prony.Experiments.Verdicts;

/// <summary>One candidate at one load of a curve.</summary>
internal sealed class CurveLoad
{
    /// <summary>Failed requests have no service time, so that more of them make the sides of Little's law differ.</summary>
    private const double MostFailed = 0.01;

    private static readonly string[] Percentiles = ["10", "50", "90", "95", "99"];

    internal CurveLoad(string candidate, PointTrials at, CandidateSummary? summary, Func<TrialRecord, IEnumerable<SliceRecord>> seconds)
    {
        var measured = at.Rounds.Measured(candidate);
        At = Curves.At(at.Point)!.Value;

        // Windows in which the server failed are a finding about it; those in which something else did are none.
        Own = measured.Where(trial => RoundTable.IsValid(trial) || GateKeeper.ShowsOverload(trial.Gates)).ToDictionary(trial => trial.Round);
        var failed = at.Rounds.Counted.Where(trial => trial.Candidate == candidate && !RoundTable.IsMeasured(trial) && trial.State != TrialState.Interrupted).ToList();
        var marked = failed.Find(trial => trial.State == TrialState.Died) ?? failed.Find(trial => trial.State == TrialState.StoppedAnswering);
        Record = new CurvePoint
        {
            Load = at.Point,
            At = At,
            State = marked?.State ?? (measured.Count > 0 ? CurvePointState.Measured : CurvePointState.NotMeasured),
            Rounds = measured.Count,
            RoundsFailed = failed.Count,
            RoundsSilent = Own.Values.Count(trial => trial.Load!.Requests.Succeeded == 0),
            Reason = marked?.Reason ?? (failed.Count > 0 ? failed[0].Reason : null),
        };
        Record = measured.Count == 0 || summary is null ? Record : Filled(Record, measured, summary, [.. measured.Select(trial => InFlight(trial, seconds))]);
    }

    internal double At { get; }

    /// <summary>Windows that show the server and not a fault of the measurement, by round.</summary>
    internal IReadOnlyDictionary<int, TrialRecord> Own { get; }

    internal CurvePoint Record { get; }

    private static CurvePoint Filled(CurvePoint point, IReadOnlyList<TrialRecord> trials, CandidateSummary summary, double[][] inFlight)
    {
        var loads = trials.Select(trial => trial.Load!).ToList();
        var resources = trials.Select(trial => trial.Resources).OfType<ResourceSummary>().ToList();
        var times = summary.ResponseNs;
        var filled = point with
        {
            ThroughputPerS = Mean(loads.Select(load => load.ThroughputPerS)),
            FailuresPerS = Mean(loads.Select(load => load.Requests.Failures() / load.Window.DurationS)),
            FailureShare = summary.Failures,
            ResponseNs = Percentiles.Where(name => times.Count >= PercentileRanks.FewestValues(Share(name)))
                .ToDictionary(name => name, name => Figure(times.At(name), loads.Select(load => (double)load.ResponseNs.At(name)))),
            ResponseMeanNs = times.Count == 0 ? null : Figure(times.Mean, loads.Select(load => load.ResponseNs.Mean)),
            FastestNs = times.Count == 0 ? null : times.Min,
            SlowestNs = times.Count == 0 ? null : times.Max,
            CpuCores = resources.Count == 0 ? null : Mean(resources.Select(used => used.CpuCores.Mean)),
            MemoryPssBytes = resources.Exists(used => used.MemoryPssBytes > 0) ? Mean(resources.Select(used => (double)used.MemoryPssBytes)) : null,
            InFlight = Array.TrueForAll(inFlight, readings => readings.Length > 0) ? Mean(inFlight.Select(readings => readings.Average())) : null,
        };
        return filled with { Little = LittleOf(filled, loads, summary, LittlesLaw.ErrorOf(inFlight)) };
    }

    private static LittleRecord? LittleOf(CurvePoint point, List<LoadRecord> loads, CandidateSummary summary, double? error)
    {
        if (point.InFlight is not { } inFlight || summary.Failures > MostFailed || summary.ServiceNs.Count == 0)
        {
            return null;
        }

        var law = LittlesLaw.Of(inFlight.Value, loads.Average(load => load.CompletedPerS), summary.ServiceNs.Mean / 1e9) with { StandardError = error };
        return new LittleRecord(law.InFlight, law.ByLaw, law.Gap, law.Holds) { WithinErrorsOf = law is { Holds: true, HoldsPlainly: false } ? error : null };
    }

    /// <summary>Readings at the ends of the window's seconds, which know nothing of response times.</summary>
    private static double[] InFlight(TrialRecord trial, Func<TrialRecord, IEnumerable<SliceRecord>> seconds) =>
        [.. seconds(trial).Where(slice => slice.Phase == PhaseName.Window).Select(slice => (double)slice.InFlight)];

    private static double Share(string percentile) => double.Parse(percentile, System.Globalization.CultureInfo.InvariantCulture) / 100;

    private static CurveFigure Mean(IEnumerable<double> rounds)
    {
        double[] values = [.. rounds];
        return Figure(values.Average(), values);
    }

    private static CurveFigure Figure(double value, IEnumerable<double> rounds) =>
        RoundsInterval.Of([.. rounds]) is { } interval ? new CurveFigure(value, interval.Low, interval.High) : new CurveFigure(value, null, null);
}
