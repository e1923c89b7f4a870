using Prony.Stacks.Definitions;

namespace Prony.Stacks.Keeping;

/// <summary>Decides when a service whose instance died is started again, and when it is given up.</summary>
/// <remarks>Pure but for what it remembers: the deaths that lie less than <see cref="RespawnDefinition.Within"/> back. Not thread-safe.</remarks>
internal sealed class RespawnPolicy(RespawnDefinition definition)
{
    /// <summary>Whoever waits for longer has forgotten what he waits for.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    private readonly Queue<TimeSpan> _deaths = new();

    /// <summary>Deaths that count now.</summary>
    internal int Deaths => _deaths.Count;

    /// <summary>Forgets what was: a person has started it again.</summary>
    internal void Reset() => _deaths.Clear();

    /// <summary>An instance has died.</summary>
    /// <param name="now">Since any beginning, the same for all deaths; by a clock that nobody sets.</param>
    /// <returns>The pause before the next start: 0, then backoff, 2·backoff, 4·backoff, …; null: it is given up.</returns>
    internal TimeSpan? Died(TimeSpan now)
    {
        while (_deaths.TryPeek(out var oldest) && now - oldest > (definition.Within ?? RespawnDefinition.DefaultWithin))
        {
            _deaths.Dequeue();
        }

        _deaths.Enqueue(now);
        if (_deaths.Count > definition.Max)
        {
            return null;
        }

        const int mostDoublings = 20;
        var pause = (definition.Backoff ?? RespawnDefinition.DefaultBackoff) * (1L << Math.Min(mostDoublings, Math.Max(0, _deaths.Count - 2)));
        return _deaths.Count == 1 ? TimeSpan.Zero : pause < LongestPause ? pause : LongestPause;
    }
}
