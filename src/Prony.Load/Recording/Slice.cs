namespace Prony.Load.Recording;

/// <summary>What one generator thread saw in one second: by the second in which requests ended, kept apart by whether they were due in the window.</summary>
/// <remarks>Thread: the generator thread writes it, posts it and never touches it again until the coordinator has given it back cleared.</remarks>
internal sealed class Slice
{
    /// <summary>Requests due before the window.</summary>
    public readonly RequestSet Before = new();

    /// <summary>Requests due in the window.</summary>
    public readonly RequestSet Within = new();

    /// <summary>First instant of the slice; the next slice begins where it ends.</summary>
    public long StartNs;

    /// <summary>Requests sent and unanswered at its end.</summary>
    public long InFlight;

    /// <summary>Idle connections that the peer closed in this second.</summary>
    public long ClosedIdle;

    /// <summary>Next in a <see cref="SliceMailbox"/>.</summary>
    public Slice? Next;

    /// <summary>Completes both sets; once, by whoever reads them.</summary>
    public void Settle()
    {
        Before.Settle();
        Within.Settle();
    }

    /// <summary>Makes it ready for another second.</summary>
    public void Clear()
    {
        Before.Clear();
        Within.Clear();
        StartNs = 0;
        InFlight = 0;
        ClosedIdle = 0;
    }
}
