using Prony.Measurement.Machine;
using Shouldly;
using Xunit;

namespace Prony.Measurement.Tests.Machine;

public sealed class MachineTests
{
    [Fact]
    public void CPU_times_are_the_fields_of_proc_stat()
    {
        // user nice system idle iowait irq softirq steal guest guest_nice; a guest's time is in user already.
        var times = CpuTimes.Parse("cpu  1000 200 300 4000 50 6 7 80 900 100\ncpu0 1 1 1 1 1 1 1 1 1 1\nintr 5\n", 100);

        times.BusyS.ShouldBe(15.13, 1e-9);
        times.StealS.ShouldBe(0.80, 1e-9);
        times.TotalS.ShouldBe(56.43, 1e-9);
    }

    [Fact]
    public void Fewer_fields_and_other_ticks_are_read() =>
        CpuTimes.Parse("cpu 100 0 100 800\n", 1000).ShouldBe(new CpuTimes(0.2, 0, 1));

    [Theory]
    [InlineData("")]
    [InlineData("cpu0 1 2 3 4\n")]
    [InlineData("cpu 1 2\n")]
    public void A_text_without_the_line_is_refused(string stat) => Should.Throw<FormatException>(() => CpuTimes.Parse(stat, 100));

    [Fact]
    public void The_machine_is_busy_while_this_test_burns()
    {
        var before = CpuTimes.ReadMachine();
        BurnCpu(TimeSpan.FromSeconds(0.2));
        var after = CpuTimes.ReadMachine();

        // At most two ticks are lost at the ends.
        (after.BusyS - before.BusyS).ShouldBeGreaterThan(0.15);
        (after.TotalS - before.TotalS).ShouldBeGreaterThan(after.BusyS - before.BusyS - 0.001);
        after.StealS.ShouldBeGreaterThanOrEqualTo(before.StealS);
    }

    [Fact]
    public void A_tick_is_a_hundredth_of_a_second() => NativeSystem.TicksPerSecond().ShouldBe(100);

    [Theory]
    [InlineData("0\n", new[] { 0 })]
    [InlineData("0-1\n", new[] { 0, 1 })]
    [InlineData("0-2,5,10-11", new[] { 0, 1, 2, 5, 10, 11 })]
    [InlineData("\n", new int[0])]
    public void The_list_format_of_the_kernel_is_read(string list, int[] cpus) => Affinity.ParseList(list).ShouldBe(cpus);

    [Fact]
    public void The_allowed_CPUs_are_found_in_a_status_file()
    {
        Affinity.ParseAllowed("Name:\tx\nCpus_allowed:\t0e\nCpus_allowed_list:\t1-3\nMems_allowed:\t1\n").ShouldBe([1, 2, 3]);
        Affinity.ParseAllowed("Name:\tx\n").ShouldBeEmpty();
    }

    [Fact]
    public void This_process_may_use_at_least_one_and_no_more_than_there_are()
    {
        Affinity.UsableCpus().ShouldBeInRange(1, MachineFingerprint.Read().Cpus);
        Affinity.UsableCpuNumbers().ShouldBe(Affinity.UsableCpuNumbers().Order().Distinct());
    }

    [Fact]
    public void The_name_of_the_system_is_read_with_or_without_quotes()
    {
        MachineFingerprint.OsName("NAME=\"Debian\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n").ShouldBe("Debian GNU/Linux 12 (bookworm)");
        MachineFingerprint.OsName("PRETTY_NAME=Alpine\n").ShouldBe("Alpine");
        MachineFingerprint.OsName("").ShouldBeNull();
    }

    [Fact]
    public void The_processor_is_the_first_one_named()
    {
        const string Text = "processor\t: 0\nmodel\t\t: 17\nmodel name\t: AMD EPYC 7R13: fast\n\nprocessor\t: 1\nmodel name\t: other\n";

        MachineFingerprint.CpuModel(Text).ShouldBe("AMD EPYC 7R13: fast");
        MachineFingerprint.CpuModel("processor : 0\nModel : Raspberry Pi 5\n").ShouldBe("Raspberry Pi 5");
        MachineFingerprint.CpuModel("processor : 0\n").ShouldBeNull();
    }

    [Fact]
    public void Memory_is_in_bytes()
    {
        MachineFingerprint.MemoryBytes("MemTotal:        8039172 kB\nMemFree: 1 kB\n").ShouldBe(8039172L * 1024);
        MachineFingerprint.MemoryBytes("").ShouldBe(0);
    }

    [Theory]
    [InlineData("cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n", "v2")]
    [InlineData("cgroup /sys/fs/cgroup/cpu cgroup rw 0 0\ncgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0\n", "hybrid")]
    [InlineData("cgroup /sys/fs/cgroup/cpu cgroup rw,cpu 0 0\n", "v1")]
    [InlineData("proc /proc proc rw 0 0\n\n", "none")]
    public void The_kind_of_cgroup_tree_is_told_by_the_mounts(string mounts, string kind) =>
        MachineFingerprint.CgroupKind(mounts).ShouldBe(kind);

    [Fact]
    public void Governors_are_named_once_and_absence_is_unknown()
    {
        MachineFingerprint.Governor(["performance", "performance"]).ShouldBe("performance");
        MachineFingerprint.Governor(["powersave", "performance"]).ShouldBe("performance+powersave");
        MachineFingerprint.Governor([]).ShouldBe("unknown");
    }

    [Fact]
    public void This_machine_has_a_fingerprint()
    {
        var machine = MachineFingerprint.Read();

        machine.Cpus.ShouldBe(File.ReadLines("/proc/cpuinfo").Count(line => line.StartsWith("processor", StringComparison.Ordinal)));
        machine.MemoryBytes.ShouldBeGreaterThan(100_000_000);
        machine.Kernel.ShouldBe(File.ReadAllText("/proc/sys/kernel/osrelease").Trim());
        machine.Runtime.ShouldStartWith(".NET 10");
        new[] { machine.Os, machine.Cpu, machine.Cgroup, machine.ClockSource, machine.Governor }.ShouldAllBe(text => text.Trim().Length > 0);
        machine.ShouldBe(MachineFingerprint.Read());
    }

    private static void BurnCpu(TimeSpan time)
    {
        var process = System.Diagnostics.Process.GetCurrentProcess();
        var end = process.TotalProcessorTime + time;
        do
        {
            for (var i = 0; i < 100_000; i++)
            {
                _ = Math.Sqrt(i);
            }

            process.Refresh();
        }
        while (process.TotalProcessorTime < end);
    }
}
