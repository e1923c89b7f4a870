using System.Globalization;
using Prony.Measurement.Clocks;
using Prony.Stacks.Processes;
using Prony.Stacks.Supervision;

namespace Prony.Stacks.Readiness;

/// <summary>Whether an instance that shares a listening socket with others takes connections from it, which no question to the port can tell.</summary>
/// <remarks>
/// Three signs, each enough: it has accepted a connection; it waits for the socket in an epoll set (asyncio, nginx, Node; proc(5) on fdinfo lists what a set
/// holds); or its processes, one of which has the socket open, used less than 40 ms of CPU in 400 ms twice running, as a worker does that waits in accept.
/// Not thread-safe.
/// </remarks>
internal sealed class TakingPart(InstanceTree tree, int port)
{
    /// <summary>Longer a start that holds the socket hardly takes; by then a busy machine may have shown no sign.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private const int QuietPeriodsNeeded = 2;
    private static readonly long PeriodNs = MonotonicClock.ToNs(TimeSpan.FromMilliseconds(400));
    private static readonly long QuietNs = MonotonicClock.ToNs(TimeSpan.FromMilliseconds(40));

    private (long AtNs, long CpuNs, int Processes)? _before;
    private int _quiet;

    /// <summary>At the last look a process of it had the socket open.</summary>
    internal bool HoldsSocket { get; private set; }

    internal bool Look()
    {
        var listening = ListenerTable.Find(port).Select(static listener => listener.Inode).ToHashSet();
        var live = tree.Look();
        var holders = live.Where(stat => ProcFiles.OpenSockets(stat.Pid)?.Overlaps(listening) != false).ToList();
        HoldsSocket = holders.Count > 0;
        return HoldsSocket && (HasAccepted(holders) || holders.Exists(stat => WaitsFor(stat.Pid, listening)) || IsQuiet(live));
    }

    private bool HasAccepted(List<ProcessStat> holders)
    {
        var accepted = EstablishedSockets.On(port);
        return holders.Exists(stat => ProcFiles.OpenSockets(stat.Pid)?.Overlaps(accepted) == true);
    }

    private bool IsQuiet(IReadOnlyList<ProcessStat> live)
    {
        var now = (MonotonicClock.NowNs, live.Sum(static stat => stat.CpuNs), live.Count);
        if (_before is not { } before)
        {
            _before = now;
            return false;
        }

        if (now.NowNs - before.AtNs < PeriodNs)
        {
            return false;
        }

        var isQuiet = now.Count == before.Processes && (now.Item2 - before.CpuNs) * PeriodNs < QuietNs * (now.NowNs - before.AtNs);
        _quiet = isQuiet ? _quiet + 1 : 0;
        _before = now;
        return _quiet >= QuietPeriodsNeeded;
    }

    /// <summary>Whether an epoll set of the process holds one of the sockets: a line "tfd: 7 events: 19 data: 7 pos:0 ino:1a2b sdev:8".</summary>
    private static bool WaitsFor(int pid, HashSet<long> inodes)
    {
        try
        {
            foreach (var path in Directory.EnumerateFiles(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/fdinfo")))
            {
                if (File.ReadLines(path).Any(line => InodeOf(line) is { } inode && inodes.Contains(inode)))
                {
                    return true;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone, a descriptor closed meanwhile, or another user's: the next look, or another sign.
        }

        return false;
    }

    private static long? InodeOf(string line)
    {
        const string field = "ino:";
        if (!line.StartsWith("tfd:", StringComparison.Ordinal) || line.IndexOf(field, StringComparison.Ordinal) is not (> 0 and var at))
        {
            return null;
        }

        var text = line.AsSpan(at + field.Length);
        var end = text.IndexOf(' ');
        return long.TryParse(end < 0 ? text : text[..end], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var inode) ? inode : null;
    }
}
