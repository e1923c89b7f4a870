using Prony.Load.Recording;
using Prony.Measurement.Clocks;
using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;

namespace Prony.Load.Coordination;

/// <summary>The slices of all generator threads for one second, merged for the observer.</summary>
/// <remarks>Thread: the coordinator only. Reused for every second.</remarks>
internal sealed class SecondReport
{
    private readonly RequestSet _all = new();
    private readonly Dictionary<string, Histogram> _times;
    private long _inFlight;

    /// <summary>An empty second.</summary>
    public SecondReport() => _times = new Dictionary<string, Histogram>(StringComparer.Ordinal)
    {
        ["response"] = _all.Response,
        ["service"] = _all.Service,
        ["lag"] = _all.Lag,
        ["first-byte"] = _all.FirstByte,
        ["connect"] = _all.Connect,
        ["failed"] = _all.Failed,
    };

    /// <summary>Histograms by metric.</summary>
    public IReadOnlyDictionary<string, Histogram> Times => _times;

    /// <summary>Nothing was recorded and nothing is under way.</summary>
    public bool IsEmpty => _all is { Due: 0, Sent: 0, Unsent: 0, Censored: 0, Completed: 0, Failures: 0 } && _inFlight == 0;

    /// <summary>Adds the slice of a thread.</summary>
    public void Add(Slice slice)
    {
        _all.Add(slice.Before);
        _all.Add(slice.Within);
        _inFlight += slice.InFlight;
    }

    /// <summary>The line of this second.</summary>
    public SliceRecord ToRecord(long startNs, long loadStartNs, string phase) => new(
        MonotonicClock.ToSeconds(startNs - loadStartNs),
        phase,
        _all.Due,
        _all.Sent,
        _all.Completed,
        RecordBuilder.Outcomes(_all),
        _inFlight,
        _all.Response.ValueAtPercentile(50),
        _all.Response.ValueAtPercentile(90),
        _all.Response.ValueAtPercentile(99));

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _all.Clear();
        _inFlight = 0;
    }
}
