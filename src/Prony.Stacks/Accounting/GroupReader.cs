using Prony.Measurement.Clocks;
using Prony.Stacks.Containment;

namespace Prony.Stacks.Accounting;

/// <summary>Sums over the processes of a service.</summary>
internal static class GroupReader
{
    internal static ServiceReading Read(string service, ServiceGroup group)
    {
        var live = group.ReadLive();
        var atNs = MonotonicClock.NowNs;
        return new ServiceReading(
            service,
            atNs,
            group.ReadCpuNs(live),
            live.Sum(static stat => stat.RssBytes),
            live.Count,
            live.Sum(static stat => stat.Threads)) { Switches = group.Switches.Read(live) };
    }

    internal static MemoryReading ReadMemory(string service, ServiceGroup group)
    {
        long pss = 0;
        long uss = 0;
        foreach (var stat in group.ReadLive())
        {
            var (pssBytes, ussBytes) = MemoryFile.Read(stat);
            pss += pssBytes;
            uss += ussBytes;
        }

        return new MemoryReading(service, pss, uss) { CgroupPeakBytes = group.ReadMemoryPeak() };
    }
}
