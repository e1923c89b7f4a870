namespace Prony.Load.Portable;

/// <summary>Is told of every byte that goes through a <see cref="WireTap"/>.</summary>
/// <remarks>Thread: whichever moves the bytes; for one connection never two at a time in the same direction.</remarks>
internal interface ITapSink
{
    /// <summary>Bytes are about to be written.</summary>
    void Writing();

    /// <summary>They were written.</summary>
    void Written(int bytes);

    /// <summary>Bytes were read.</summary>
    void Received(int bytes);

    /// <summary>The peer will send nothing more.</summary>
    /// <returns>True when a request still waits for its first byte, which then must not be sent again on another connection.</returns>
    bool EndOfStream();
}
