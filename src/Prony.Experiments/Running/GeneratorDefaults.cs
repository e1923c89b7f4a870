using Prony.Measurement.Machine;

namespace Prony.Experiments.Running;

/// <summary>What the generator does unless it is told otherwise; one place for <c>prony load</c> and <c>prony run</c>.</summary>
public static class GeneratorDefaults
{
    private const int MostConnections = 10_000;
    private const int DescriptorsKeptBack = 200;

    /// <summary>One thread for each CPU that the generator has to itself; one when it shares two or fewer with the server, half of them when it shares more.</summary>
    /// <param name="cpus">CPUs of the machine.</param>
    /// <param name="sharedWithServer">Whether the server runs on the same CPUs.</param>
    public static int Threads(int cpus, bool sharedWithServer) => sharedWithServer ? Math.Max(1, cpus / 2) : Math.Max(1, cpus);

    /// <summary>Most connections of the open model: min(10,000, open files allowed − 200), at least 1.</summary>
    public static int ConnectionLimit() => (int)Math.Clamp(ProcessLimits.OpenFiles() - DescriptorsKeptBack, 1, MostConnections);
}
