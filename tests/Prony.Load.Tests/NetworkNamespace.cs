using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Prony.Load.Tests;

/// <summary>A network of its own for a test: what is changed in it is seen by nobody else, and it is gone with the thread.</summary>
internal static unsafe partial class NetworkNamespace
{
    private const int NewNetwork = 0x40000000;   // CLONE_NEWNET
    private const nuint SetFlags = 0x8914;       // SIOCSIFFLAGS
    private const int Inet = 2;
    private const int Datagram = 2;
    private const short UpAndRunning = 0x41;     // IFF_UP | IFF_RUNNING

    /// <summary>Why there can be none here; null when there can.</summary>
    public static string? Missing { get; } = Try();

    /// <summary>Runs on a thread of its own; sockets and threads that it makes belong to the new network.</summary>
    public static void Run(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Enter();
                action();
            }
            catch (Exception seen)
            {
                failure = seen;   // a test fails on its own thread
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>The ports that connections may have. In the network of the calling thread.</summary>
    public static void SetLocalPorts(int first, int last) =>
        File.WriteAllText("/proc/sys/net/ipv4/ip_local_port_range", string.Create(CultureInfo.InvariantCulture, $"{first} {last}"));

    private static string? Try()
    {
        string? missing = null;
        var thread = new Thread(() => missing = unshare(NewNetwork) == 0 ? null : "Needs root (or CAP_SYS_ADMIN): makes a network namespace.");
        thread.Start();
        thread.Join();
        return missing;
    }

    private static void Enter()
    {
        Check(unshare(NewNetwork));
        var descriptor = socket(Inet, Datagram, 0);
        Check(descriptor);
        var request = stackalloc byte[40];   // struct ifreq: name, then flags
        new Span<byte>(request, 40).Clear();
        Encoding.ASCII.GetBytes("lo", new Span<byte>(request, 16));
        *(short*)(request + 16) = UpAndRunning;
        Check(ioctl(descriptor, SetFlags, request));
        _ = close(descriptor);
    }

    private static void Check(int result)
    {
        if (result < 0)
        {
            throw new InvalidOperationException($"The network namespace could not be made: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int unshare(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int socket(int family, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ioctl(int descriptor, nuint request, void* argument);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int descriptor);
}

/// <summary>A test that needs a network namespace; skipped where there can be none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NetworkNamespaceFactAttribute : FactAttribute
{
    public NetworkNamespaceFactAttribute() => Skip = NetworkNamespace.Missing;
}
