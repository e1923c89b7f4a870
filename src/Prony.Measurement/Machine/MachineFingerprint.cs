using System.Globalization;
using System.Runtime.InteropServices;
using Prony.Measurement.Runs;

namespace Prony.Measurement.Machine;

/// <summary>Reads what must be the same for two runs to be comparable: hardware, kernel, clock, governor.</summary>
public static class MachineFingerprint
{
    private const string Unknown = "unknown";
    private const string CpuFolder = "/sys/devices/system/cpu";

    /// <summary>This machine, now. What it does not tell is "unknown" or 0; never fails.</summary>
    public static MachineRecord Read() => new(
        Os: OsName(KernelText.Read("/etc/os-release") ?? "") ?? RuntimeInformation.OSDescription,
        Kernel: KernelText.Read("/proc/sys/kernel/osrelease")?.Trim() ?? Environment.OSVersion.VersionString,
        Cpu: CpuModel(KernelText.Read("/proc/cpuinfo") ?? "") ?? RuntimeInformation.OSArchitecture.ToString(),
        Cpus: KernelText.Read(CpuFolder + "/online") is { } online ? Affinity.ParseList(online).Count : Environment.ProcessorCount,
        MemoryBytes: MemoryBytes(KernelText.Read("/proc/meminfo") ?? ""),
        Runtime: RuntimeInformation.FrameworkDescription,
        Cgroup: CgroupKind(KernelText.Read("/proc/mounts") ?? ""),
        ClockSource: ClockSource() ?? Unknown,
        Governor: Governor(ReadGovernors()));

    /// <summary>What the kernel takes its time from ("tsc"); null where it does not tell.</summary>
    public static string? ClockSource() => KernelText.Read("/sys/devices/system/clocksource/clocksource0/current_clocksource")?.Trim();

    /// <summary>PRETTY_NAME of os-release(5), without its quotes; null when there is none.</summary>
    internal static string? OsName(string osRelease) => ValueOf(osRelease, "PRETTY_NAME", '=')?.Trim('"', '\'');

    /// <summary>The model of the first CPU in /proc/cpuinfo; null where the architecture does not name it.</summary>
    internal static string? CpuModel(string cpuInfo) => ValueOf(cpuInfo, "model name", ':') ?? ValueOf(cpuInfo, "Model", ':');

    /// <summary>MemTotal of /proc/meminfo in bytes; 0 when it is not there.</summary>
    internal static long MemoryBytes(string memInfo)
    {
        var kibibytes = ValueOf(memInfo, "MemTotal", ':')?.Split(' ')[0];
        return long.TryParse(kibibytes, CultureInfo.InvariantCulture, out var value) ? value * 1024 : 0;
    }

    /// <summary>v2, hybrid (v1 controllers with a v2 tree beside them), v1 or none, from /proc/mounts.</summary>
    internal static string CgroupKind(string mounts)
    {
        var types = mounts.Split('\n').Select(line => line.Split(' ')).Where(fields => fields.Length > 2).Select(fields => fields[2]).ToHashSet();
        return (types.Contains("cgroup2"), types.Contains("cgroup")) switch
        {
            (true, true) => "hybrid",
            (true, false) => "v2",
            (false, true) => "v1",
            _ => "none",
        };
    }

    /// <summary>The governor of all CPUs; several are joined by a plus sign.</summary>
    internal static string Governor(IEnumerable<string> governors)
    {
        var distinct = governors.Distinct().Order(StringComparer.Ordinal).ToList();
        return distinct.Count == 0 ? Unknown : string.Join('+', distinct);
    }

    private static IEnumerable<string> ReadGovernors() => Affinity.UsableCpuNumbers()
        .Select(cpu => KernelText.Read(string.Create(CultureInfo.InvariantCulture, $"{CpuFolder}/cpu{cpu}/cpufreq/scaling_governor"))?.Trim())
        .OfType<string>();

    private static string? ValueOf(string text, string name, char separator)
    {
        foreach (var line in text.Split('\n'))
        {
            var at = line.IndexOf(separator, StringComparison.Ordinal);
            if (at > 0 && line[..at].Trim() == name)
            {
                return line[(at + 1)..].Trim();
            }
        }

        return null;
    }
}
