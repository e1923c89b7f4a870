using Prony.Experiments.Running;
using Prony.Experiments.Tests.Verdicts;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Running;

/// <summary>What the trials of a run that was killed tell again.</summary>
public sealed class RunVerdictTests
{
    private static readonly PointRecord Many = new(500, null);

    [Fact]
    public void A_load_that_was_given_up_is_told_from_the_trials_alone()
    {
        var world = new World("a", "b");
        world.Plan = Planned(world.Plan, ["a", "b"]);
        for (var attempt = 1; attempt <= Participants.MostAttempts; attempt++)
        {
            foreach (var (candidate, point) in new[] { ("a", World.HundredUsers), ("a", Many), ("b", World.HundredUsers), ("b", Many) })
            {
                world.Add(1, candidate, new Figures(1000), attempt, point: point);
            }
        }

        world.Change("b", trial => trial.Point == Many
            ? trial with { Gates = [new GateRecord("V01", 1, 0.5, GateState.Invalid)], Doubts = [new DoubtRecord("V01", GateState.Invalid, "The generator thread was busy.", "", "")] }
            : trial);
        var verdict = Build(world);

        verdict.Lost.ShouldHaveSingleItem().ShouldBe(new LostLoadRecord("b", "work", Many, "no valid window in 3 attempts of round 1. b: The generator thread was busy."));
        verdict.Skipped.ShouldBeEmpty();
    }

    [Fact]
    public void A_candidate_that_was_left_out_on_the_way_is_told_as_well()
    {
        var world = new World("a", "b", "c");
        var plan = Planned(world.Plan, ["a", "b", "c"]);
        world.Plan = plan with { Candidates = [plan.Candidates[0], plan.Candidates[1], plan.Candidates[2] with { Optional = true }] };
        foreach (var candidate in new[] { "a", "b" })
        {
            world.Add(1, candidate, new Figures(1000));
            world.Add(1, candidate, new Figures(1000), point: Many);
        }

        world.Fail(1, "c", TrialState.NotStarted, "no port.");
        Build(world).Skipped.ShouldHaveSingleItem().ShouldSatisfyAllConditions(c => c.Candidate.ShouldBe("c"), c => c.Reason.ShouldBe("no port."));
    }

    private static PlanRecord Planned(PlanRecord plan, string[] order) => plan with
    {
        Rounds = 2,
        Order = [order, order],
        RoundSeeds = [1, 2],
        Scenarios = [plan.Scenarios[0] with { Points = [World.HundredUsers, Many] }],
    };

    /// <summary>From a directory that holds no windows: only what trials say of candidates is asked here.</summary>
    private static VerdictRecord Build(World world)
    {
        var folder = Directory.CreateTempSubdirectory("prony-verdict");
        try
        {
            return RunVerdict.Build(new RunDirectory(folder.FullName), world.Plan, world.Trials, []);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
