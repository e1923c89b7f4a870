using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Prony.Measurement.Clocks;

namespace Prony.Load.Reactor;

/// <summary>Readiness: one epoll instance, edge-triggered, every descriptor registered once.</summary>
/// <remarks>Thread: its generator thread only, except <see cref="Wake"/>, which any thread may call.</remarks>
internal sealed unsafe class Poller : IDisposable
{
    /// <summary>Token of a wake-up; no connection has it.</summary>
    public const ulong WakeToken = ulong.MaxValue;

    private const int BatchSize = 512;
    private const uint Interest = NativeEpoll.In | NativeEpoll.Out | NativeEpoll.ReadHangUp | NativeEpoll.EdgeTriggered;

    // struct epoll_event is packed on x86 (12 bytes), aligned elsewhere (16).
    private static readonly bool Packed = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86;
    private static readonly int ItemSize = Packed ? 12 : 16;
    private static readonly int TokenAt = Packed ? 4 : 8;

    private readonly int _epoll;
    private readonly int _wake;
    private byte* _items;
    private bool _lacksNanoseconds;

    /// <summary>Opens the epoll instance.</summary>
    /// <exception cref="Win32Exception">The system has no descriptor left.</exception>
    public Poller()
    {
        _epoll = Checked(NativeEpoll.epoll_create1(NativeEpoll.CloseOnExec), "epoll_create1");
        _wake = Checked(NativeEpoll.eventfd(0, NativeSocket.NonBlocking | NativeEpoll.CloseOnExec), "eventfd");
        _items = (byte*)NativeMemory.AllocZeroed(BatchSize, (nuint)ItemSize);
        Register(NativeEpoll.ControlAdd, _wake, WakeToken);
    }

    /// <summary>Registers a descriptor for its life; closing it removes it.</summary>
    public void Add(int fd, ulong token) => Register(NativeEpoll.ControlAdd, fd, token);

    /// <summary>Asks for the event of a descriptor again when it is ready now: for a reader that stopped before it had read all.</summary>
    public void Rearm(int fd, ulong token) => Register(NativeEpoll.ControlModify, fd, token);

    /// <summary>Waits for events.</summary>
    /// <param name="timeoutNs">Longest wait; 0 or less only looks.</param>
    /// <returns>How many there are; 0 after the wait or a signal.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Wait(long timeoutNs)
    {
        if (_lacksNanoseconds)
        {
            return WaitMs(timeoutNs);
        }

        var wait = Math.Max(0, timeoutNs);
        var timeout = new NativeEpoll.Timespec
        {
            Seconds = wait / MonotonicClock.NanosecondsPerSecond,
            Nanoseconds = wait % MonotonicClock.NanosecondsPerSecond,
        };
        var count = NativeEpoll.epoll_pwait2(_epoll, _items, BatchSize, &timeout, null);
        return count >= 0 ? count : AfterFailure(timeoutNs);
    }

    /// <summary>Token of an event of the last wait.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Token(int index) => Unsafe.ReadUnaligned<ulong>(_items + (index * ItemSize) + TokenAt);

    /// <summary>Flags of an event of the last wait.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Events(int index) => Unsafe.ReadUnaligned<uint>(_items + (index * ItemSize));

    /// <summary>Ends the current wait, or the next one. Any thread.</summary>
    public void Wake()
    {
        // The counter is never read: each write is a new edge, and it would take 2^64 of them to fill it.
        ulong one = 1;
        _ = NativeEpoll.write(_wake, &one, sizeof(ulong));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_items != null)
        {
            NativeMemory.Free(_items);
            _items = null;
            _ = NativeSocket.close(_wake);
            _ = NativeSocket.close(_epoll);
        }
    }

    private int AfterFailure(long timeoutNs)
    {
        var error = Marshal.GetLastPInvokeError();
        if (error == Errno.NoSuchCall)   // before Linux 5.11
        {
            _lacksNanoseconds = true;
            return WaitMs(timeoutNs);
        }

        return error == Errno.Interrupted ? 0 : throw new Win32Exception(error, $"epoll_pwait2 failed: {Errno.Name(error)}");
    }

    private int WaitMs(long timeoutNs)
    {
        var count = NativeEpoll.epoll_wait(_epoll, _items, BatchSize, (int)Math.Clamp(timeoutNs / 1_000_000, 0, 1000));
        return Math.Max(0, count);
    }

    private void Register(int operation, int fd, ulong token)
    {
        var item = stackalloc byte[16];
        Unsafe.WriteUnaligned(item, Interest);
        Unsafe.WriteUnaligned(item + TokenAt, token);
        _ = Checked(NativeEpoll.epoll_ctl(_epoll, operation, fd, item), "epoll_ctl");
    }

    private static int Checked(int result, string call)
    {
        if (result < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            throw new Win32Exception(error, $"{call} failed: {Errno.Name(error)}. Raise the limit of open files (ulimit -n) if it is EMFILE.");
        }

        return result;
    }
}
