using System.Net.Sockets;

namespace Prony.Load.Portable;

/// <summary>The stream of a socket that is kept among <see cref="OpenSockets"/> as long as it is open.</summary>
internal sealed class SocketStream(Socket socket, OpenSockets sockets) : NetworkStream(socket, ownsSocket: true)
{
    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            sockets.Remove(Socket);
        }

        base.Dispose(disposing);
    }
}
