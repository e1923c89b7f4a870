using Prony.Statistics.Distributions;

namespace Prony.Statistics.Comparison;

/// <summary>The verdict on two series that were not measured side by side, such as two runs of different days (docs/methods/comparing-runs.md).</summary>
/// <remarks>
/// <para>Welch's interval (1947) on logs, exp(mean difference ± t(1 − a/2, ν)·√(s²x/n + s²y/m)) with a = alpha/m, and equivalence by two one-sided tests (Schuirmann 1987) with
/// the same standard error, asked first: the steps and the words of <see cref="PairedComparison"/>. Where a series is wild (<see cref="WildRounds"/>), the exact interval of the
/// shift by ranks must agree.</para>
/// <para>Assumes that the values of a series are independent. What changed between the two series besides what was meant to change, such as the machine's state, is part of the
/// ratio and not of the interval: no statistic of the values can remove it. Pure and thread-safe.</para>
/// </remarks>
public static class UnpairedVerdict
{
    /// <summary>Compares two series, which may differ in length.</summary>
    /// <param name="candidate">One value a round; NaN for a missing one.</param>
    /// <param name="baseline">As above.</param>
    /// <param name="rules">Alpha, family, margin and direction.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rule is outside its range.</exception>
    public static UnpairedResult Of(ReadOnlySpan<double> candidate, ReadOnlySpan<double> baseline, ComparisonRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        rules.Check();
        if (candidate.IsEmpty || baseline.IsEmpty)
        {
            return new UnpairedResult { Verdict = ComparisonVerdict.Invalid, Cause = UndecidedCause.NoRounds };
        }

        if (FirstUnusable(candidate) is { } mine)
        {
            return Unusable(mine, isBaseline: false);
        }

        if (FirstUnusable(baseline) is { } theirs)
        {
            return Unusable(theirs, isBaseline: true);
        }

        var (x, y) = (Moments.Logs(candidate), Moments.Logs(baseline));
        return x.Length == 1 || y.Length == 1
            ? new UnpairedResult { Verdict = ComparisonVerdict.Inconclusive, Cause = UndecidedCause.SingleRound, Ratio = PairedComparison.RatioOf(Moments.Mean(x) - Moments.Mean(y)) }
            : Decide(x, y, rules);
    }

    private static int? FirstUnusable(ReadOnlySpan<double> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!PairedComparison.IsUsable(values[i]))
            {
                return i;
            }
        }

        return null;
    }

    private static UnpairedResult Unusable(int round, bool isBaseline) => new()
    {
        Verdict = ComparisonVerdict.Invalid,
        Cause = UndecidedCause.UnusableValue,
        UnusableRound = round,
        UnusableIsBaseline = isBaseline,
    };

    private static UnpairedResult Decide(double[] x, double[] y, ComparisonRules rules)
    {
        var welch = UnpairedComparison.Difference(x, y);
        var interval = new LogInterval(welch.Mean, welch.StandardError, welch.Freedom, rules);
        var verdict = interval.Verdict();
        var ranks = RankSum.Interval(x, y, rules.AlphaEach);
        var fewest = Math.Min(x.Length, y.Length);
        var wild = WildRounds.In(x) || WildRounds.In(y);
        var overruled = wild
            && fewest >= ComparisonRules.FewestRounds
            && verdict != ComparisonVerdict.Inconclusive
            && !RanksAgree(verdict, interval, x, y, rules);
        var final = overruled ? ComparisonVerdict.Inconclusive : verdict;
        var differs = final is ComparisonVerdict.Better or ComparisonVerdict.Worse;
        return new UnpairedResult
        {
            Verdict = final,
            Cause = overruled ? UndecidedCause.WildRounds
                : final == ComparisonVerdict.Inconclusive ? UndecidedCause.WideInterval : UndecidedCause.None,
            Ratio = PairedComparison.RatioOf(interval.Mean),
            Low = PairedComparison.RatioOf(interval.Low),
            High = PairedComparison.RatioOf(interval.High),
            EquivalenceLow = PairedComparison.RatioOf(interval.EquivalenceLow),
            EquivalenceHigh = PairedComparison.RatioOf(interval.EquivalenceHigh),
            StandardError = welch.StandardError,
            DegreesOfFreedom = welch.Freedom,
            P = interval.P,
            EquivalenceP = interval.EquivalenceP,
            Ranks = ranks is { } r
                ? new RatioInterval(PairedComparison.RatioOf(r.Estimate), PairedComparison.RatioOf(r.Low), PairedComparison.RatioOf(r.High), r.Confidence)
                : null,
            Wild = wild,
            Material = differs && interval.BeyondMargin,
            AtLeast = differs ? interval.AtLeast : null,
            RoundsNeeded = final == ComparisonVerdict.Inconclusive ? RoundsNeeded(interval, x, y, rules) : null,
        };
    }

    /// <summary>As in a paired comparison: the exact interval, or the whole range of the differences where so few values have none, must lead to the same verdict.</summary>
    private static bool RanksAgree(ComparisonVerdict verdict, LogInterval interval, double[] x, double[] y, ComparisonRules rules)
    {
        var equivalent = verdict == ComparisonVerdict.Equivalent;
        var (low, high) = RankSum.Interval(x, y, equivalent ? 2 * rules.AlphaEach : rules.AlphaEach) is { } r
            ? (r.Low, r.High)
            : (x.Min() - y.Max(), x.Max() - y.Min());
        return equivalent ? interval.IsInsideMargin(low, high) : interval.Side(low, high) == verdict;
    }

    /// <summary>Both series as long as each other: the half-width is t·√((s²x + s²y)/n).</summary>
    private static int RoundsNeeded(LogInterval interval, double[] x, double[] y, ComparisonRules rules)
    {
        var single = Math.Sqrt(Moments.Variance(x) + Moments.Variance(y));
        var wide = interval.StandardError > 0 ? interval.Half / interval.StandardError * single : 0;
        return LogSample.RoundsNeeded(interval, wide, Math.Min(x.Length, y.Length), rules);
    }
}
