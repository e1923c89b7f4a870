using Prony.Statistics.SteadyState;

namespace Prony.Experiments.Running;

/// <summary>How memory went in the course of a window: the Theil–Sen slope of its seconds, and whether there is a trend at all (Mann–Kendall).</summary>
/// <param name="BytesPerMin">Negative when it fell.</param>
/// <param name="P">Probability of such a trend without one, 0 to 1.</param>
/// <param name="ShareOfMemory">Of what was in use (the median), per minute.</param>
internal sealed record MemoryGrowth(double BytesPerMin, double P, double ShareOfMemory)
{
    private const int SecondsPerMin = 60;

    /// <summary>The growth of a series; null below <see cref="Steadiness.FewestValues"/> seconds, or when nothing was in use.</summary>
    /// <param name="rssBytes">One value for every second, in the order of time.</param>
    public static MemoryGrowth? Of(IReadOnlyList<double> rssBytes)
    {
        // Every so many seconds are enough for a long window: the test takes the square of the number of values.
        var every = (rssBytes.Count + LevelShifts.MostValues - 1) / LevelShifts.MostValues;
        double[] values = [.. rssBytes.Where((_, second) => second % Math.Max(1, every) == 0)];
        double[] sorted = [.. values.Order()];
        if (values.Length < Steadiness.FewestValues || sorted[values.Length / 2] <= 0)
        {
            return null;
        }

        var trend = MannKendall.Of(values);
        var perMin = trend.Slope / every * SecondsPerMin;
        return new MemoryGrowth(perMin, trend.P, perMin / sorted[values.Length / 2]);
    }
}
