using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Prony.Experiments.Comparing;
using Prony.Experiments.Foreign;
using Prony.Experiments.Schemas;
using Prony.Experiments.Tests.Foreign;
using Prony.Experiments.Tests.Schemas;
using Prony.Experiments.Tests.Verdicts;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Comparing;

public sealed class ImportedComparisonTests
{
    private static readonly string Faster = ForeignSamples.Hey.Replace("4.0000 secs", "2.0000 secs", StringComparison.Ordinal);

    [Fact]
    public void Two_imported_results_stand_side_by_side_without_an_interval_or_a_verdict()
    {
        var record = RunComparer.Compare(Imported("a", ForeignSamples.Hey), Imported("b", Faster), new RunComparisonOptions());

        var throughput = record.Scenarios["imported"].Points.ShouldHaveSingleItem().Comparisons[0];
        (throughput.Metric, throughput.OldFigure, throughput.Figure, throughput.Ratio, throughput.Low, throughput.High, throughput.HolmP)
            .ShouldBe(("throughput", 242.5, 485.0, 2.0, null, null, null));
        record.Scenarios["imported"].Points[0].Comparisons.ShouldAllBe(comparison => comparison.Verdict == VerdictName.Inconclusive && comparison.Low == null);
        record.Verdict.Verdict.ShouldBe(VerdictName.Inconclusive);
        record.Verdict.Sentence.ShouldBe(
            "In throughput the figure of hey-1 (hey) is 2.00 times that of hey-1 (hey), without an interval, because neither was measured in rounds; it may be chance. No verdict is possible.");
        record.Imported.Count.ShouldBe(2);
        record.Differences.ShouldContain(difference => difference.What == "machine" && difference.Old == "unknown" && difference.Forbids);
    }

    [Fact]
    public void An_imported_result_stands_beside_a_run_whatever_its_name_when_each_has_one()
    {
        var runs = TwoRuns.Of(new Figures(PerS: 485), new Figures(PerS: 485), 6, "one");

        var record = RunComparer.Compare(Imported("a", ForeignSamples.Hey), TwoRuns.Stored(runs.New), new RunComparisonOptions());

        var comparison = record.Scenarios["work"].Points.ShouldHaveSingleItem().Comparisons[0];
        (comparison.OldCandidate, comparison.Candidate, comparison.OldFigure).ShouldBe(("hey-1", "one", 242.5));
        comparison.Ratio!.Value.ShouldBe(2, 0.05);
        record.Verdict.Sentence.ShouldContain("because one of them was not measured in rounds");
        record.Differences.ShouldContain(difference => difference.What == "load of one" && difference.Old == "an unknown load" && difference.New == "100 users");
        record.Imported.ShouldHaveSingleItem().ShouldContain("Prony measured nothing of it");
        new SchemaChecker(JsonNode.Parse(SchemaCatalog.Text("compare"))!.AsObject())
            .Check(JsonNode.Parse(JsonSerializer.Serialize(record, RunJson.Files.RunComparisonRecord))).ShouldBeEmpty();
    }

    [Fact]
    public void Only_the_same_load_is_compared_where_there_are_several()
    {
        var record = RunComparer.Compare(
            Imported("a", ForeignSamples.Funkload), Imported("b", ForeignSamples.Funkload.Replace("  50 ", "  75 ", StringComparison.Ordinal)), new RunComparisonOptions());

        record.Scenarios["imported"].Points.ShouldHaveSingleItem().Load.Users.ShouldBe(100);
    }

    [Fact]
    public void What_one_tool_does_not_print_is_said_and_not_compared()
    {
        var record = RunComparer.Compare(Imported("a", ForeignSamples.AbRows), Imported("b", ForeignSamples.Ab), new RunComparisonOptions());

        record.Verdict.Sentence.ShouldBe("Of ab-1 (ab) the throughput is not known. No verdict is possible.");
        record.Scenarios["imported"].Points[0].Comparisons.Single(comparison => comparison.Metric == "throughput").Ratio.ShouldBeNull();
    }

    [Fact]
    public void A_time_of_0_has_no_ratio()
    {
        var zero = ForeignSamples.Hey.Replace("50% in 0.0400", "50% in 0.0000", StringComparison.Ordinal);

        RunComparer.Compare(Imported("a", zero), Imported("b", ForeignSamples.Hey), new RunComparisonOptions { Metric = "response.p50" })
            .Verdict.Sentence.ShouldContain("is 0, or below the digits that were printed");
    }

    [Fact]
    public void Names_that_have_nothing_in_common_are_refused_with_the_way_out()
    {
        var (a, b) = (Imported("a", ForeignSamples.Hey + ForeignSamples.Wrk), Imported("b", ForeignSamples.Ab + ForeignSamples.Loadtest));

        Should.Throw<RunMismatchException>(() => RunComparer.Compare(a, b, new RunComparisonOptions())).Message
            .ShouldBe("The two runs have no candidate in common: a has hey-1 and wrk-1, b has ab-1 and loadtest-1. Say which are meant with 'prony compare --candidate OLD=NEW'; 'prony import --name' gives names.");
        Should.Throw<RunMismatchException>(() => RunComparer.Compare(a, b, new RunComparisonOptions { Candidate = new CandidateNames("hey-1", "wrk-1") })).Message
            .ShouldBe("b has no load of candidate 'wrk-1'; it has ab-1 and loadtest-1.");
        RunComparer.Compare(a, b, new RunComparisonOptions { Candidate = new CandidateNames("hey-1", "ab-1") }).Verdict.Candidate.ShouldBe("ab-1");
    }

    [Fact]
    public void Loads_that_have_nothing_in_common_are_refused() =>
        Should.Throw<RunMismatchException>(() => RunComparer.Compare(
                Imported("a", ForeignSamples.Funkload), Imported("b", ForeignSamples.Funkload.Replace("  50 ", "  75 ", StringComparison.Ordinal).Replace(" 100 ", " 125 ", StringComparison.Ordinal)), new RunComparisonOptions()))
            .Message.ShouldStartWith("The two runs have no load in common: a has funkload-1 at 50 users and funkload-1 at 100 users, b has funkload-1 at 75 users");

    [Fact]
    public void No_run_is_made_to_be_compared_with_an_import() =>
        Should.Throw<RunMismatchException>(() => RunComparer.Check(Imported("a", ForeignSamples.Hey).Plan, TwoRuns.Of(new Figures(PerS: 1), new Figures(PerS: 1)).New.Plan))
            .Message.ShouldStartWith("a is somebody else's measurement");

    private static StoredRun Imported(string run, string text)
    {
        var plan = ForeignImport.Of([ForeignFile.Read("x.txt", Encoding.UTF8.GetBytes(text), 1)], [], TimeProvider.System).Plan! with { Run = run };
        return new StoredRun(
            plan,
            [],
            new VerdictRecord { Experiment = "x", Baseline = plan.Baseline, Primary = plan.Primary, Margin = plan.Margin, Rounds = 0, Order = [], Scenarios = new Dictionary<string, ScenarioVerdict>() },
            _ => null);
    }
}
