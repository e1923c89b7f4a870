using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;

namespace Prony.Reporting.Charts;

/// <summary>The times of a candidate's windows, all rounds merged, as the verdict merges them.</summary>
internal sealed class WindowSum
{
    private readonly Histogram _response = Histogram.ForDurations();
    private readonly Histogram _service = Histogram.ForDurations();
    private int _windows;

    public void AddResponse(Histogram times)
    {
        _response.Add(times);
        _windows++;
    }

    public void AddService(Histogram times) => _service.Add(times);

    /// <summary>Percentiles on the HDR axis; where a window could not be read, those of the verdict, because the rest of the windows is not all of them.</summary>
    /// <param name="windows">How many there are to be.</param>
    /// <param name="summary">What the verdict says.</param>
    /// <param name="ticksPerHalf">See <see cref="PercentileAxis"/>.</param>
    public (IReadOnlyList<ReportPercentile> Response, IReadOnlyList<ReportPercentile> Service) Percentiles(int windows, CandidateSummary summary, int ticksPerHalf) =>
        _windows == windows && windows > 0
            ? (PercentileAxis.Of(_response, ticksPerHalf), PercentileAxis.Of(_service, ticksPerHalf))
            : (PercentileAxis.Of(summary.ResponseNs), PercentileAxis.Of(summary.ServiceNs));
}
