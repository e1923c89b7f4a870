using Prony.Experiments.Planning;
using Prony.Experiments.Tests.Files;
using Prony.Measurement.Machine;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Planning;

public sealed class PlacementTests : IDisposable
{
    private readonly FileSandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public void The_plan_says_which_cpus_are_whose_where_prony_starts_all_candidates()
    {
        var definition = _box.Read(FileSandbox.Experiment).Value!;
        var plan = Planner.Plan(definition, "run", ["a", "b"], [], preview: false, TimeProvider.System);
        var expected = CpuPlacement.Of(Affinity.UsableCpuNumbers());
        (plan.Placement?.Generator).ShouldBe(expected?.Generator);
        (plan.Placement?.Services).ShouldBe(expected?.Services);
    }

    [Fact]
    public void A_candidate_that_runs_already_has_its_cpus_from_elsewhere()
    {
        var definition = _box.Read("b: {stack: stacks/hello, with: {mode: slow}}", "b: {url: \"http://127.0.0.1:1\"}").Value!;
        Planner.Plan(definition, "run", ["a", "b"], [], preview: false, TimeProvider.System).Placement.ShouldBeNull();
    }
}
