namespace Prony.Load.Portable;

/// <summary>The bytes of connections that carry many requests at once: they belong to whichever request ends next, because only their sum is known.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SharedBytes : ITapSink
{
    private long _sent;
    private long _received;

    /// <summary>Takes all that nobody has taken yet.</summary>
    public (long Sent, long Received) Take() => (Interlocked.Exchange(ref _sent, 0), Interlocked.Exchange(ref _received, 0));

    /// <inheritdoc/>
    public void Writing()
    {
    }

    /// <inheritdoc/>
    public void Written(int bytes) => Interlocked.Add(ref _sent, bytes);

    /// <inheritdoc/>
    public void Received(int bytes) => Interlocked.Add(ref _received, bytes);

    /// <inheritdoc/>
    public bool EndOfStream() => false;
}
