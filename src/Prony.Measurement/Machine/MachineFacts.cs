using System.Globalization;
using Prony.Measurement.Clocks;

namespace Prony.Measurement.Machine;

/// <summary>What decides how well can be measured on this machine, read once. What the kernel does not tell is null.</summary>
public sealed record MachineFacts
{
    private const int ClockReadings = 2000;

    /// <summary>Most files that this process may have open; connections are files.</summary>
    public long OpenFiles { get; init; }

    /// <summary>Ports that the kernel gives to connections.</summary>
    public LocalPorts? Ports { get; init; }

    /// <summary>Closed connections whose port rests (TIME_WAIT), of everybody in this network namespace.</summary>
    public long? TimeWait { get; init; }

    /// <summary>How the CPUs choose their frequency; several are joined by a plus sign.</summary>
    public string? Governor { get; init; }

    /// <summary>What the kernel takes its time from.</summary>
    public string? ClockSource { get; init; }

    /// <summary>Smallest step of the clock that was seen, nanoseconds.</summary>
    public long ClockStepNs { get; init; }

    /// <summary>What a reading of the clock costs, nanoseconds.</summary>
    public double ClockReadNs { get; init; }

    /// <summary>Longest queue of a listening socket that the kernel allows (net.core.somaxconn).</summary>
    public long? Somaxconn { get; init; }

    /// <summary>CPUs that this process may use.</summary>
    public int Cpus { get; init; }

    /// <summary>Share of the time since boot that the hypervisor gave to other guests although this one wanted to run.</summary>
    public double? StealShare { get; init; }

    /// <summary>All memory, bytes.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Memory that programs can have without swapping, bytes.</summary>
    public long? AvailableBytes { get; init; }

    /// <summary>Swapped out, bytes.</summary>
    public long? SwapUsedBytes { get; init; }

    /// <summary>This machine, now. Takes under a millisecond.</summary>
    public static MachineFacts Read()
    {
        var machine = MachineFingerprint.Read();
        var memory = KernelText.Read("/proc/meminfo") ?? "";
        var (step, cost) = TimeTheClock();
        return new MachineFacts
        {
            OpenFiles = ProcessLimits.OpenFiles(),
            Ports = LocalPorts.Read(),
            TimeWait = ParseTimeWait(KernelText.Read("/proc/self/net/sockstat") ?? ""),
            Governor = machine.Governor == "unknown" ? null : machine.Governor,
            ClockSource = MachineFingerprint.ClockSource(),
            ClockStepNs = step,
            ClockReadNs = cost,
            Somaxconn = long.TryParse(KernelText.Read("/proc/sys/net/core/somaxconn"), CultureInfo.InvariantCulture, out var most) ? most : null,
            Cpus = Affinity.UsableCpus(),
            StealShare = KernelText.Read("/proc/stat") is not null && CpuTimes.ReadMachine() is { TotalS: > 0 } times ? times.StealS / times.TotalS : null,
            MemoryBytes = ParseKibibytes(memory, "MemTotal:"),
            AvailableBytes = ParseKibibytes(memory, "MemAvailable:"),
            SwapUsedBytes = ParseKibibytes(memory, "SwapTotal:") - ParseKibibytes(memory, "SwapFree:"),
        };
    }

    /// <summary>The figure behind "tw" in the line "TCP: inuse 15 orphan 0 tw 5139 alloc 18 mem 113" of sockstat; null when it is not there.</summary>
    internal static long? ParseTimeWait(string sockstat)
    {
        var words = sockstat.Split('\n').FirstOrDefault(line => line.StartsWith("TCP:", StringComparison.Ordinal))?.Split(' ') ?? [];
        var at = Array.IndexOf(words, "tw");
        return at >= 0 && at + 1 < words.Length && long.TryParse(words[at + 1], CultureInfo.InvariantCulture, out var count) ? count : null;
    }

    /// <summary>A line "SwapFree:  1024 kB" of meminfo, in bytes; null when it is not there.</summary>
    internal static long? ParseKibibytes(string memory, string name)
    {
        var words = memory.Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is [_, var figure, ..] && long.TryParse(figure, CultureInfo.InvariantCulture, out var kibibytes) ? kibibytes * 1024 : null;
    }

    private static (long StepNs, double CostNs) TimeTheClock()
    {
        var start = MonotonicClock.NowNs;
        var (before, step) = (start, long.MaxValue);
        for (var i = 0; i < ClockReadings; i++)
        {
            var now = MonotonicClock.NowNs;
            step = now > before ? Math.Min(step, now - before) : step;
            before = now;
        }

        return (step, (before - start) / (double)ClockReadings);
    }
}
