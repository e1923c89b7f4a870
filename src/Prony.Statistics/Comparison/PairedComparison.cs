namespace Prony.Statistics.Comparison;

/// <summary>The one comparison of Prony: paired log-ratios over rounds, a t interval, and the verdict (docs/methods/comparison.md).</summary>
/// <remarks>
/// <para>Per round d = ln(candidate ÷ baseline): noise of servers is multiplicative, and only so A/B and B/A agree. Pairing removes what a round's
/// two windows share (Bulej et al. 2020; Abedi and Brecht 2017). Interval: exp(mean ± t(1 − a/2, R − 1)·sd/√R) with a = alpha/m (Bonferroni).
/// Equivalence by two one-sided tests (Schuirmann 1987), asked first: a proven but tiny difference is equivalent.</para>
/// <para>Assumes that rounds are independent and that d has no heavy tail; where a round looks otherwise, the signed-rank interval must agree. Pure and thread-safe.</para>
/// </remarks>
public static class PairedComparison
{
    /// <summary>exp of it and of its negative are ordinary doubles (e^700 is 1e304).</summary>
    internal const double LargestLog = 700;

    /// <summary>Compares one value per round.</summary>
    /// <param name="candidate">The candidate's values, one a round; NaN for a missing one.</param>
    /// <param name="baseline">The baseline's values of the same rounds.</param>
    /// <param name="rules">Alpha, family, margin and direction.</param>
    /// <exception cref="ArgumentException">The two series differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A rule is outside its range.</exception>
    public static ComparisonResult Of(ReadOnlySpan<double> candidate, ReadOnlySpan<double> baseline, ComparisonRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        rules.Check();
        if (candidate.Length != baseline.Length)
        {
            throw new ArgumentException($"Pairs are needed: {candidate.Length} values of the candidate, {baseline.Length} of the baseline.", nameof(candidate));
        }

        if (candidate.IsEmpty)
        {
            return new ComparisonResult { Verdict = ComparisonVerdict.Invalid, Cause = UndecidedCause.NoRounds };
        }

        var d = new double[candidate.Length];
        for (var r = 0; r < d.Length; r++)
        {
            var baselineUsable = IsUsable(baseline[r]);
            if (!baselineUsable || !IsUsable(candidate[r]))
            {
                return Unusable(r, isBaseline: !baselineUsable);
            }

            // The difference of logs, not the log of the quotient: a quotient of extreme values may overflow.
            d[r] = Math.Log(candidate[r]) - Math.Log(baseline[r]);
        }

        return d.Length == 1 ? Single(d) : Decide(d, rules);
    }

    /// <summary>Two rounds that disagree wildly have an interval beyond the range of a double; it ends at the range, so that no record holds 0 or infinity.</summary>
    internal static double RatioOf(double log) => Math.Exp(Math.Clamp(log, -LargestLog, LargestLog));

    internal static bool IsUsable(double value) => double.IsFinite(value) && value > 0;

    private static ComparisonResult Unusable(int round, bool isBaseline) => new()
    {
        Verdict = ComparisonVerdict.Invalid,
        Cause = UndecidedCause.UnusableValue,
        UnusableRound = round,
        UnusableIsBaseline = isBaseline,
    };

    private static ComparisonResult Single(double[] d) => new()
    {
        Verdict = ComparisonVerdict.Inconclusive,
        Cause = UndecidedCause.SingleRound,
        D = d,
        Ratio = RatioOf(d[0]),
    };

    private static ComparisonResult Decide(double[] d, ComparisonRules rules)
    {
        var sample = LogSample.Of(d, rules);
        var interval = sample.Interval;
        var verdict = interval.Verdict();
        var ranks = SignedRank.LogInterval(d, rules.AlphaEach);
        var wild = WildRounds.In(d);
        var overruled = wild
            && d.Length >= ComparisonRules.FewestRounds
            && verdict != ComparisonVerdict.Inconclusive
            && !sample.RanksAgree(verdict, ranks);
        var final = overruled ? ComparisonVerdict.Inconclusive : verdict;
        var differs = final is ComparisonVerdict.Better or ComparisonVerdict.Worse;
        return new ComparisonResult
        {
            Verdict = final,
            Cause = overruled ? UndecidedCause.WildRounds
                : final == ComparisonVerdict.Inconclusive ? UndecidedCause.WideInterval : UndecidedCause.None,
            D = d,
            Ratio = RatioOf(interval.Mean),
            Low = RatioOf(interval.Low),
            High = RatioOf(interval.High),
            EquivalenceLow = RatioOf(interval.EquivalenceLow),
            EquivalenceHigh = RatioOf(interval.EquivalenceHigh),
            Sd = sample.Sd,
            StandardError = interval.StandardError,
            T = interval.T,
            P = interval.P,
            EquivalenceP = interval.EquivalenceP,
            Ranks = ranks is { } i ? new RatioInterval(RatioOf(i.Estimate), RatioOf(i.Low), RatioOf(i.High), i.Confidence) : null,
            Lag1 = WildRounds.Lag1(d),
            Wild = wild,
            Material = differs && interval.BeyondMargin,
            AtLeast = differs ? interval.AtLeast : null,
            RoundsNeeded = final == ComparisonVerdict.Inconclusive ? sample.RoundsNeeded() : null,
        };
    }
}
