using System.Globalization;
using Prony.Experiments.Verdicts;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Prony.Statistics.Intervals;

namespace Prony.Experiments.Claims;

/// <summary>What became of a claim in one plain sentence: "confirmed: 8.93 (8.41 to 9.52) is >= 8."</summary>
internal static class ClaimSentence
{
    internal static string Of(ClaimSubject subject, double value, ClosedInterval? interval, string state, bool preview)
    {
        var expectation = subject.Expectation;
        var margin = expectation.Equivalent ? ShareText.Format(subject.Claim.Margin!.Value) : null;
        var judged = (state, margin) switch
        {
            _ when interval is null => $"in the only round, and one round has no interval to hold against {(margin is null ? expectation.Text : $"a margin of {margin}")}",
            (ClaimState.Confirmed, null) => $"is {expectation.Text}",
            (ClaimState.Refuted, null) => $"is not {expectation.Text}",
            (_, null) => $"may be {expectation.Text} or not",
            (ClaimState.Confirmed, _) => $"lies within the margin of {margin}",
            (ClaimState.Refuted, _) => $"lies beyond the margin of {margin}",
            _ => $"may lie within the margin of {margin} or beyond it",
        };
        return Marked($"{state}: {Figures(value, interval, subject.Unit)} {judged}.", preview);
    }

    internal static string NotTestable(string reason) => Texts.Sentence($"not testable: {reason}");

    internal static string NoFailures(int rounds, bool preview) => Marked(
        rounds > 1 ? $"{ClaimState.Confirmed}: no request failed in {CountText.Of(rounds, "round")} of either." : $"{ClaimState.Undecided}: no request failed in the only round of either, and one round shows no more than that.",
        preview);

    private static string Marked(string sentence, bool preview) => preview ? $"Preview, not a verdict: {sentence}" : sentence;

    private static string Figures(double value, ClosedInterval? interval, ClaimUnit unit)
    {
        if (interval is not { } i)
        {
            return Text(value, unit, [value]);
        }

        double[] all = [value, i.Low, i.High];
        var (low, high) = (Text(i.Low, unit, all), Text(i.High, unit, all));
        var range = (double.IsFinite(i.Low), double.IsFinite(i.High)) switch
        {
            (true, true) => $"{low} to {high}",
            (true, false) => $"{low} or more",
            (false, true) => $"{high} or less",
            _ => "anything",
        };
        return $"{Text(value, unit, all)} ({range})";
    }

    private static string Text(double value, ClaimUnit unit, double[] beside) => !double.IsFinite(value) ? "without bound" : unit switch
    {
        ClaimUnit.Seconds when Math.Abs(value) < 1e9 => DurationText.Format((long)Math.Round(value * 1e9)),
        ClaimUnit.Bytes when Math.Abs(value) < 1e18 => ByteText.Format((long)Math.Round(value)),
        ClaimUnit.Share => ShareText.Format(value),
        ClaimUnit.PerSecond => Number(value, beside) + "/s",
        ClaimUnit.Cores => Number(value, beside) + " cores",
        _ => Number(value, beside),
    };

    /// <summary>Three digits of the first of them, and the same decimals for all; whole numbers without any.</summary>
    private static string Number(double value, double[] beside)
    {
        var finite = beside.Where(double.IsFinite).ToList();
        var size = Math.Abs(beside[0]) > 0 ? Math.Abs(beside[0]) : finite.Max(Math.Abs);
        var decimals = finite.TrueForAll(double.IsInteger) || size == 0 ? 0 : Math.Clamp(2 - (int)Math.Floor(Math.Log10(size)), 0, 6);
        return value.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
