using System.Globalization;

namespace Prony.Measurement.Machine;

/// <summary>How fast the CPUs run, where the kernel tells: rarely in a virtual machine. Pure reads; thread-safe.</summary>
public static class CpuFrequency
{
    /// <summary>Reading a frequency may wake the CPU that it is of: more than so many would disturb what is measured.</summary>
    private const int MostCpus = 16;

    private const string CpuFolder = "/sys/devices/system/cpu";

    private static readonly string[] Folders = [.. Affinity.UsableCpuNumbers().Take(MostCpus)
        .Select(cpu => string.Create(CultureInfo.InvariantCulture, $"{CpuFolder}/cpu{cpu}")).Where(folder => File.Exists(folder + "/cpufreq/scaling_cur_freq"))];

    private static readonly string[] Throttles = [.. Affinity.UsableCpuNumbers().Take(MostCpus)
        .Select(cpu => string.Create(CultureInfo.InvariantCulture, $"{CpuFolder}/cpu{cpu}/thermal_throttle/core_throttle_count")).Where(File.Exists)];

    /// <summary>Whether frequencies can be read here.</summary>
    public static bool IsKnown => Folders.Length > 0;

    /// <summary>scaling_cur_freq of each CPU that this process may use (at most 16), kHz; empty where they cannot be read.</summary>
    public static IReadOnlyList<long> ReadKhz() => [.. Folders.Select(folder => ParseCount(KernelText.Read(folder + "/cpufreq/scaling_cur_freq"))).OfType<long>().Where(khz => khz > 0)];

    /// <summary>How often the CPUs were slowed for heat since the start of the machine; null where that is not counted.</summary>
    public static long? ReadThrottled() => Throttles.Length == 0 ? null : Throttles.Sum(file => ParseCount(KernelText.Read(file)) ?? 0);

    private static long? ParseCount(string? text) => long.TryParse(text?.Trim(), CultureInfo.InvariantCulture, out var count) ? count : null;
}
