using System.Globalization;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Running;

/// <summary>A run that was cut off goes on, and one that cannot says why.</summary>
[Trait("Speed", "Slow")]
public sealed class ResumeTests : IDisposable
{
    private const int Sigkill = 9;

    private const int Sigint = 2;

    private readonly Workspace _work = new();

    [Fact]
    public void A_run_killed_in_its_second_round_is_resumed_and_ends_with_all_rounds()
    {
        _work.WriteExperiment("ok", "slow", rounds: "3");
        var first = CutOff(Sigkill, 128 + Sigkill);
        File.Exists(Path.Combine(first, "verdict.json")).ShouldBeFalse();
        var before = Directory.GetDirectories(Path.Combine(first, "trials"), "r01*").Order().Select(trial => File.ReadAllText(Path.Combine(trial, "trial.json"))).ToList();

        // From another folder: the plan knows where the file is.
        using var tool = Tool.Start(new ToolSettings(Path.GetTempPath()), "run", "--resume", first);
        var result = tool.WaitForEnd(TimeSpan.FromMinutes(3));
        Ended(result);
        result.Error.ShouldContain("Going on with round 2 of 3");
        result.Error.ShouldContain("set-aside/");
        _work.Runs.ShouldHaveSingleItem("no second run was begun");
        Directory.GetDirectories(Path.Combine(first, "set-aside"), "r02*").ShouldNotBeEmpty();
        Directory.GetDirectories(Path.Combine(first, "trials"), "r01*").Order().Select(trial => File.ReadAllText(Path.Combine(trial, "trial.json"))).ShouldBe(before, "whole rounds stay as they are");

        _work.Run("report", first).Output.ReplaceLineEndings(" ").ShouldContain("Resumed: trials that were cut off");
        using var verdict = JsonDocument.Parse(File.ReadAllText(Path.Combine(first, "verdict.json")));
        verdict.RootElement.GetProperty("rounds").GetInt32().ShouldBe(3);
        RoundsOf(first).ShouldBe([1, 2, 3]);
        _work.Survivors().ShouldBeEmpty();

        var again = _work.Run("run", "--resume", first);
        again.ExitCode.ShouldBe(result.ExitCode, again.ToString());
        again.Error.ShouldContain("Nothing is left to do");
        RoundsOf(first).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void A_run_that_was_interrupted_is_resumed_only_under_the_conditions_that_it_was_begun_under()
    {
        _work.WriteExperiment("ok", "slow", rounds: "2");
        var run = CutOff(Sigint, 130);
        var file = _work.PathOf("experiment.yaml");
        var text = File.ReadAllText(file);

        File.WriteAllText(file, text.Replace("measure: 1s", "measure: 3s", StringComparison.Ordinal));
        Refuses(["run", "--resume", run], "begun under other conditions", "phases, measure s: 1 then, 3 now", "experiment.yaml was changed");
        File.WriteAllText(file, text);

        var plan = Path.Combine(run, "plan.json");
        var planned = File.ReadAllText(plan);
        File.WriteAllText(plan, planned.Replace("\"kernel\": \"", "\"kernel\": \"another-", StringComparison.Ordinal));
        Refuses(["run", "--resume", run], "machine, kernel: another-");
        File.WriteAllText(plan, planned.Replace("\"name\": \"prony\",\n    \"version\": \"", "\"name\": \"prony\",\n    \"version\": \"9", StringComparison.Ordinal));
        Refuses(["run", "--resume", run], "tool, version: 9");
        File.WriteAllText(plan, planned);

        File.Move(file, _work.PathOf("moved.yaml"));
        Refuses(["run", "--resume", run], "is no longer at", "prony run FILE --resume");
        Directory.GetDirectories(Path.Combine(run, "trials"), "r02*").ShouldNotBeEmpty("who refuses changes nothing");
        File.Move(_work.PathOf("moved.yaml"), file);

        Ended(_work.Run("run", "experiment.yaml", "--resume", run, "-q"));
        RoundsOf(run).ShouldBe([1, 2]);
    }

    [Fact]
    public void What_is_no_run_or_is_decided_by_the_plan_is_refused()
    {
        Refuses(["run", "--resume", _work.Folder], "not a run directory: it has no plan.json");
        Refuses(["run", "--resume", "nowhere"], "nowhere", "cannot be resumed");
        foreach (var option in new[] { "--rounds=3", "--quick", "--until-decided", "--only=a", "--out=x", "--plan" })
        {
            Refuses(["run", "--resume", "nowhere", option], option.Split('=')[0] + " cannot stand beside --resume");
        }

        Refuses(["run"], "Name an experiment file");
    }

    public void Dispose() => _work.Dispose();

    /// <summary>To its end; where others keep the machine so busy that a round had to be repeated, a verdict of so few rounds is invalid, which is not what is tested here.</summary>
    private static void Ended(ToolResult result)
    {
        result.ExitCode.ShouldBeOneOf([0, 5], result.ToString());
        result.Error.ShouldNotContain("gave no valid trial");
    }

    private void Refuses(string[] arguments, params string[] words)
    {
        var result = _work.Run(arguments);
        result.ExitCode.ShouldBe(2, result.ToString());
        foreach (var word in words)
        {
            result.Error.ShouldContain(word);
        }
    }

    /// <summary>Starts the experiment and ends it as soon as load is written in its second round.</summary>
    private string CutOff(int signal, int exitCode)
    {
        using var tool = _work.Start("run", "experiment.yaml");
        var until = DateTime.UtcNow.AddSeconds(60);
        while (DateTime.UtcNow < until && !IsInSecondRound())
        {
            Thread.Sleep(50);
        }

        IsInSecondRound().ShouldBeTrue(tool.ErrorSoFar);
        tool.Signal(signal);
        tool.WaitForEnd(TimeSpan.FromSeconds(30)).ExitCode.ShouldBe(exitCode);
        return _work.Runs.ShouldHaveSingleItem();
    }

    private bool IsInSecondRound() => _work.Runs.SelectMany(run => Directory.GetDirectories(Path.Combine(run, "trials"), "r02*"))
        .Any(trial => File.Exists(Path.Combine(trial, "slices.jsonl")));

    private static IEnumerable<int> RoundsOf(string run) => Directory.GetFiles(Path.Combine(run, "trials"), "trial.json", SearchOption.AllDirectories)
        .Select(file => int.Parse(Path.GetFileName(Path.GetDirectoryName(file))![1..3], CultureInfo.InvariantCulture)).Distinct().Order();
}
