using System.Text.Json;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Faults;

/// <summary>A server that locks itself out while it is measured. Counts and states decide, no times, so that other tests may run meanwhile.</summary>
[Trait("Speed", "Slow")]
public sealed class DeadlockTests : IDisposable
{
    private readonly Workspace _work = new();

    [Fact]
    public void A_deadlock_at_request_1500_is_named_with_what_the_processes_do_and_the_run_ends()
    {
        _work.Write("experiment.yaml", $$"""
            name: {{_work.Name}}
            rounds: 1
            limits: {V27: {invalid: 100%} }
            phases: {idle: 100ms, pause: 100ms, measure: 30s, warmup: 0s}
            candidates:
              steady: {run: "{{Command("deadlock.py 0 {port}")}}"}
              other: {run: "{{Command("deadlock.py 1500 {port}")}}"}
            scenarios:
              work: {request: {get: /}, load: {users: 16, requests: 2400} }
            """);
        var result = _work.Run("run", "experiment.yaml");

        result.ExitCode.ShouldBe(5, result.ToString());
        string.Join(' ', result.Error.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ShouldMatch("2 trials, at least .* and as long as the requests take, which the first round will show");
        result.Error.ShouldContain("other stopped answering at");
        var hung = Trial("other");
        hung.GetProperty("state").GetString().ShouldBe("stopped-answering");
        var reason = hung.GetProperty("reason").GetString()!;
        reason.ShouldMatch(@"with 16 requests in flight, \d+\.\d\d cores in use; \d+ python3[^:]*: 17 threads, all asleep");
        hung.GetProperty("load").GetProperty("requests").GetProperty("succeeded").GetInt64().ShouldBeInRange(1_470, 1_500);
        Trial("steady").GetProperty("load").GetProperty("requests").GetProperty("succeeded").GetInt64().ShouldBe(2_400);
        _work.Survivors().ShouldBeEmpty();
    }

    public void Dispose() => _work.Dispose();

    private static string Command(string server) => $"python3 {Path.Combine(AppContext.BaseDirectory, "Servers", server)}";

    /// <summary>The latest of a candidate's trials.</summary>
    private JsonElement Trial(string candidate) => Directory.GetFiles(_work.Runs.ShouldHaveSingleItem(), "trial.json", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement)
        .Last(trial => trial.GetProperty("candidate").GetString() == candidate);
}
