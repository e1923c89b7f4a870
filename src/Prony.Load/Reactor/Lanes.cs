namespace Prony.Load.Reactor;

/// <summary>All lanes of one generator: what a <see cref="LoadDriver"/> begins requests on, whichever engine carries them.</summary>
/// <remarks>Thread: whoever holds the generator, one at a time.</remarks>
internal abstract class Lanes : IDisposable
{
    /// <summary>Who is told how requests ended. Set once, before the first request.</summary>
    public LoadDriver Driver { get; set; } = null!;

    /// <summary>Lanes by slot.</summary>
    public abstract ReadOnlySpan<Lane> All { get; }

    /// <summary>Begins a request on an idle or closed lane; a closed one is opened first.</summary>
    /// <param name="lane">Idle or closed.</param>
    /// <param name="index">Number of the request in the load: decides what it is.</param>
    /// <param name="dueNs">Instant at which the request is due.</param>
    /// <param name="foundFree">Whether it waited for nothing but the generator.</param>
    /// <param name="nowNs">Now.</param>
    public abstract void Begin(Lane lane, long index, long dueNs, bool foundFree, long nowNs);

    /// <summary>Closes a lane without a request: whoever used it has left.</summary>
    public abstract void HangUp(Lane lane);

    /// <summary>The drain is over: every request under way is censored.</summary>
    public abstract void CensorAll(long endNs);

    /// <summary>Closes every socket.</summary>
    public abstract void CloseAll();

    /// <inheritdoc/>
    public abstract void Dispose();
}
