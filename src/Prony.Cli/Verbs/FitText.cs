using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Cli.Verbs;

/// <summary>The words of <c>prony fit</c>. Lines stay whole, so that they can be searched.</summary>
internal static class FitText
{
    /// <param name="record">One with a fit.</param>
    public static IEnumerable<string> Lines(FitRecord record)
    {
        yield return $"Universal scalability law of {CountText.Of(record.Points, "point")} ({record.NColumn} {Figure(record.NMin)} to {Figure(record.NMax)}, {CountText.Of(record.Levels, "different load")})";
        yield return "X(N) = gamma·N / (1 + alpha·(N - 1) + beta·N·(N - 1)), least squares; intervals at 95 %";
        yield return "";
        yield return Row("", "estimate", "std. error", "interval", "");
        yield return Row("alpha", record.Alpha, record.AlphaStandardError, record.AlphaLow, record.AlphaHigh, "contention: the part that only one can do at a time");
        yield return Row("beta", record.Beta, record.BetaStandardError, record.BetaLow, record.BetaHigh, "coherency: what each pair costs to agree");
        yield return Row("gamma", record.Gamma, record.GammaStandardError, record.GammaLow, record.GammaHigh, $"{record.XColumn} of one alone");
        yield return "";
        yield return PeakLine(record);
        if (record.ContentionLimit is { } limit)
        {
            yield return $"Contention alone would leave at most X = {Figure(limit)}, whatever N (gamma / alpha): a limit of the law, not a measurement.";
        }

        if (record.LogFit is { } log)
        {
            yield return $"Fitted to ln X instead: alpha {Figure(log.Alpha)}, beta {Figure(log.Beta)}, gamma {Figure(log.Gamma)}.";
        }

        foreach (var doubt in record.Doubts)
        {
            yield return $"Doubt {doubt.Id}: {doubt.Seen} {doubt.Limit} {doubt.Advice}";
        }
    }

    private static string PeakLine(FitRecord record) => record.NStar is not { } n || record.XStar is not { } x
        ? record.Peak switch
        {
            "not-seen" => $"Peak: none seen up to N = {Figure(record.NMax)}.",
            "too-far" => "Peak: too far beyond the measured loads to be given.",
            _ => "Peak: not claimed, because two ways to weigh the points disagree.",
        }
        : $"Peak: X* = {Figure(x)}{Interval(record.XStarLow, record.XStarHigh)} at N* = {Figure(n)}{Interval(record.NStarLow, record.NStarHigh)}{(record.Peak == "extrapolated" ? ", extrapolated" : "")}.";

    private static string Interval(double? low, double? high) => low is { } from && high is { } to ? $" ({Figure(from)} to {Figure(to)})" : "";

    private static string Row(string name, double? value, double? error, double? low, double? high, string meaning) =>
        Row(name, Figure(value!.Value), Figure(error!.Value), $"{Figure(low!.Value)} to {Figure(high!.Value)}", meaning);

    private static string Row(string name, string value, string error, string interval, string meaning) =>
        $"  {name,-6} {value,11} {error,11}   {interval,-26} {meaning}".TrimEnd();

    private static string Figure(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
