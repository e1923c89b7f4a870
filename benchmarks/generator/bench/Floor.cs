using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Prony.GeneratorBench;

/// <summary>The floor: what a closed loop over epoll costs when nothing is measured, checked or counted but the number of responses.</summary>
internal static unsafe class Floor
{
    private const int EpollIn = 1;
    private const uint EdgeTriggered = 1u << 31;
    private const int NoSignal = 0x4000;

    [DllImport("libc")]
    private static extern int epoll_create1(int flags);

    [DllImport("libc")]
    private static extern int epoll_ctl(int epoll, int operation, int fd, Event* item);

    [DllImport("libc")]
    private static extern int epoll_wait(int epoll, Event* items, int most, int timeoutMs);

    [DllImport("libc")]
    [SuppressGCTransition]
    private static extern nint send(int fd, byte* bytes, nint length, int flags);

    [DllImport("libc")]
    [SuppressGCTransition]
    private static extern nint recv(int fd, byte* bytes, nint length, int flags);

    /// <summary>Runs the loop and prints how many responses came.</summary>
    public static int Run(int port, int connections, int seconds)
    {
        var request = Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUser-Agent: floor\r\n\r\n");
        var epoll = epoll_create1(0);
        var sockets = new Socket[connections];
        for (var i = 0; i < connections; i++)
        {
            sockets[i] = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            sockets[i].Connect(IPAddress.Loopback, port);
            sockets[i].Blocking = false;
            var item = new Event { Events = EpollIn | EdgeTriggered, Data = (ulong)sockets[i].Handle };
            _ = epoll_ctl(epoll, 1, (int)sockets[i].Handle, &item);
        }

        var start = Stopwatch.GetTimestamp();
        fixed (byte* bytes = request)
        {
            foreach (var socket in sockets)
            {
                _ = send((int)socket.Handle, bytes, request.Length, NoSignal);
            }

            var responses = Loop(epoll, bytes, request.Length, start + (seconds * Stopwatch.Frequency));
            var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
            Console.WriteLine(FormattableString.Invariant($"requests {responses} per second {responses / elapsed:F0}"));
        }

        return 0;
    }

    private static long Loop(int epoll, byte* request, int requestLength, long end)
    {
        const int BufferBytes = 16384;
        var buffer = (byte*)NativeMemory.Alloc(BufferBytes);
        var events = stackalloc Event[512];
        long responses = 0;
        while (Stopwatch.GetTimestamp() < end)
        {
            responses += Turn(epoll, events, buffer, BufferBytes, request, requestLength);
        }

        NativeMemory.Free(buffer);
        return responses;
    }

    private static int Turn(int epoll, Event* events, byte* buffer, int bufferBytes, byte* request, int requestLength)
    {
        var count = epoll_wait(epoll, events, 512, 100);
        var responses = 0;
        for (var i = 0; i < count; i++)
        {
            var fd = (int)events[i].Data;
            var received = recv(fd, buffer, bufferBytes, 0);
            if (received <= 0 || new ReadOnlySpan<byte>(buffer, (int)received).IndexOf("\r\n\r\n"u8) < 0)
            {
                continue;
            }

            responses++;
            _ = send(fd, request, requestLength, NoSignal);
        }

        return responses;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct Event
    {
        public uint Events;
        public ulong Data;
    }
}
