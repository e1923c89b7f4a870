using Prony.Stacks.Definitions;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Readiness;

public class SettledTests
{
    [Fact]
    public async Task A_server_whose_workers_still_start_is_ready_long_before_it_is_settled()
    {
        await using var bench = new StackBench();
        var program = """
            import os, threading, time
            def grow():
                for i in range(2):
                    time.sleep(0.6)
                    if os.fork() == 0: time.sleep(3600)
            threading.Thread(target=grow, daemon=True).start()

            """ + Programs.Server;
        await using var stack = await bench.StartAsync(bench.Python(program, "port", "{port}")
            with { Settled = new SettledDefinition(), Processes = "3" });
        stack.Times.SettledInTime.ShouldBeTrue();
        stack.Read()[0].Processes.ShouldBe(3);
        (stack.Times.Settled - stack.Times.Ready).ShouldBeGreaterThan(TimeSpan.FromSeconds(1.5));
    }

    [Fact]
    public async Task A_server_that_stays_busy_is_not_settled_in_time_unless_that_is_allowed()
    {
        await using var bench = new StackBench();
        var program = """
            import threading, time
            def busy():
                while True: pass
            threading.Thread(target=busy, daemon=True).start()

            """ + Programs.Server;
        var service = bench.Python(program, "port", "{port}");
        await using (var stack = await bench.StartAsync(service with { Settled = new SettledDefinition(Within: TimeSpan.FromSeconds(1)) }))
        {
            stack.Times.SettledInTime.ShouldBeFalse();
        }

        await using (var stack = await bench.StartAsync(service with { Settled = new SettledDefinition(Cpu: TimeSpan.FromSeconds(10)) }))
        {
            stack.Times.SettledInTime.ShouldBeTrue();
        }

        await using (var stack = await bench.StartAsync(service))
        {
            stack.Times.SettledInTime.ShouldBeTrue();
            stack.Times.Settled.ShouldBe(stack.Times.Ready);
        }
    }

    [Fact]
    public async Task Processes_that_never_come_are_waited_for_only_so_long()
    {
        await using var bench = new StackBench();
        await using var stack = await bench.StartAsync(bench.Python(Programs.Server, "port", "{port}")
            with { Settled = new SettledDefinition(Within: TimeSpan.FromSeconds(1)), Processes = "{1 + cpus}" });
        stack.Times.SettledInTime.ShouldBeFalse();
    }
}
