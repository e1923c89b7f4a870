using Prony.Experiments.Running;
using Prony.Measurement.Runs;
using Prony.Stacks.Accounting;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Running;

public sealed class WorkerTableTests
{
    [Fact]
    public void Workers_stand_in_the_order_of_their_cpu_in_the_window_and_a_new_one_counts_from_its_start()
    {
        var start = Condition(Process(1, cpuMs: 500), Process(2, cpuMs: 1000), Process(9, cpuMs: 10));
        var end = Condition(Process(1, cpuMs: 700), Process(2, cpuMs: 2500), Process(3, cpuMs: 300));
        var workers = WorkerTable.Of(start, end, Connections((1, 0, 7), (2, 12, 7), (3, 3, 7)));
        workers.Select(worker => (worker.Pid, worker.CpuS, worker.Connections)).ShouldBe([(2, 1.5, 12), (3, 0.3, 3), (1, 0.2, 0)]);
        workers[0].ShouldBe(new WorkerRecord(2, "python3", 1.5, 1 << 20, 3, 12));
    }

    [Fact]
    public void An_id_that_was_given_to_another_process_starts_from_nothing() =>
        WorkerTable.Of(Condition(Process(1, cpuMs: 500, startTicks: 1)), Condition(Process(1, cpuMs: 40, startTicks: 2)), null)
            .ShouldHaveSingleItem().ShouldBe(new WorkerRecord(1, "python3", 0.04, 1 << 20, 3, null));

    [Fact]
    public void At_most_64_are_kept() =>
        WorkerTable.Of(null, Condition([.. Enumerable.Range(1, 100).Select(pid => Process(pid, cpuMs: pid))]), null).Select(worker => worker.Pid)
            .ShouldBe(Enumerable.Range(37, 64).Reverse());

    [Fact]
    public void A_parent_that_hands_the_socket_to_its_workers_is_none_of_them()
    {
        var end = Condition(Process(1), Process(2, parent: 1), Process(3, parent: 1), Process(4, parent: 1));
        WorkerTable.SpreadOf(end, Connections((1, 0, 7), (2, 12, 7), (3, 13, 7), (4, 25, 7))).ShouldBe(new ConnectionSpread(3, 12, 25, 50));
        WorkerTable.SpreadOf(end, Connections((1, 5, 7), (2, 12, 7), (3, 13, 7), (4, 20, 7))).ShouldBe(new ConnectionSpread(4, 5, 20, 50), "it accepts too");
        WorkerTable.SpreadOf(end, Connections((1, 0, 7), (2, 0, 7), (3, 50, 7), (4, 0, 7))).ShouldBe(new ConnectionSpread(3, 0, 50, 50));
    }

    [Fact]
    public void Without_a_common_socket_or_without_connections_there_is_no_spread()
    {
        var end = Condition(Process(1), Process(2));
        WorkerTable.SpreadOf(end, null).ShouldBeNull();
        WorkerTable.SpreadOf(end, Connections((1, 5, 7), (2, 5, 8))).ShouldBeNull("each has its own");
        WorkerTable.SpreadOf(end, Connections((1, 0, 7), (2, 0, 7))).ShouldBeNull("nobody is connected");
        WorkerTable.SpreadOf(Condition(Process(1), Process(2, parent: 1)), Connections((1, 0, 7), (2, 5, 7))).ShouldBeNull("one worker");
    }

    private static ServiceCondition Condition(params ProcessReading[] processes) => new("web", 0, processes);

    private static ProcessReading Process(int pid, int cpuMs = 0, int parent = 0, long startTicks = 1) =>
        new(pid, startTicks, "python3", "python3.11", cpuMs * 1_000_000L, null) { Threads = 3, RssBytes = 1 << 20, ParentPid = parent };

    private static ServiceConnections Connections(params (int Pid, int Accepted, long Listener)[] processes) =>
        new("web", [.. processes.Select(process => new ProcessConnections(process.Pid, process.Accepted, [process.Listener]))]);
}
