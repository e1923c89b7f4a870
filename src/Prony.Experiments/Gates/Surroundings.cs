using Prony.Measurement.Machine;

namespace Prony.Experiments.Gates;

/// <summary>What the machine around one load did while its window lasted: differences of readings at the window's ends. Null and empty: the kernel did not tell.</summary>
public sealed record Surroundings
{
    /// <summary>Time between the readings, seconds, above 0.</summary>
    public required double LengthS { get; init; }

    /// <summary>The target is an IP address, so that it has ports and segments.</summary>
    public required bool IsTcp { get; init; }

    /// <summary>The target is this machine's own loopback.</summary>
    public required bool IsLoopback { get; init; }

    /// <summary>CPU times by CPU.</summary>
    public IReadOnlyList<CpuTimes> Cpus { get; init; } = [];

    /// <summary>How long everything that wanted to run waited for memory, nanoseconds.</summary>
    public long? MemoryWaitNs { get; init; }

    /// <summary>Files that this process had open at the window's end.</summary>
    public int? OpenFiles { get; init; }

    /// <summary>Most files that it may have open.</summary>
    public long OpenFilesLimit { get; init; }

    /// <summary>TCP in the window.</summary>
    public TcpCounters? Tcp { get; init; }

    /// <summary>TCP from the beginning of the load until the window: the warm-up. Zeros without one.</summary>
    public TcpCounters? TcpBefore { get; init; }

    /// <summary>The ports that connections are given.</summary>
    public LocalPorts? Ports { get; init; }

    /// <summary>What the kernel's clock is read from ("tsc").</summary>
    public string? ClockSource { get; init; }

    /// <summary>How much faster than the hardware the clock ran, in millionths.</summary>
    public double? ClockDriftPpm { get; init; }

    /// <summary>Highest ÷ lowest frequency of one CPU in the window, of the CPU in which they differ most; null where frequencies cannot be read.</summary>
    public double? FrequencyRatio { get; init; }

    /// <summary>How often a CPU was slowed for heat in the window; null where that is not counted.</summary>
    public long? Throttled { get; init; }

    /// <summary>Speed of a fixed loop after the load ÷ before it, less 1; null when it was not run, or other programs kept the CPUs too busy to tell.</summary>
    public double? SpeedChange { get; init; }

    /// <summary>Garbage collections of this process.</summary>
    public int Collections { get; init; }

    /// <summary>The longest pause of those collections that were seen (one reading a second), nanoseconds.</summary>
    public long LongestPauseNs { get; init; }

    /// <summary>How long the generator thread that waited most was ready to run and had no CPU, nanoseconds.</summary>
    public long? LongestWaitNs { get; init; }
}
