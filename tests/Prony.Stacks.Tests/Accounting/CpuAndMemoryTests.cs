using System.Globalization;
using Prony.Stacks.Accounting;
using Prony.Stacks.Processes;
using Prony.Stacks.Supervision;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Accounting;

public class CpuAndMemoryTests
{
    private static readonly HttpClient Client = new();

    public static TheoryData<string> Sources => [.. StackBench.Sources];

    /// <summary>Burns CPU until its own clock says so, which is exact on a loaded machine too; tells how much each process used.</summary>
    private const string Burn = """
        import os, sys, time
        def burn(seconds):
            while time.process_time() < seconds: pass
        """ + "\n";

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task A_known_amount_of_cpu_is_read(string source)
    {
        await using var bench = new StackBench(source);
        await using var stack = await bench.StartAsync(bench.Python(Burn + "burn(0.5)\n" + Programs.Server, "port", "{port}"));
        var cpuS = stack.Read()[0].CpuNs / 1e9;

        // Above 0.5: the interpreter's start and the server itself.
        cpuS.ShouldBeInRange(0.49, 1.5);
        var pid = int.Parse(await Client.GetStringAsync(new Uri(stack.Target, "/pid")), CultureInfo.InvariantCulture);
        ProcessStat.TryRead(pid, out var stat).ShouldBeTrue();
        (stack.Read()[0].CpuNs / 1e9).ShouldBe(stat.CpuNs / 1e9, tolerance: 0.05);
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task Cpu_of_children_that_were_waited_for_is_counted(string source)
    {
        await using var bench = new StackBench(source);
        var program = Burn + """
            for i in range(5):
                pid = os.fork()
                if pid == 0: start = time.process_time(); burn(start + 0.1); os._exit(0)
                os.waitpid(pid, 0)

            """ + Programs.Server;
        await using var stack = await bench.StartAsync(bench.Python(program, "port", "{port}"));
        (stack.Read()[0].CpuNs / 1e9).ShouldBeInRange(0.49, 1.5);
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task Cpu_of_a_living_double_forked_child_in_its_own_session_is_counted(string source)
    {
        await using var bench = new StackBench(source);
        var program = Burn + """
            if os.fork() == 0:
                os.setsid()
                if os.fork() != 0: os._exit(0)
                burn(0.4)
                open('burned', 'w').close()
                time.sleep(3600)
            os.wait()
            while not os.path.exists('burned'): time.sleep(0.01)

            """ + Programs.Server;
        await using var stack = await bench.StartAsync(bench.Python(program, "port", "{port}"));
        var reading = stack.Read()[0];
        reading.Processes.ShouldBe(2);
        (reading.CpuNs / 1e9).ShouldBeInRange(0.39, 1.5);
    }

    [Fact]
    public async Task Cpu_of_children_that_nobody_waited_for_is_counted_by_a_control_group()
    {
        if (StackBench.Sources.First() == "proc")
        {
            return;
        }

        await using var bench = new StackBench();
        var program = Burn + """
            import signal
            signal.signal(signal.SIGCHLD, signal.SIG_IGN)
            if os.fork() == 0: burn(time.process_time() + 0.4); open('burned', 'w').close(); os._exit(0)
            while not os.path.exists('burned'): time.sleep(0.01)

            """ + Programs.Server;
        await using var stack = await bench.StartAsync(bench.Python(program, "port", "{port}"));
        (stack.Read()[0].CpuNs / 1e9).ShouldBeInRange(0.39, 1.5);
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task Cpu_never_decreases_when_processes_end(string source)
    {
        await using var bench = new StackBench(source);
        var program = Burn + """
            if os.fork() == 0: burn(0.2); time.sleep(0.8); os._exit(0)

            """ + Programs.Server;
        await using var stack = await bench.StartAsync(bench.Python(program, "port", "{port}"));
        var before = 0L;
        for (var i = 0; i < 20; i++)
        {
            var now = stack.Read()[0].CpuNs;
            now.ShouldBeGreaterThanOrEqualTo(before);
            before = now;
            await Task.Delay(60);
        }

        before.ShouldBeGreaterThan(190_000_000);
        await stack.StopAsync();
        stack.Read()[0].CpuNs.ShouldBeGreaterThanOrEqualTo(before);
        stack.Read()[0].Processes.ShouldBe(0);
    }

    [Fact]
    public async Task Each_service_has_its_own_account()
    {
        await using var bench = new StackBench();
        var back = bench.Python(Programs.Server, "port", "{port}") with { Name = "back" };
        var front = bench.Python(Burn + "burn(0.4)\n" + Programs.Server, "port", "{port}") with { Name = "front" };
        await using var stack = await bench.Supervisor.StartAsync(bench.Candidate([back, front], "http://{front.address}"), bench.Logs, CancellationToken.None);
        var readings = stack.Read();
        readings.Select(static reading => reading.Service).ShouldBe(["back", "front"]);
        readings[0].CpuNs.ShouldBeLessThan(390_000_000);
        readings[1].CpuNs.ShouldBeGreaterThan(390_000_000);
    }

    [Fact]
    public async Task Pss_and_uss_agree_with_the_sum_over_smaps_and_shared_pages_count_once()
    {
        await using var bench = new StackBench();
        var program = """
            import os, time
            shared = bytearray(os.urandom(1)) * (64 << 20)
            for i in range(3):
                if os.fork() == 0: time.sleep(3600)

            """ + Programs.Server;
        await using var stack = await bench.StartAsync(bench.Python(program, "port", "{port}"));
        var tree = ProcFiles.ReadAll().Where(static stat => stat.IsAlive).ToList();
        var root = int.Parse(await Client.GetStringAsync(new Uri(stack.Target, "/pid")), CultureInfo.InvariantCulture);
        var pids = tree.Where(stat => stat.Pid == root || stat.ParentPid == root).Select(static stat => stat.Pid).ToList();
        pids.Count.ShouldBe(4);

        var memory = stack.ReadMemory().ShouldHaveSingleItem();
        var reading = stack.Read()[0];
        var (pss, uss) = MemoryFile.Parse(pids.SelectMany(static pid => File.ReadAllLines($"/proc/{pid}/smaps")));
        ((double)memory.PssBytes).ShouldBe(pss, tolerance: 2 << 20);
        ((double)memory.UssBytes).ShouldBe(uss, tolerance: 2 << 20);
        memory.PssBytes.ShouldBeInRange(64 << 20, 128 << 20);
        reading.RssBytes.ShouldBeGreaterThan(4L * (64 << 20));
    }

    [Fact]
    public async Task A_candidate_that_already_runs_is_read_by_its_process_id_and_never_stopped()
    {
        await using var bench = new StackBench();
        await using var running = await bench.StartAsync(bench.Python(Programs.Family, "port", "{port}"));
        var pid = int.Parse(await Client.GetStringAsync(new Uri(running.Target, "/pid")), CultureInfo.InvariantCulture);

        await using var remote = new RemoteStack(running.Target, pid);
        remote.CpuSource.ShouldBe("proc");
        remote.Services.ShouldBe(["remote"]);
        remote.FindDead().ShouldBeNull();
        var reading = remote.Read().ShouldHaveSingleItem();
        reading.Processes.ShouldBe(3, "the leader and the two children that are still its own");
        reading.CpuNs.ShouldBeGreaterThan(0);
        remote.ReadMemory().ShouldHaveSingleItem().PssBytes.ShouldBeGreaterThan(1_000_000);
        (await remote.StopAsync()).ShouldBeEmpty();
        (await Client.GetStringAsync(remote.Target)).ShouldBe("ok");

        await running.StopAsync();
        remote.FindDead().ShouldNotBeNull();
        remote.Read().ShouldHaveSingleItem().Processes.ShouldBe(0);
    }

    [Fact]
    public void A_candidate_that_already_runs_without_a_process_id_has_no_resources()
    {
        var remote = new RemoteStack(new Uri("http://127.0.0.1:1/"));
        remote.CpuSource.ShouldBe("none");
        remote.Read().ShouldBeEmpty();
        remote.ReadMemory().ShouldBeEmpty();
        remote.FindDead().ShouldBeNull();
        Should.Throw<StackStartException>(() => new RemoteStack(remote.Target, int.MaxValue)).Message.ShouldContain("2147483647");
    }

    [Fact]
    public void Smaps_rollup_is_parsed_by_its_names()
    {
        var (pss, uss) = MemoryFile.Parse(
        [
            "55d2-7ffd ---p 00000000 00:00 0    [rollup]",
            "Rss:                1000 kB",
            "Pss:                 300 kB",
            "Pss_Anon:             90 kB",
            "Private_Clean:        10 kB",
            "Private_Dirty:        20 kB",
            "Private_Hugetlb:       4 kB",
        ]);
        pss.ShouldBe(300 * 1024);
        uss.ShouldBe(34 * 1024);
    }
}
