using Prony.Load;
using Prony.Measurement.Histograms;
using Prony.Measurement.Requests;
using Prony.Measurement.Runs;
using Prony.Reporting.Personalities;

namespace Prony.Cli.Personalities;

/// <summary>Takes the requests of a load one by one, for layouts that are filled from them.</summary>
/// <param name="keepsWhole">Keeps every answer with its parts.</param>
/// <param name="second">Called when a second of the window is complete, with its number from 1.</param>
/// <param name="ended">Called after requests ended.</param>
internal sealed class AnswerLog(bool keepsWhole, Action<long>? second = null, Action? ended = null) : ILoadObserver
{
    private long _seconds;

    /// <summary>The answers.</summary>
    public AnswerTimes Times { get; } = new(keepsWhole);

    /// <summary>Requests that failed so far.</summary>
    public long Failed { get; private set; }

    public void WarmupEnding()
    {
    }

    public void WindowStarted(long startNs)
    {
    }

    public void WindowEnded(long endNs)
    {
    }

    public void SliceCompleted(SliceRecord slice, IReadOnlyDictionary<string, Histogram> times) => second?.Invoke(++_seconds);

    public void RequestsEnded(ReadOnlySpan<RequestRow> rows, long windowStartNs)
    {
        Times.Add(rows, windowStartNs);
        foreach (ref readonly var row in rows)
        {
            Failed += row.End is RequestEnd.Success or RequestEnd.Censored or RequestEnd.Unsent ? 0 : 1;
        }

        ended?.Invoke();
    }

    /// <summary>What the pauses of the server would have been to others, in a load whose users wait for their answers.</summary>
    public ToolFault? ClosedModel(int users, LoadRecord load) => ClosedModelFault.Find(users, load.Window, Times.Clock, Times.Total);
}
