using System.Globalization;
using System.Text;
using Prony.Stacks.Processes;

namespace Prony.Stacks.Accounting;

/// <summary>Context switches of processes that come and go, from the ctxt_switches lines of /proc/PID/task/TID/status (proc(5)).</summary>
/// <remarks>
/// <para>The kernel forgets the count of a thread with the thread, and tells that of ended ones only to who waits for the process. So growth is added up thread by thread:
/// what a thread did up to the last reading that saw it stays, what it did after that is lost. About 10 µs per thread. Thread-safe.</para>
/// </remarks>
/// <param name="mostThreads">More threads are not read: it would cost more than a few milliseconds inside a window.</param>
internal sealed class SwitchLedger(int mostThreads = SwitchLedger.MostInWindow)
{
    internal const int MostInWindow = 256;

    /// <summary>Longer than any status file: the mask lines grow with the number of CPUs.</summary>
    private const int StatusBytes = 8192;

    private readonly Lock _lock = new();
    private readonly byte[] _buffer = new byte[StatusBytes];
    private Dictionary<(long StartTicks, int Tid), SwitchReading> _last = [];
    private SwitchReading _total;
    private bool _isIncomplete;

    /// <summary>Total so far; null when it cannot be known because there are, or were, too many threads.</summary>
    /// <param name="processes">All processes that live now, and zombies that nobody has collected yet.</param>
    internal SwitchReading? Read(IReadOnlyList<ProcessStat> processes)
    {
        lock (_lock)
        {
            _isIncomplete |= processes.Sum(static stat => stat.Threads) > mostThreads;
            if (_isIncomplete)
            {
                return null;
            }

            var now = new Dictionary<(long, int), SwitchReading>();
            foreach (var process in processes)
            {
                AddThreads(process, now);
            }

            _last = now;
            return _total;
        }
    }

    /// <summary>Both counts of a status file; zeros where it has none.</summary>
    internal static SwitchReading Parse(ReadOnlySpan<byte> status) =>
        new(Number(status, "\nvoluntary_ctxt_switches:"u8), Number(status, "\nnonvoluntary_ctxt_switches:"u8));

    private void AddThreads(ProcessStat process, Dictionary<(long StartTicks, int Tid), SwitchReading> now)
    {
        foreach (var tid in ProcFiles.ListThreads(process.Pid))
        {
            if (ReadStatus(process.Pid, tid) is not { } count)
            {
                continue;
            }

            // A number that was given to another thread meanwhile starts from nothing.
            var before = _last.GetValueOrDefault((process.StartTicks, tid));
            _total += count.Voluntary >= before.Voluntary && count.Involuntary >= before.Involuntary ? count - before : count;
            now[(process.StartTicks, tid)] = count;
        }
    }

    private SwitchReading? ReadStatus(int pid, int tid)
    {
        try
        {
            using var file = File.OpenHandle(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/task/{tid}/status"));
            return Parse(_buffer.AsSpan(0, RandomAccess.Read(file, _buffer, 0)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Ended between listing and reading.
            return null;
        }
    }

    private static long Number(ReadOnlySpan<byte> status, ReadOnlySpan<byte> name)
    {
        var at = status.IndexOf(name);
        if (at < 0)
        {
            return 0;
        }

        var rest = status[(at + name.Length)..];
        var end = rest.IndexOf((byte)'\n');
        return long.Parse(Encoding.ASCII.GetString(end < 0 ? rest : rest[..end]), CultureInfo.InvariantCulture);
    }
}

/// <summary>Context switches.</summary>
/// <param name="Voluntary">A thread gave up its CPU by itself, to wait.</param>
/// <param name="Involuntary">The kernel took it away: its time was over, or something more important came.</param>
public readonly record struct SwitchReading(long Voluntary, long Involuntary)
{
    /// <summary>Switches of either kind.</summary>
    public long Sum => Voluntary + Involuntary;

    /// <summary>The parts of both added.</summary>
    public static SwitchReading operator +(SwitchReading left, SwitchReading right) => Add(left, right);

    /// <summary>What came since <paramref name="right"/>.</summary>
    public static SwitchReading operator -(SwitchReading left, SwitchReading right) => Subtract(left, right);

    /// <inheritdoc cref="op_Addition"/>
    public static SwitchReading Add(SwitchReading left, SwitchReading right) => new(left.Voluntary + right.Voluntary, left.Involuntary + right.Involuntary);

    /// <inheritdoc cref="op_Subtraction"/>
    public static SwitchReading Subtract(SwitchReading left, SwitchReading right) => new(left.Voluntary - right.Voluntary, left.Involuntary - right.Involuntary);
}
