using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Reporting.Observations;
using Prony.Reporting.Runs;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Observations;

public class ObservationCsvTests
{
    [Fact]
    public void There_is_a_row_for_each_figure_of_each_trial_in_base_units()
    {
        var view = Sample.View(Sample.Verdict(), Sample.Plan());
        var rows = CsvText.Read(ObservationCsv.Of(view));

        rows[0].ShouldBe(["experiment", "scenario", "load", "candidate", "round", "attempt", "counted", "metric", "unit", "value"]);
        rows.ShouldAllBe(row => row.Length == 10);
        var first = rows.Skip(1).Where(row => row is [_, _, _, "sync", "1", "1", ..]).ToDictionary(row => row[7]);
        first["throughput"].ShouldBe(["sync-vs-async", "work", "users-100", "sync", "1", "1", "false", "throughput", "/s", "948"]);
        first["requests.due"][8..].ShouldBe(["", "9480"]);
        first["status.200"][9].ShouldBe("9480");
        Number(first["response.p99"]).ShouldBe(view.Trials[0].Load!.ResponseNs.At("99") / 1e9);
        first["response.p99"][8].ShouldBe("s");
        rows.Skip(1).Select(row => (row[3], row[4])).Distinct().Count().ShouldBe(12);
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("ru-RU")]
    public void The_culture_of_the_person_changes_nothing(string culture)
    {
        var view = Sample.View(Sample.Verdict(), Sample.Plan());
        Printed.In(culture, () => ObservationCsv.Of(view)).ShouldBe(ObservationCsv.Of(view));
    }

    [Fact]
    public void Only_the_attempt_that_the_verdict_rests_on_counts()
    {
        var view = Counting(Sample.Plan(), attempts: trial => trial.Round == 2 ? [trial with { Load = Sample.Closed(9_000) }, trial with { Attempt = 2 }] : [trial]);

        var counted = CsvText.Read(ObservationCsv.Of(view)).Where(row => row[7] == "throughput").ToDictionary(row => (row[3], row[4], row[5]), row => row[6]);

        counted[("async", "1", "1")].ShouldBe("true");
        counted[("async", "2", "1")].ShouldBe("false");
        counted[("async", "2", "2")].ShouldBe("true");
    }

    [Fact]
    public void Of_two_attempts_with_the_same_figures_the_later_one_counts()
    {
        var view = Counting(Sample.Plan(), attempts: trial => [trial, trial with { Attempt = 2 }]);
        CsvText.Read(ObservationCsv.Of(view)).Where(row => row[7] == "throughput").ShouldAllBe(row => row[6] == (row[5] == "2" ? "true" : "false"));
    }

    [Fact]
    public void A_round_that_a_gate_forbids_to_use_does_not_count()
    {
        var view = Counting(Sample.Plan(), attempts: trial => [trial], invalid: 3);
        CsvText.Read(ObservationCsv.Of(view)).Where(row => row[7] == "throughput").ShouldAllBe(row => row[6] == (row[4] == "3" ? "false" : "true"));
    }

    [Fact]
    public void A_trial_that_failed_has_a_row_that_says_so()
    {
        var view = Sample.View(Sample.Verdict(), Sample.Plan()) with { Trials = [Sample.Trial(1, "sync", TrialState.Died)] };
        CsvText.Read(ObservationCsv.Of(view)).Skip(1).ShouldHaveSingleItem().ShouldBe(["sync-vs-async", "work", "users-100", "sync", "1", "1", "false", "completed", "", "0"]);
    }

    [Fact]
    public void Percentiles_that_requests_are_too_few_for_are_left_out()
    {
        var trial = Sample.Trial(1, "sync") with { Load = Sample.Closed(50) };
        var metrics = Rows(trial).Select(row => row[7]).ToList();
        metrics.ShouldContain("response.p50");
        metrics.ShouldContain("response.p90");
        metrics.ShouldNotContain("response.p99");
        metrics.ShouldContain("response.max");
    }

    [Fact]
    public void What_services_used_has_the_name_of_the_service_behind_it()
    {
        var trial = Sample.Trial(1, "sync") with
        {
            Resources = new ResourceSummary
            {
                CpuSource = CpuSourceName.CgroupV2,
                CpuPerRequestNs = 250_000,
                CpuCores = new CoresRecord(1.25, 1.5),
                MemoryPssBytes = 1 << 20,
                Services = new Dictionary<string, ServiceSummary> { ["web"] = new(1, 1 << 20, 0, 0, 1, 1) { CoresMean = 1.25, CoresPeak = 1.5 } },
                SharedServices = new Dictionary<string, ServiceSummary> { ["database"] = new(1, 0, 0, 0, 1, 1) { CoresMean = 0.5 } },
            },
        };
        var rows = Rows(trial).ToDictionary(row => row[7], row => row[8..]);
        rows["cpu-per-request"].ShouldBe(["s", "0.00025"]);
        rows["cpu-peak"].ShouldBe(["cores", "1.5"]);
        rows["memory"].ShouldBe(["B", "1048576"]);
        rows["cpu.web"].ShouldBe(["cores", "1.25"]);
        rows["cpu.database"].ShouldBe(["cores", "0.5"]);
        rows.ShouldNotContainKey("memory.database");
        rows.ShouldNotContainKey("memory-peak");
    }

    [Fact]
    public void A_name_with_commas_quotes_and_line_breaks_is_read_back_as_it_was()
    {
        const string Name = "a, \"b\"\r\nc";
        var view = Sample.View(null, Sample.Plan() with { Experiment = Name });
        CsvText.Read(ObservationCsv.Of(view)).Skip(1).ShouldAllBe(row => row[0] == Name);
    }

    [Fact]
    public void Trials_of_a_search_count_unless_the_generator_was_at_fault()
    {
        var trials = new[] { Sample.Trial(1, "a"), Sample.Trial(1, "a") with { Attempt = 2 }, Sample.Trial(1, "a") with { Attempt = 3 } };
        var view = Sample.View(null, Sample.Plan(1, "a", "b")) with { Trials = trials };

        var counted = CsvText.Read(ObservationCsv.Of(Samples.Capacity, view)).Where(row => row[7] == "throughput").Select(row => row[6]);

        counted.ShouldBe(["true", "true", "false"]);
    }

    private static IEnumerable<string[]> Rows(TrialRecord trial) => CsvText.Read(ObservationCsv.Of(Sample.View(null, Sample.Plan()) with { Trials = [trial] })).Skip(1);

    private static double Number(string[] row) => double.Parse(row[9], CultureInfo.InvariantCulture);

    /// <summary>A run whose verdict rests on windows of 948 requests a second.</summary>
    private static RunView Counting(PlanRecord plan, Func<TrialRecord, TrialRecord[]> attempts, int? invalid = null)
    {
        var verdict = Sample.Verdict();
        var point = verdict.Scenarios["work"].Points[0];
        var candidates = point.Candidates.ToDictionary(c => c.Key, c => c.Value with
        {
            Rounds = [.. Enumerable.Range(1, plan.Rounds).Select(round => new RoundFigures(round, 948, null, null, null, null, 0) { Invalid = round == invalid })],
        });
        return Sample.View(verdict with { Scenarios = new Dictionary<string, ScenarioVerdict> { ["work"] = new([point with { Candidates = candidates }]) } }, plan)
            with { Trials = [.. Sample.Trials(plan).SelectMany(attempts)] };
    }
}
