using System.Text.Json;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Faults;

/// <summary>A server that loses one of its workers under load. Counts decide, no times, so that other tests may run meanwhile.</summary>
[Trait("Speed", "Slow")]
public sealed class LostWorkerTests : IDisposable
{
    private static readonly string Server = Path.Combine(AppContext.BaseDirectory, "Servers", "forking.py");

    private readonly Workspace _work = new();

    [Fact]
    public void A_worker_that_is_lost_takes_its_requests_with_it_and_they_are_told()
    {
        _work.Write("experiment.yaml", $$"""
            name: {{_work.Name}}
            rounds: 1
            limits: {V27: {invalid: 100%} }
            phases: {warmup: 300ms, measure: 1500ms, idle: 100ms, pause: 100ms}
            candidates:
              plain: {run: "python3 {{Server}} plain {port}"}
              drop: {run: "python3 {{Server}} drop {port}"}
            scenarios:
              work: {request: {get: /}, timeout: 2s, load: {users: 8} }
            """);
        var result = _work.Run("run", "experiment.yaml");

        var trial = Trials("drop")[0];
        var lost = trial.GetProperty("load").GetProperty("outcomes");
        (lost.GetProperty("closed").GetInt64() + lost.GetProperty("reset").GetInt64()).ShouldBeGreaterThan(0, result.ToString());
        State(trial, "V07").ShouldBeOneOf("warn", "invalid");
        trial.GetProperty("resources").GetProperty("processes").GetInt32().ShouldBe(4, "the parent and three of four workers");
        State(Trials("plain")[0], "V07").ShouldBe("ok");
        _work.Survivors().ShouldBeEmpty();
    }

    public void Dispose() => _work.Dispose();

    private static string? State(JsonElement trial, string id) =>
        trial.GetProperty("gates").EnumerateArray().Single(gate => gate.GetProperty("id").GetString() == id).GetProperty("state").GetString();

    /// <summary>Of the candidate, in the order of the attempts.</summary>
    private List<JsonElement> Trials(string candidate) =>
    [
        .. Directory.GetFiles(_work.Runs.ShouldHaveSingleItem(), "trial.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement)
            .Where(trial => trial.GetProperty("candidate").GetString() == candidate),
    ];
}
