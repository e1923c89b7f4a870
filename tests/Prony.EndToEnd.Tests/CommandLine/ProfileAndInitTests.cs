using System.Text.Json;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.CommandLine;

/// <summary><c>prony run --profile</c>, and <c>--init</c> behind commands.</summary>
public sealed class ProfileAndInitTests : IDisposable
{
    private readonly Workspace _work = new();

    [Fact]
    public void A_profile_changes_the_run_and_stands_in_plan_and_verdict()
    {
        _work.WriteExperiment("ok", "ok", measure: "20s", extra: "profiles: {short: {phases: {measure: 1s}, candidates: {third: {run: \"python3 " + Workspace.FaultyServer + " ok {port}\"}}}}");
        var result = _work.Run("run", "experiment.yaml", "--profile", "short", "--json", "verdict.json");
        result.ExitCode.ShouldBeOneOf(0, 5);
        using var verdict = JsonDocument.Parse(File.ReadAllText(_work.PathOf("verdict.json")));
        verdict.RootElement.GetProperty("profiles")[0].GetString().ShouldBe("short");
        using var plan = JsonDocument.Parse(File.ReadAllText(Path.Combine(_work.Runs.ShouldHaveSingleItem(), "plan.json")));
        plan.RootElement.GetProperty("profiles")[0].GetString().ShouldBe("short");
        plan.RootElement.GetProperty("candidates").GetArrayLength().ShouldBe(3);
        plan.RootElement.GetProperty("phases").GetProperty("measure_s").GetDouble().ShouldBe(1);
        result.Output.ShouldContain("profile short");
        var resumed = _work.Run("run", "--resume", _work.Runs[0]);
        resumed.Error.ShouldContain("Nothing is left to do", customMessage: "the plan knows its profile");
        _work.Run("run", "--resume", _work.Runs[0], "--profile", "short").Error.ShouldContain("--profile cannot stand beside --resume");
    }

    [Fact]
    public void An_unknown_profile_is_named_with_the_nearest()
    {
        _work.WriteExperiment("ok", "ok", extra: "profiles: {short: {phases: {measure: 1s}}}");
        var result = _work.Run("run", "experiment.yaml", "--profile", "shrot");
        result.ExitCode.ShouldBe(2, result.ToString());
        result.Error.ShouldContain("--profile: there is no profile 'shrot'. Did you mean 'short'?");
        _work.Run("run", "experiment.yaml", "--profile", "short", "--plan").Output.ShouldContain("window 1 s");
    }

    [Fact]
    public void Profiles_of_the_file_on_the_line_are_completed()
    {
        _work.WriteExperiment("ok", "ok", extra: "profiles: {short: {rounds: 1}, overnight: {rounds: 24}}");
        const string line = "run experiment.yaml --profile ";
        var result = _work.Run($"[suggest:{line.Length}]", line);
        result.Output.Split('\n').ShouldContain("overnight");
    }

    [Fact]
    public void Commands_can_be_written_down_as_an_experiment_that_means_the_same()
    {
        string[] commands = [$"python3 {Workspace.FaultyServer} ok {{port}}", $"python3 {Workspace.FaultyServer} slow {{port}}"];
        var written = _work.Run(["run", .. commands, "-c", "7", "--path", "/x?y={index}", "--rounds", "3", "--init", "compare.yaml"]);
        written.ExitCode.ShouldBe(0, written.ToString());
        written.Error.ShouldContain("Next: prony run compare.yaml");
        _work.Runs.ShouldBeEmpty("nothing is run");
        var fromFile = _work.Run("run", "compare.yaml", "--plan");
        fromFile.ExitCode.ShouldBe(0, fromFile.ToString());
        var asked = _work.Run(["run", .. commands, "-c", "7", "--path", "/x?y={index}", "--rounds", "3", "--plan"]);
        WithoutQuestion(fromFile).ShouldBe(WithoutQuestion(asked));

        static IEnumerable<string> WithoutQuestion(ToolResult result) =>
            result.Output.Split('\n').Where(line => line.Length > 0 && !line.StartsWith("Question", StringComparison.Ordinal));
    }

    [Fact]
    public void What_somebody_may_have_changed_is_not_overwritten()
    {
        _work.Write("compare.yaml", "mine\n");
        var result = _work.Run("run", "apple {port}", "pear {port}", "--init", "compare.yaml");
        result.ExitCode.ShouldBe(1, result.ToString());
        result.Error.ShouldContain("compare.yaml exists already and is not overwritten.");
        File.ReadAllText(_work.PathOf("compare.yaml")).ShouldBe("mine\n");
    }

    [Theory]
    [InlineData("--init writes commands down: there is a file already", "run", "experiment.yaml", "--init", "other.yaml")]
    [InlineData("Write it into this folder", "run", "apple {port}", "pear {port}", "--init", "below/other.yaml")]
    [InlineData("--profile belongs to an experiment file", "run", "apple {port}", "pear {port}", "--profile", "full")]
    public void Wrong_use_ends_with_code_2(string message, params string[] arguments)
    {
        _work.WriteExperiment("ok", "ok");
        var result = _work.Run(arguments);
        result.ExitCode.ShouldBe(2, result.ToString());
        result.Error.ShouldContain(message);
    }

    public void Dispose() => _work.Dispose();
}
