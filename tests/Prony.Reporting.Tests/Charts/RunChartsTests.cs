using System.Text.Json;
using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;
using Prony.Reporting.Charts;
using Prony.Reporting.Runs;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Charts;

public sealed class RunChartsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Numbers_are_those_of_the_records()
    {
        var (data, faults) = Charts(new WrittenRun { Rounds = 2 });
        faults.ShouldBeEmpty();
        data.Schema.ShouldBe("prony.report/1");
        data.Baseline.ShouldBe("sync");
        var scenario = data.Scenarios.ShouldHaveSingleItem();
        (scenario.Name, scenario.LoadKind).ShouldBe(("work", "users"));
        var point = scenario.Points.ShouldHaveSingleItem();
        (point.Label, point.Load).ShouldBe(("100 users", 100));
        var verdict = Sample.Verdict(2).Scenarios["work"].Points[0];
        point.Comparisons.Select(c => (c.Candidate, c.Metric, c.Ratio)).ShouldBe(verdict.Comparisons.Select(c => (c.Candidate, c.Metric, Rounded.OrNull(c.Ratio))));
        point.Candidates.Select(c => c.Name).ShouldBe(["sync", "async"]);
        foreach (var candidate in point.Candidates)
        {
            var summary = verdict.Candidates[candidate.Name];
            candidate.Throughput.ShouldBe(new ReportInterval(Rounded.Of(summary.ThroughputPerS), Rounded.Of(summary.ThroughputInterval!.Low), Rounded.Of(summary.ThroughputInterval.High)));
            candidate.MemoryBytes.ShouldBe(Rounded.OrNull(summary.MemoryPssBytes));
            candidate.FailuresPerS.Value.ShouldBe(WrittenRun.FailedPerSecond);
            candidate.Rounds.Select(r => r.Round).ShouldBe([1, 2]);
            candidate.Rounds.Select(r => r.P99Ms).ShouldBe(summary.Rounds.Select(r => Rounded.OrNull(r.ResponseP99Ns / 1e6)));
        }
    }

    [Fact]
    public void Percentiles_are_those_of_all_rounds_merged()
    {
        var (data, _) = Charts(new WrittenRun { Rounds = 3, WindowS = 5 });
        var merged = Histogram.ForDurations();
        for (var i = 0; i < 15; i++)
        {
            merged.Add(WrittenRun.Second(1));
        }

        var response = data.Scenarios[0].Points[0].Candidates[1].Response;
        foreach (var p in new[] { 50.0, 90, 99 })
        {
            response.Single(r => r.P.Equals(p)).Ms.ShouldBe(Rounded.Of(merged.ValueAtPercentile(p) / 1e6));
        }

        response[^1].ShouldBe(new ReportPercentile(100, Rounded.Of(merged.Max / 1e6)));
        response.Select(r => r.P).ShouldBe(response.Select(r => r.P).Order());
        response.Select(r => r.Ms).ShouldBe(response.Select(r => r.Ms).Order());
        response[^2].P.ShouldBeLessThanOrEqualTo(100 - (100.0 / merged.Count), "no percentile without a value beyond it");
    }

    [Fact]
    public void Seconds_stand_at_their_distance_from_the_start_of_the_window()
    {
        var (data, _) = Charts(new WrittenRun());
        var trial = data.Scenarios[0].Points[0].Candidates[0].Trials.ShouldHaveSingleItem();
        trial.TS.ShouldBe([-1, 0, 1, 2, 3, 4]);
        trial.Throughput.ShouldAllBe(perS => perS == WrittenRun.PerSecond - WrittenRun.FailedPerSecond);
        trial.Failed.ShouldAllBe(perS => perS == WrittenRun.FailedPerSecond);
        trial.InFlight.ShouldAllBe(count => count == 100);
        trial.P50Ms[0].ShouldBe(Rounded.Ms(WrittenRun.Second(0).ValueAtPercentile(50)));
        trial.Phases.ShouldBe([new ReportPhase("warmup", -1, 0), new ReportPhase("window", 0, 4), new ReportPhase("drain", 4, 5)]);
        trial.Events.ShouldBe([new ReportEvent(1, "web", "worker 7 died")]);
        var web = trial.Services.ShouldHaveSingleItem();
        web.CpuCores.ShouldAllBe(cores => cores == 0.5);
        web.MemoryBytes.ShouldBe(Enumerable.Range(0, 6).Select(t => Rounded.Of((40L + t) << 20)));
    }

    [Fact]
    public void A_long_window_is_thinned_by_merging_seconds()
    {
        var (data, _) = Charts(new WrittenRun { WindowS = 1_300 });
        var trial = data.Scenarios[0].Points[0].Candidates[1].Trials.ShouldHaveSingleItem();
        trial.TS.Count.ShouldBeInRange(300, 610);
        trial.Throughput.ShouldAllBe(perS => perS == WrittenRun.PerSecond - WrittenRun.FailedPerSecond, "rates are per second whatever a point holds");
        trial.P99Ms.ShouldAllBe(ms => ms == Rounded.Ms(WrittenRun.Second(1).ValueAtPercentile(99)), "from the merged histograms");
        trial.Services[0].CpuCores.ShouldAllBe(cores => cores == 0.5);
        trial.Services[0].MemoryBytes[^2].ShouldBe(Rounded.Of((40L + 1_300) << 20), "the highest of its seconds");
        data.Scenarios[0].Points[0].Candidates[1].Heat!.TS.Count.ShouldBeInRange(50, 120);
    }

    [Fact]
    public void A_heat_map_holds_every_response_of_the_window_once()
    {
        var (data, _) = Charts(new WrittenRun { Rounds = 2 });
        var candidates = data.Scenarios[0].Points[0].Candidates;
        foreach (var heat in candidates.Select(candidate => candidate.Heat!))
        {
            heat.TS.ShouldBe([0, 1, 2, 3]);
            heat.Ms.Count.ShouldBeInRange(12, 60);
            heat.Ms.ShouldBe(heat.Ms.Order());
            heat.Counts.Select(column => column.Sum()).ShouldAllBe(sum => sum == 2 * WrittenRun.PerSecond);
        }

        candidates[0].Heat!.Ms.ShouldBe(candidates[1].Heat!.Ms, "the same rows, so that they can be looked at side by side");
    }

    [Fact]
    public void A_run_without_resources_has_charts_without_services()
    {
        var (data, faults) = Charts(new WrittenRun { Resources = false });
        faults.ShouldBeEmpty();
        data.Scenarios[0].Points[0].Candidates.ShouldAllBe(candidate => candidate.Trials.All(trial => trial.Services.Count == 0 && trial.TS.Count > 0));
    }

    [Fact]
    public void A_damaged_file_costs_its_trial_and_is_told()
    {
        var run = new WrittenRun { Rounds = 2 }.Write(_folder.Path);
        var slices = run.Trial(2, 1, "async", "work", null).SlicesFile;
        File.WriteAllLines(slices, File.ReadAllLines(slices).Prepend("{\"t_s\": what?}"));
        var (data, faults) = RunCharts.Of(View(run, Sample.Verdict(2)), run);
        faults.ShouldHaveSingleItem().ShouldStartWith("trials/r02a1.async.work/slices.jsonl");
        data.Scenarios[0].Points[0].Candidates[1].Trials.Select(trial => trial.Round).ShouldBe([1]);
        data.Scenarios[0].Points[0].Candidates[0].Trials.Select(trial => trial.Round).ShouldBe([1, 2]);
    }

    [Fact]
    public void Of_a_repeated_round_the_attempt_counts_whose_figures_the_verdict_has()
    {
        var run = new WrittenRun { Rounds = 1 }.Write(_folder.Path);
        var view = View(run, Sample.Verdict(1));
        var again = view.Trials[0] with { Attempt = 2, Load = view.Trials[0].Load! with { ThroughputPerS = 7 } };
        var name = again.Candidate;
        Directory.Move(run.Trial(1, 1, name, "work", null).Path, run.Trial(1, 2, name, "work", null).Path);
        var point = view.Verdict!.Scenarios["work"].Points[0];
        var figures = point.Candidates[name].Rounds[0] with { ThroughputPerS = 7, Failures = again.Load.Requests.FailureShare() };
        var verdict = view.Verdict with
        {
            Scenarios = new Dictionary<string, ScenarioVerdict>
            {
                ["work"] = new([point with { Candidates = point.Candidates.ToDictionary(c => c.Key, c => c.Key == name ? c.Value with { Rounds = [figures] } : c.Value) }]),
            },
        };
        var (data, _) = RunCharts.Of(view with { Verdict = verdict, Trials = [again, .. view.Trials] }, run);
        data.Scenarios[0].Points[0].Candidates.Single(c => c.Name == name).Trials.ShouldHaveSingleItem().Attempt.ShouldBe(2);
    }

    [Fact]
    public void A_round_that_a_gate_forbids_to_use_says_which_gate()
    {
        var run = new WrittenRun { Rounds = 2 }.Write(_folder.Path);
        var (forbidden, stopped) = ForbiddenSample.Of(View(run, Sample.Verdict(2)), "async", 2);
        var (data, _) = RunCharts.Of(forbidden, run);
        var candidates = data.Scenarios[0].Points[0].Candidates;
        candidates[0].Rounds.ShouldAllBe(round => round.Invalid == null);
        candidates[1].Rounds.Select(round => round.Invalid).ShouldBe([null, "V13 stolen CPU time (0.0237, limit 0.02); V26 server identity: the web server changed"]);

        var (gone, _) = RunCharts.Of(forbidden with { Trials = [.. forbidden.Trials.Where(trial => !ReferenceEquals(trial, stopped))] }, run);
        gone.Scenarios[0].Points[0].Candidates[1].Rounds.Select(round => round.Invalid).ShouldBe([null, "a gate"], "its trial is not there to ask");
    }

    [Fact]
    public void A_candidate_without_one_success_has_no_charts_and_breaks_none()
    {
        var run = new WrittenRun().Write(_folder.Path);
        var verdict = Sample.Verdict(1);
        var point = verdict.Scenarios["work"].Points[0];
        var silent = new CandidateSummary { ResponseNs = Distribution.Empty, ServiceNs = Distribution.Empty };
        var none = verdict with { Scenarios = new Dictionary<string, ScenarioVerdict> { ["work"] = new([point with { Candidates = new Dictionary<string, CandidateSummary> { ["sync"] = silent }, Comparisons = [] }]) } };
        var (data, _) = RunCharts.Of(View(run, none), run);
        var candidate = data.Scenarios[0].Points[0].Candidates.ShouldHaveSingleItem();
        candidate.Response.ShouldBeEmpty();
        candidate.Heat.ShouldBeNull();
        candidate.Trials.ShouldBeEmpty();
        candidate.Throughput.Value.ShouldBe(0);
    }

    [Theory]
    [InlineData(0.1234567, 0.12346)]
    [InlineData(123456789, 123460000)]
    [InlineData(-1.0000049, -1)]
    [InlineData(0, 0)]
    public void Figures_have_five_digits(double value, double expected) => Rounded.Of(value).ShouldBe(expected);

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(40, 2, 4)]
    [InlineData(1_500, 4, 60)]
    [InlineData(4_000, 3, 150)]
    public void However_many_trials_the_charts_have_room_in_two_megabytes(int trials, int services, int heats)
    {
        var detail = ChartDetail.For(trials, services, heats);
        detail.PointsPerTrial.ShouldBeInRange(4, 600);
        detail.HeatRows.ShouldBeInRange(12, 60);
        detail.HeatColumns.ShouldBeInRange(10, 120);
        var bytes = (trials * detail.PointsPerTrial * (36.0 + (24 * services))) + (heats * detail.HeatColumns * detail.HeatRows * 2.6);
        bytes.ShouldBeLessThan(trials > 2_000 ? 2_200_000 : 1_200_000);
    }

    [Fact]
    public void The_json_is_invariant()
    {
        var texts = new[] { "", "de-DE", "ru-RU" }.Select(culture => Printed.In(culture, () => JsonSerializer.Serialize(Charts(new WrittenRun()).Data, RunJson.Lines.ReportRecord))).ToList();
        texts.Distinct().ShouldHaveSingleItem().ShouldContain("\"cpu_cores\":[0.5,0.5,0.5,0.5,0.5,0.5]");
    }

    public void Dispose() => _folder.Dispose();

    private (ReportRecord Data, IReadOnlyList<string> Faults) Charts(WrittenRun written)
    {
        var run = written.Write(Path.Combine(_folder.Path, Guid.NewGuid().ToString("N")));
        return RunCharts.Of(View(run, Sample.Verdict(written.Rounds)), run);
    }

    private static RunView View(RunDirectory run, VerdictRecord verdict) => RunView.Read(run) with { Verdict = verdict };
}
