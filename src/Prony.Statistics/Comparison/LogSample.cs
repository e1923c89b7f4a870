using Prony.Statistics.Distributions;

namespace Prony.Statistics.Comparison;

/// <summary>The figures of R ≥ 2 paired log-ratios, and what they decide. All ends are logs of ratios.</summary>
internal sealed record LogSample
{
    private const int MostRounds = 100_000;

    private readonly ComparisonRules _rules;
    private readonly double[] _d;

    private LogSample(double[] d, ComparisonRules rules)
    {
        _d = d;
        _rules = rules;
        Sd = Math.Sqrt(Moments.Variance(d));
        Interval = new LogInterval(Moments.Mean(d), Sd / Math.Sqrt(d.Length), d.Length - 1, rules);
    }

    internal LogInterval Interval { get; }

    internal double Sd { get; }

    internal static LogSample Of(double[] d, ComparisonRules rules) => new(d, rules);

    /// <summary>
    /// The rank interval must lead to the same verdict. Where so few rounds have none of that confidence, the widest takes its place, from the smallest to the largest
    /// round: rounds that all lie on one side are the most that ranks can say of them.
    /// </summary>
    internal bool RanksAgree(ComparisonVerdict verdict, RankInterval? difference)
    {
        if (verdict != ComparisonVerdict.Equivalent)
        {
            return difference is { } i ? Interval.Side(i.Low, i.High) == verdict : Interval.Side(_d.Min(), _d.Max()) == verdict;
        }

        var (low, high) = SignedRank.LogInterval(_d, 2 * _rules.AlphaEach) is { } e ? (e.Low, e.High) : (_d.Min(), _d.Max());
        return Interval.IsInsideMargin(low, high);
    }

    /// <summary>
    /// Rounds at which the half-width, with today's scatter, equals the margin: ceil((t·sd/ln(1 + margin))²). Where that many are there already, the estimate lies
    /// between 0 and the margin, and the half-width must shrink to its distance from the nearer way out of it.
    /// </summary>
    internal int RoundsNeeded() => RoundsNeeded(Interval, Interval.Half * Math.Sqrt(_d.Length), _d.Length, _rules);

    /// <summary>As above, for any interval whose half-width shrinks with the root of the rounds.</summary>
    /// <param name="interval">Today's.</param>
    /// <param name="wide">Its half-width if there were a single round.</param>
    /// <param name="rounds">Rounds that there are.</param>
    /// <param name="rules">Holds the margin.</param>
    internal static int RoundsNeeded(LogInterval interval, double wide, int rounds, ComparisonRules rules)
    {
        var needed = Squared(wide / rules.LogMargin);
        if (needed <= rounds)
        {
            needed = Squared(wide / Math.Max(Math.Abs(interval.Mean), rules.LogMargin - Math.Abs(interval.Mean)));
        }

        return (int)Math.Min(MostRounds, Math.Max(needed, Math.Max(rounds + 1, ComparisonRules.FewestRounds)));
    }

    private static double Squared(double root) => Math.Ceiling(root * root);
}
