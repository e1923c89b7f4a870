using System.Text.Json;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Running;

/// <summary>How long it will take, and when it may end.</summary>
public sealed class PlanTests : IDisposable
{
    private readonly Workspace _work = new();

    [Fact]
    public void The_plan_can_be_seen_without_starting_anything()
    {
        _work.WriteExperiment("ok", "slow", rounds: "10", measure: "20s");
        var result = _work.Run("run", "experiment.yaml", "--plan", "--json", "plan.json");
        result.ExitCode.ShouldBe(0, result.ToString());
        result.Output.ShouldContain("10 rounds × 2 candidates × 1 load = 20 trials, about 7 min 40 s");
        _work.Runs.ShouldBeEmpty();

        using var plan = JsonDocument.Parse(File.ReadAllText(_work.PathOf("plan.json")));
        plan.RootElement.GetProperty("expected_s").GetDouble().ShouldBe(20 * (0.1 + 0.3 + 20 + 0.1 + 2.5), 1e-6);
    }

    [Fact]
    public void A_plan_until_decided_states_its_looks()
    {
        _work.WriteExperiment("ok", "slow");
        var result = _work.Run("run", "experiment.yaml", "--until-decided", "--plan");
        result.ExitCode.ShouldBe(0, result.ToString());
        result.Output.ShouldContain("6 to 24 rounds × 2 candidates × 1 load = at most 48 trials");
        result.Output.ShouldContain("looks after 6 (alpha 0.005), 10 (0.01), 16 (0.02), 24 (0.03)");

        var both = _work.Run("run", "experiment.yaml", "--until-decided", "--rounds", "8");
        both.ExitCode.ShouldBe(2, both.ToString());
        both.Error.ShouldContain("--until-decided: it excludes --rounds");
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_run_until_decided_ends_at_a_look()
    {
        _work.WriteExperiment("ok", "slow", rounds: "until-decided", measure: "500ms");
        using var tool = _work.Start("run", "experiment.yaml");
        var result = tool.WaitForEnd(TimeSpan.FromMinutes(4));
        var run = _work.Runs.ShouldHaveSingleItem();
        using var plan = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "plan.json")));
        plan.RootElement.GetProperty("looks").EnumerateArray().Select(look => look.GetProperty("round").GetInt32()).ShouldBe([6, 10, 16, 24]);
        plan.RootElement.GetProperty("order").GetArrayLength().ShouldBe(24);
        plan.RootElement.GetProperty("round_seeds").GetArrayLength().ShouldBe(24);

        if (result.ExitCode == 5)
        {
            // Others keep the machine so busy that no window can be used: then there is nothing to look at, and the run says so.
            result.Error.ShouldContain("gave no valid trial");
            return;
        }

        using var verdict = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "verdict.json")));
        var look = verdict.RootElement.GetProperty("look");
        look.GetProperty("ended").GetBoolean().ShouldBeTrue(result.ToString());
        var rounds = look.GetProperty("round").GetInt32();
        rounds.ShouldBeOneOf(6, 10, 16, 24);
        Directory.GetDirectories(Path.Combine(run, "trials")).Select(trial => Path.GetFileName(trial)[..3]).Distinct().Count().ShouldBe(rounds);
        result.Output.ReplaceLineEndings(" ").ShouldContain($"look after round {rounds}");
        result.Output.ShouldNotContain("INCOMPLETE");

        var resumed = _work.Run("run", "--resume", run);
        resumed.Error.ShouldContain("Nothing is left to do");
    }

    public void Dispose() => _work.Dispose();
}
