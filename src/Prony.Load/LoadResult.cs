using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;

namespace Prony.Load;

/// <summary>What a load measured.</summary>
/// <param name="Record">The figures, as they are written.</param>
/// <param name="Response">Histogram of the window's response times, ns: for merging over rounds.</param>
/// <param name="Service">Histogram of the window's service times, ns.</param>
/// <param name="Ended">How it came to its end.</param>
public sealed record LoadResult(LoadRecord Record, Histogram Response, Histogram Service, LoadEnd Ended)
{
    /// <summary>The first requests of the window, one by one.</summary>
    public SampledRequests Sample { get; init; } = SampledRequests.Empty;
}

/// <summary>Why a load ended.</summary>
public enum LoadEnd
{
    /// <summary>The window and the drain were whole.</summary>
    Completed,

    /// <summary>The window was ended early on request (first Ctrl-C); what was measured is in the record.</summary>
    WindowCutShort,
}
