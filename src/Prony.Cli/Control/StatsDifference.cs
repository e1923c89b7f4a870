using Prony.Measurement.Clocks;
using Prony.Stacks.Keeping;
using Prony.Stacks.Supervision;

namespace Prony.Cli.Control;

/// <summary>What services use between two readings.</summary>
internal sealed class StatsDifference
{
    private readonly IReadOnlyList<ServiceStats> _before;
    private readonly long? _acceptedBefore;
    private readonly long _atNs = MonotonicClock.NowNs;

    /// <summary>Takes the first reading.</summary>
    public StatsDifference(IRunningStack stack)
    {
        _acceptedBefore = AcceptedConnections.ReadTotal();
        _before = stack.ReadStats();
    }

    /// <summary>Takes the second; a process that came in between is counted from its start.</summary>
    public StatsRecord Until(IRunningStack stack)
    {
        var seconds = MonotonicClock.ToSeconds(MonotonicClock.NowNs - _atNs);
        var accepted = AcceptedConnections.ReadTotal() - _acceptedBefore;
        return new StatsRecord(Math.Round(seconds, 3), accepted is { } count ? Rate(count, seconds) : null, [.. stack.ReadStats().Select(Compare)]);
    }

    private ServiceStatsRecord Compare(ServiceStats now)
    {
        var before = _before.FirstOrDefault(other => other.Service == now.Service);
        var elapsedNs = Math.Max(1, now.AtNs - (before?.AtNs ?? _atNs));
        var old = before?.Processes.ToDictionary(process => process.Pid) ?? [];
        List<ProcessStatsRecord> processes =
        [
            .. now.Processes.Select(process => new ProcessStatsRecord(
                process.Pid,
                process.Name,
                Math.Round(Math.Max(0, process.CpuNs - (old.GetValueOrDefault(process.Pid)?.CpuNs ?? 0)) / (double)elapsedNs, 3),
                process.PssBytes,
                process.RssBytes,
                Math.Round(process.Age.TotalSeconds, 1),
                process.Threads,
                process.Connections)),
        ];
        return new ServiceStatsRecord(
            now.Service,
            Math.Round(processes.Sum(process => process.CpuCores), 3),
            processes.Sum(process => process.RssBytes),
            processes.TrueForAll(process => process.PssBytes is not null) ? processes.Sum(process => process.PssBytes) : null,
            processes,
            [.. now.Sockets.Select(socket => Compare(socket, before, elapsedNs / 1e9))]);
    }

    private static SocketStatsRecord Compare(SocketStats now, ServiceStats? before, double seconds)
    {
        var old = before?.Sockets.FirstOrDefault(socket => socket.Port == now.Port)?.Peers;
        return new SocketStatsRecord(now.Port, now.IsManaged, now.Waiting, now.Length, Rate(now.Peers.Count(peer => old?.Contains(peer) != true), seconds));
    }

    private static double Rate(long count, double seconds) => Math.Round(count / Math.Max(seconds, 1e-9), 1);
}
