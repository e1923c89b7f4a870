using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Charts;

/// <summary>A distribution on the axis of HdrHistogram, which gives each half of the rest the same room: 0, 50, 75, 87.5 and so on, with steps between, as far as there are values.</summary>
/// <remarks>Source of the axis: HdrHistogram, PercentileIterator.java.</remarks>
internal static class PercentileAxis
{
    private static readonly double[] Published = [10, 25, 50, 75, 90, 95, 99, 99.9, 99.99];

    /// <summary>Percentiles of a histogram in ns, the largest value last as 100; none when it is empty.</summary>
    /// <param name="times">Values.</param>
    /// <param name="ticksPerHalf">Steps between a half and the next.</param>
    public static IReadOnlyList<ReportPercentile> Of(Histogram times, int ticksPerHalf) => times.Count == 0 ? [] :
    [
        .. Ticks(times.Count, ticksPerHalf).Concat(Published.Where(p => HasValuesBeyond(p, times.Count))).Order().Distinct()
            .Select(p => new ReportPercentile(p, Rounded.Of(times.ValueAtPercentile(p) / 1e6))),
        new ReportPercentile(100, Rounded.Of(times.Max / 1e6)),
    ];

    /// <summary>Those that a record holds, where the histogram is not at hand.</summary>
    public static IReadOnlyList<ReportPercentile> Of(Distribution times) => times.Count == 0 ? [] :
    [
        .. times.Percentiles.Select(p => (At: Figure.Parse(p.Key), Ns: p.Value)).Where(p => HasValuesBeyond(p.At, times.Count)).OrderBy(p => p.At)
            .Select(p => new ReportPercentile(p.At, Rounded.Of(p.Ns / 1e6))),
        new ReportPercentile(100, Rounded.Of(times.Max / 1e6)),
    ];

    private static IEnumerable<double> Ticks(long count, int perHalf)
    {
        for (var rest = 100.0; ; rest /= 2)
        {
            for (var tick = 0; tick < perHalf; tick++)
            {
                var p = Math.Round(100 - rest + (rest / 2 * tick / perHalf), 6);
                if (!HasValuesBeyond(p, count))
                {
                    yield break;
                }

                yield return p;
            }
        }
    }

    private static bool HasValuesBeyond(double percentile, long count) => (100 - percentile) / 100 * count >= 1;
}
