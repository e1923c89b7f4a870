using Prony.Experiments.Gates;
using Prony.Measurement.Runs;
using Prony.Statistics.Capacity;
using Prony.Statistics.Comparison;

namespace Prony.Experiments.Verdicts;

/// <summary>Each candidate over the loads of a scenario: figures by load, and what may be said of the whole. Pure; docs/methods/capacity.md.</summary>
internal static class Curves
{
    /// <summary>A knee and a fall need loads on both of their sides.</summary>
    private const int FewestPoints = 2;

    private const string KneeDefinition = "Kneedle: both axes scaled to 0 … 1, the point farthest above the straight line; it moves with the range that was measured";

    /// <param name="plan">What was decided.</param>
    /// <param name="points">The loads of one scenario with their figures.</param>
    /// <param name="seconds">The seconds of a trial.</param>
    /// <returns>One for each candidate that was loaded; none where there is one load, or loads that do not lie on one axis.</returns>
    internal static IReadOnlyList<CurveRecord> Of(
        PlanRecord plan, IReadOnlyList<(PointTrials Trials, PointVerdict Verdict)> points, Func<TrialRecord, IEnumerable<SliceRecord>> seconds)
    {
        var isUsers = points[0].Verdict.Load.Users is not null;
        if (points.Count < FewestPoints || points.Any(point => At(point.Verdict.Load) is null || (point.Verdict.Load.Users is not null) != isUsers)
            || points.DistinctBy(point => At(point.Verdict.Load)).Count() < points.Count)
        {
            return [];
        }

        var ordered = points.OrderBy(point => At(point.Verdict.Load)).ToList();
        return
        [
            .. plan.Candidates.Select(candidate => candidate.Name)
                .Where(name => ordered.Exists(point => point.Trials.Rounds.Counted.Any(trial => trial.Candidate == name)))
                .Select(name => Of(plan, name, isUsers, ordered, seconds)),
        ];
    }

    private static CurveRecord Of(
        PlanRecord plan, string name, bool isUsers, List<(PointTrials Trials, PointVerdict Verdict)> points, Func<TrialRecord, IEnumerable<SliceRecord>> seconds)
    {
        var loads = points.Select(point => new CurveLoad(name, point.Trials, point.Verdict.Candidates.GetValueOrDefault(name), seconds)).ToList();
        var curve = new CurveRecord
        {
            Candidate = name,
            Load = isUsers ? "users" : "rate",
            Points = [.. loads.Select(load => load.Record)],
            Fall = FallOf(loads, plan.Margin),
            Knee = KneeOf(loads, isUsers),
            Usl = isUsers ? Law(loads) : null,
        };
        var preview = plan.Preview || curve.Fall.Rounds < ComparisonRules.FewestRounds;
        return curve with { Sentences = [.. CurveSentences.Of(curve, plan.Margin, preview)] };
    }

    /// <summary>Stages go through loads and are none.</summary>
    internal static double? At(PointRecord load) => load.Stages is not null ? null : load.Users ?? load.RatePerS;

    /// <summary>In the rounds in which every load that was ever measured has a window of the server's own. Loads without a success have no ratio to others, and are told apart from them.</summary>
    private static CurveFall FallOf(List<CurveLoad> loads, double margin)
    {
        var known = loads.Where(load => load.Own.Count > 0 && load.Record.RoundsSilent == 0).ToList();
        var rounds = known.Count == 0 ? [] : known.Select(load => load.Own.Keys).Aggregate<IEnumerable<int>>((some, more) => some.Intersect(more)).Order().ToList();
        var fall = rounds.Count == 0
            ? new FallAfterPeak(FallState.Unknown)
            : FallAfterPeak.Of([.. known.Select(load => rounds.Select(round => load.Own[round].Load!.ThroughputPerS).ToArray())], margin);
        double? Load(int? index) => index is { } i ? known[i].At : null;
        return new CurveFall(
            NameOf(fall.State), Load(fall.Peak), Load(fall.From), Load(fall.Lowest), fall.AtLowest?.Ratio, fall.AtLowest?.Low, fall.AtLowest?.High, rounds.Count)
        {
            Without = [.. loads.Except(known).Select(load => load.At)],
        };
    }

    private static string NameOf(FallState state) => state switch
    {
        FallState.HighestAtLast => "highest-at-last",
        FallState.Holds => "holds",
        FallState.Falls => "falls",
        FallState.Inconclusive => "inconclusive",
        _ => "unknown",
    };

    private static CurveKnee? KneeOf(List<CurveLoad> loads, bool isUsers)
    {
        const string Percentile = "99";
        var known = loads.Where(load => isUsers ? load.Record.ThroughputPerS is not null : load.Record.ResponseNs.ContainsKey(Percentile)).ToList();
        double[] x = [.. known.Select(load => load.At)];
        double[] y = [.. known.Select(load => isUsers ? load.Record.ThroughputPerS!.Value : load.Record.ResponseNs[Percentile].Value)];
        return known.Count >= Knee.FewestPoints && Knee.Of(x, y, isUsers ? CurveShape.Concave : CurveShape.Convex) is { } found
            ? new CurveKnee(x[found], isUsers ? "throughput over users" : "response.p99 over rate", KneeDefinition)
            : null;
    }

    /// <summary>A load's mean requests in flight is one level, and each of its rounds a repeat of it. Null where they are not known.</summary>
    private static FitRecord? Law(List<CurveLoad> loads)
    {
        var points = loads.Where(load => load.Record.InFlight is { Value: > 0 })
            .SelectMany(load => load.Own.Values.Where(trial => trial.Load!.CompletedPerS > 0)
                .Select(trial => new UslPoint(load.Record.InFlight!.Value, trial.Load!.CompletedPerS, load.Record.Little is null ? null : trial.Load.ServiceNs.Mean / 1e9)))
            .ToList();
        return points.Count == 0 ? null : UslRecords.Of(points, "run", "in flight", "completed/s");
    }
}
