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
        Events("other", "worker-died").ShouldHaveSingleItem().ShouldMatch(@"^\d+ python3[\d.]* of web went \d+\.\d s after the load began(, having lived \d+\.\d s)?\.$");
        Events("other", "worker-started").ShouldHaveSingleItem();
        Counts("other").ShouldBe((1, 1));
        Counts("steady").ShouldBe((0, 0));
        _work.Survivors().ShouldBeEmpty();
    }

    [Fact]
    public void Where_the_stack_says_that_workers_end_by_design_it_is_noted()
    {
        Run(respawns: true, "mortal");

        Gates("other").ShouldHaveSingleItem().GetProperty("state").GetString().ShouldBe("warn");
        Events("other", "worker-died").ShouldHaveSingleItem();
        Counts("other").ShouldBe((0, 0), "what is meant is no loss");
    }

    [Fact]
    public void A_server_that_forks_for_every_request_has_lost_no_worker()
    {
        Run(respawns: false, "forking");

        Gates("other").ShouldHaveSingleItem().GetProperty("state").GetString().ShouldBe("ok");
        Events("other", "worker-died").ShouldBeEmpty();
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
            limits: {V27: {invalid: 100%} }
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
        [.. Trials(candidate).Select(trial => trial.Record.GetProperty("gates").EnumerateArray().Single(gate => gate.GetProperty("id").GetString() == "V26"))];

    private List<string> Events(string candidate, string kind) =>
    [
        .. Trials(candidate).SelectMany(trial => File.ReadAllLines(Path.Combine(trial.Folder, "events.jsonl")))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(happened => happened.GetProperty("kind").GetString() == kind)
            .Select(happened => happened.GetProperty("text").GetString()!),
    ];

    private (int Lost, int Started) Counts(string candidate) =>
        Trials(candidate).Select(trial => (trial.Record.GetProperty("workers_lost").GetInt32(), trial.Record.GetProperty("workers_started").GetInt32())).Single();

    /// <summary>The first attempt of a candidate.</summary>
    private IEnumerable<(string Folder, JsonElement Record)> Trials(string candidate) =>
        Directory.GetFiles(_work.Runs.ShouldHaveSingleItem(), "trial.json", SearchOption.AllDirectories)
            .Select(file => (Path.GetDirectoryName(file)!, JsonDocument.Parse(File.ReadAllText(file)).RootElement))
            .Where(trial => trial.RootElement.GetProperty("candidate").GetString() == candidate && trial.RootElement.GetProperty("attempt").GetInt32() == 1);
}
