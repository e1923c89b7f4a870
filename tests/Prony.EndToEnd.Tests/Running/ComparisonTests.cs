using System.Text.Json;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Running;

/// <summary>The main job: a file in, a verdict and a run directory out.</summary>
public sealed class ComparisonTests : IDisposable
{
    private readonly Workspace _work = new();

    [Fact]
    public void A_comparison_writes_a_whole_run_directory_and_a_verdict()
    {
        _work.WriteExperiment("ok", "slow", rounds: "2");
        var result = _work.Run("run", "experiment.yaml", "--json", "verdict.json");
        result.ExitCode.ShouldBe(0, result.ToString());
        result.Output.ShouldContain("What happens when a server misbehaves?");
        result.Output.ShouldContain("steady");
        result.Output.ShouldContain("V28");

        var run = _work.Runs.ShouldHaveSingleItem();
        var trials = Directory.GetDirectories(Path.Combine(run, "trials")).Select(Path.GetFileName).Order().ToList();
        trials.ShouldBe(["r01a1.other.work", "r01a1.steady.work", "r02a1.other.work", "r02a1.steady.work"]);
        foreach (var trial in trials)
        {
            foreach (var file in new[] { "trial.json", "slices.jsonl", "resources.jsonl", "times.hlog", "events.jsonl", "web.log" })
            {
                File.Exists(Path.Combine(run, "trials", trial!, file)).ShouldBeTrue($"{trial}/{file}");
            }
        }

        using var verdict = JsonDocument.Parse(File.ReadAllText(Path.Combine(_work.Folder, "verdict.json")));
        verdict.RootElement.GetProperty("schema").GetString().ShouldBe("prony.verdict/1");
        verdict.RootElement.GetProperty("rounds").GetInt32().ShouldBe(2);
        verdict.RootElement.GetProperty("preview").GetBoolean().ShouldBeTrue();
        var comparisons = verdict.RootElement.GetProperty("scenarios").GetProperty("work").GetProperty("points")[0].GetProperty("comparisons");
        comparisons.EnumerateArray().Select(c => c.GetProperty("metric").GetString())
            .ShouldBe(["throughput", "response.p50", "response.p99", "cpu-per-request", "memory"], ignoreOrder: true);
        _work.Survivors().ShouldBeEmpty();
    }

    [Fact]
    public void Every_view_of_a_run_can_be_made_from_its_files()
    {
        _work.WriteExperiment("ok", "slow");
        _work.Run("run", "experiment.yaml", "-q").ExitCode.ShouldBe(0);
        var run = _work.Runs.ShouldHaveSingleItem();

        var terminal = _work.Run("report", run);
        terminal.ExitCode.ShouldBe(0, terminal.ToString());
        terminal.Output.ShouldContain("steady");

        var markdown = _work.Run("report", run, "--format", "markdown");
        markdown.ExitCode.ShouldBe(0, markdown.ToString());
        markdown.Output.ShouldContain("| ");

        var json = _work.Run("report", run, "--format", "json");
        json.ExitCode.ShouldBe(0, json.ToString());
        JsonDocument.Parse(json.Output).Dispose();
    }

    [Fact]
    public void Candidates_of_a_round_get_the_same_arrivals()
    {
        _work.WriteExperiment("ok", "slow", load: "rate: 100/s");
        _work.Run("run", "experiment.yaml", "-q").ExitCode.ShouldBeOneOf(0, 5);
        var run = _work.Runs.ShouldHaveSingleItem();
        var due = Directory.GetFiles(run, "trial.json", SearchOption.AllDirectories)
            .Select(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement)
            .Select(trial => (trial.GetProperty("load").GetProperty("seed").GetUInt64(), trial.GetProperty("load").GetProperty("requests").GetProperty("due").GetInt64()))
            .Distinct();
        due.ShouldHaveSingleItem();
    }

    [Fact]
    public void Secrets_reach_the_server_and_no_file_of_ours()
    {
        _work.WriteExperiment("ok", "slow");
        var path = Path.Combine(_work.Folder, "experiment.yaml");
        File.WriteAllText(path, File.ReadAllText(path).Replace("request: {get: /}", "request: {get: /, headers: {Cookie: \"sessionid=${SESSION_ID}\"}}", StringComparison.Ordinal));
        using var tool = Tool.Start(new ToolSettings(_work.Folder, new() { ["SESSION_ID"] = "c4ca4238a0b92382" }), "run", "experiment.yaml");
        var result = tool.WaitForEnd(TimeSpan.FromMinutes(2));
        result.ExitCode.ShouldBe(0, result.ToString());
        (result.Output + result.Error).ShouldNotContain("c4ca4238a0b92382");
        foreach (var file in Directory.GetFiles(_work.Runs.ShouldHaveSingleItem(), "*", SearchOption.AllDirectories))
        {
            File.ReadAllText(file).ShouldNotContain("c4ca4238a0b92382", customMessage: file);
        }

        // faulty.py answers with the cookie that it got: its length shows that the secret itself was sent.
        using var trial = JsonDocument.Parse(File.ReadAllText(Directory.GetFiles(_work.Runs[0], "trial.json", SearchOption.AllDirectories)[0]));
        var load = trial.RootElement.GetProperty("load");
        load.GetProperty("bytes").GetProperty("body").GetInt64()
            .ShouldBe("sessionid=c4ca4238a0b92382".Length * load.GetProperty("requests").GetProperty("succeeded").GetInt64());
    }

    [Fact]
    public void An_unknown_environment_variable_is_an_error_with_its_position()
    {
        _work.WriteExperiment("ok", "slow");
        var path = Path.Combine(_work.Folder, "experiment.yaml");
        File.WriteAllText(path, File.ReadAllText(path).Replace("get: /", "get: \"/${NOT_SET_ANYWHERE}\"", StringComparison.Ordinal));
        var result = _work.Run("run", "experiment.yaml");
        result.ExitCode.ShouldBe(2, result.ToString());
        result.Error.ShouldContain("NOT_SET_ANYWHERE");
    }

    [Fact]
    public void Objectives_that_are_missed_end_with_code_4()
    {
        _work.WriteExperiment("ok", "slow", extra: "objectives: [\"response.p99 <= 1us\"]");
        var result = _work.Run("run", "experiment.yaml");
        result.ExitCode.ShouldBe(4, result.ToString());
        result.Output.ShouldContain("response.p99 <= 1us");
    }

    [Fact]
    public void Claims_are_judged_in_every_view_and_a_refuted_one_ends_with_code_4_when_that_is_asked()
    {
        const string claims = """
            claims:
              - {says: there is a process, check: processes(steady), expect: ">= 1"}
              - {says: there is a crowd, check: processes(steady), expect: ">= 1000"}
              - {says: it flies, not-testable: nothing here has wings}
            """;
        _work.WriteExperiment("ok", "slow", rounds: "2", extra: claims);
        var result = _work.Run("run", "experiment.yaml", "--fail-on", "claims", "--json", "verdict.json");
        result.ExitCode.ShouldBe(4, result.ToString());
        result.Output.ShouldContain("Claims: 1 confirmed, 1 refuted, 1 not testable");
        result.Error.ShouldContain("--fail-on claims: there is a crowd: Preview, not a verdict: refuted: 1 (1 to 1) is not >= 1000.");

        using var verdict = JsonDocument.Parse(File.ReadAllText(Path.Combine(_work.Folder, "verdict.json")));
        verdict.RootElement.GetProperty("claims").EnumerateArray().Select(claim => claim.GetProperty("state").GetString()).ShouldBe(["confirmed", "refuted", "not-testable"]);
        var run = _work.Runs.ShouldHaveSingleItem();
        File.Delete(Path.Combine(run, "verdict.json"));
        var report = _work.Run("report", run, "--format", "markdown");
        report.ExitCode.ShouldBe(0, report.ToString());
        report.Output.ShouldContain("not testable: nothing here has wings.");
    }

    [Fact]
    public void Only_and_rounds_override_the_file()
    {
        _work.WriteExperiment("ok", "slow", rounds: "5");
        var result = _work.Run("run", "experiment.yaml", "--rounds", "1", "--only", "steady,othre");
        result.ExitCode.ShouldBe(2, result.ToString());
        result.Error.ShouldContain("Did you mean 'other'?");
        _work.Run("run", "experiment.yaml", "--rounds", "1", "--only", "steady,other", "-q").ExitCode.ShouldBe(0);
        Directory.GetDirectories(Path.Combine(_work.Runs.ShouldHaveSingleItem(), "trials")).Length.ShouldBe(2);
    }

    [Fact]
    public void Commands_can_be_compared_without_a_file()
    {
        var result = _work.Run(
            "run", "--rounds", "1", "--quick", "-c", "4", "--path", "/",
            $"python3 {Workspace.FaultyServer} ok {{port}}", $"python3 {Workspace.FaultyServer} slow {{port}}");
        result.ExitCode.ShouldBe(0, result.ToString());
        _work.Runs.ShouldHaveSingleItem();
        _work.Survivors().ShouldBeEmpty();
    }

    public void Dispose() => _work.Dispose();
}
