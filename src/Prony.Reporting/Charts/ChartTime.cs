using Prony.Measurement.Runs;

namespace Prony.Reporting.Charts;

/// <summary>The time of a trial in the points of a chart: a second each, or several where there are more seconds than a chart shows.</summary>
internal sealed class ChartTime
{
    /// <summary>A piece of a second shorter than this belongs to the one before: rates in it would be noise.</summary>
    private const double ShortestS = 0.25;

    // Stamps are written with three decimals.
    private const double StampS = 0.0006;

    private ChartTime(double windowStartS, List<ChartPoint> points) => (WindowStartS, Points) = (windowStartS, points);

    /// <summary>Start of the window, seconds since the start of the load.</summary>
    public double WindowStartS { get; }

    /// <summary>The points, in order.</summary>
    public IReadOnlyList<ChartPoint> Points { get; }

    /// <param name="slices">Seconds of a trial, in order.</param>
    /// <param name="load">Its load.</param>
    /// <param name="most">Most points, about: a change of phase begins a new one.</param>
    public static ChartTime Of(IReadOnlyList<SliceRecord> slices, LoadRecord load, int most)
    {
        var windowStartS = slices.FirstOrDefault(slice => slice.Phase == PhaseName.Window)?.TS ?? load.Warmup?.DurationS ?? 0;
        var together = (slices.Count + most - 1) / most;
        var points = new List<ChartPoint>();
        for (var i = 0; i < slices.Count; i++)
        {
            var slice = slices[i];
            var lengthS = LengthOf(slices, i, windowStartS + load.Window.DurationS);
            if (points.Count > 0 && points[^1] is { } last && last.Phase == slice.Phase && (last.Slices.Count < together || lengthS < ShortestS))
            {
                last.Add(slice, lengthS);
            }
            else
            {
                points.Add(new ChartPoint(slice, lengthS));
            }
        }

        return new ChartTime(windowStartS, points);
    }

    /// <summary>Index of the point that holds an instant, seconds since the start of the load; the first for one before all.</summary>
    public int IndexOf(double atS)
    {
        var (low, high) = (0, Points.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = Points[middle].StartS <= atS + StampS ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    /// <summary>Seconds since the start of the window.</summary>
    public double SinceWindow(double atS) => Rounded.Of(Math.Round(atS - WindowStartS, 3));

    /// <summary>warmup, window and drain as they came.</summary>
    public IEnumerable<ReportPhase> Phases()
    {
        for (var (from, to) = (0, 0); from < Points.Count; from = to)
        {
            while (to < Points.Count && Points[to].Phase == Points[from].Phase)
            {
                to++;
            }

            yield return new ReportPhase(Points[from].Phase, SinceWindow(Points[from].StartS), SinceWindow(Points[to - 1].StartS + Points[to - 1].LengthS));
        }
    }

    // A second is cut where a phase ends.
    private static double LengthOf(IReadOnlyList<SliceRecord> slices, int index, double windowEndS)
    {
        var slice = slices[index];
        var untilS = index + 1 < slices.Count ? slices[index + 1].TS
            : slice.Phase == PhaseName.Window ? windowEndS
            : slice.TS + 1;
        return untilS > slice.TS ? Math.Min(1, untilS - slice.TS) : 1;
    }
}

/// <summary>One point: seconds of the same phase.</summary>
internal sealed class ChartPoint
{
    private readonly List<SliceRecord> _slices;

    public ChartPoint(SliceRecord slice, double lengthS) => (_slices, LengthS) = ([slice], lengthS);

    public IReadOnlyList<SliceRecord> Slices => _slices;

    public string Phase => _slices[0].Phase;

    public double StartS => _slices[0].TS;

    public double LengthS { get; private set; }

    public void Add(SliceRecord slice, double lengthS)
    {
        _slices.Add(slice);
        LengthS += lengthS;
    }

    /// <summary>A count of its seconds, per second.</summary>
    public double PerS(Func<SliceRecord, long> count) => Rounded.Of(_slices.Sum(count) / LengthS);
}
