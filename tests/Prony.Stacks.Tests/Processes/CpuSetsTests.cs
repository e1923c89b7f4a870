using Prony.Measurement.Machine;
using Prony.Stacks.Definitions;
using Prony.Stacks.Processes;
using Prony.Stacks.Supervision;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Processes;

public class CpuSetsTests
{
    [Fact]
    public void A_service_gets_what_it_asks_for_or_what_services_get()
    {
        CpuSets.Of("0,2", [1], [0, 1, 2], "web").ShouldBe([0, 2]);
        CpuSets.Of(null, [1], [0, 1, 2], "web").ShouldBe([1]);
        CpuSets.Of(null, null, [0, 1, 2], "web").ShouldBeNull();
        CpuSets.Prefix(null, "web").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2-1", "Service 'web' cannot be started: '2-1' is no list of CPUs. Expected numbers and ranges such as 0-3,8.")]
    [InlineData("1-4", "Service 'web' cannot be started: cpus names 3-4, but prony may use 0-2 of this machine.")]
    public void A_set_that_cannot_be_had_is_refused(string cpus, string message)
    {
        var error = Should.Throw<StackStartException>(() => CpuSets.Of(cpus, null, [0, 1, 2], "web"));
        error.Kind.ShouldBe(StartFailureKind.Invalid);
        error.Message.ShouldBe(message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_service_runs_on_its_cpus_only(bool byDefault)
    {
        await using var bench = new StackBench();
        var last = Affinity.UsableCpuNumbers()[^1];
        var service = bench.Python("import os; print('on', *os.sched_getaffinity(0), os.getpid(), flush=True)\n" + Programs.Server, "port", "{port}");
        var supervisor = new StackSupervisor(bench.Scope, Path.Combine(bench.Folder, "cache")) { ServiceCpus = byDefault ? [last] : null };
        var candidate = bench.Candidate(byDefault ? service : service with { Cpus = CpuList.Format([last]) });
        await using var stack = await supervisor.StartAsync(candidate, bench.Logs, CancellationToken.None);
        var words = stack.LogTail("web", 10).Single(static line => line.StartsWith("on ", StringComparison.Ordinal)).Split(' ');
        words[1..^1].ShouldBe([CpuList.Format([last])]);
        using var client = new HttpClient();
        (await client.GetStringAsync(new Uri(stack.Target, "/pid"))).ShouldBe(words[^1], "taskset became the program");
    }
}
