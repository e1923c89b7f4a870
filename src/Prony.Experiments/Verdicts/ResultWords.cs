using System.Globalization;
using Prony.Measurement.Units;
using Prony.Statistics.Comparison;

namespace Prony.Experiments.Verdicts;

/// <summary>The parts of a sentence that say what a comparison came to, alike for paired rounds and for two runs.</summary>
internal sealed class ResultWords(RatioResult result, ComparisonRules rules, MetricWords metric)
{
    /// <summary>"12 % more". Not without a ratio.</summary>
    internal string Effect => Text.Effect;

    /// <summary>"5.9 times as much (5.7 to 6.1, 95 % interval, 10 rounds)".</summary>
    /// <param name="rounds">What it comes from: "10 rounds".</param>
    internal string Measured(string rounds)
    {
        var family = rules.Comparisons == 1 ? string.Empty : $" for all {rules.Comparisons} comparisons together";
        var confidence = ((1 - rules.Alpha) * 100).ToString("0.##", CultureInfo.InvariantCulture);
        return $"{Text.Effect} ({Text.Interval}, {confidence} % interval{family}, {rounds})";
    }

    /// <summary>Whether a difference is one worth acting on.</summary>
    internal string Size => result.Material ? $"by more than the {Margin}" : $"though perhaps by less than the {Margin}";

    /// <summary>Equivalence is decided by the narrower interval of two one-sided tests; where only that one is inside the margin, it is shown.</summary>
    internal string Inside => result.High < 1 + rules.Margin && result.Low > 1 / (1 + rules.Margin)
        ? $"within the {Margin}"
        : $"within the {Margin} by its two one-sided tests ({new RatioText(result.Ratio!.Value, result.EquivalenceLow, result.EquivalenceHigh, metric).Interval})";

    /// <summary>What would decide it: "about 28 rounds would decide".</summary>
    /// <param name="where">" in each run", or nothing.</param>
    internal string Needed(string where)
    {
        var rounds = $"about {CountText.Of(result.RoundsNeeded ?? 0, "round")}{where} would decide";
        return result.Cause == UndecidedCause.WildRounds
            ? $"some rounds lie far out or follow each other, and ranks do not confirm the interval; {rounds}"
            : rounds;
    }

    private string Margin => $"margin of {ShareText.Format(rules.Margin)}";

    private RatioText Text => new(result.Ratio!.Value, result.Low, result.High, metric);
}
