using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Measurement.Tests.Runs;

public sealed class RunDirectoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RunDirectory _run;

    public RunDirectoryTests() => _run = new RunDirectory(_folder.File("run"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Names_sort_by_time_and_say_what_they_hold()
    {
        RunDirectory.NameFor(Records.At.ToOffset(TimeSpan.FromHours(5)), "sync-vs-async").ShouldBe("20261121T101500Z-sync-vs-async");
        _run.Trial(1, 2, "async", "work", null).Name.ShouldBe("r01a2.async.work");
        _run.Trial(12, 1, "async", "work", Records.Rate).Name.ShouldBe("r12a1.async.work.rate-300.5");
        _run.Trial(1, 1, "a", "b", null).LogFile("web").ShouldEndWith("web.log");
    }

    [Fact]
    public void A_plan_and_a_verdict_are_read_as_written()
    {
        RunWriter.WritePlan(_run, Records.Plan);
        RunReader.ReadVerdict(_run).ShouldBeNull();
        RunWriter.WriteVerdict(_run, Records.Verdict);

        RunReader.ReadPlan(_run).ShouldHoldTheSameAs(Records.Plan, RunJson.Files.PlanRecord);
        RunReader.ReadVerdict(_run).ShouldHoldTheSameAs(Records.Verdict, RunJson.Files.VerdictRecord);
        Directory.GetFiles(_run.Path).Select(Path.GetFileName).Order().ShouldBe(["plan.json", "verdict.json"]);
    }

    [Fact]
    public void A_verdict_replaces_the_one_before()
    {
        RunWriter.WritePlan(_run, Records.Plan);
        RunWriter.WriteVerdict(_run, Records.Verdict);
        RunWriter.WriteVerdict(_run, Records.Verdict with { Rounds = 24 });

        RunReader.ReadVerdict(_run)!.Rounds.ShouldBe(24);
    }

    [Fact]
    public void A_folder_without_a_plan_is_no_run_directory()
    {
        var error = Should.Throw<RunFormatException>(() => RunReader.ReadPlan(_run));

        error.Message.ShouldContain(_run.Path);
        error.Message.ShouldContain("plan.json");
        RunReader.ReadTrials(_run).Finished.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"schema":"prony.plan/2"}""", "its schema is prony.plan/2, this version of Prony reads prony.plan/1")]
    [InlineData("""{"rounds":2}""", "its schema is not stated, this version of Prony reads prony.plan/1")]
    [InlineData("""[1]""", "its schema is not stated")]
    [InlineData("""{"schema":1}""", "its schema is not stated")]
    [InlineData("""{"schema":"prony.plan/1"}""", "not a record of prony.plan/1: ")]
    [InlineData("""{"schema":"prony.pl""", "not a record of prony.plan/1: ")]
    [InlineData("", "not a record of prony.plan/1: ")]
    public void A_plan_that_cannot_be_read_is_named_with_what_was_expected(string text, string problem)
    {
        Directory.CreateDirectory(_run.Path);
        File.WriteAllText(_run.PlanFile, text);

        var error = Should.Throw<RunFormatException>(() => RunReader.ReadPlan(_run));

        error.File.ShouldBe(_run.PlanFile);
        error.Message.ShouldStartWith($"{_run.PlanFile}: {problem}");
    }

    [Fact]
    public void A_null_where_a_value_must_be_is_an_error()
    {
        RunWriter.WritePlan(_run, Records.Plan);
        File.WriteAllText(_run.PlanFile, File.ReadAllText(_run.PlanFile).Replace("\"baseline\": \"sync\"", "\"baseline\": null", StringComparison.Ordinal));

        Should.Throw<RunFormatException>(() => RunReader.ReadPlan(_run)).Message.ShouldContain("baseline");
    }

    [Fact]
    public void Trials_are_told_apart_into_finished_and_unfinished()
    {
        Complete(_run.Trial(2, 1, "sync", "work", null));
        Complete(_run.Trial(1, 1, "async", "work", null));
        new TrialWriter(_run.Trial(1, 1, "sync", "work", null)).Dispose();
        Complete(_run.Trial(3, 1, "async", "work", null));
        File.WriteAllText(_run.Trial(3, 1, "async", "work", null).TrialFile, """{"schema":"prony.trial/1","rou""");

        var trials = RunReader.ReadTrials(_run);

        trials.Finished.Select(t => t.Folder.Name).ShouldBe(["r01a1.async.work", "r02a1.sync.work"]);
        trials.Unfinished.ShouldBe(["r01a1.sync.work", "r03a1.async.work"]);
    }

    [Fact]
    public void A_trial_of_another_schema_is_an_error_and_not_unfinished()
    {
        var trial = _run.Trial(1, 1, "async", "work", null);
        Complete(trial);
        File.WriteAllText(trial.TrialFile, """{"schema":"prony.trial/9"}""");

        Should.Throw<RunFormatException>(() => RunReader.ReadTrials(_run)).Message.ShouldContain("prony.trial/9");
    }

    [Fact]
    public void A_full_disk_leaves_the_old_file_and_names_the_place()
    {
        if (!File.Exists("/dev/full"))
        {
            return;
        }

        RunWriter.WritePlan(_run, Records.Plan);
        RunWriter.WriteVerdict(_run, Records.Verdict);
        File.CreateSymbolicLink(_run.VerdictFile + ".part", "/dev/full");

        Should.Throw<IOException>(() => RunWriter.WriteVerdict(_run, Records.Verdict with { Rounds = 24 })).Message.ShouldContain("verdict.json");

        RunReader.ReadVerdict(_run)!.Rounds.ShouldBe(6);
        File.Exists(_run.VerdictFile + ".part").ShouldBeFalse();
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_named()
    {
        File.WriteAllText(_folder.File("file"), "");
        var run = new RunDirectory(_folder.File("file/run"));

        Should.Throw<IOException>(() => RunWriter.WritePlan(run, Records.Plan)).Message.ShouldContain(_folder.File("file"));
        Should.Throw<IOException>(() => AtomicFile.Write(_folder.File("none/x.json"), "x"u8)).Message.ShouldContain(_folder.File("none/x.json"));
    }

    [Fact]
    public void Runs_that_begin_in_the_same_second_never_share_a_folder()
    {
        var parent = _folder.File("runs");
        var first = RunDirectory.Create(parent, "20261121T101500Z-shop");
        var second = RunDirectory.Create(parent, "20261121T101500Z-shop");

        first.Name.ShouldBe("20261121T101500Z-shop");
        second.Name.ShouldBe("20261121T101500Z-shop-2");
        Directory.GetFileSystemEntries(parent).ShouldBe([first.Path, second.Path], ignoreOrder: true);
        Directory.Exists(first.TrialsFolder).ShouldBeTrue();
    }

    private static void Complete(TrialFolder folder)
    {
        using var writer = new TrialWriter(folder);
        writer.Complete(Records.Trial);
    }
}
