using Prony.Statistics.Distributions;

namespace Prony.Statistics.SteadyState;

/// <summary>Whether a series of a window stays what it is while the window lasts: by a trend (Mann–Kendall, Theil–Sen) and by steps (E-divisive).</summary>
/// <remarks>docs/methods/steady-state.md. Pure and thread-safe.</remarks>
public static class Steadiness
{
    /// <summary>A change with a larger p is none.</summary>
    public const double Alpha = 0.01;

    /// <summary>Fewest values that are judged: below it the normal distribution is a poor one for Mann–Kendall's S.</summary>
    public const int FewestValues = 10;

    /// <summary>Beyond it a short series holds hardly one independent value, and nothing could ever be shown.</summary>
    private const double LargestCorrelation = 0.9;

    /// <summary>The changes that are significant: the trend, if there is one, then the steps in the order of time. Empty for a steady series.</summary>
    /// <param name="values">At least <see cref="FewestValues"/> values above 0, in the order of time.</param>
    public static IReadOnlyList<WindowChange> ChangesIn(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(values.Count, FewestValues);
        var series = Thin(values);
        var median = Moments.Median(series);
        var changes = new List<WindowChange>();
        var trend = MannKendall.Of(series);
        var trendP = MannKendall.ProbabilityOf(trend.Z * Math.Sqrt(Independent([.. series.Select((value, i) => value - (trend.Slope * i))])));
        if (trendP < Alpha)
        {
            changes.Add(new WindowChange(trend.Slope * (series.Length - 1) / median, trendP, null));
        }

        var shifts = LevelShifts.Find(series, Alpha);
        for (var i = 0; i < shifts.Count; i++)
        {
            var before = series.AsSpan((i == 0 ? 0 : shifts[i - 1].Index)..shifts[i].Index);
            var after = series.AsSpan(shifts[i].Index..(i + 1 == shifts.Count ? series.Length : shifts[i + 1].Index));
            var p = Math.Max(shifts[i].P, ProbabilityOfStep(before, after));
            if (p < Alpha)
            {
                changes.Add(new WindowChange((shifts[i].After - shifts[i].Before) / median, p, shifts[i].Index / (double)series.Length));
            }
        }

        return changes;
    }

    /// <summary>Student's t for two levels whose scatter is alike, with as many values as are independent of their neighbours.</summary>
    private static double ProbabilityOfStep(ReadOnlySpan<double> before, ReadOnlySpan<double> after)
    {
        var (meanBefore, meanAfter) = (Moments.Mean(before), Moments.Mean(after));
        double[] residuals = [.. Less(before, meanBefore), .. Less(after, meanAfter)];
        var squares = residuals.Sum(r => r * r);
        if (squares == 0)
        {
            return 0;
        }

        var independent = Independent(residuals);
        var freedom = Math.Max(1, (residuals.Length * independent) - 2);
        var variance = squares / (residuals.Length - 2) * ((1.0 / before.Length) + (1.0 / after.Length)) / independent;
        return 2 * StudentQuantiles.UpperTail(Math.Abs(meanAfter - meanBefore) / Math.Sqrt(variance), freedom);
    }

    /// <summary>Share of the values that count when neighbours are alike: (1 − r) ÷ (1 + r) with the lag-1 correlation r of the residuals, its bias of small samples undone.</summary>
    private static double Independent(double[] residuals)
    {
        var mean = Moments.Mean(residuals);
        double products = 0, squares = 0;
        for (var i = 0; i < residuals.Length; i++)
        {
            squares += (residuals[i] - mean) * (residuals[i] - mean);
            products += i == 0 ? 0 : (residuals[i] - mean) * (residuals[i - 1] - mean);
        }

        var n = residuals.Length;
        var r = squares > 0 ? Math.Clamp(((n * products / squares) + 1) / (n - 4), 0, LargestCorrelation) : 0;
        return (1 - r) / (1 + r);
    }

    private static double[] Less(ReadOnlySpan<double> values, double level)
    {
        var residuals = values.ToArray();
        for (var i = 0; i < residuals.Length; i++)
        {
            residuals[i] -= level;
        }

        return residuals;
    }

    /// <summary>A long window in blocks: the median of each, so that a second out of line does not become a level.</summary>
    private static double[] Thin(IReadOnlyList<double> values)
    {
        var block = (values.Count + LevelShifts.MostValues - 1) / LevelShifts.MostValues;
        return [.. values.Chunk(block).Select(chunk => Moments.Median(chunk))];
    }
}

/// <summary>A change within a window.</summary>
/// <param name="Share">Of the window's median, with its sign. Trend: slope·(n − 1) ÷ median; step: difference of the levels' medians ÷ median.</param>
/// <param name="P">Probability of such a series without a change.</param>
/// <param name="StepAt">Where the step is, as a share of the window, 0 to 1; null for a trend.</param>
public sealed record WindowChange(double Share, double P, double? StepAt);
