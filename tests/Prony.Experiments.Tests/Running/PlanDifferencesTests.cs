using Prony.Experiments.Running;
using Prony.Experiments.Tests.Schemas;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Running;

public sealed class PlanDifferencesTests
{
    private static readonly PlanRecord Plan = SampleRecords.Plan;

    [Fact]
    public void The_same_experiment_at_another_time_and_place_is_the_same() => PlanDifferences.Between(Plan, Plan with
    {
        Run = "another",
        CreatedUtc = DateTimeOffset.UnixEpoch,
        Invocation = null,
        ExpectedS = 7,
        Visible = [new VisibleDifference(Metrics.Throughput, 0.02, DateTimeOffset.UnixEpoch)],
        Skipped = [],
    }).ShouldBeEmpty();

    [Fact]
    public void Each_difference_is_said_with_both_values()
    {
        PlanDifferences.Between(Plan, Plan with { Rounds = 8 }).ShouldBe(["rounds: 1 then, 8 now"]);
        PlanDifferences.Between(Plan, Plan with { Tool = new ToolRecord("prony", "9.9.9") }).ShouldBe([$"tool, version: {Plan.Tool.Version} then, 9.9.9 now"]);
        PlanDifferences.Between(Plan, Plan with { Machine = Plan.Machine with { Kernel = "7.0", Cpus = 64 } }).ShouldBe(["machine, kernel: kernel then, 7.0 now", "machine, cpus: 2 then, 64 now"]);
        PlanDifferences.Between(Plan, Plan with { Question = null }).ShouldBe(["question: why? then, none now"]);
        PlanDifferences.Between(Plan, Plan with { Phases = Plan.Phases with { MeasureS = 5 } }).ShouldBe(["phases, measure s: 2 then, 5 now"]);
    }

    [Fact]
    public void Files_are_named() => PlanDifferences.Between(
        Plan with { Definitions = new Dictionary<string, string> { ["a.yaml"] = "1", ["b.yaml"] = "2", ["same.yaml"] = "3" } },
        Plan with { Definitions = new Dictionary<string, string> { ["a.yaml"] = "2", ["c.yaml"] = "2", ["same.yaml"] = "3" } })
        .ShouldBe(["a.yaml was changed", "b.yaml is gone", "c.yaml is new"]);

    [Fact]
    public void What_follows_from_another_difference_is_not_repeated()
    {
        PlanDifferences.Between(Plan, Plan with { Seed = 2, Order = [["b", "a"]], RoundSeeds = [9] }).ShouldBe(["seed: 1 then, 2 now"]);
        PlanDifferences.Between(Plan, Plan with { Order = [["b", "a"]] }).ShouldBe(["order are not the same"]);
    }
}
