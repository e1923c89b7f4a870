using Prony.Experiments.Capacities;
using Prony.Experiments.Tests.Verdicts;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Capacities;

public class SaturationFinderTests
{
    private static readonly BottleneckRecord Cpu = new(BottleneckName.MachineCpu, "web", 1.9, 2, "web 1.80 of 2 cores: the CPUs were full.") { Cores = new Dictionary<string, double> { ["web"] = 1.8 }, Cpus = 2 };

    [Fact]
    public void What_the_windows_say_is_what_was_full() => SaturationFinder.Of([Trial(Cpu)])!.Resource.ShouldBe(BottleneckName.MachineCpu);

    [Fact]
    public void Connections_that_the_server_turned_away_go_before_a_full_machine()
    {
        var found = SaturationFinder.Of([Trial(Cpu, refused: 300, failed: 310)]).ShouldNotBeNull();
        found.Resource.ShouldBe(BottleneckName.Connections);
        found.Sentence.ShouldBe("300 of 310 failed requests ended with a connection that was refused, reset or closed. web 1.80 of 2 cores: the CPUs were full.");
    }

    [Fact]
    public void A_few_of_them_beside_other_failures_do_not()
    {
        SaturationFinder.Of([Trial(Cpu, refused: 10, failed: 300)])!.Resource.ShouldBe(BottleneckName.MachineCpu);
        SaturationFinder.Of([Trial(Cpu, refused: 1, failed: 1)])!.Resource.ShouldBe(BottleneckName.MachineCpu);
    }

    [Fact]
    public void A_queue_that_never_was_empty_speaks_where_nothing_was_full()
    {
        var nothing = new BottleneckRecord(BottleneckName.None, null, null, null, "nothing was full.") { Queues = [new QueueRecord("proxy", "queue", 16), new QueueRecord("pool", "waiting", 40)] };
        SaturationFinder.Of([Trial(nothing)])!.ShouldSatisfyAllConditions(
            found => found.Resource.ShouldBe(BottleneckName.Queue), found => found.Service.ShouldBe("pool"), found => found.Used.ShouldBe(40));
        SaturationFinder.Of([Trial(nothing with { Queues = [] })])!.Resource.ShouldBe(BottleneckName.None);
    }

    [Fact]
    public void Without_trials_nothing_is_known() => SaturationFinder.Of([]).ShouldBeNull();

    private static TrialRecord Trial(BottleneckRecord found, long refused = 0, long failed = 0)
    {
        var trial = new World("a").Add(1, "a", new Figures(1000) { Failed = failed });
        return trial with
        {
            Bottleneck = found,
            Load = trial.Load! with { Outcomes = trial.Load.Outcomes with { Refused = refused, Status = failed - refused } },
        };
    }
}
