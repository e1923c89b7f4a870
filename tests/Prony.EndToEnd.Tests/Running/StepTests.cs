using System.Text.Json;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Running;

/// <summary>Several loads in one scenario.</summary>
public sealed class StepTests : IDisposable
{
    private readonly Workspace _work = new();

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_load_that_a_candidate_cannot_take_is_a_point_with_its_failures_and_not_the_end_of_the_run()
    {
        _work.WriteExperiment("slow", "crowded", rounds: "2", load: "users: [2, 12]", measure: "500ms");
        var result = _work.Run("run", "experiment.yaml", "--json", "verdict.json");
        result.ExitCode.ShouldBe(0, result.ToString());

        using var verdict = JsonDocument.Parse(File.ReadAllText(_work.PathOf("verdict.json")));
        var points = verdict.RootElement.GetProperty("scenarios").GetProperty("work").GetProperty("points");
        points.EnumerateArray().Select(p => p.GetProperty("load").GetProperty("users").GetInt32()).ShouldBe([2, 12]);
        Failures(points[0], "other").ShouldBe(0);
        Failures(points[1], "other").ShouldBeGreaterThan(0.1);
        Failures(points[1], "steady").ShouldBe(0);
        var curves = verdict.RootElement.GetProperty("scenarios").GetProperty("work").GetProperty("curves");
        curves.EnumerateArray().Select(curve => (curve.GetProperty("candidate").GetString(), curve.GetProperty("points").GetArrayLength())).ShouldBe([("steady", 2), ("other", 2)]);
        result.Output.ShouldContain("work, other over users");
        verdict.RootElement.GetProperty("verdict").GetProperty("load").GetProperty("users").GetInt32().ShouldBe(2);
        verdict.RootElement.GetProperty("verdict").GetProperty("sentence").GetString()!.ShouldContain("At other loads: other at 12 users invalid.");

        var trials = Directory.GetDirectories(Path.Combine(_work.Runs.ShouldHaveSingleItem(), "trials")).Select(Path.GetFileName).ToList();
        trials.Where(t => t!.StartsWith("r01a1.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .ShouldBe(["r01a1.other.work.users-12", "r01a1.other.work.users-2", "r01a1.steady.work.users-12", "r01a1.steady.work.users-2"]);
        trials.ShouldContain("r02a1.other.work.users-12", "the candidate stays in the run");
        foreach (var trial in Directory.GetFiles(_work.Runs[0], "trial.json", SearchOption.AllDirectories))
        {
            File.ReadAllText(trial).ShouldContain("\"warmup\"", customMessage: "each load is warmed up anew");
        }

        result.Output.ShouldContain("work, 12 users");
        var markdown = _work.Run("report", _work.Runs[0], "--format", "markdown");
        markdown.Output.ShouldContain("work, 2 users");
        markdown.Output.ShouldContain("work, 12 users");
        _work.Survivors().ShouldBeEmpty();
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_count_of_requests_is_kept_exactly_in_every_trial()
    {
        _work.WriteExperiment("ok", "ok", rounds: "2", load: "users: [1, 3], requests: 37", measure: "24h");
        var result = _work.Run("run", "experiment.yaml");
        result.ExitCode.ShouldBe(0, result.ToString());

        var trials = Directory.GetFiles(_work.Runs.ShouldHaveSingleItem(), "trial.json", SearchOption.AllDirectories);
        trials.Length.ShouldBe(8);
        foreach (var file in trials)
        {
            using var trial = JsonDocument.Parse(File.ReadAllText(file));
            var requests = trial.RootElement.GetProperty("load").GetProperty("requests");
            (requests.GetProperty("due").GetInt64(), requests.GetProperty("succeeded").GetInt64()).ShouldBe((37L, 37L));
        }

        result.Output.ShouldContain("work, 3 users, 37 requests");
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_server_that_stops_answering_cannot_hold_up_a_window_that_only_answers_end()
    {
        _work.WriteExperiment("ok", "hang", rounds: "1", load: "users: 2, requests: 400", timeout: "1h");
        var result = _work.Start("run", "experiment.yaml", "--only", "steady,other").WaitForEnd(TimeSpan.FromMinutes(3));
        result.ExitCode.ShouldBe(5, result.ToString());
        result.ToString().ShouldContain("other");
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_ramp_is_offered_whole_and_named_in_the_report()
    {
        _work.WriteExperiment("ok", "ok", rounds: "1", load: "rate: {from: 20/s, to: 100/s, over: 1s}, arrivals: uniform", measure: "24h");
        var result = _work.Run("run", "experiment.yaml");
        result.ExitCode.ShouldBeOneOf(0, 5);   // late or not is a matter of the machine
        foreach (var file in Directory.GetFiles(_work.Runs.ShouldHaveSingleItem(), "trial.json", SearchOption.AllDirectories))
        {
            using var trial = JsonDocument.Parse(File.ReadAllText(file));
            trial.RootElement.GetProperty("load").GetProperty("requests").GetProperty("due").GetInt64().ShouldBeInRange(59, 61);
        }

        result.Output.ShouldContain("work, 20 to 100 requests/s, uniform arrivals, window 1 s");
    }

    public void Dispose() => _work.Dispose();

    private static double Failures(JsonElement point, string candidate) =>
        point.GetProperty("candidates").GetProperty(candidate).GetProperty("failures").GetDouble();
}
