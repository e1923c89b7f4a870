using Prony.Experiments.Definitions;
using Prony.Experiments.Files;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Files;

public sealed class ExperimentOverridesTests
{
    private static readonly ExperimentDefinition Experiment =
        CommandLineExperiment.Build(["apple {port}", "pear {port}", "plum {port}"], null, null, "/").Value!;

    [Fact]
    public void Nothing_asked_changes_nothing() =>
        new ExperimentOverrides(false, [], null).Apply(Experiment).Value.ShouldBe(Experiment);

    [Fact]
    public void Quick_means_three_rounds_and_short_phases()
    {
        var quick = new ExperimentOverrides(true, [], null).Apply(Experiment).Value!;
        quick.Rounds.ShouldBe(3);
        quick.Phases.ShouldBe(new PhaseLengths(1, 1, null, 0.5, 0.5));
    }

    [Fact]
    public void Quick_ends_the_window_after_a_second_even_where_a_count_of_requests_would()
    {
        var scenario = Experiment.Scenarios[0];
        var counted = Experiment with { Scenarios = [scenario with { Points = [scenario.Points[0] with { Requests = 1000 }] }] };
        new ExperimentOverrides(true, [], null).Apply(counted).Value!.Scenarios[0].Points.ShouldBe(scenario.Points);
        new ExperimentOverrides(false, [], null).Apply(counted).Value.ShouldBe(counted);
    }

    [Fact]
    public void Quick_never_makes_a_phase_longer_except_the_window()
    {
        var own = Experiment with { Phases = new PhaseLengths(0.1, 0.5, 3, 0.2, 0) };
        new ExperimentOverrides(true, [], 5).Apply(own).Value!.ShouldSatisfyAllConditions(
            e => e.Rounds.ShouldBe(5),
            e => e.Phases.ShouldBe(new PhaseLengths(0.1, 1, 3, 0.2, 0)));
    }

    [Fact]
    public void Only_keeps_what_it_names_in_the_order_of_the_file() =>
        new ExperimentOverrides(false, ["plum", "apple"], null).Apply(Experiment).Value!.Candidates.Select(c => c.Name).ShouldBe(["apple", "plum"]);

    [Theory]
    [InlineData("apple,pera", "--only: there is no candidate 'pera'. Did you mean 'pear'?")]
    [InlineData("apple,grapes", "--only: there is no candidate 'grapes'. The candidates are apple, pear, plum.")]
    [InlineData("pear,plum", "--only: the baseline 'apple' must stay. Write --only apple,pear,plum.")]
    public void Only_knows_its_candidates(string only, string message) =>
        DiagnosticText.Format(new ExperimentOverrides(false, only.Split(','), null).Apply(Experiment).Diagnostics).ShouldBe(message);

    [Fact]
    public void Until_decided_plans_as_many_rounds_as_the_last_look_has()
    {
        var asked = new ExperimentOverrides(false, [], null) { UntilDecided = true }.Apply(Experiment).Value!;
        (asked.UntilDecided, asked.Rounds).ShouldBe((true, 24));
        new ExperimentOverrides(false, [], null).Apply(asked).Value.ShouldBe(asked, "the file's word stands");
    }

    [Theory]
    [InlineData(true, null, 3)]
    [InlineData(false, 8, 8)]
    public void A_number_of_rounds_replaces_until_decided(bool quick, int? rounds, int expected)
    {
        var changed = new ExperimentOverrides(quick, [], rounds).Apply(Experiment with { UntilDecided = true, Rounds = 24 }).Value!;
        (changed.UntilDecided, changed.Rounds).ShouldBe((false, expected));
    }

    [Theory]
    [InlineData(true, null, "--until-decided: it excludes --quick, which fixes the number of rounds. Leave out one of the two.")]
    [InlineData(false, 8, "--until-decided: it excludes --rounds, which fixes the number of rounds. Leave out one of the two.")]
    public void Until_decided_excludes_what_fixes_the_rounds(bool quick, int? rounds, string message) =>
        DiagnosticText.Format(new ExperimentOverrides(quick, [], rounds) { UntilDecided = true }.Apply(Experiment).Diagnostics).ShouldBe(message);

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public void Rounds_have_a_range(int rounds) =>
        DiagnosticText.Format(new ExperimentOverrides(false, [], rounds).Apply(Experiment).Diagnostics)
            .ShouldBe($"--rounds: {rounds} is out of range: expected 1 to 1000.");
}
