using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;
using Prony.Reference;
using Prony.Testing;

namespace Prony.Load.Tests.Truth;

/// <summary>Notes when the window was and its seconds, and lets the load run undisturbed by other programs where it may.</summary>
internal sealed class Witness : ILoadObserver
{
    public long StartNs { get; private set; }

    public List<SliceRecord> Slices { get; } = [];

    public void WarmupEnding()
    {
    }

    public void WindowStarted(long startNs)
    {
        StartNs = startNs;
        Precedence.Claim();   // only now do all threads of the load exist
    }

    public void WindowEnded(long endNs)
    {
    }

    public void SliceCompleted(SliceRecord slice, IReadOnlyDictionary<string, Histogram> times) => Slices.Add(slice);
}
