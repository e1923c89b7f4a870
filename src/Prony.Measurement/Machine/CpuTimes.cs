using System.Globalization;

namespace Prony.Measurement.Machine;

/// <summary>CPU seconds of the whole machine since it started, summed over its CPUs.</summary>
/// <param name="BusyS">Spent in programs, the kernel and interrupts, guests included.</param>
/// <param name="StealS">Wanted, and given to other guests by the hypervisor.</param>
/// <param name="TotalS">All time: busy, stolen, idle and waiting for I/O.</param>
public readonly record struct CpuTimes(double BusyS, double StealS, double TotalS)
{
    /// <summary>The part of <see cref="BusyS"/> in which the kernel served interrupts and sent and received packets: nobody's in particular. Default: 0.</summary>
    public double InterruptS { get; init; }

    /// <summary>Length of a tick of /proc/stat, seconds: what is shorter is seen by chance.</summary>
    public static double TickS => 1.0 / NativeSystem.TicksPerSecond();

    /// <summary>Now: for subtracting two readings. Resolution one tick (10 ms) per CPU.</summary>
    /// <exception cref="PlatformNotSupportedException">There is no /proc/stat.</exception>
    public static CpuTimes ReadMachine() => KernelText.Read("/proc/stat") is { } stat
        ? Parse(stat, NativeSystem.TicksPerSecond())
        : throw new PlatformNotSupportedException("The CPU time of the machine is read from /proc/stat, which this system does not have.");

    /// <summary>The same by CPU, in the order of their numbers; empty where there is no /proc/stat.</summary>
    public static IReadOnlyList<CpuTimes> ReadCpus() => KernelText.Read("/proc/stat") is { } stat ? ParseCpus(stat, NativeSystem.TicksPerSecond()) : [];

    /// <summary>What came since an earlier reading.</summary>
    public CpuTimes Since(CpuTimes earlier) =>
        new(BusyS - earlier.BusyS, StealS - earlier.StealS, TotalS - earlier.TotalS) { InterruptS = InterruptS - earlier.InterruptS };

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

        return OfFields(fields, ticksPerSecond);
    }

    /// <summary>The lines <c>cpu0</c>, <c>cpu1</c> ... of /proc/stat.</summary>
    internal static IReadOnlyList<CpuTimes> ParseCpus(string stat, long ticksPerSecond) =>
    [
        .. stat.Split('\n')
            .Where(line => line.StartsWith("cpu", StringComparison.Ordinal) && line.Length > 3 && char.IsAsciiDigit(line[3]))
            .Select(line => OfFields(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), ticksPerSecond)),
    ];

    // name user nice system idle iowait irq softirq steal guest guest_nice
    private static CpuTimes OfFields(string[] fields, long ticksPerSecond)
    {
        // Guest time is part of user time already, so the fields behind steal are left out. Old kernels have fewer fields.
        var ticks = fields.Skip(1).Take(8).Select(f => long.Parse(f, CultureInfo.InvariantCulture)).ToArray();
        var total = ticks.Sum();
        var steal = ticks.ElementAtOrDefault(7);
        var notBusy = ticks[3] + ticks.ElementAtOrDefault(4) + steal;
        return new CpuTimes(
            (total - notBusy) / (double)ticksPerSecond,
            steal / (double)ticksPerSecond,
            total / (double)ticksPerSecond)
        {
            InterruptS = (ticks.ElementAtOrDefault(5) + ticks.ElementAtOrDefault(6)) / (double)ticksPerSecond,
        };
    }
}
