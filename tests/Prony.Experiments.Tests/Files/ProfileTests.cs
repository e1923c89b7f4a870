using Prony.Experiments.Definitions;
using Prony.Experiments.Files;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Files;

public sealed class ProfileTests : IDisposable
{
    private const string Text = """
        name: first
        rounds: 6
        phases: {measure: 5s, idle: 1s}
        candidates:
          a: {stack: stacks/hello, with: {workers: 4}}
          b: {stack: stacks/hello, with: {mode: slow}}
        scenarios:
          work:
            request: {get: /work}
            load: {users: 10}
        profiles:
          full:
            rounds: 10
            margin: 2%
            seed: 7
            phases: {measure: 120s}
            candidates: {b: {with: {workers: 50}}}
            scenarios: {work: {load: {users: 500}, timeout: 5s}}
          small:
            phases: {measure: 1s}
            candidates: {c: {stack: stacks/hello, matrix: {workers: [1, 2]}}, a: null}
          open:
            scenarios: {work: {load: {users: null, rate: 10/s}}}
        """;

    private readonly FileSandbox _box = new();

    [Fact]
    public void Without_a_name_no_profile_changes_anything()
    {
        var plain = Read();
        (plain.Rounds, plain.Phases.MeasureS, plain.Profiles.Count).ShouldBe((6, 5, 0));
    }

    [Fact]
    public void A_profile_is_merged_key_by_key()
    {
        var full = Read("full");
        (full.Rounds, full.Margin, full.Seed).ShouldBe((10, 0.02, 7UL));
        (full.Phases.MeasureS, full.Phases.IdleS).ShouldBe((120, 1), "what it does not say stays");
        full.Candidates.Select(c => string.Join(' ', c.Stack!.With.Values)).ShouldBe(["fast 4", "slow 50"]);
        full.Scenarios[0].Points.ShouldBe([new PointRecord(500, null)]);
        full.Scenarios[0].Timeout.ShouldBe(TimeSpan.FromSeconds(5));
        full.Profiles.ShouldBe(["full"]);
    }

    [Fact]
    public void Null_takes_away_and_a_new_candidate_is_added_with_its_matrix() =>
        Read("small").Candidates.Select(c => c.Name).ShouldBe(["b", "c-workers-1", "c-workers-2"]);

    [Fact]
    public void Null_makes_room_for_another_kind_of_load() => Read("open").Scenarios[0].Points[0].RatePerS.ShouldBe(10);

    [Fact]
    public void Several_profiles_are_put_on_in_their_order()
    {
        Read("full", "small").ShouldSatisfyAllConditions(e => e.Rounds.ShouldBe(10), e => e.Phases.MeasureS.ShouldBe(1), e => e.Candidates[0].Stack!.With["workers"].ShouldBe("50"));
        Read("small", "full").Phases.MeasureS.ShouldBe(120);
    }

    [Fact]
    public void The_plan_and_the_names_of_a_file_tell_the_profiles()
    {
        var path = _box.Write("x.yaml", Text);
        ExperimentFile.ProfileNames(path).ShouldBe(["full", "small", "open"]);
        ExperimentFile.ProfileNames(_box.Write("y.yaml", "name: [")).ShouldBeEmpty();
        Prony.Experiments.Planning.Planner.Plan(Read("full"), "x", ["a", "b"], [], false, TimeProvider.System).Profiles.ShouldBe(["full"]);
    }

    [Theory]
    [InlineData("fulll", "--profile: there is no profile 'fulll'. Did you mean 'full'?")]
    [InlineData("nightly", "--profile: there is no profile 'nightly'. The profiles are full, small, open.")]
    public void An_unknown_profile_is_named_with_the_nearest(string name, string message) =>
        DiagnosticText.Format(ExperimentFile.Read(_box.Write("x.yaml", Text), _box.Environment, [name]).Diagnostics).ShouldBe(message);

    [Fact]
    public void A_file_without_profiles_says_so() =>
        DiagnosticText.Format(ExperimentFile.Read(_box.Write("x.yaml", FileSandbox.Experiment), _box.Environment, ["full"]).Diagnostics)
            .ShouldBe("--profile: there is no profile 'full'. The experiment has none.");

    [Theory]
    [InlineData("rounds: 10", "rounds: 0", "13:13 rounds: 0 is out of range: expected 1 to 1000. | ")]
    [InlineData("phases: {measure: 120s}", "phases: {measur: 120s}", "16:14 unknown key 'measur' in phases | Did you mean 'measure'?")]
    [InlineData("phases: {measure: 120s}", "phases: long", "16:13 profiles.full.phases must be a mapping, but is 'long' | ")]
    [InlineData("seed: 7", "sed: 7", "15:5 unknown key 'sed' in profiles.full | Did you mean 'seed'?")]
    [InlineData("candidates: {b: {with: {workers: 50}}}", "candidates: {bb: {with: {workers: 50}}}", "17:18 profiles.full: there is no candidate 'bb' to change | Did you mean 'b'?")]
    [InlineData("load: {users: 500}", "load: {rate: 5/s}", "18:31 'rate' cannot stand beside 'users' in scenarios.work.load | Remove one of the two.")]
    public void What_is_wrong_in_a_profile_is_told_in_its_line_whether_it_was_chosen_or_not(string old, string replacement, string line)
    {
        var path = _box.Write("x.yaml", Text.Replace(old, replacement, StringComparison.Ordinal));
        FileSandbox.Lines(ExperimentFile.Read(path, _box.Environment).Diagnostics).ShouldContain(line);
        FileSandbox.Lines(ExperimentFile.Read(path, _box.Environment, ["full"]).Diagnostics).ShouldContain(line);
    }

    public void Dispose() => _box.Dispose();

    private ExperimentDefinition Read(params string[] profiles)
    {
        var read = ExperimentFile.Read(_box.Write("x.yaml", Text), _box.Environment, profiles);
        read.Diagnostics.ShouldBeEmpty();
        return read.Value!;
    }
}
