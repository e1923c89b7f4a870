using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;
using Prony.Reporting.Others;
using Prony.Reporting.Runs;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Others;

/// <summary>Runs in the formats of Locust and Funkload.</summary>
public sealed class OtherFormatsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RunDirectory _run;
    private readonly PlanRecord _plan = Sample.Plan(2, "sync", "async");

    public OtherFormatsTests()
    {
        _run = new RunDirectory(Path.Combine(_folder.Path, "run"));
        RunWriter.WritePlan(_run, _plan);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Funkloads_table_has_its_columns_widths_and_words()
    {
        Write(1, "sync", Times((100, 80), (2000, 10), (7000, 10)), failed: 0);
        Write(2, "sync", Times((100, 100)), failed: 0);

        var lines = FunkloadTable.Of(View(), _run)!.Split('\n');

        lines[0].ShouldBe("sync, work");
        lines[4].ShouldBe("                CUs             Apdex*            Rating*                RPS             maxRPS              TOTAL            SUCCESS              ERROR                MIN                AVG                MAX                P10                MED                P90                P95");
        lines[6].Split(' ', StringSplitOptions.RemoveEmptyEntries).ShouldBe(
            ["100", "0.925", "Good", "50.000", "60.000", "200", "200", "0.00%", "0.100", "0.540", "7.000", "0.100", "0.100", "0.100", "2.001"],
            "(180 + 10/2) of 200 requests please; p90 is the last of those of 0.1 s, and times are upper ends of buckets");
        lines[6].Length.ShouldBe(lines[4].Length - 1, "a share has one column less, as there");
    }

    [Theory]
    [InlineData(1.0, "Excellent")]
    [InlineData(0.94, "Excellent")]
    [InlineData(0.93, "Good")]
    [InlineData(0.85, "Good")]
    [InlineData(0.84, "FAIR")]
    [InlineData(0.69, "POOR")]
    [InlineData(0.49, "UNACCEPTABLE")]
    public void The_rating_words_are_those_of_Funkload(double score, string word) => FunkloadTable.Rating(score).ShouldBe(word);

    [Fact]
    public void Failures_are_frustrated_in_the_Apdex()
    {
        Write(1, "sync", Times((100, 50)), failed: 50);

        FunkloadTable.Of(View(), _run)!.Split('\n')[6].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..3].ShouldBe(["0.500", "POOR"]);
    }

    [Fact]
    public void A_run_without_users_has_no_table_of_Funkload() => FunkloadTable.Of(View(), _run).ShouldBeNull();

    [Fact]
    public void The_files_of_Locust_have_its_columns()
    {
        Write(1, "sync", Times((100, 90), (200, 10)), failed: 10);

        var files = LocustFolder.Of(View(), _run);

        files.Keys.ShouldBe(["sync.work.users-100_stats.csv", "sync.work.users-100_stats_history.csv", "sync.work.users-100_failures.csv", "sync.work.users-100_exceptions.csv"]);
        var stats = files["sync.work.users-100_stats.csv"].Split('\n');
        stats[0].ShouldBe("Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,Max Response Time,Average Content Size,Requests/s,Failures/s,50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%");
        var fields = stats[1].Split(',');
        fields[..4].ShouldBe(["GET", "/work", "110", "10"]);
        fields[9..11].ShouldBe(["55", "5"], "two seconds");
        double.Parse(fields[4], System.Globalization.CultureInfo.InvariantCulture).ShouldBe(100, 0.1);
        double.Parse(fields[^1], System.Globalization.CultureInfo.InvariantCulture).ShouldBe(200, 0.2);
        stats[2].ShouldBe(",Aggregated," + string.Join(',', fields[2..]));
        var history = files["sync.work.users-100_stats_history.csv"].Split('\n');
        history[0].ShouldStartWith("Timestamp,User Count,Type,Name,Requests/s,Failures/s,50%,");
        history[0].ShouldEndWith(",99.99%,100%,Total Request Count,Total Failure Count,Total Median Response Time,Total Average Response Time,Total Min Response Time,Total Max Response Time,Total Average Content Size");
        history[1].Split(',')[..6].ShouldBe([Sample.Start.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), "100", "", "Aggregated", "50", "0"]);
        history[2].Split(',').Length.ShouldBe(history[0].Split(',').Length);
        history[2].Split(',')[17..19].ShouldBe(["110", "10"], "totals run on");
        history[2].Split(',')[^1].ShouldBe("N/A", "a second has no size of its own");
        files["sync.work.users-100_failures.csv"].ShouldBe("Method,Name,Error,Occurrences,First Seen,Last Seen\nGET,/work,timeout,10,2026-11-21 10:15:01,2026-11-21 10:15:01\n");
        files["sync.work.users-100_exceptions.csv"].ShouldBe("Count,Message,Traceback,Nodes\n");
    }

    [Theory]
    [InlineData(1, "10")]
    [InlineData(2, "40")]
    public void The_attempt_of_a_round_counts_that_the_verdict_took(int taken, string requests)
    {
        Write(1, "sync", Times((100, 10)), failed: 0);
        Write(1, "sync", Times((100, 40)), failed: 0, attempt: 2);

        LocustFolder.Of(View(taken), _run)["sync.work.users-100_stats.csv"].Split('\n')[1].Split(',')[2].ShouldBe(requests);
    }

    [Fact]
    public void A_row_of_Locusts_history_has_the_times_of_its_own_second_and_the_rates_of_its_own_length()
    {
        using (var writer = new TrialWriter(_run.Trial(1, 1, "sync", "work", null)))
        {
            writer.BeginLoad(Sample.Start);
            var counts = new OutcomeCounts(10, 0, 0, 0, 0, 0, 0, 0, 0, 0);
            Second(1.2, PhaseName.Warmup, 900);
            Second(1.4, PhaseName.Window, 100);
            Second(2.4, PhaseName.Window, 200);
            writer.WriteWindow(Times((100, 10), (200, 10)), Times((100, 20)));
            writer.Complete(Sample.Trial(1, "sync") with { Load = Sample.Closed() with { Window = new WindowRecord(Sample.Start, 1.5) } });

            void Second(double at, string phase, int ms) =>
                writer.WriteSlice(new SliceRecord(at, phase, 10, 10, 10, counts, 0, 0, 0, 0), new Dictionary<string, Histogram> { ["response"] = Times((ms, 10)) });
        }

        var rows = LocustFolder.Of(View(), _run)["sync.work.users-100_stats_history.csv"].Split('\n')[1..3].Select(row => row.Split(',')).ToList();

        rows.Select(row => row[4]).ShouldBe(["10", "20"], "ten requests in a second, then in half of one");
        rows.Select(row => Math.Round(double.Parse(row[6], System.Globalization.CultureInfo.InvariantCulture))).ShouldBe([100, 200]);
    }

    /// <summary>The run with a verdict from the last attempt of each round, or from the one that is named.</summary>
    private RunView View(int? attempt = null)
    {
        var view = RunView.Read(_run);
        var verdict = Sample.Verdict();
        var point = verdict.Scenarios["work"].Points[0];
        var candidates = view.Trials.GroupBy(trial => trial.Candidate).ToDictionary(
            own => own.Key,
            own => point.Candidates[own.Key] with { Rounds = [.. own.GroupBy(trial => trial.Round).Select(round => FiguresOf(round.Where(trial => attempt is null || trial.Attempt == attempt).MaxBy(trial => trial.Attempt)!))] });
        return view with { Verdict = verdict with { Scenarios = new Dictionary<string, ScenarioVerdict> { ["work"] = new([point with { Candidates = candidates }]) } } };
    }

    private static RoundFigures FiguresOf(TrialRecord trial) => new(trial.Round, trial.Load!.ThroughputPerS, null, null, null, null, trial.Load.Requests.FailureShare());

    private static Histogram Times(params (int Ms, int Count)[] values)
    {
        var histogram = Histogram.ForDurations();
        foreach (var (ms, count) in values)
        {
            histogram.Record(ms * Sample.Ms, count);
        }

        return histogram;
    }

    /// <summary>A window of two seconds; failures come in its second one.</summary>
    private void Write(int round, string candidate, Histogram times, long failed, int attempt = 1)
    {
        using var writer = new TrialWriter(_run.Trial(round, attempt, candidate, "work", null));
        writer.BeginLoad(Sample.Start);
        var good = times.Count;
        var first = good / 2;
        var outcomes = new OutcomeCounts(good, 0, 0, failed, 0, 0, 0, 0, 0, 0);
        writer.WriteSlice(new SliceRecord(0, PhaseName.Window, good, good, good, outcomes with { Success = good == 100 && failed == 0 ? 40 : first, Timeout = 0 }, 5, 0, 0, 0), new Dictionary<string, Histogram> { ["response"] = times });
        writer.WriteSlice(new SliceRecord(1, PhaseName.Window, good, good, good, outcomes with { Success = good == 100 && failed == 0 ? 60 : good - first }, 5, 0, 0, 0), new Dictionary<string, Histogram>());
        writer.WriteWindow(times, times);
        writer.Complete(Sample.Trial(round, candidate) with
        {
            Attempt = attempt,
            Load = Sample.Closed() with
            {
                Window = new WindowRecord(Sample.Start, 2),
                ThroughputPerS = good / 2.0,
                Requests = new RequestCounts(good + failed, 0, good + failed, good, good, failed, 0),
                Outcomes = outcomes,
            },
        });
    }
}
