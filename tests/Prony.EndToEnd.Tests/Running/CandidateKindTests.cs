using System.Text.Json;
using Prony.EndToEnd.Tests.Loading;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Running;

/// <summary>Candidates that Prony starts from a stack or a command, ones that already run, and several scenarios for all of them.</summary>
public sealed class CandidateKindTests(FaultyServers servers) : IClassFixture<FaultyServers>, IDisposable
{
    private readonly Workspace _work = new();

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_server_that_already_runs_is_compared_and_left_running()
    {
        _work.WriteCandidates(
            $$"""ours: {run: "python3 {{Workspace.FaultyServer}} ok {port}"}""",
            $$"""theirs: {url: "{{servers.Ok}}"}""");
        var result = _work.Run("run", "experiment.yaml", "--json", "verdict.json");
        result.ExitCode.ShouldBe(0, result.ToString());
        using var verdict = JsonDocument.Parse(File.ReadAllText(_work.PathOf("verdict.json")));
        var theirs = verdict.RootElement.GetProperty("scenarios").GetProperty("work").GetProperty("points")[0].GetProperty("candidates").GetProperty("theirs");
        theirs.GetProperty("throughput_per_s").GetDouble().ShouldBeGreaterThan(0);
        theirs.GetProperty("memory_pss_bytes").ValueKind.ShouldBe(JsonValueKind.Null, "what Prony did not start has unknown resources");
        Tool.Run("load", servers.Ok, "-n", "10", "-c", "1", "-q").ExitCode.ShouldBe(0, "it still runs");
    }

    [Fact]
    public void The_resources_of_a_running_server_are_known_when_its_pid_is_given()
    {
        _work.WriteCandidates(
            $$"""ours: {run: "python3 {{Workspace.FaultyServer}} ok {port}"}""",
            $$"""theirs: {url: "{{servers.Ok}}", pid: {{servers.OkPid}} }""");
        var result = _work.Run("run", "experiment.yaml", "--json", "verdict.json");
        result.ExitCode.ShouldBe(0, result.ToString());
        using var verdict = JsonDocument.Parse(File.ReadAllText(_work.PathOf("verdict.json")));
        var theirs = verdict.RootElement.GetProperty("scenarios").GetProperty("work").GetProperty("points")[0].GetProperty("candidates").GetProperty("theirs");
        theirs.GetProperty("memory_pss_bytes").GetInt64().ShouldBeGreaterThan(1_000_000);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Several_scenarios_share_one_start_of_a_candidate_per_round_and_have_verdicts_of_their_own()
    {
        _work.Write("experiment.yaml", $$"""
            name: {{_work.Name}}
            rounds: 1
            limits: {V27: {invalid: 100%} }
            phases: {warmup: 300ms, measure: 1s, idle: 100ms, pause: 100ms}
            candidates:
              steady: {run: "python3 {{Workspace.FaultyServer}} ok {port}"}
              other: {run: "python3 {{Workspace.FaultyServer}} slow {port}"}
            scenarios:
              front: {request: {get: /}, load: {users: 4} }
              back: {request: {get: /back}, load: {rate: 20/s, arrivals: uniform} }
            """);
        var result = _work.Run("run", "experiment.yaml", "--json", "verdict.json");
        result.ExitCode.ShouldBeOneOf(0, 5);
        var trials = Directory.GetDirectories(Path.Combine(_work.Runs.ShouldHaveSingleItem(), "trials")).Select(t => Path.GetFileName(t)!).ToList();
        trials.Where(t => t.StartsWith("r01a1.", StringComparison.Ordinal)).Order().ShouldBe(["r01a1.other.back", "r01a1.other.front", "r01a1.steady.back", "r01a1.steady.front"]);
        var logs = Directory.GetFiles(_work.Runs[0], "web.log", SearchOption.AllDirectories).Where(f => f.Contains("r01a1.", StringComparison.Ordinal));
        logs.Count().ShouldBe(2, "one start, one log");
        using var verdict = JsonDocument.Parse(File.ReadAllText(_work.PathOf("verdict.json")));
        verdict.RootElement.GetProperty("scenarios").EnumerateObject().Select(s => s.Name).ShouldBe(["front", "back"], ignoreOrder: true);
        _work.Survivors().ShouldBeEmpty();
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void The_shipped_stack_can_listen_on_a_port_of_its_own_instead_of_an_inherited_socket()
    {
        foreach (var file in Directory.GetFiles(Clone.PathOf("stacks", "kestrel-bench")))
        {
            _work.Write("stacks/kestrel-bench/" + Path.GetFileName(file), File.ReadAllText(file));
        }

        var stack = _work.PathOf("stacks/kestrel-bench/stack.yaml");
        var inherited = File.ReadAllText(stack);
        var own = inherited.Replace("    socket: {backlog: 2048}\n", "", StringComparison.Ordinal).Replace("--fd, \"{web.fd}\"", "--port, \"{port}\"", StringComparison.Ordinal);
        own.ShouldNotContain("fd");
        File.WriteAllText(stack, own);
        _work.Write("experiment.yaml", $$"""
            name: {{_work.Name}}
            rounds: 1
            limits: {V27: {invalid: 100%} }
            phases: {warmup: 300ms, measure: 1s, idle: 100ms, pause: 100ms}
            candidates:
              inherited: {stack: {{Clone.PathOf("stacks", "kestrel-bench")}} }
              own: {stack: stacks/kestrel-bench}
            scenarios:
              work: {request: {get: /work}, load: {users: 4} }
            """);
        var result = _work.Run("run", "experiment.yaml");
        result.ExitCode.ShouldBe(0, result.ToString());
        _work.Survivors().ShouldBeEmpty();
    }

    public void Dispose() => _work.Dispose();
}
