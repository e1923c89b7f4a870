using Prony.Statistics.Distributions;

namespace Prony.Statistics.Comparison;

/// <summary>The figures of R ≥ 2 paired log-ratios, and what they decide. All ends are logs of ratios.</summary>
internal sealed record LogSample
{
    private const int MostRounds = 100_000;

    private readonly ComparisonRules _rules;
    private readonly double[] _d;
    private readonly double _half;

    private LogSample(double[] d, ComparisonRules rules)
    {
        _d = d;
        _rules = rules;
        var freedom = d.Length - 1;
        Mean = Moments.Mean(d);
        Sd = Math.Sqrt(Moments.Variance(d));
        StandardError = Sd / Math.Sqrt(d.Length);
        _half = StudentQuantiles.At(1 - (rules.AlphaEach / 2), freedom) * StandardError;
        var equivalenceHalf = StudentQuantiles.At(1 - rules.AlphaEach, freedom) * StandardError;
        (Low, High) = (Mean - _half, Mean + _half);
        (EquivalenceLow, EquivalenceHigh) = (Mean - equivalenceHalf, Mean + equivalenceHalf);
    }

    internal double Mean { get; }

    internal double Sd { get; }

    internal double StandardError { get; }

    internal double Low { get; }

    internal double High { get; }

    internal double EquivalenceLow { get; }

    internal double EquivalenceHigh { get; }

    internal double? T => StandardError > 0 ? Mean / StandardError : null;

    internal double P => StandardError > 0
        ? Math.Min(1, 2 * StudentQuantiles.UpperTail(Math.Abs(Mean) / StandardError, _d.Length - 1))
        : Mean == 0 ? 1 : 0;

    internal double EquivalenceP
    {
        get
        {
            var room = _rules.LogMargin - Math.Abs(Mean);
            return StandardError > 0 ? StudentQuantiles.UpperTail(room / StandardError, _d.Length - 1)
                : room > 0 ? 0 : 1;
        }
    }

    internal bool BeyondMargin => Low > _rules.LogMargin || High < -_rules.LogMargin;

    internal double AtLeast => Low > 0 ? Math.Exp(Math.Min(Low, PairedComparison.LargestLog)) - 1 : 1 - Math.Exp(High);

    internal static LogSample Of(double[] d, ComparisonRules rules) => new(d, rules);

    internal ComparisonVerdict Verdict()
    {
        if (-_rules.LogMargin < EquivalenceLow && EquivalenceHigh < _rules.LogMargin)
        {
            return ComparisonVerdict.Equivalent;
        }

        return Side(Low, High);
    }

    /// <summary>
    /// The rank interval must lead to the same verdict. Where so few rounds have none of that confidence, the widest takes its place, from the smallest to the largest
    /// round: rounds that all lie on one side are the most that ranks can say of them.
    /// </summary>
    internal bool RanksAgree(ComparisonVerdict verdict, RankInterval? difference)
    {
        if (verdict != ComparisonVerdict.Equivalent)
        {
            return difference is { } i ? Side(i.Low, i.High) == verdict : Side(_d.Min(), _d.Max()) == verdict;
        }

        var (low, high) = SignedRank.LogInterval(_d, 2 * _rules.AlphaEach) is { } e ? (e.Low, e.High) : (_d.Min(), _d.Max());
        return -_rules.LogMargin < low && high < _rules.LogMargin;
    }

    /// <summary>
    /// Rounds at which the half-width, with today's scatter, equals the margin: ceil((t·sd/ln(1 + margin))²). Where that many are there already, the estimate lies
    /// between 0 and the margin, and the half-width must shrink to its distance from the nearer way out of it.
    /// </summary>
    internal int RoundsNeeded()
    {
        var wide = _half * Math.Sqrt(_d.Length);
        var needed = Squared(wide / _rules.LogMargin);
        if (needed <= _d.Length)
        {
            needed = Squared(wide / Math.Max(Math.Abs(Mean), _rules.LogMargin - Math.Abs(Mean)));
        }

        return (int)Math.Min(MostRounds, Math.Max(needed, Math.Max(_d.Length + 1, ComparisonRules.FewestRounds)));
    }

    private static double Squared(double root) => Math.Ceiling(root * root);

    private ComparisonVerdict Side(double low, double high)
    {
        var (betterIfBelow, betterIfAbove) = _rules.HigherIsBetter
            ? (ComparisonVerdict.Worse, ComparisonVerdict.Better)
            : (ComparisonVerdict.Better, ComparisonVerdict.Worse);
        return high < 0 ? betterIfBelow : low > 0 ? betterIfAbove : ComparisonVerdict.Inconclusive;
    }
}
