using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Verdicts;

/// <summary>What may be said of a curve, in plain sentences.</summary>
internal static class CurveSentences
{
    private static readonly MetricWords Throughput = MetricWords.For(Metrics.Throughput);

    internal static IEnumerable<string> Of(CurveRecord curve, double margin, bool preview)
    {
        var fall = Fall(curve, margin);
        yield return preview ? "Preview, not a verdict: " + fall : char.ToUpperInvariant(fall[0]) + fall[1..];
        foreach (var point in curve.Points.Where(point => point.State is not CurvePointState.Measured))
        {
            yield return Marked(curve.Candidate, point);
        }

        foreach (var point in curve.Points.Where(point => point.RoundsSilent > 0))
        {
            yield return $"{curve.Candidate} had no success at {point.Load.Text} in {point.RoundsSilent} of {CountText.Of(point.Rounds + point.RoundsFailed, "round")}.";
        }

        yield return curve.Knee is { } knee
            ? $"{curve.Candidate} has its knee at {Load(curve, knee.At)} ({knee.Of}; {knee.Definition})."
            : $"{curve.Candidate} shows no knee between the loads that were measured.";
        if (curve.Usl is { } law)
        {
            yield return Law(curve.Candidate, law);
        }

        if (Little(curve) is { } little)
        {
            yield return little;
        }
    }

    private static string Fall(CurveRecord curve, double margin)
    {
        var (name, fall) = (curve.Candidate, curve.Fall);
        var peak = fall.PeakAt is { } at ? Load(curve, at) : "";
        var rounds = CountText.Of(fall.Rounds, "round");
        return fall.State switch
        {
            "falls" => $"throughput of {name} is highest at {peak} and falls after it: from {Load(curve, fall.FromAt!.Value)} on, and at {Load(curve, fall.LowestAt!.Value)} it is {Ratio(fall, curve, rounds)}.",
            "holds" => $"throughput of {name} does not fall after its peak at {peak}: at every larger load{(Beyond(curve).Count > 0 ? " that could be used" : "")} it is the same within the margin of {ShareText.Format(margin)} ({rounds}).",
            "highest-at-last" when Beyond(curve) is { Count: > 0 } beyond =>
                $"throughput of {name} is highest at {peak}, the largest load that could be used: {Texts.List([.. beyond.Select(load => load.Text)])} could not, so that a fall there would not be seen ({rounds}).",
            "highest-at-last" => $"throughput of {name} is highest at the largest load, {peak}: no fall was seen ({rounds}).",
            "inconclusive" when fall.Rounds == 1 => $"whether throughput of {name} falls after its peak at {peak} cannot be told from one round.",
            "inconclusive" => $"whether throughput of {name} falls after its peak at {peak} cannot be told: the differences lie inside the noise of {rounds}.",
            _ when curve.Points.Count - fall.Without.Count < 2 => $"whether throughput of {name} falls after a peak is unknown: fewer than two loads could be used.",
            _ => $"whether throughput of {name} falls after a peak is unknown: no round has a usable window at every load.",
        };
    }

    /// <summary>Larger loads than the peak that the fall does not rest on.</summary>
    private static List<PointRecord> Beyond(CurveRecord curve) =>
        [.. curve.Points.Where(point => point.At > curve.Fall.PeakAt && curve.Fall.Without.Contains(point.At)).Select(point => point.Load)];

    private static string Ratio(CurveFall fall, CurveRecord curve, string rounds)
    {
        var text = new RatioText(fall.Ratio!.Value, fall.Low, fall.High, Throughput);
        var measured = curve.Points.Count - fall.Without.Count;
        return $"{text.Effect} than there ({text.Interval}, 95 % interval for all {CountText.Of((long)measured * (measured - 1) / 2)} pairs of loads together, {rounds})";
    }

    private static string Marked(string name, CurvePoint point)
    {
        var of = CountText.Of(point.Rounds + point.RoundsFailed, "round");
        return point.State switch
        {
            CurvePointState.Died => $"{name} died at {point.Load.Text} in {point.RoundsFailed} of {of}. {point.Reason}".TrimEnd(),
            CurvePointState.StoppedAnswering => $"{name} stopped answering at {point.Load.Text} in {point.RoundsFailed} of {of}. {point.Reason}".TrimEnd(),
            _ => $"{name} was not measured at {point.Load.Text}. {point.Reason}".TrimEnd(),
        };
    }

    private static string Law(string name, FitRecord law)
    {
        if (law.Reason is { } reason)
        {
            return $"No universal scalability law for {name}: {reason}";
        }

        var peak = law.NStar is { } n && law.XStar is { } x
            ? $"its peak is {Figure(x)}/s at {Figure(n)} requests in flight{Interval(law.NStarLow, law.NStarHigh)}{(law.Peak == "extrapolated" ? ", an extrapolation" : "")}"
            : law.Peak switch
            {
                "not-seen" => $"no peak was seen up to {Figure(law.NMax)} requests in flight",
                "too-far" => "its peak lies too far beyond the measured loads to be given",
                _ => "its peak is not claimed, because two ways to weigh the points disagree",
            };
        var doubts = law.Doubts.Count == 0 ? "" : " " + string.Join(' ', law.Doubts.Where(doubt => doubt.Id is not ("no-peak" or "far-peak")).Select(doubt => doubt.Seen));
        return $"Universal scalability law of {name} over measured requests in flight: contention {Figure(law.Alpha!.Value)}{Interval(law.AlphaLow, law.AlphaHigh)}, "
            + $"coherency {Figure(law.Beta!.Value)}{Interval(law.BetaLow, law.BetaHigh)}; {peak}.{doubts}".TrimEnd();
    }

    private static string? Little(CurveRecord curve)
    {
        var known = curve.Points.Where(point => point.Little is not null).ToList();
        if (known.Count == 0)
        {
            return null;
        }

        var worst = known.MaxBy(point => (point.Little!.Holds ? 0 : 1, point.Little.Gap))!;
        var figures = $"{Figure(worst.Little!.InFlight)} requests in flight, {Figure(worst.Little.ByLaw)} by throughput × service time, {ShareText.Format(worst.Little.Gap)} apart";
        return worst.Little.Holds
            ? $"Little's law holds for {curve.Candidate} at {CountText.Of(known.Count, "load")}; the largest gap is at {worst.Load.Text}: {figures}{ByErrors(worst.Little)}."
            : $"Little's law does NOT hold for {curve.Candidate} at {worst.Load.Text}: {figures}. Requests were lost, a clock is wrong, or the window is too short for the response.";
    }

    private static string ByErrors(LittleRecord little) => little.WithinErrorsOf is { } error
        ? $", which is within three standard errors ({Figure(error)} each) of requests in flight that were read once a second"
        : "";

    private static string Load(CurveRecord curve, double at) => curve.Points.First(point => point.At.Equals(at)).Load.Text;

    private static string Interval(double? low, double? high) => low is { } from && high is { } to ? $" ({Figure(from)} to {Figure(to)})" : "";

    private static string Figure(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
