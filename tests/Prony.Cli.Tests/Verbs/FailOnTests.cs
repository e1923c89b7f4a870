using Prony.Cli.Verbs;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Cli.Tests.Verbs;

public class FailOnTests
{
    [Fact]
    public void Verdicts_are_separated_by_commas_or_given_one_by_one() =>
        Read("--fail-on", "worse, invalid", "--fail-on", "inconclusive", "--fail-on", "worse").ShouldBe(["worse", "invalid", "inconclusive"]);

    [Fact]
    public void Without_it_nothing_fails() => Read().ShouldBeEmpty();

    [Theory]
    [InlineData("better")]
    [InlineData("equivalent")]
    [InlineData("")]
    [InlineData("worse,")]
    public void Only_what_can_be_a_failure_is_taken(string text) =>
        Program.CreateRoot().Parse(["compare", "a", "b", "--fail-on", text]).Errors.ShouldContain(error => error.Message.StartsWith("--fail-on: ", StringComparison.Ordinal));

    [Fact]
    public void Any_primary_comparison_meets_it_and_no_other_does()
    {
        var terminal = Terminal.Create(noColor: true);
        var record = Record(("throughput", "equivalent"), ("throughput", "worse"), ("memory", "inconclusive"));

        FailOn.IsMet(["worse"], FailOn.Primary(record), terminal).ShouldBeTrue();
        FailOn.IsMet(["inconclusive", "invalid"], FailOn.Primary(record), terminal).ShouldBeFalse();
        FailOn.IsMet([], FailOn.Primary(record), terminal).ShouldBeFalse();
        FailOn.IsMet(["worse"], FailOn.Primary((RunComparisonRecord?)null), terminal).ShouldBeFalse();
        FailOn.IsMet(["worse"], FailOn.Primary((VerdictRecord?)null), terminal).ShouldBeFalse();
    }

    [Fact]
    public void Claims_are_asked_of_a_run_and_not_of_two()
    {
        Program.CreateRoot().Parse(["run", "x.yaml", "--fail-on", "worse,claims"]).Errors.ShouldBeEmpty();
        Program.CreateRoot().Parse(["compare", "a", "b", "--fail-on", "claims"]).Errors.ShouldContain(error => error.Message.Contains("'claims' is not one of worse, inconclusive, invalid", StringComparison.Ordinal));
        Program.CreateRoot().Parse(["run", "x.yaml", "--fail-on", "claim"]).Errors.ShouldContain(error => error.Message.EndsWith("Did you mean 'claims'?", StringComparison.Ordinal));
    }

    [Fact]
    public void A_refuted_claim_meets_it_and_no_other_does()
    {
        var terminal = Terminal.Create(noColor: true);
        static ClaimRecord Claim(string state) => new() { Says = "it is so", State = state, Sentence = state + ": 5 is not >= 8." };
        static VerdictRecord Verdict(params ClaimRecord[] claims) => new()
        {
            Experiment = "x", Baseline = "a", Primary = "throughput", Margin = 0.05, Rounds = 6, Order = [], Scenarios = new Dictionary<string, ScenarioVerdict>(), Claims = claims,
        };

        FailOn.Refuted(Verdict(Claim("refuted"))).ShouldBe([("claims", "it is so: refuted: 5 is not >= 8.")]);
        FailOn.IsMet(["claims"], FailOn.Refuted(Verdict(Claim("confirmed"), Claim("refuted"))), terminal).ShouldBeTrue();
        FailOn.IsMet(["worse"], FailOn.Refuted(Verdict(Claim("refuted"))), terminal).ShouldBeFalse();
        FailOn.IsMet(["claims"], FailOn.Refuted(Verdict(Claim("confirmed"), Claim("undecided"), Claim("not-testable"))), terminal).ShouldBeFalse();
        FailOn.IsMet(["claims"], FailOn.Refuted(null), terminal).ShouldBeFalse();
    }

    private static string[] Read(params string[] flags)
    {
        var parsed = Program.CreateRoot().Parse(["compare", "a", "b", .. flags]);
        parsed.Errors.ShouldBeEmpty();
        return parsed.GetValue<string[]>("--fail-on")!;
    }

    private static RunComparisonRecord Record(params (string Metric, string Verdict)[] comparisons)
    {
        var run = new ComparedRun("x", DateTimeOffset.UnixEpoch, "x", 6, ToolRecord.Current);
        return new RunComparisonRecord
        {
            Old = run,
            New = run,
            Primary = "throughput",
            Margin = 0.05,
            Caution = "not paired",
            Scenarios = new Dictionary<string, RunComparisonScenario>
            {
                ["work"] = new([new RunComparisonPoint(
                    new PointRecord(1, null),
                    [.. comparisons.Select(c => new AcrossRunsRecord { Candidate = "a", OldCandidate = "a", Metric = c.Metric, Verdict = c.Verdict, Sentence = "a." })])]),
            },
            Verdict = new OverallVerdict("work", "a", "worse", "a."),
        };
    }
}
