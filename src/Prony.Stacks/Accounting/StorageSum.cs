using System.Globalization;

namespace Prony.Stacks.Accounting;

/// <summary>Input and output of processes that come and go, from /proc/PID/io (proc(5)).</summary>
/// <remarks>
/// The kernel adds what a child did to its parent when the parent waits for it (kernel/exit.c, wait_task_zombie), so the sum over live processes keeps it; adding up growth process by process
/// would count it twice. What a child did that nobody waited for goes with it: the sum falls, and a fall is no growth. Not thread-safe.
/// </remarks>
internal sealed class StorageSum
{
    private StorageReading _last;
    private StorageReading _total;
    private bool _isBegun;

    /// <summary>Growth since the first reading (of a process that was started for this: since its start); null where no process may be looked into.</summary>
    /// <param name="pids">All processes that live now, and zombies that nobody has collected yet.</param>
    /// <param name="fromStart">The processes were started for this recording: what the first reading finds is growth too.</param>
    internal StorageReading? Read(IEnumerable<int> pids, bool fromStart)
    {
        var known = false;
        var now = default(StorageReading);
        foreach (var pid in pids)
        {
            if (ReadFile(pid) is { } found)
            {
                known = true;
                now += found;
            }
        }

        if (!known)
        {
            return _isBegun ? _total : null;
        }

        _total += _isBegun || fromStart ? now.GrowthSince(_last) : default;
        (_last, _isBegun) = (now, true);
        return _total;
    }

    /// <summary>The four figures that are kept of an io file.</summary>
    internal static StorageReading Parse(IEnumerable<string> lines)
    {
        var found = default(StorageReading);
        foreach (var line in lines)
        {
            if (line.Split(": ") is [var name, var text] && long.TryParse(text, CultureInfo.InvariantCulture, out var number))
            {
                found = name switch
                {
                    "syscr" => found with { ReadCalls = number },
                    "syscw" => found with { WriteCalls = number },
                    "read_bytes" => found with { ReadBytes = number },
                    "write_bytes" => found with { WrittenBytes = number },
                    _ => found,
                };
            }
        }

        return found;
    }

    private static StorageReading? ReadFile(int pid)
    {
        try
        {
            return Parse(File.ReadAllLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/io")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone, or another user's.
            return null;
        }
    }
}

/// <summary>Input and output.</summary>
/// <param name="ReadCalls">Calls of the read family, whatever they read from.</param>
/// <param name="WriteCalls">Calls of the write family.</param>
/// <param name="ReadBytes">Bytes that came from storage.</param>
/// <param name="WrittenBytes">Bytes that were sent towards storage.</param>
internal readonly record struct StorageReading(long ReadCalls, long WriteCalls, long ReadBytes, long WrittenBytes)
{
    public static StorageReading operator +(StorageReading left, StorageReading right) => new(
        left.ReadCalls + right.ReadCalls, left.WriteCalls + right.WriteCalls, left.ReadBytes + right.ReadBytes, left.WrittenBytes + right.WrittenBytes);

    /// <summary>What came since an earlier reading, never below nothing.</summary>
    internal StorageReading GrowthSince(StorageReading earlier) => new(
        Math.Max(0, ReadCalls - earlier.ReadCalls),
        Math.Max(0, WriteCalls - earlier.WriteCalls),
        Math.Max(0, ReadBytes - earlier.ReadBytes),
        Math.Max(0, WrittenBytes - earlier.WrittenBytes));
}
