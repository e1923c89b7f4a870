using Prony.Experiments.Limits;
using Prony.Stacks.Accounting;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Limits;

public sealed class ServiceUsesTests
{
    private const long S = 1_000_000_000;

    [Fact]
    public void A_worker_that_is_replaced_is_gone_and_its_successor_came()
    {
        var use = Use([1, 2, 3], [1, 2, 3], [1, 2, 9]);

        use.Gone.ShouldBe(["3 worker"]);
        use.Came.ShouldBe(["9 worker"]);
        use.Lost.ShouldBe(1);
    }

    [Fact]
    public void A_child_of_a_single_request_is_no_worker_although_it_lived_at_the_windows_start()
    {
        var use = Use([1], [1, 50, 51], [1, 77]);

        use.Gone.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(S, 1)]
    public void A_process_that_went_for_good_is_lost_when_it_had_worked(long cpuNs, int lost)
    {
        var use = ServiceUses.Of(
            [Condition(0, Of([1, 2]))], [Condition(0, Process(1, 10), Process(2, 10) with { CpuNs = cpuNs })], [Condition(S, Of([1]))], _ => null).Single();

        (use.Gone.Count, use.Lost).ShouldBe((1, lost));
    }

    [Fact]
    public void A_number_that_is_used_again_is_another_process()
    {
        var use = ServiceUses.Of(
            [Condition(0, Process(1, 10), Process(2, 10))],
            [Condition(0, Process(1, 10), Process(2, 10))],
            [Condition(2 * S, Process(1, 10), Process(2, 500))],
            _ => 1).Single();

        use.Gone.ShouldBe(["2 worker"]);
        use.Cores.ShouldBe(0.5, 1e-9);
    }

    [Fact]
    public void CPU_of_processes_and_threads_is_what_the_window_added()
    {
        var start = Condition(0, Process(1, 10) with { CpuNs = 5 * S, ThreadCpuNs = new Dictionary<int, long> { [1] = 4 * S, [2] = S } });
        var end = Condition(2 * S, Process(1, 10) with { CpuNs = 7 * S, Program = "python3.11", ThreadCpuNs = new Dictionary<int, long> { [1] = 4 * S, [2] = 2 * S, [3] = S } });

        var process = ServiceUses.Of([start], [start], [end], _ => null).Single().Processes.ShouldHaveSingleItem();

        (process.Program, process.Cores, process.BusiestThreadCores).ShouldBe(("python3.11", 1.0, 0.5));
    }

    [Fact]
    public void Bounds_are_those_of_the_windows_end_and_counters_their_difference()
    {
        var start = Condition(0, Process(1, 10)) with { Throttle = new ThrottleReading(10, S, 0.5) };
        var end = Condition(2 * S, Process(1, 10)) with
        {
            Throttle = new ThrottleReading(25, 3 * S, 0.5),
            Files = new OpenFilesReading(1, 90, 100),
            Queue = new QueueReading(3, 128),
            Respawns = true,
        };

        var use = ServiceUses.Of([], [start], [end], _ => null).Single();

        (use.HeldPeriods, use.HeldS, use.CpuLimitCores).ShouldBe((15, 2.0, 0.5));
        (use.OpenFiles, use.OpenFilesLimit, use.QueueWaiting, use.QueueLength, use.Respawns).ShouldBe((90, 100, 3, 128, true));
        ServiceUses.Of([], [start with { Throttle = null }], [end], _ => null).Single().HeldPeriods.ShouldBeNull();
    }

    private static Prony.Experiments.Gates.ServiceUse Use(int[] before, int[] start, int[] end) => ServiceUses.Of(
        [Condition(0, Of(before))], [Condition(0, Of(start))], [Condition(S, Of(end))], _ => null).Single();

    private static ProcessReading[] Of(int[] pids) => [.. pids.Select(pid => Process(pid, 10))];

    private static ServiceCondition Condition(long atNs, params ProcessReading[] processes) => new("web", atNs, processes);

    private static ProcessReading Process(int pid, long startTicks) => new(pid, startTicks, "worker", null, 0, null) { Threads = 1 };
}
