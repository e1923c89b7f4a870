namespace Prony.Load.Portable;

/// <summary>A connection as the client library sees it, above TLS, that tells of every byte: the first one written and the first one read are the instants of the request.</summary>
/// <remarks>
/// Subtle: the library sends a request again, by itself, when its connection ends before the first byte of the response. That would be another request than the one that
/// was due, so the tap fails the read instead of reporting the end.
/// </remarks>
internal sealed class WireTap(Stream inner, ITapSink sink) : Stream
{
    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Note(read, buffer.Length);
        return read;
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        sink.Writing();
        await inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        sink.Written(buffer.Length);
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        Note(read, count);
        return read;
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        sink.Writing();
        inner.Write(buffer, offset, count);
        sink.Written(count);
    }

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Note(int read, int wanted)
    {
        if (read > 0)
        {
            sink.Received(read);
        }
        else if (wanted > 0 && sink.EndOfStream())
        {
            throw new PeerClosedException();
        }
    }
}

/// <summary>The server closed the connection before the first byte of a response.</summary>
internal sealed class PeerClosedException() : IOException("The server closed the connection before it answered.");
