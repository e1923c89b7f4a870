using Prony.Experiments.Running;
using Prony.Measurement.Runs;
using Prony.Stacks.Accounting;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Running;

/// <summary>Lists of processes, second by second, and what is told of them.</summary>
public sealed class WorkerWatchTests
{
    private static readonly LiveProcess Master = P(1, "gunicorn");
    private static readonly LiveProcess First = P(2, "worker", ageS: 60);

    [Fact]
    public void A_worker_that_went_and_its_successor_are_told()
    {
        var watch = new WorkerWatch(Now(Master, First));

        watch.Add(1, Now(Master, First)).ShouldBeEmpty();
        Words(watch.Add(2, Now(Master, P(3, "worker")))).ShouldBe([
            "worker-died web: 2 worker of web went 2.0 s after the load began, having lived 60.0 s.", "worker-started web: 3 worker of web came about 2.0 s after the load began.",
        ]);
        watch.Add(3, Now(Master, P(3, "worker"))).ShouldBeEmpty();
        watch.Counts.ShouldBe([new WorkerCount("web", 1, 1)]);
    }

    [Fact]
    public void A_successor_that_goes_too_has_died_as_well()
    {
        var watch = new WorkerWatch(Now(Master, First));

        watch.Add(1, Now(Master, P(3, "worker")));
        Words(watch.Add(2, Now(Master, P(4, "worker")))).ShouldBe([
            "worker-died web: 3 worker of web went 2.0 s after the load began.", "worker-started web: 4 worker of web came about 2.0 s after the load began.",
        ]);
        watch.Counts.ShouldBe([new WorkerCount("web", 2, 2)]);
    }

    [Fact]
    public void A_successor_may_come_later()
    {
        var watch = new WorkerWatch(Now(Master, First));
        watch.Add(1, Now(Master, First with { CpuNs = 50 }));

        Words(watch.Add(2, Now(Master))).ShouldHaveSingleItem().ShouldStartWith("worker-died");
        Words(watch.Add(3, Now(Master, P(3, "worker")))).ShouldHaveSingleItem().ShouldStartWith("worker-started");
    }

    [Fact]
    public void What_comes_and_goes_within_a_second_and_what_goes_idle_is_no_worker()
    {
        var watch = new WorkerWatch(Now(Master, First, P(9, "helper")));

        // A child of a request, a helper that did nothing, and a shell.
        watch.Add(1, Now(Master, First, P(3, "worker"), P(4, "sh"))).ShouldBeEmpty();
        watch.Add(2, Now(Master, First, P(4, "sh"))).ShouldBeEmpty();
        watch.Counts.ShouldBe([new WorkerCount("web", 0, 0)]);
    }

    [Fact]
    public void What_comes_without_need_has_started_when_it_stays_and_may_go_in_peace()
    {
        var watch = new WorkerWatch(Now(Master));

        watch.Add(1, Now(Master, P(3, "postgres"))).ShouldBeEmpty();
        Words(watch.Add(2, Now(Master, P(3, "postgres")))).ShouldHaveSingleItem().ShouldStartWith("worker-started web: 3 postgres");
        watch.Add(3, Now(Master)).ShouldBeEmpty();
        watch.Counts.ShouldBe([new WorkerCount("web", 0, 1)]);
    }

    [Fact]
    public void An_id_that_is_used_again_is_another_process() =>
        Words(new WorkerWatch(Now(Master, First)).Add(1, Now(Master, First with { StartTicks = 77, AgeNs = 0 }))).Count.ShouldBe(2);

    [Fact]
    public void Shells_are_no_workers() => new WorkerWatch(Now(Master, P(5, "sh"))).Add(1, Now(Master, P(6, "sh"))).ShouldBeEmpty();

    [Fact]
    public void Services_whose_workers_end_by_design_are_told_and_not_counted()
    {
        ServiceProcesses[] begin = [new("web", [Master, First], Respawns: true)];
        var watch = new WorkerWatch(begin);

        watch.Add(1, [new("web", [Master, P(3, "worker")], Respawns: true)]).Count.ShouldBe(2);
        watch.Counts.ShouldBeEmpty();
    }

    [Fact]
    public void Many_of_a_kind_are_summed_up()
    {
        var workers = Enumerable.Range(10, 30).Select(pid => P(pid, "worker")).ToArray();
        var watch = new WorkerWatch(Now([Master, .. workers]));

        watch.Add(1, Now([Master, P(99, "worker")])).Count(e => e.Kind == EventKind.WorkerDied).ShouldBe(20);
        Words(watch.Rest(2)).ShouldBe(["worker-died : 10 more went and are not told one by one."]);
        watch.Counts.ShouldBe([new WorkerCount("web", 30, 1)]);
    }

    [Fact]
    public void What_the_warm_up_lost_is_kept_apart()
    {
        var watch = new WorkerWatch(Now(Master, First));
        watch.Add(1, Now(Master, P(3, "worker")));

        watch.WindowStarted();
        watch.Add(2, Now(Master, P(4, "worker")));

        watch.BeforeWindow.ShouldBe([new WorkerCount("web", 1, 1)]);
        watch.Counts.ShouldBe([new WorkerCount("web", 2, 2)]);
    }

    private static LiveProcess P(int pid, string name, double ageS = 0) => new(pid, pid * 100, name, 0, (long)(ageS * 1e9));

    private static ServiceProcesses[] Now(params LiveProcess[] live) => [new("web", live, Respawns: false)];

    private static List<string> Words(IEnumerable<EventRecord> events) => [.. events.Select(e => $"{e.Kind} {e.Service}: {e.Text}")];
}
