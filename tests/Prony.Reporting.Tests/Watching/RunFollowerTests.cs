using System.Text.Json;
using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;
using Prony.Reporting.Progress;
using Prony.Reporting.Watching;
using Shouldly;
using Spectre.Console;
using Xunit;

namespace Prony.Reporting.Tests.Watching;

public sealed class RunFollowerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RunDirectory _run;
    private readonly RunFollower _follower;

    public RunFollowerTests()
    {
        _run = new RunDirectory(Path.Combine(_folder.Path, "20261121T101500Z-sync-vs-async"));
        _follower = new RunFollower(_run);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_directory_that_is_not_there_yet_gives_nothing_and_then_its_plan()
    {
        _follower.Poll().ShouldBeEmpty();
        Directory.CreateDirectory(_run.TrialsFolder);
        _follower.Poll().ShouldBeEmpty();
        RunWriter.WritePlan(_run, Sample.Plan());
        _follower.Poll().ShouldHaveSingleItem().ShouldBeOfType<FollowedPlan>().Done.ShouldBe(0);
        _follower.Poll().ShouldBeEmpty();
        _follower.Plan!.Experiment.ShouldBe("sync-vs-async");
    }

    [Fact]
    public void A_trial_is_followed_from_its_start_over_its_seconds_to_its_end()
    {
        RunWriter.WritePlan(_run, Sample.Plan());
        _follower.Poll();
        using var trial = new TrialWriter(Folder(1, "sync"));
        Lines().ShouldBe(["r01a1.sync.work: started"]);
        trial.WriteEvent(new EventRecord(-0.5, EventKind.NotSettled, "web", "web was not quiet within 10 s."));
        trial.BeginLoad(Sample.Start);
        Second(trial, 0, PhaseName.Warmup);
        Lines().ShouldBe(["r01a1.sync.work -0.5 s web: web was not quiet within 10 s."]);
        Lines().ShouldBe(["r01a1.sync.work 0 s warmup: 90.00 requests/s, p50 1.00 ms, p99 3.00 ms, 10 failures, 5 in flight; web 0.75 cores, 64.0 MiB; database 0.25 cores, 32.0 MiB"]);
        Lines().ShouldBeEmpty();
        Second(trial, 1, PhaseName.Window);
        Second(trial, 2, PhaseName.Drain);
        trial.Complete(Sample.Trial(1, "sync") with { Gates = [new GateRecord("V28", 2, 2, GateState.Warn)] });
        var end = Lines();
        end.Count.ShouldBe(3);
        end[0].ShouldStartWith("r01a1.sync.work 1 s window: ");
        end[1].ShouldStartWith("r01a1.sync.work 2 s drain: ");
        end[2].ShouldBe("r01a1.sync.work: completed, 948.0 requests/s, p50 104 ms, p99 151 ms, 0 failures; V28 warn");
        Lines().ShouldBeEmpty();
    }

    [Fact]
    public void A_second_has_the_readings_of_its_own_instant_and_a_trial_ends_before_the_next_begins()
    {
        RunWriter.WritePlan(_run, Sample.Plan());
        _follower.Poll();
        using var first = new TrialWriter(Folder(1, "sync"));
        first.BeginLoad(Sample.Start);
        Lines().ShouldHaveSingleItem();
        Second(first, 0, PhaseName.Warmup);
        Second(first, 0.3, PhaseName.Window);
        first.Complete(Sample.Trial(1, "sync"));
        using var second = new TrialWriter(Folder(1, "async"));

        var found = _follower.Poll();

        found.OfType<FollowedSecond>().Select(of => (of.Slice.TS, of.Services.Count)).ShouldBe([(0, 2), (0.3, 2)]);
        found[^2].ShouldBeOfType<FollowedEnd>();
        found[^1].ShouldBeOfType<FollowedStart>().Trial.Candidate.ShouldBe("async");
    }

    [Fact]
    public void A_line_that_is_not_whole_waits_for_its_end()
    {
        RunWriter.WritePlan(_run, Sample.Plan());
        var folder = Folder(1, "sync");
        Directory.CreateDirectory(folder.Path);
        _follower.Poll();
        var line = JsonSerializer.Serialize(Slice(0, PhaseName.Window), RunJson.Lines.SliceRecord) + "\n";
        File.WriteAllText(folder.SlicesFile, line + line[..30]);
        Lines().ShouldBeEmpty();   // its services may still be read
        File.AppendAllText(folder.SlicesFile, line[30..]);
        Lines().ShouldHaveSingleItem().ShouldStartWith("r01a1.sync.work 0 s window");
    }

    [Fact]
    public void A_damaged_line_is_told_once_and_what_follows_is_read()
    {
        RunWriter.WritePlan(_run, Sample.Plan());
        var folder = Folder(1, "sync");
        Directory.CreateDirectory(folder.Path);
        _follower.Poll();
        File.WriteAllText(folder.EventsFile, "{ not json }\n" + JsonSerializer.Serialize(new EventRecord(1, EventKind.Died, "web", "web died."), RunJson.Lines.EventRecord) + "\n");
        var lines = Lines();
        lines.Count.ShouldBe(2);
        lines[0].ShouldMatch("cannot be read: .*events.jsonl: line 1: ");
        lines[1].ShouldBe("r01a1.sync.work 1 s web: web died.");
        Lines().ShouldBeEmpty();
    }

    [Fact]
    public void A_damaged_trial_is_told_once()
    {
        RunWriter.WritePlan(_run, Sample.Plan());
        var folder = Folder(1, "sync");
        Directory.CreateDirectory(folder.Path);
        _follower.Poll();
        File.WriteAllText(folder.TrialFile, """{"schema":"prony.trial/99"}""");
        Lines().ShouldHaveSingleItem().ShouldStartWith("cannot be read: ");
        Lines().ShouldBeEmpty();
    }

    [Fact]
    public void Trials_that_were_whole_before_come_first_by_their_start_and_without_their_seconds()
    {
        RunWriter.WritePlan(_run, Sample.Plan());
        Whole("sync", Sample.Start.AddSeconds(20));
        Whole("async", Sample.Start.AddSeconds(10));
        using var open = new TrialWriter(Folder(2, "async"));
        var found = _follower.Poll();
        found[0].ShouldBeOfType<FollowedPlan>().Done.ShouldBe(2);
        found.OfType<FollowedEnd>().Select(end => (end.Trial.Candidate, end.Earlier)).ShouldBe([("async", true), ("sync", true)]);
        found.OfType<FollowedStart>().ShouldHaveSingleItem().Trial.ShouldBe(new FollowedTrial("r02a1.async.work", 2, "async", "work") { Attempt = 1 });
        found.OfType<FollowedSecond>().ShouldBeEmpty();

        void Whole(string candidate, DateTimeOffset start)
        {
            using var trial = new TrialWriter(Folder(1, candidate));
            trial.BeginLoad(start);
            Second(trial, 0, PhaseName.Window);
            trial.Complete(Sample.Trial(1, candidate) with { Phases = [new PhaseRecord(PhaseName.Start, start, 1)] });
        }
    }

    [Fact]
    public void The_longest_candidate_whose_name_fits_has_the_trial()
    {
        RunWriter.WritePlan(_run, Sample.Plan(6, "a", "a.b"));
        _follower.Poll();
        Directory.CreateDirectory(_run.Trial(1, 1, "a.b", "work", new PointRecord(10, null)).Path);
        _follower.Poll().OfType<FollowedStart>().ShouldHaveSingleItem().Trial.ShouldBe(new FollowedTrial("r01a1.a.b.work.users-10", 1, "a.b", "work users-10") { Attempt = 1 });
    }

    [Fact]
    public void A_terminal_shows_the_table_that_the_run_itself_shows()
    {
        RunWriter.WritePlan(_run, Sample.Plan());
        using var writer = new StringWriter();
        using (var display = ProgressDisplay.ForRun(Printed.Console(writer, 120, AnsiSupport.No), live: false))
        {
            var table = new WatchDisplay(display);
            Show(table);
            using (var trial = new TrialWriter(Folder(1, "sync")))
            {
                trial.BeginLoad(Sample.Start);
                Second(trial, 0, PhaseName.Window);
                Show(table);
                trial.Complete(Sample.Trial(1, "sync"));
            }

            Show(table);
        }

        var text = writer.ToString();
        text.ShouldContain("sync-vs-async: 6 rounds × 2 candidates × 1 load = 12 trials");
        text.ShouldContain("round 1/6 sync, work: started");
        text.ShouldContain("round 1/6 sync, work: 948.0 requests/s");

        void Show(WatchDisplay table)
        {
            foreach (var found in _follower.Poll())
            {
                table.Show(found);
            }
        }
    }

    private List<string> Lines() => [.. _follower.Poll().Select(WatchText.Line)];

    private TrialFolder Folder(int round, string candidate) => _run.Trial(round, 1, candidate, "work", null);

    private static void Second(TrialWriter trial, double at, string phase)
    {
        trial.WriteSlice(Slice(at, phase), new Dictionary<string, Histogram>());
        trial.WriteResource(new ResourceRecord(at, "web", 0.75, 64 << 20, 1, 4));
        trial.WriteResource(new ResourceRecord(at, "database", 0.25, 32 << 20, 1, 4) { Shared = true });
    }

    private static SliceRecord Slice(double at, string phase) =>
        new(at, phase, 100, 100, 100, new OutcomeCounts(90, 10, 0, 0, 0, 0, 0, 0, 0, 0), 5, 1_000_000, 2_000_000, 3_000_000);
}
