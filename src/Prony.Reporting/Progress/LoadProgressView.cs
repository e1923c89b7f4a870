using Prony.Measurement.Runs;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Progress;

/// <summary>A single load while it goes on: a bar and the last second.</summary>
internal sealed class LoadProgressView : IProgressView
{
    // Often enough to see that it lives, seldom enough for a log.
    private const int SecondsPerLine = 10;

    private LoadStarted? _load;
    private TimeSpan? _warmup;
    private SliceRecord? _last;
    private TimeSpan _start;
    private long _ended;
    private int _seconds;

    public IEnumerable<Line> Take(ProgressEvent progress, TimeSpan elapsed)
    {
        switch (progress)
        {
            case LoadStarted load:
                _load = load;
                _warmup = load.Warmup;
                _start = elapsed;
                return [new Line($"{load.Target}: {Plan(load)}")];
            case SliceSeen { Slice: var second }:
                _last = second;
                _warmup ??= second.Phase == PhaseName.Window ? TimeSpan.FromSeconds(second.TS) : null;
                _seconds++;
                _ended += second.Phase == PhaseName.Window ? second.Completed : 0;
                return _seconds % SecondsPerLine == 0 ? [new Line($"{Figure.Chosen(_seconds)}: {Second(second)}")] : [];
            case Note note:
                return [new Line(note.Text, Stays: true)];
            default:
                return [];
        }
    }

    public IReadOnlyList<ScreenLine> Draw(TimeSpan elapsed, ScreenSize size) => _load is not { } load ? []
        : [.. ScreenLine.Wrap(Bar(load, elapsed - _start), size.Room), .. ScreenLine.Wrap(_last is { } second ? Second(second) : load.Target, size.Room)];

    private static string Plan(LoadStarted load) =>
        (load.Warmup is not { } warmup ? "warm-up until it is steady, then " : warmup > TimeSpan.Zero ? $"warm-up of {Figure.Chosen(warmup.TotalSeconds)}, then " : "")
        + (load.Requests is { } requests ? Figure.Count(requests, "request") : $"a window of {Figure.Chosen(load.Window.GetValueOrDefault().TotalSeconds)}");

    private string Bar(LoadStarted load, TimeSpan passed)
    {
        if (load.Requests is { } requests)
        {
            return $"{ProgressBar.Of(_ended / (double)requests)} {Figure.Count(Math.Min(_ended, requests))} of {Figure.Count(requests, "request")}";
        }

        if (_warmup is not { } warmup)
        {
            return $"{ProgressBar.Of(0)} warm-up until it is steady, {Figure.Chosen(Math.Floor(passed.TotalSeconds))} so far";
        }

        var whole = warmup + load.Window.GetValueOrDefault();
        var left = Math.Ceiling((whole - passed).TotalSeconds);
        var text = left <= 0 ? "waiting for the last answers" : passed < warmup ? $"warm-up, {Figure.Chosen(left)} left" : $"{Figure.Chosen(left)} left";
        return $"{ProgressBar.Of(passed / whole)} {text}";
    }

    private static string Second(SliceRecord second) =>
        $"{Figure.PerSecond(second.Outcomes.Success)} requests/s, p50 {Duration(second.P50Ns)}, p99 {Duration(second.P99Ns)}, {Figure.Count(second.Outcomes.Failed(), "failure")}, {Figure.Count(second.InFlight)} in flight";

    private static string Duration(long ns) => Figure.Duration(ns == 0 ? null : ns);
}
