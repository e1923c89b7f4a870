using System.Globalization;

namespace Prony.Measurement.Machine;

/// <summary>CPU seconds of the whole machine since it started, summed over its CPUs.</summary>
/// <param name="BusyS">Spent in programs, the kernel and interrupts, guests included.</param>
/// <param name="StealS">Wanted, and given to other guests by the hypervisor.</param>
/// <param name="TotalS">All time: busy, stolen, idle and waiting for I/O.</param>
public readonly record struct CpuTimes(double BusyS, double StealS, double TotalS)
{
    /// <summary>Now: for subtracting two readings. Resolution one tick (10 ms) per CPU.</summary>
    /// <exception cref="PlatformNotSupportedException">There is no /proc/stat.</exception>
    public static CpuTimes ReadMachine() => KernelText.Read("/proc/stat") is { } stat
        ? Parse(stat, NativeSystem.TicksPerSecond())
        : throw new PlatformNotSupportedException("The CPU time of the machine is read from /proc/stat, which this system does not have.");

    /// <summary>The <c>cpu</c> line of /proc/stat: user nice system idle iowait irq softirq steal guest guest_nice, in ticks (proc_stat(5)).</summary>
    /// <exception cref="FormatException">There is no such line.</exception>
    internal static CpuTimes Parse(string stat, long ticksPerSecond)
    {
        var line = stat.Split('\n').FirstOrDefault(l => l.StartsWith("cpu ", StringComparison.Ordinal));
        var fields = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields is null || fields.Length < 5)
        {
            throw new FormatException("/proc/stat has no 'cpu' line.");
        }

        // Guest time is part of user time already, so the fields behind steal are left out. Old kernels have fewer fields.
        var ticks = fields.Skip(1).Take(8).Select(f => long.Parse(f, CultureInfo.InvariantCulture)).ToArray();
        var total = ticks.Sum();
        var steal = ticks.ElementAtOrDefault(7);
        var notBusy = ticks[3] + ticks.ElementAtOrDefault(4) + steal;
        return new CpuTimes(
            (total - notBusy) / (double)ticksPerSecond,
            steal / (double)ticksPerSecond,
            total / (double)ticksPerSecond);
    }
}
