using System.Runtime.InteropServices;

namespace Prony.Reference;

/// <summary>Waiting for sockets to the nanosecond; <see cref="System.Net.Sockets.Socket.Select(System.Collections.IList?, System.Collections.IList?, System.Collections.IList?, int)"/> knows microseconds, 1,024 descriptors and allocates.</summary>
internal static unsafe partial class NativePoll
{
    public const short Readable = 1;   // POLLIN

    private const int SetTimerSlack = 29;   // PR_SET_TIMERSLACK

    /// <summary>Lets waits of the calling thread end on time: the kernel may otherwise add 50 µs.</summary>
    public static void EndWaitsOnTime() => _ = prctl(SetTimerSlack, 1, 0, 0, 0);

    /// <summary>Waits until a socket has something or the time is over; an interrupted wait is a short one.</summary>
    public static void Wait(Entry[] entries, int count, long timeoutNs)
    {
        var timeout = new Timespec { Seconds = timeoutNs / 1_000_000_000, Nanoseconds = timeoutNs % 1_000_000_000 };
        fixed (Entry* first = entries)
        {
            if (ppoll(first, (nuint)count, &timeout, null) < 0)
            {
                for (var i = 0; i < count; i++)
                {
                    entries[i].Happened = 0;
                }
            }
        }
    }

    [LibraryImport("libc")]
    private static partial int ppoll(Entry* entries, nuint count, Timespec* timeout, void* signalMask);

    [LibraryImport("libc")]
    private static partial int prctl(int option, nuint a, nuint b, nuint c, nuint d);

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Entry
    {
        public int Descriptor;
        public short Wanted;
        public short Happened;
    }

    /// <summary>struct timespec of 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
