using System.Globalization;
using Prony.Measurement.Clocks;
using Prony.Measurement.Machine;
using Prony.Stacks.Containment;
using Prony.Stacks.Processes;
using Prony.Stacks.Readiness;

namespace Prony.Stacks.Accounting;

/// <summary>Reads the condition of services: about 15 µs per process and thread.</summary>
internal static class ConditionReader
{
    /// <summary>A server with a thread per connection may have thousands: reading them all would cost more than a millisecond inside a window.</summary>
    private const int MostThreads = 256;

    /// <summary>Open files are counted of so many processes: of a pre-fork server each has its own.</summary>
    private const int MostForFiles = 16;

    /// <param name="service">Name of the service.</param>
    /// <param name="group">Its processes.</param>
    /// <param name="ports">Where it listens: one for each instance; 0 when unknown.</param>
    internal static ServiceCondition Read(string service, ServiceGroup group, IReadOnlyList<int> ports)
    {
        var live = group.ReadLive();
        var atNs = MonotonicClock.NowNs;
        var left = MostThreads;
        var processes = new List<ProcessReading>(live.Count);
        foreach (var stat in live)
        {
            left -= stat.Threads;
            processes.Add(new ProcessReading(
                stat.Pid, stat.StartTicks, stat.Name, ProgramOf(stat.Pid), stat.OwnCpuNs, left >= 0 ? ProcFiles.ThreadCpuNs(stat.Pid) : null)
            {
                Threads = stat.Threads,
                RssBytes = stat.RssBytes,
                ParentPid = stat.ParentPid,
            });
        }

        return new ServiceCondition(service, atNs, processes)
        {
            Throttle = group.ReadThrottle(),
            Files = live.Take(MostForFiles).Select(static stat => FilesOf(stat.Pid)).OfType<OpenFilesReading>().MaxBy(static files => files.Open / (double)files.Limit),
            Queue = ports.Where(static port => port != 0).Select(ListenQueues.Find).OfType<QueueReading>().MaxBy(static queue => queue.Waiting / (double)Math.Max(1, queue.Length)),
        };
    }

    private static string? ProgramOf(int pid)
    {
        try
        {
            return Path.GetFileName(new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/exe")).LinkTarget);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's, or gone.
            return null;
        }
    }

    private static OpenFilesReading? FilesOf(int pid) =>
        ProcessLimits.CountOpenFiles(pid) is { } open && ProcessLimits.OpenFiles(pid) is > 0 and var limit ? new OpenFilesReading(pid, open, limit) : null;
}
