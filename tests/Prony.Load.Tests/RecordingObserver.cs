using Prony.Measurement.Histograms;
using Prony.Measurement.Requests;
using Prony.Measurement.Runs;

namespace Prony.Load.Tests;

/// <summary>Notes every call of a load, in order.</summary>
internal sealed class RecordingObserver : ILoadObserver
{
    public List<string> Calls { get; } = [];

    public List<SliceRecord> Slices { get; } = [];

    public Dictionary<string, long> Counts { get; } = [];

    public List<RequestRow> Rows { get; } = [];

    public long LoadStartNs { get; private set; }

    public long StartNs { get; private set; }

    public long EndNs { get; private set; }

    public int Thread { get; private set; } = Environment.CurrentManagedThreadId;

    public Action? OnSlice { get; set; }

    public Action? OnRows { get; set; }

    public void LoadStarted(long startNs) => LoadStartNs = startNs;

    public void WarmupEnding() => Note("warmup-ending");

    public void WindowStarted(long startNs)
    {
        StartNs = startNs;
        Note("window-started");
    }

    public void WindowEnded(long endNs)
    {
        EndNs = endNs;
        Note("window-ended");
    }

    public void SliceCompleted(SliceRecord slice, IReadOnlyDictionary<string, Histogram> times)
    {
        Slices.Add(slice);
        foreach (var (name, histogram) in times)
        {
            Counts[name] = Counts.GetValueOrDefault(name) + histogram.Count;
        }

        OnSlice?.Invoke();
    }

    public void RequestsEnded(ReadOnlySpan<RequestRow> rows, long windowStartNs)
    {
        Rows.AddRange(rows);
        OnRows?.Invoke();
    }

    private void Note(string call)
    {
        Calls.Add(call);
        if (Environment.CurrentManagedThreadId != Thread)
        {
            Thread = -1;
        }
    }
}
