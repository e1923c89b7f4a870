using System.Runtime.InteropServices;

namespace Prony.Load.Reactor;

/// <summary>epoll(7), eventfd(2) and what a pacing thread asks of the kernel, under their C names.</summary>
internal static unsafe class NativeEpoll
{
    public const int CloseOnExec = 0x80000;
    public const int ControlAdd = 1;
    public const int ControlModify = 3;

    public const uint In = 0x1;
    public const uint Out = 0x4;
    public const uint Error = 0x8;
    public const uint HangUp = 0x10;
    public const uint ReadHangUp = 0x2000;
    public const uint EdgeTriggered = 1u << 31;

    public const int SetTimerSlack = 29;

    [DllImport("libc", SetLastError = true)]
    public static extern int epoll_create1(int flags);

    [DllImport("libc", SetLastError = true)]
    public static extern int epoll_ctl(int epoll, int operation, int fd, byte* item);

    [DllImport("libc", SetLastError = true)]
    public static extern int epoll_pwait2(int epoll, byte* items, int most, Timespec* timeout, void* signals);

    [DllImport("libc", SetLastError = true)]
    public static extern int epoll_wait(int epoll, byte* items, int most, int timeoutMs);

    [DllImport("libc", SetLastError = true)]
    public static extern int eventfd(uint initial, int flags);

    [DllImport("libc", SetLastError = true)]
    public static extern nint write(int fd, void* bytes, nint length);

    [DllImport("libc", SetLastError = true)]
    public static extern int prctl(int option, nuint value, nuint third, nuint fourth, nuint fifth);

    [DllImport("libc", SetLastError = true)]
    public static extern int sched_setaffinity(int thread, nuint bytes, byte* mask);

    [DllImport("libc", SetLastError = true)]
    public static extern int clock_gettime(int clock, Timespec* time);

    /// <summary>struct timespec of 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
