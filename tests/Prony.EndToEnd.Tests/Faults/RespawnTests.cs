using System.Text.Json;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Faults;

/// <summary>Workers that die under load and are replaced, and servers for which that is no accident.</summary>
[Trait("Speed", "Slow")]
public sealed class RespawnTests : IDisposable
{
    private readonly Workspace _work = new();

    private static string Server { get; } = Path.Combine(AppContext.BaseDirectory, "Servers", "prefork.py");

    [Fact]
    public void A_worker_that_dies_in_the_window_and_is_replaced_is_named()
    {
        var result = Run(respawns: false, "mortal");

        result.ExitCode.ShouldBe(5, result.ToString());
        var doubt = Gates("other").ShouldHaveSingleItem();
        doubt.GetProperty("state").GetString().ShouldBe("invalid");
        Flat(result.Output + result.Error).ShouldMatch(@"1 worker of web went in the window: \d+ python3[\d.]* \(\d+ python3[\d.]* came\)\.");
        Gates("steady").ShouldHaveSingleItem().GetProperty("state").GetString().ShouldBe("ok");
        _work.Survivors().ShouldBeEmpty();
    }

    [Fact]
    public void Where_the_stack_says_that_workers_end_by_design_it_is_noted()
    {
        Run(respawns: true, "mortal");

        Gates("other").ShouldHaveSingleItem().GetProperty("state").GetString().ShouldBe("warn");
    }

    [Fact]
    public void A_server_that_forks_for_every_request_has_lost_no_worker()
    {
        Run(respawns: false, "forking");

        Gates("other").ShouldHaveSingleItem().GetProperty("state").GetString().ShouldBe("ok");
    }

    public void Dispose() => _work.Dispose();

    private static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private ToolResult Run(bool respawns, string mode)
    {
        _work.Write("stacks/fork/stack.yaml", $$"""
            name: fork
            parameters: {mode: steady}
            services:
              web: {command: [python3, "{{Server}}", "{mode}", "{port}"], respawns: {{(respawns ? "true" : "false")}} }
            """);
        _work.Write("experiment.yaml", $$"""
            name: {{_work.Name}}
            factor: mode
            rounds: 1
            phases: {warmup: 700ms, measure: 2s, idle: 100ms, pause: 100ms}
            candidates:
              steady: {stack: stacks/fork}
              other: {stack: stacks/fork, with: {mode: {{mode}}} }
            scenarios:
              work: {request: {get: /}, load: {users: 4} }
            """);
        return _work.Run("run", "experiment.yaml");
    }

    /// <summary>V26 in the first attempt of a candidate.</summary>
    private List<JsonElement> Gates(string candidate) =>
    [
        .. Directory.GetFiles(_work.Runs.ShouldHaveSingleItem(), "trial.json", SearchOption.AllDirectories)
            .Select(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement)
            .Where(trial => trial.GetProperty("candidate").GetString() == candidate && trial.GetProperty("attempt").GetInt32() == 1)
            .Select(trial => trial.GetProperty("gates").EnumerateArray().Single(gate => gate.GetProperty("id").GetString() == "V26")),
    ];
}
