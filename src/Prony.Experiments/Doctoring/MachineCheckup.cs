using System.Globalization;
using Prony.Measurement.Machine;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Doctoring;

/// <summary>Judges what was read of a machine: what is as it should be, what makes results suffer, what cannot be done.</summary>
/// <remarks>Pure. The limits are those at which gates of a run begin to doubt, or the defaults of files that a machine would cut short.</remarks>
public static class MachineCheckup
{
    /// <summary>Enough for a few thousand connections, which the files of a server and Prony share.</summary>
    private const long FewFiles = 4096;

    /// <summary>An ordinary kernel has 28,232.</summary>
    private const int FewPorts = 10_000;

    /// <summary>Of the ports: the rest must do for the load to come.</summary>
    private const double ManyResting = 0.5;

    /// <summary>The backlog that a stack file asks for by default.</summary>
    private const long DefaultBacklog = 2048;

    /// <summary>From here on the generator can have CPUs of its own.</summary>
    private const int EnoughCpus = 4;

    private const double MuchSteal = 0.01;
    private const long LittleMemory = 1L << 30;
    private const long MuchSwap = 64L << 20;
    private const double SlowClockNs = 1000;

    private static readonly string[] SlowSources = ["hpet", "acpi_pm", "jiffies"];

    /// <summary>All findings.</summary>
    /// <param name="facts">What was read.</param>
    /// <param name="containment">How servers are held together and their CPU is read here: one of <see cref="CpuSourceName"/>.</param>
    public static IReadOnlyList<DoctorFinding> Judge(MachineFacts facts, string containment)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return
        [
            Cpus(facts), Steal(facts), Governor(facts), Clock(facts), Memory(facts), Swap(facts),
            Files(facts), Ports(facts), Resting(facts), Backlog(facts), Containment(containment),
        ];
    }

    private static DoctorFinding Cpus(MachineFacts facts) => facts.Cpus >= EnoughCpus
        ? Ok("CPUs", CountText.Of(facts.Cpus, "usable CPU"))
        : Warn("CPUs", CountText.Of(facts.Cpus, "usable CPU"), "The generator and the server share them, so each takes time from the other.",
            $"Use a machine with {EnoughCpus} CPUs or more, or keep loads well below what the server can do.");

    private static DoctorFinding Steal(MachineFacts facts) => facts.StealShare switch
    {
        null => Ok("steal", "not told"),
        { } share when share > MuchSteal => Warn(
            "steal", $"{ShareText.Format(share)} of the time since boot", "The host gives the CPUs of this machine to others, and no figure tells when.",
            "Measure when the host is quiet, or on a machine of your own."),
        { } share => Ok("steal", $"{ShareText.Format(share)} of the time since boot"),
    };

    private static DoctorFinding Governor(MachineFacts facts) => facts.Governor switch
    {
        null => Ok("governor", "not told, as in most virtual machines"),
        "performance" => Ok("governor", "performance"),
        var other => Warn("governor", other, "The same work takes a different time from second to second while the frequency follows the load.",
            "Set it to performance for the run: cpupower frequency-set -g performance."),
    };

    private static DoctorFinding Clock(MachineFacts facts)
    {
        var seen = string.Create(
            CultureInfo.InvariantCulture, $"{facts.ClockSource ?? "source not told"}, steps of {facts.ClockStepNs} ns, {facts.ClockReadNs:0} ns a reading");
        return SlowSources.Contains(facts.ClockSource) || facts.ClockReadNs > SlowClockNs
            ? Warn("clock", seen, "A reading costs a microsecond or more, several times per request, and steps are coarse (gate V24).",
                "Use a machine whose TSC is stable (cat /sys/devices/system/clocksource/clocksource0/available_clocksource).")
            : Ok("clock", seen);
    }

    private static DoctorFinding Memory(MachineFacts facts)
    {
        if (facts is not { MemoryBytes: { } all, AvailableBytes: { } available })
        {
            return Ok("memory", "not told");
        }

        var seen = $"{ByteText.Format(available)} of {ByteText.Format(all)} available";
        return available < LittleMemory
            ? Warn("memory", seen, "Stacks with many processes need more, and a machine that reclaims memory measures that.", "End what uses it, or use a larger machine.")
            : Ok("memory", seen);
    }

    private static DoctorFinding Swap(MachineFacts facts) => facts.SwapUsedBytes switch
    {
        null => Ok("swap", "not told"),
        0 => Ok("swap", "nothing swapped out"),
        { } used when used > MuchSwap => Warn(
            "swap", $"{ByteText.Format(used)} swapped out", "What comes back from disk inside a window takes milliseconds that no server spent.",
            "Free memory, then swapoff -a && swapon -a, or measure without swap."),
        { } used => Ok("swap", $"{ByteText.Format(used)} swapped out"),
    };

    private static DoctorFinding Files(MachineFacts facts)
    {
        var seen = facts.OpenFiles == long.MaxValue ? "no limit" : $"at most {CountText.Of(facts.OpenFiles)}";
        return facts.OpenFiles < FewFiles
            ? Warn("open files", seen, "Connections are files: a load with more of them is refused, and servers that inherit the limit run out of it.", "Raise it before the run: ulimit -n 65536.")
            : Ok("open files", seen);
    }

    private static DoctorFinding Ports(MachineFacts facts)
    {
        if (facts.Ports is not { } ports)
        {
            return Ok("local ports", "not told");
        }

        var seen = $"{CountText.Of(ports.Count)}; a closed connection's rests {(ports.ReusedOnLoopback ? "1 s on loopback, 60 s elsewhere" : "60 s")}";
        const string why = "A server that closes each connection uses one per request, and a load that finds none is the generator's failure (gate V21).";
        return ports.Count < FewPorts ? Warn("local ports", seen, why, "Widen the range: sysctl -w net.ipv4.ip_local_port_range='10240 65535'.")
            : !ports.ReusedOnLoopback ? Warn("local ports", seen, why, "Let ports on loopback be used again after a second: sysctl -w net.ipv4.tcp_tw_reuse=2.")
            : Ok("local ports", seen);
    }

    private static DoctorFinding Resting(MachineFacts facts) => facts.TimeWait switch
    {
        null => Ok("TIME_WAIT", "not told"),
        { } resting when facts.Ports is { ReusedOnLoopback: false } ports && resting > ManyResting * ports.Count => Warn(
            "TIME_WAIT", $"{CountText.Of(resting, "connection")} closed within the last minute", "Their ports rest, so that few are left for a load that opens connections.", "Wait a minute."),
        { } resting => Ok("TIME_WAIT", $"{CountText.Of(resting, "connection")} closed within the last minute"),
    };

    private static DoctorFinding Backlog(MachineFacts facts) => facts.Somaxconn switch
    {
        null => Ok("backlog", "not told"),
        { } most when most < DefaultBacklog => Warn(
            "backlog", $"at most {CountText.Of(most)} (net.core.somaxconn)", $"Stack files ask for {CountText.Of(DefaultBacklog)} unless they say otherwise: connections beyond are dropped without an error (gate V18).",
            $"Raise it: sysctl -w net.core.somaxconn={DefaultBacklog * 2}."),
        { } most => Ok("backlog", $"at most {CountText.Of(most)} (net.core.somaxconn)"),
    };

    private static DoctorFinding Containment(string source) => source switch
    {
        CpuSourceName.CgroupV2 or CpuSourceName.CgroupV1 => Ok("control groups", $"{source}: CPU of every child is counted, and none can get away"),
        CpuSourceName.Proc => Warn(
            "control groups", "none that may be written: processes are found through /proc", "CPU of children that live shorter than a second is missed, and limits of CPU and memory cannot be set.",
            "Run as root, or let the service manager delegate a group: systemd-run --user --scope -p Delegate=yes prony ..."),
        _ => new DoctorFinding(
            "control groups", DoctorState.Missing, source, "Servers cannot be started on this system.", "Run Prony on Linux, or start servers yourself and give their addresses (url:)."),
    };

    private static DoctorFinding Ok(string what, string seen) => new(what, DoctorState.Ok, seen);

    private static DoctorFinding Warn(string what, string seen, string why, string advice) => new(what, DoctorState.Warn, seen, why, advice);
}
