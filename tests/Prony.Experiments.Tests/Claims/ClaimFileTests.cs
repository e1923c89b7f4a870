using Prony.Experiments.Files;
using Prony.Experiments.Planning;
using Prony.Experiments.Tests.Files;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Claims;

/// <summary>The key claims.</summary>
public sealed class ClaimFileTests : IDisposable
{
    private const string Good = "says: a is faster, check: throughput(a) / throughput(b), expect: \">= 2\"";

    private readonly FileSandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public void Claims_reach_the_plan()
    {
        var read = _box.Read("scenarios:", $"claims:\n  - {{{Good}, source: conclusion}}\n  - {{says: alike, check: response.p50(a) / response.p50(b), expect: equivalent, margin: 10%, scenario: work}}\n  - {{says: c is old, not-testable: not packaged}}\nscenarios:");
        read.Diagnostics.ShouldBeEmpty();

        Planner.Plan(read.Value!, "run", ["a", "b"], [], preview: false, TimeProvider.System).Claims.ShouldBe(
        [
            new PlannedClaim("a is faster", "conclusion", "work", "throughput(a) / throughput(b)", ">= 2", null, null),
            new PlannedClaim("alike", null, "work", "response.p50(a) / response.p50(b)", "equivalent", 0.1, null),
            new PlannedClaim("c is old", null, null, null, null, null, "not packaged"),
        ]);
    }

    [Theory]
    [InlineData("{check: throughput(a), expect: \">= 2\"}", "5:10 'says' is missing in claims[0] | The claim in words; the report prints them.")]
    [InlineData("{says: x}", "5:10 claims[0] needs one of check, not-testable | ")]
    [InlineData("{says: x, check: throughput(a), expect: \"> 2\", not-testable: no}", "5:57 'not-testable' cannot stand beside 'check' in claims[0] | Remove one of the two.")]
    [InlineData("{says: x, not-testable: no, expect: \"> 2\"}", "5:38 'expect' in claims[0] needs 'check' beside it | ")]
    [InlineData("{says: x, chek: throughput(a), expect: \"> 2\"}", "5:20 unknown key 'chek' in claims[0] | Did you mean 'check'?", "5:41 'expect' in claims[0] needs 'check' beside it | ")]
    [InlineData("{says: x, check: throughput(c), expect: \"> 2\"}", "5:38 claims[0].check: there is no candidate 'c' | Did you mean 'a'?")]
    [InlineData("{says: x, check: \"2 * thruput(a)\", expect: \"> 2\"}", "5:32 claims[0].check: 'thruput' is no metric | Did you mean 'throughput'?")]
    [InlineData("{says: x, check: '2 * throughput(a', expect: \"> 2\"}", "5:44 claims[0].check: 'throughput(' is not closed | ")]
    [InlineData("{says: x, check: \"throughput(a, users=11)\", expect: \"> 2\"}", "5:42 claims[0].check: scenario 'work' has no load users=11 | There are users=10.")]
    [InlineData("{says: x, check: \"throughput(a, scenario=wok)\", expect: \"> 2\"}", "5:51 claims[0].check: there is no scenario 'wok' | Did you mean 'work'?")]
    [InlineData("{says: x, check: throughput(a), expect: \"> 2\", scenario: wok}", "5:67 claims[0]: there is no scenario 'wok' | Did you mean 'work'?")]
    [InlineData("{says: x, check: \"cpu(a, service=wb)\", expect: \"> 2\"}", "5:43 claims[0].check: a has no service 'wb' | Did you mean 'web'?")]
    [InlineData("{says: x, check: throughput(a), expect: \"> 2ms\"}", "5:53 claims[0].expect: '2ms' is no limit for a rate | Expected a rate such as 300/s.")]
    [InlineData("{says: x, check: throughput(a), expect: equivalent}", "5:50 claims[0].expect: equivalent needs a check that is METRIC(one) / METRIC(other) | For anything else write \"between A and B\".")]
    [InlineData("{says: x, check: throughput(a) / completed(b), expect: equivalent}", "5:65 claims[0].expect: equivalent compares one metric, and the check has throughput and completed | For anything else write \"between A and B\".")]
    [InlineData("{says: x, check: throughput(a), expect: \"> 2\", margin: 5%}", "5:65 claims[0]: a margin has no meaning with expect: > 2 | Remove it, or write expect: equivalent.")]
    [InlineData("{says: x, check: 2 + 2, expect: \"> 2\"}", "5:27 claims[0].check: it names no metric, so that nothing is measured for it | ")]
    public void A_mistake_in_a_claim_is_named_with_its_place(string claim, params string[] expected)
    {
        var lines = FileSandbox.Lines(_box.Read("scenarios:", $"claims: [{claim}]\nscenarios:").Diagnostics);

        lines.Count.ShouldBe(expected.Length, string.Join('\n', lines));
        foreach (var (line, start) in lines.Zip(expected))
        {
            line.ShouldStartWith(start);
        }
    }

    [Fact]
    public void A_check_without_an_expectation_is_asked_for_one() =>
        FileSandbox.Lines(_box.Read("scenarios:", "claims: [{says: x, check: throughput(a)}]\nscenarios:").Diagnostics).ShouldHaveSingleItem().ShouldStartWith("5:27 'expect' is missing in claims[0] | ");

    [Fact]
    public void A_folded_text_has_its_characters_counted() =>
        FileSandbox.Lines(_box.Read("scenarios:", "claims:\n  - says: x\n    check: >-\n      throughput(a) /\n      throughput(c)\n    expect: \"> 2\"\nscenarios:").Diagnostics)
            .ShouldHaveSingleItem().ShouldContain("there is no candidate 'c' (character 28 of the text)");

    [Fact]
    public void The_load_must_be_named_where_there_are_several()
    {
        var experiment = FileSandbox.Experiment.Replace("users: 10", "users: [10, 20]", StringComparison.Ordinal);

        FileSandbox.Lines(_box.Read($"{experiment}\nclaims: [{{{Good}}}]").Diagnostics)[0]
            .ShouldEndWith("claims[0].check: scenario 'work' has several loads, and throughput(a) names none | Write one of them: throughput(a, users=10). There are users=10, users=20.");
        _box.Read($"{experiment}\nclaims: [{{says: x, check: \"throughput(a, users=20) / throughput(a, users=10)\", expect: \"< 1\"}}]").Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public void Stages_of_several_profiles_have_no_names_to_choose_from_and_need_none()
    {
        var path = _box.Write("stages.yaml", FileSandbox.Experiment + """

            claims:
              - {says: x, check: "throughput(a)", expect: "> 2", scenario: ramp}
            profiles:
              short: {scenarios: {ramp: {request: {get: /}, load: {stages: [{users: 5, for: 1s}, {users: 9, for: 1s}]}}}}
              long: {scenarios: {ramp: {request: {get: /}, load: {stages: [{users: 5, for: 9s}, {users: 9, for: 9s}]}}}}
            """);

        ExperimentFile.Read(path, _box.Environment, ["long"]).Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public void What_a_profile_takes_away_or_adds_is_no_mistake()
    {
        var experiment = FileSandbox.Experiment + """

            claims:
              - {says: x, check: "throughput(c) / throughput(a)", expect: "> 2"}
              - {says: y, check: "throughput(a, users=50)", expect: "> 2"}
              - {says: z, check: "throughput(d)", expect: "> 2"}
            profiles:
              small: {candidates: {c: null}}
              large: {candidates: {d: {stack: stacks/hello}}, scenarios: {work: {load: {users: [10, 50]}}}}
            """;
        experiment = experiment.Replace("scenarios:\n  work:\n", "  c: {stack: stacks/hello}\nscenarios:\n  work:\n", StringComparison.Ordinal);
        var path = _box.Write("p.yaml", experiment);

        ExperimentFile.Read(path, _box.Environment).Diagnostics.ShouldBeEmpty();
        ExperimentFile.Read(path, _box.Environment, ["small"]).Value!.Candidates.Select(c => c.Name).ShouldBe(["a", "b"]);
        ExperimentFile.Read(path, _box.Environment, ["large"]).Value!.Claims.Count.ShouldBe(3);
    }
}
