namespace Prony.Load.Reactor;

/// <summary>Decides when requests begin: the closed or the open model on one generator thread.</summary>
/// <remarks>Thread: its generator thread only.</remarks>
internal abstract class LoadDriver
{
    /// <summary>Next instant at which <see cref="OnTime"/> has something to do; <see cref="long.MaxValue"/> for none.</summary>
    public abstract long NextInstantNs { get; }

    /// <summary>Nothing will begin any more and nothing waits to begin (requests may still be under way).</summary>
    public abstract bool IsExhausted(long nowNs);

    /// <summary>Begins what is due.</summary>
    public abstract void OnTime(long nowNs);

    /// <summary>The request of <paramref name="connection"/> ended; the connection is idle or closed. An idle one may be closed by the peer later: look at its state before using it.</summary>
    public abstract void OnEnded(Lane connection, Outcome outcome, long nowNs);

    /// <summary>The window, whose beginning was open, begins at that instant, which lies ahead.</summary>
    public virtual void BeginWindow(long startNs)
    {
    }

    /// <summary>The drain is over: what was due and never sent is recorded as unsent.</summary>
    public virtual void GiveUp(long endNs)
    {
    }
}
