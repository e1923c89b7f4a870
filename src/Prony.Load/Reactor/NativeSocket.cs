using System.Runtime.InteropServices;

namespace Prony.Load.Reactor;

/// <summary>The socket calls of libc that the reactor makes, under their C names.</summary>
/// <remarks>
/// send and recv leave out the GC transition (about a tenth of their cost on a small request): legal because the sockets are non-blocking, so they never wait.
/// They therefore cannot report errno through SetLastError; read it with <see cref="Marshal.GetLastSystemError"/> at once.
/// </remarks>
internal static unsafe class NativeSocket
{
    public const int Stream = 1;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;
    public const int Tcp = 6;
    public const int TcpNoDelay = 1;
    public const int SocketLevel = 1;
    public const int SocketError = 4;

    /// <summary>A send to a closed peer gives an error, not SIGPIPE.</summary>
    public const int NoSignal = 0x4000;

    /// <summary>TCP drops the received bytes without copying them (tcp(7)).</summary>
    public const int Truncate = 0x20;

    [DllImport("libc", SetLastError = true)]
    public static extern int socket(int domain, int type, int protocol);

    [DllImport("libc", SetLastError = true)]
    public static extern int connect(int fd, byte* address, uint length);

    [DllImport("libc", SetLastError = true)]
    public static extern int setsockopt(int fd, int level, int option, int* value, uint length);

    [DllImport("libc", SetLastError = true)]
    public static extern int getsockopt(int fd, int level, int option, int* value, uint* length);

    [DllImport("libc")]
    public static extern int close(int fd);

    [DllImport("libc")]
    [SuppressGCTransition]
    public static extern nint send(int fd, byte* bytes, nint length, int flags);

    [DllImport("libc")]
    [SuppressGCTransition]
    public static extern nint recv(int fd, byte* bytes, nint length, int flags);
}
