using Prony.Statistics.Distributions;

namespace Prony.Statistics.Comparison;

/// <summary>An estimated difference of logs with its t intervals, and what they decide. All ends are logs of ratios.</summary>
/// <remarks>The same for rounds in pairs and for series that share nothing: only the standard error and its degrees of freedom differ.</remarks>
internal sealed class LogInterval
{
    private readonly ComparisonRules _rules;
    private readonly double _freedom;

    /// <param name="mean">Estimated ln(candidate ÷ baseline).</param>
    /// <param name="standardError">Of it; 0 when nothing scatters.</param>
    /// <param name="freedom">Degrees of freedom of the standard error, above 0.</param>
    /// <param name="rules">Alpha, family, margin and direction.</param>
    internal LogInterval(double mean, double standardError, double freedom, ComparisonRules rules)
    {
        _rules = rules;
        _freedom = freedom;
        Mean = mean;
        StandardError = standardError;
        Half = StudentQuantiles.At(1 - (rules.AlphaEach / 2), freedom) * standardError;
        var equivalenceHalf = StudentQuantiles.At(1 - rules.AlphaEach, freedom) * standardError;
        (Low, High) = (mean - Half, mean + Half);
        (EquivalenceLow, EquivalenceHigh) = (mean - equivalenceHalf, mean + equivalenceHalf);
    }

    internal double Mean { get; }

    internal double StandardError { get; }

    /// <summary>Half of the interval's width.</summary>
    internal double Half { get; }

    internal double Low { get; }

    internal double High { get; }

    internal double EquivalenceLow { get; }

    internal double EquivalenceHigh { get; }

    internal double? T => StandardError > 0 ? Mean / StandardError : null;

    internal double P => StandardError > 0
        ? Math.Min(1, 2 * StudentQuantiles.UpperTail(Math.Abs(Mean) / StandardError, _freedom))
        : Mean == 0 ? 1 : 0;

    internal double EquivalenceP
    {
        get
        {
            var room = _rules.LogMargin - Math.Abs(Mean);
            return StandardError > 0 ? StudentQuantiles.UpperTail(room / StandardError, _freedom)
                : room > 0 ? 0 : 1;
        }
    }

    internal bool BeyondMargin => Low > _rules.LogMargin || High < -_rules.LogMargin;

    internal double AtLeast => Low > 0 ? Math.Exp(Math.Min(Low, PairedComparison.LargestLog)) - 1 : 1 - Math.Exp(High);

    internal ComparisonVerdict Verdict() => IsInsideMargin(EquivalenceLow, EquivalenceHigh) ? ComparisonVerdict.Equivalent : Side(Low, High);

    /// <summary>Which side of no difference an interval lies on.</summary>
    internal ComparisonVerdict Side(double low, double high)
    {
        var (betterIfBelow, betterIfAbove) = _rules.HigherIsBetter
            ? (ComparisonVerdict.Worse, ComparisonVerdict.Better)
            : (ComparisonVerdict.Better, ComparisonVerdict.Worse);
        return high < 0 ? betterIfBelow : low > 0 ? betterIfAbove : ComparisonVerdict.Inconclusive;
    }

    internal bool IsInsideMargin(double low, double high) => -_rules.LogMargin < low && high < _rules.LogMargin;
}
