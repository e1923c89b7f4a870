using Prony.Measurement.Clocks;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Running;

/// <summary>Keeps when each phase of a trial began and how long it took. Not thread-safe: one phase follows another.</summary>
internal sealed class TrialPhases(TimeProvider time)
{
    private readonly List<PhaseRecord> _ended = [];
    private (string Name, DateTimeOffset StartUtc, long StartNs)? _current;

    /// <summary>The phases so far; the current one with its length up to now.</summary>
    public IReadOnlyList<PhaseRecord> Records => _current is { } current ? [.. _ended, Close(current)] : _ended.ToArray();

    /// <summary>Ends the current phase and begins the next.</summary>
    public void Enter(string name)
    {
        End();
        _current = (name, time.GetUtcNow(), MonotonicClock.NowNs);
    }

    /// <summary>Ends the current phase.</summary>
    public void End()
    {
        if (_current is { } current)
        {
            _ended.Add(Close(current));
            _current = null;
        }
    }

    /// <summary>Parts the phase that ended last: what lies behind <paramref name="length"/> was another phase.</summary>
    public void SplitLast(string rest, TimeSpan length)
    {
        var last = _ended[^1];
        var lengthS = Math.Min(length.TotalSeconds, last.DurationS);
        _ended[^1] = last with { DurationS = lengthS };
        _ended.Add(new PhaseRecord(rest, last.StartUtc.AddSeconds(lengthS), last.DurationS - lengthS));
    }

    private static PhaseRecord Close((string Name, DateTimeOffset StartUtc, long StartNs) phase) =>
        new(phase.Name, phase.StartUtc, MonotonicClock.ToSeconds(MonotonicClock.NowNs - phase.StartNs));
}
