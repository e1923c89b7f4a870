using Prony.Experiments.Doctoring;
using Prony.Measurement.Machine;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Doctoring;

public sealed class MachineCheckupTests
{
    private static readonly MachineFacts Good = new()
    {
        OpenFiles = 20_000,
        Ports = new LocalPorts(28_232, ReusedOnLoopback: true),
        TimeWait = 12,
        Governor = "performance",
        ClockSource = "tsc",
        ClockStepNs = 20,
        ClockReadNs = 25,
        Somaxconn = 4096,
        Cpus = 8,
        StealShare = 0,
        MemoryBytes = 16L << 30,
        AvailableBytes = 12L << 30,
        SwapUsedBytes = 0,
    };

    [Fact]
    public void On_a_good_machine_nothing_is_to_be_done()
    {
        var findings = MachineCheckup.Judge(Good, CpuSourceName.CgroupV2);
        findings.ShouldAllBe(finding => finding.State == DoctorState.Ok && finding.Why == null && finding.Advice == null);
        findings.Select(finding => finding.What).ShouldBe(
            ["CPUs", "steal", "governor", "clock", "memory", "swap", "open files", "local ports", "TIME_WAIT", "backlog", "control groups"]);
        findings.Single(finding => finding.What == "clock").Seen.ShouldBe("tsc, steps of 20 ns, 25 ns a reading");
    }

    [Fact]
    public void What_the_kernel_does_not_tell_is_no_reproach()
    {
        var untold = Good with { Ports = null, TimeWait = null, Governor = null, ClockSource = null, Somaxconn = null, StealShare = null, MemoryBytes = null, AvailableBytes = null, SwapUsedBytes = null };
        MachineCheckup.Judge(untold, CpuSourceName.CgroupV1).ShouldAllBe(finding => finding.State == DoctorState.Ok);
    }

    public static TheoryData<string, MachineFacts, string, string> Bad => new()
    {
        { "CPUs", Good with { Cpus = 2 }, "2 usable CPUs", "4 CPUs or more" },
        { "steal", Good with { StealShare = 0.05 }, "5 % of the time since boot", "host is quiet" },
        { "governor", Good with { Governor = "powersave" }, "powersave", "cpupower frequency-set" },
        { "clock", Good with { ClockSource = "hpet" }, "hpet", "available_clocksource" },
        { "clock", Good with { ClockReadNs = 1500 }, "1500 ns a reading", "available_clocksource" },
        { "memory", Good with { AvailableBytes = 200L << 20 }, "200 MiB of 16.0 GiB", "larger machine" },
        { "swap", Good with { SwapUsedBytes = 1L << 30 }, "1.00 GiB swapped out", "swapoff" },
        { "open files", Good with { OpenFiles = 1024 }, "at most 1,024", "ulimit -n 65536" },
        { "local ports", Good with { Ports = new LocalPorts(5000, true) }, "5,000; a closed connection's rests 1 s on loopback", "ip_local_port_range" },
        { "local ports", Good with { Ports = new LocalPorts(28_232, false) }, "rests 60 s", "tcp_tw_reuse=2" },
        { "TIME_WAIT", Good with { Ports = new LocalPorts(28_232, false), TimeWait = 20_000 }, "20,000 connections", "Wait a minute" },
        { "backlog", Good with { Somaxconn = 128 }, "at most 128", "net.core.somaxconn=4096" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void What_makes_results_suffer_is_told_with_what_to_do(string what, MachineFacts facts, string seen, string advice)
    {
        var finding = MachineCheckup.Judge(facts, CpuSourceName.CgroupV2).Single(f => f.What == what);
        finding.State.ShouldBe(DoctorState.Warn);
        finding.Seen.ShouldContain(seen);
        finding.Why.ShouldNotBeNullOrEmpty();
        finding.Advice!.ShouldContain(advice);
    }

    [Theory]
    [InlineData(CpuSourceName.Proc, DoctorState.Warn, "Run as root")]
    [InlineData("Starting servers needs Linux", DoctorState.Missing, "Run Prony on Linux")]
    public void Without_control_groups_it_is_told_what_is_lost(string source, string state, string advice)
    {
        var finding = MachineCheckup.Judge(Good, source)[^1];
        (finding.What, finding.State).ShouldBe(("control groups", state));
        finding.Advice!.ShouldContain(advice);
    }

    [Theory]
    [InlineData("Python 3.11.2\n", "3.11.2")]
    [InlineData("nginx version: nginx/1.22.1", "1.22.1")]
    [InlineData("psql (PostgreSQL) 15.18 (Debian 15.18-0)", "15.18")]
    [InlineData("no number", null)]
    public void A_version_is_the_first_number_with_a_point(string output, string? version) => ToolVersions.Find(output).ShouldBe(version);

    [Fact]
    public async Task The_programs_of_this_machine_are_named() =>
        (await ToolVersions.ReadAsync(CancellationToken.None)).Seen.ShouldContain("dotnet ");   // the version follows unless the machine is busy
}
