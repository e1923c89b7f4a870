using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;

namespace Prony.Reporting.Charts;

/// <summary>Counts responses by when they ended in the window and how long they had taken, over rounds.</summary>
/// <remarks>Candidates at one load share a <see cref="HeatGrid"/>, so that their maps can be looked at side by side.</remarks>
internal sealed class HeatSum(HeatGrid grid)
{
    private readonly long[][] _counts = [.. Enumerable.Range(0, grid.Columns).Select(_ => new long[grid.RowEndsNs.Count])];
    private bool _any;

    /// <summary>Adds the responses of one second.</summary>
    /// <param name="sinceWindowS">Its start, seconds since the start of the window; one outside of the window is left out.</param>
    /// <param name="times">Response times, ns.</param>
    public void Add(double sinceWindowS, Histogram times)
    {
        if (sinceWindowS < 0 || sinceWindowS >= grid.WindowS)
        {
            return;
        }

        var column = _counts[Math.Min((int)(sinceWindowS / grid.ColumnS), grid.Columns - 1)];
        foreach (var bucket in times.Buckets())
        {
            column[grid.RowOf(bucket.Low + ((bucket.High - bucket.Low) / 2))] += bucket.Count;
            _any = true;
        }
    }

    /// <summary>The map; null when nothing was added.</summary>
    public ReportHeat? Map() => !_any ? null : new ReportHeat(
        [.. Enumerable.Range(0, grid.Columns).Select(column => column * grid.ColumnS)],
        [.. grid.RowEndsNs.Select(ns => Rounded.Of(ns / 1e6))],
        _counts);
}

/// <summary>The cells of a heat map.</summary>
internal sealed class HeatGrid
{
    /// <summary>Rows closer than this would be thinner than what a histogram of three digits tells apart at a glance.</summary>
    private const double LeastStep = 1.05;

    private readonly double[] _ends;

    /// <param name="windowS">The longest window, seconds.</param>
    /// <param name="fastestNs">The fastest response of all.</param>
    /// <param name="slowestNs">The slowest.</param>
    /// <param name="detail">How many cells there may be.</param>
    public HeatGrid(double windowS, long fastestNs, long slowestNs, ChartDetail detail)
    {
        var (low, high) = ((double)Math.Max(1, fastestNs), (double)Math.Max(fastestNs + 1, slowestNs));
        WindowS = windowS;
        ColumnS = Math.Max(1, Math.Ceiling(windowS / detail.HeatColumns));

        // What is left of a second at the end of a window is a column only if it is worth one.
        Columns = Math.Max(1, (int)Math.Ceiling((windowS / ColumnS) - 0.1));
        var rows = Math.Clamp((int)Math.Ceiling(Math.Log(high / low) / Math.Log(LeastStep)), 1, detail.HeatRows);
        _ends = [.. Enumerable.Range(1, rows).Select(row => low * Math.Pow(high / low, (double)row / rows))];
    }

    /// <summary>Length of the window, seconds.</summary>
    public double WindowS { get; }

    /// <summary>Width of a column, whole seconds.</summary>
    public double ColumnS { get; }

    /// <summary>How many columns.</summary>
    public int Columns { get; }

    /// <summary>Upper ends of the rows, ns.</summary>
    public IReadOnlyList<double> RowEndsNs => _ends;

    /// <summary>The row of a value; what is beyond the last belongs to it.</summary>
    public int RowOf(long ns)
    {
        var found = Array.BinarySearch(_ends, ns);
        return Math.Min(found >= 0 ? found : ~found, _ends.Length - 1);
    }
}
