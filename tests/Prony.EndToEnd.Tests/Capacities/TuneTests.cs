using System.Text.Json;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Capacities;

/// <summary><c>prony tune</c> as a user runs it; what it decides is tested without processes.</summary>
[Trait("Speed", "Slow")]
public sealed class TuneTests : IDisposable
{
    private readonly Workspace _work = new();

    public TuneTests()
    {
        _work.Write("stacks/server/stack.yaml", $$"""
            name: server
            parameters: {mode: steady}
            services:
              web: {command: "python3 {{Workspace.FaultyServer}} {mode} {port}", ready: {http: /}, settled: false}
            """);
        _work.Write("experiment.yaml", $$"""
            name: {{_work.Name}}
            phases: {warmup: 200ms, measure: 500ms, idle: 0s, pause: 0s}
            candidates:
              a: {stack: stacks/server}
              b: {stack: stacks/server, with: {mode: slow} }
            scenarios:
              work: {request: {get: /}, load: {users: 2} }
            """);
    }

    public void Dispose() => _work.Dispose();

    [Fact]
    public void One_round_names_no_winner_and_leaves_the_runs_of_its_stages()
    {
        var result = _work.Run("tune", "experiment.yaml", "--vary", "mode=steady,slow", "--rounds", "1", "--json", "tuned.json");

        result.ExitCode.ShouldBe(0, result.ToString());
        using var json = JsonDocument.Parse(File.ReadAllText(_work.PathOf("tuned.json")));
        json.RootElement.GetProperty("schema").GetString().ShouldBe("prony.tune/1");
        json.RootElement.GetProperty("winner").ValueKind.ShouldBe(JsonValueKind.Null);
        json.RootElement.GetProperty("best").GetArrayLength().ShouldBe(2);
        result.Output.ReplaceLineEndings(" ").ShouldContain("No winner: ");
        result.Error.ShouldContain("Tuning a: at most 2 settings × 1 round");
        var folder = Directory.GetDirectories(_work.PathOf("runs")).ShouldHaveSingleItem();
        File.Exists(Path.Combine(folder, "tune.json")).ShouldBeTrue();
        File.Exists(Path.Combine(folder, json.RootElement.GetProperty("stages")[0].GetProperty("run").GetString()!, "verdict.json")).ShouldBeTrue();
        _work.Survivors().ShouldBeEmpty();
    }

    [Fact]
    public void A_first_setting_that_cannot_start_is_left_out_and_the_next_is_the_baseline()
    {
        var result = _work.Run("tune", "experiment.yaml", "--vary", "mode=exit,steady,slow", "--rounds", "1", "--json", "tuned.json");

        result.ExitCode.ShouldBe(0, result.ToString());
        Unfolded(result.Error).ShouldContain("mode-exit is left out, and the stage begins again without it: Candidate 'mode-exit' could not be started");
        using var json = JsonDocument.Parse(File.ReadAllText(_work.PathOf("tuned.json")));
        var settings = json.RootElement.GetProperty("stages").EnumerateArray().ShouldHaveSingleItem().GetProperty("settings").EnumerateArray().ToList();
        settings.Select(setting => setting.GetProperty("name").GetString()).ShouldBe(["mode-steady", "mode-slow", "mode-exit"], ignoreOrder: true);
        settings[^1].GetProperty("state").GetString().ShouldBe("failed");
        Unfolded(result.Output).ShouldContain("mode-exit is out: Candidate 'mode-exit' could not be started");
    }

    [Fact]
    public void The_capacity_decides_by_searches_in_stages()
    {
        // packed answers three at a time and turns the others away; steady takes all four.
        var plan = _work.Run("tune", "experiment.yaml", "--vary", "mode=steady,packed", "--slo", "failures <= 1%", "--users-search", "--plan");
        plan.Output.ShouldStartWith("Tuning a by capacity: at most 2 settings × 6 rounds; about ");
        var result = _work.Run(
            "tune", "experiment.yaml", "--vary", "mode=packed,steady", "--slo", "failures <= 1%", "--users-search", "--start", "2", "--max", "4", "--trial", "500ms", "--rounds", "1", "--json", "tuned.json");

        result.ExitCode.ShouldBe(0, result.ToString());
        using var json = JsonDocument.Parse(File.ReadAllText(_work.PathOf("tuned.json")));
        json.RootElement.GetProperty("metric").GetString().ShouldBe("capacity");
        json.RootElement.GetProperty("winner").ValueKind.ShouldBe(JsonValueKind.Null);
        json.RootElement.GetProperty("capacity").GetProperty("load").GetString().ShouldBe("users");
        var stage = json.RootElement.GetProperty("stages").EnumerateArray().ShouldHaveSingleItem();
        stage.GetProperty("width").GetDouble().ShouldBe(0.05);
        var states = stage.GetProperty("settings").EnumerateArray().ToDictionary(setting => setting.GetProperty("name").GetString()!, setting => setting);
        states["mode-packed"].GetProperty("value").GetDouble().ShouldBeInRange(2, 4, result.ToString());
        states["mode-steady"].GetProperty("state").GetString().ShouldBe("open");
        Unfolded(result.Output).ShouldContain("mode-steady carried more than could be tried, so nobody knows which setting is best");
        var folder = Directory.GetDirectories(_work.PathOf("runs")).ShouldHaveSingleItem();
        File.Exists(Path.Combine(folder, stage.GetProperty("run").GetString()!, "capacity.json")).ShouldBeTrue();
        _work.Survivors().ShouldBeEmpty();
    }

    [Fact]
    public void What_is_wrong_is_told_before_anything_starts()
    {
        Wrong("--vary: The stack server has no parameter 'mood'.", "--vary", "mood=a,b");
        Wrong("--vary: 'mode' names no parameter.", "--vary", "mode");
        Wrong("--only: there is no candidate 'c'.", "--vary", "mode=a,b", "--only", "c");
        Wrong("--users and --rate exclude each other.", "--vary", "mode=a,b", "--users", "3", "--rate", "5");
        Wrong("--users fixes the load, and the capacity is searched for", "--vary", "mode=a,b", "--users", "3", "--slo", "failures <= 1%");
        Wrong("--start belongs to a search for the capacity", "--vary", "mode=a,b", "--start", "3");
        Wrong("With --slo the capacity decides, and --metric memory has no place beside it.", "--vary", "mode=a,b", "--slo", "failures <= 1%", "--metric", "memory");
        Wrong("--users-search: --start and --max are whole numbers of users.", "--vary", "mode=a,b", "--metric", "capacity", "--users-search", "--start", "1.5");
        _work.Runs.ShouldBeEmpty();
        _work.Run("tune", "experiment.yaml", "--vary", "mode=a,b,c,d,e,f", "--plan").Output.ShouldContain("at most 6 settings × 2 rounds, then 4 settings × 6 rounds");
    }

    private static string Unfolded(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private void Wrong(string message, params string[] arguments) => _work.Run(["tune", "experiment.yaml", .. arguments]).ShouldSatisfyAllConditions(
        result => result.ExitCode.ShouldBe(2, result.ToString()),
        result => result.Error.ShouldContain(message));
}
