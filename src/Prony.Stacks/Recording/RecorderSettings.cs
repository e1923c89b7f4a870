namespace Prony.Stacks.Recording;

/// <summary>How a tree is recorded.</summary>
public sealed record RecorderSettings
{
    /// <summary>Shortest interval: a reading takes a good part of a millisecond, and /proc counts CPU in ticks of 10 ms.</summary>
    public static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(10);

    /// <summary>Time between two readings, at least <see cref="ShortestInterval"/>. Default: 1 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long. Default: until the process ends.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Children are counted (for the record; the tree decides). Default: true.</summary>
    public bool Children { get; init; } = true;
}
