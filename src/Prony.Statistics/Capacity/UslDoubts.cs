using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Statistics.Capacity;

/// <summary>Reasons to distrust a fit: what was seen, why it matters, what to do.</summary>
internal static class UslDoubts
{
    private const string Wider = "Measure at larger N, until throughput falls or the load cannot grow.";

    /// <summary>The gravest first.</summary>
    internal static IEnumerable<DoubtRecord> Of(UslFit fit)
    {
        IEnumerable<DoubtRecord?> all = [Little(fit), LackOfFit(fit), Refit(fit), Peak(fit), Bound(fit), Levels(fit), Repeats(fit), Condition(fit)];
        return all.OfType<DoubtRecord>();
    }

    /// <summary>Four significant digits.</summary>
    internal static string Figure(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private static DoubtRecord Doubt(string id, string seen, string limit, string advice) => new(id, GateState.Warn, seen, limit, advice);

    private static DoubtRecord? Little(UslFit fit) => fit.AgainstLittle.Count == 0 ? null : Doubt(
        "little",
        $"In {CountText.Of(fit.AgainstLittle.Count)} of {CountText.Of(fit.LittlePoints, "point")} N is not throughput × response (the first is point {CountText.Of(fit.AgainstLittle[0] + 1)}).",
        $"N = X·R holds in any steady state; a gap above {ShareText.Format(LittlesLaw.MostGap)} means lost requests, a wrong clock or a window that cut too much.",
        "Use the measured mean of requests in flight as N, the response in seconds, and longer windows.");

    private static DoubtRecord? LackOfFit(UslFit fit) => fit.LackOfFit is not { P: < UslFit.LeastFitP } test ? null : Doubt(
        "lack-of-fit",
        $"Points lie farther from the curve than repeats lie from each other (p {Probability(test.P)}).",
        $"Below p = {UslFit.LeastFitP.ToString(CultureInfo.InvariantCulture)} the law does not describe these figures; its coefficients have no meaning.",
        "Look for what changed between loads: a limit of connections, another process, a generator at its limit.");

    private static string Probability(double p) => p < 0.0001 ? "< 0.0001" : p.ToString("0.0000", CultureInfo.InvariantCulture);

    private static DoubtRecord? Refit(UslFit fit) => !fit.FitsDisagree ? null : Doubt(
        "refit",
        $"The fit of X puts the peak {Place(fit.Curve.PeakN, fit)}, the fit of ln X {Place(fit.LogCurve.PeakN, fit)}.",
        $"They weigh the points differently and differ by more than {ShareText.Format(UslFit.MostDispute)}: neither peak can be claimed.",
        "Measure more loads around the peak, each several times.");

    private static string Place(double peak, UslFit fit) =>
        double.IsPositiveInfinity(peak) ? "nowhere"
        : peak > UslFit.FarthestPeak * fit.NMax ? $"beyond {Figure(UslFit.FarthestPeak)} times the largest N"
        : "at N = " + Figure(peak);

    private static DoubtRecord? Peak(UslFit fit) => fit.Peak.State switch
    {
        UslPeakState.NotSeen => Doubt(
            "no-peak",
            $"No peak was seen up to N = {Figure(fit.NMax)}: coherency cannot be told from 0.",
            "A curve without a proven fall has no best load.",
            Wider),
        UslPeakState.TooFar => Doubt(
            "far-peak",
            $"The curve's peak lies beyond {Figure(UslFit.FarthestPeak)} times the largest N ({Figure(fit.NMax)}).",
            "So far from what was measured nothing says that the law holds, so no figure is given.",
            Wider),
        UslPeakState.Extrapolated => Doubt(
            "extrapolated",
            $"The peak at N = {Figure(fit.Curve.PeakN)} lies outside of the measured loads ({Figure(fit.NMin)} to {Figure(fit.NMax)}).",
            "It is what the law predicts and nothing that was measured.",
            "Measure beyond it before relying on it."),
        _ => null,
    };

    private static DoubtRecord? Bound(UslFit fit)
    {
        string[] at = [.. new[] { ("contention", fit.Alpha), ("coherency", fit.Beta) }.Where(pair => pair.Item2.AtBound).Select(pair => $"{pair.Item1} {Figure(pair.Item2.Value)}")];
        return at.Length == 0 ? null : Doubt(
            "at-bound",
            $"The best fit has {string.Join(" and ", at)}, as far as it may go.",
            "There standard errors and intervals are no longer exact: they only hint at the width.",
            "More loads and repeats may move it off the bound; a server without that cost stays there.");
    }

    private static DoubtRecord? Levels(UslFit fit) => fit.Levels >= UslFit.EnoughLevels ? null : Doubt(
        "few-loads",
        $"Only {CountText.Of(fit.Levels)} different N.",
        $"Below {UslFit.EnoughLevels} the intervals rest on almost nothing.",
        "Measure more loads, such as 1, 2, 4, 8, 16, 32.");

    private static DoubtRecord? Repeats(UslFit fit) => fit.LackOfFit is not null ? null : Doubt(
        "no-repeats",
        "No load was measured often enough to see how much repeats differ.",
        "So it cannot be tested whether the law describes these figures at all.",
        "Measure each load at least 3 times, in random order.");

    private static DoubtRecord? Condition(UslFit fit) => fit.Condition <= UslFit.MostCondition ? null : Doubt(
        "condition",
        $"The coefficients can hardly be told apart (condition {Figure(fit.Condition)}).",
        $"Above {Figure(UslFit.MostCondition)} a small change of one point moves them far.",
        "Measure over a wider range of N, from 1 on.");
}
