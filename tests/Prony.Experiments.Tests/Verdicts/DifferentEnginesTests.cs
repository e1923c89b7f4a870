using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Verdicts;

public sealed class DifferentEnginesTests
{
    [Fact]
    public void Loads_of_different_engines_give_no_ratio_and_say_why()
    {
        var world = new World("plain", "secure").Rounds(10, _ => new Figures(1000));
        world.Change("secure", trial => trial with { Load = trial.Load! with { Engine = EngineName.Portable } });

        var comparison = world.Comparison("secure");

        comparison.Verdict.ShouldBe(VerdictName.Invalid);
        comparison.Ratio.ShouldBeNull();
        comparison.Low.ShouldBeNull();
        comparison.Sentence.ShouldContain("their loads were made by different engines (portable with timestamps of the wire for secure in round 1 and raw with timestamps of the wire for plain in round 1)");
    }

    [Fact]
    public void Timestamps_of_calls_are_not_compared_with_those_of_the_wire()
    {
        var world = new World("one", "two").Rounds(10, _ => new Figures(1000));
        world.Change("one", trial => trial with { Load = trial.Load! with { Engine = EngineName.Portable } });
        world.Change("two", trial => trial with { Load = trial.Load! with { Engine = EngineName.Portable, Timestamps = TimestampsName.Call } });

        world.Comparison("two").Verdict.ShouldBe(VerdictName.Invalid);
        world.Comparison("two", Metrics.ResponseP50).Ratio.ShouldBeNull();
    }

    [Fact]
    public void One_engine_for_all_is_compared_whichever_it_is()
    {
        var world = new World("one", "two").Rounds(10, name => new Figures(name == "one" ? 1000 : 1500));
        foreach (var name in new[] { "one", "two" })
        {
            world.Change(name, trial => trial with { Load = trial.Load! with { Engine = EngineName.Portable } });
        }

        world.Comparison("two").Verdict.ShouldBe(VerdictName.Better);
    }
}
