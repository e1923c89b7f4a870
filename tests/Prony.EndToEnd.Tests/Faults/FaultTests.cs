using System.Text.Json;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Faults;

/// <summary>Servers that misbehave: one clear error or a recorded result, an exit code from the list, nothing left running.</summary>
public sealed class FaultTests : IDisposable
{
    private readonly Workspace _work = new();

    [Fact]
    public void A_server_that_exits_at_once_ends_the_run_with_its_last_words()
    {
        _work.WriteExperiment("ok", "exit");
        var result = _work.Run("run", "experiment.yaml");
        result.ExitCode.ShouldBe(3, result.ToString());
        result.Error.ShouldContain("'other' could not be started");
        result.Error.ShouldContain("exit code 3");
        result.Error.ShouldContain("ModuleNotFoundError: No module named 'shop'");
        NothingIsLeft();
    }

    [Fact]
    public void A_server_that_never_becomes_ready_ends_the_run_and_says_what_was_seen()
    {
        _work.Write("stacks/deaf/stack.yaml", $$"""
            name: deaf
            services:
              web:
                command: [python3, "{{Workspace.FaultyServer}}", deaf, "{port}"]
                ready: {http: /, status: 200, within: 1500ms}
            target: "http://{web.address}"
            """);
        _work.WriteCandidates(
            $$"""steady: {stack: stacks/deaf}""",
            $$"""other: {stack: stacks/deaf}""");
        var result = _work.Run("run", "experiment.yaml");
        result.ExitCode.ShouldBe(3, result.ToString());
        result.Error.ShouldContain("could not be started");
        result.Error.ShouldContain("1.5 s");
        result.Error.ShouldContain("warming the cache ...");
        NothingIsLeft();
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_server_that_answers_500_is_never_fast_and_gives_no_verdict()
    {
        _work.WriteExperiment("ok", "broken");
        var result = _work.Run("run", "experiment.yaml", "--json", "-");
        result.ExitCode.ShouldBe(5, result.ToString());
        result.Error.ShouldContain("V07");
        using var verdict = JsonDocument.Parse(result.Output);
        var other = Candidate(verdict, "other");
        other.GetProperty("throughput_per_s").GetDouble().ShouldBe(0);
        other.GetProperty("failures").GetDouble().ShouldBe(1);
        verdict.RootElement.GetProperty("verdict").GetProperty("verdict").GetString().ShouldBe("invalid");
        NothingIsLeft();
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_server_that_hangs_is_found_to_have_stopped_answering_and_the_run_still_ends()
    {
        _work.WriteExperiment("ok", "hang", measure: "3s");
        var result = _work.Run("run", "experiment.yaml");
        result.ExitCode.ShouldBe(5, result.ToString());
        result.Error.ShouldContain("stopped answering at");
        Events().ShouldContain("stopped-answering");
        NothingIsLeft();
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_server_that_dies_in_the_middle_is_recorded_with_its_last_words()
    {
        _work.WriteExperiment("ok", "die");
        var result = _work.Run("run", "experiment.yaml");
        result.ExitCode.ShouldBe(5, result.ToString());
        result.Error.ShouldContain("died under load (exit code 7)");
        result.Error.ShouldContain("worker lost its mind");
        Events().ShouldContain("\"died\"");
        NothingIsLeft();
    }

    [Fact]
    public void A_port_where_another_server_answers_is_not_mistaken_for_the_candidate()
    {
        using var others = new Loading.FaultyServers();
        var port = new Uri(others.Ok).Port;
        _work.Write("stacks/fixed/stack.yaml", $$"""
            name: fixed
            services:
              web:
                command: [python3, "{{Workspace.FaultyServer}}", ok, "{{port}}"]
                ready: {http: /, status: 200, within: 5s}
            target: "http://127.0.0.1:{{port}}"
            """);
        _work.WriteCandidates(
            $$"""fixed: {stack: stacks/fixed}""",
            $$"""free: {run: "python3 {{Workspace.FaultyServer}} ok {port}"}""");
        var result = _work.Run("run", "experiment.yaml");
        result.ExitCode.ShouldBe(3, result.ToString());
        result.Error.ShouldContain("'fixed' could not be started");
        result.Error.ShouldContain(port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        result.Error.ShouldContain("python3");
        NothingIsLeft();
    }

    [Fact]
    public void A_stack_whose_address_is_elsewhere_is_not_loaded_without_a_yes()
    {
        _work.Write("stacks/elsewhere/stack.yaml", $$"""
            name: elsewhere
            services:
              web:
                command: [python3, "{{Workspace.FaultyServer}}", ok, "{port}"]
                ready: {http: /, status: 200, within: 5s}
            target: "http://192.0.2.1:{web.port}/"
            """);
        _work.WriteCandidates("elsewhere: {stack: stacks/elsewhere}", $$"""free: {run: "python3 {{Workspace.FaultyServer}} ok {port}"}""");
        var result = _work.Run("run", "experiment.yaml");
        result.ExitCode.ShouldBe(1, result.ToString());
        result.Error.ShouldContain("elsewhere: 192.0.2.1 (192.0.2.1) is neither this machine nor a private network, so it is not loaded.");
        NothingIsLeft();
    }

    [Fact]
    public void A_program_that_is_not_installed_is_named_before_anything_starts()
    {
        _work.WriteCandidates(
            $$"""steady: {run: "python3 {{Workspace.FaultyServer}} ok {port}"}""",
            $$"""other: {run: "uvikorn --port {port} app:app"}""");
        var result = _work.Run("run", "experiment.yaml");
        result.ExitCode.ShouldBe(3, result.ToString());
        result.Error.ShouldContain("uvikorn");
        NothingIsLeft();
    }

    [Fact]
    public void An_optional_candidate_that_cannot_run_is_skipped_with_its_reason()
    {
        _work.WriteCandidates(
            $$"""steady: {run: "python3 {{Workspace.FaultyServer}} ok {port}"}""",
            $$"""other: {run: "python3 {{Workspace.FaultyServer}} slow {port}"}""",
            $$"""rare: {run: "uvikorn --port {port} app:app", optional: true}""");
        var result = _work.Run("run", "experiment.yaml");
        result.ExitCode.ShouldBe(0, result.ToString());
        result.Output.ShouldContain("rare");
        result.Output.ShouldContain("uvikorn");
        NothingIsLeft();
    }

    public void Dispose() => _work.Dispose();

    private static JsonElement Candidate(JsonDocument verdict, string name) => verdict.RootElement
        .GetProperty("scenarios").GetProperty("work").GetProperty("points")[0].GetProperty("candidates").GetProperty(name);

    private string Events() => string.Concat(_work.Runs
        .SelectMany(run => Directory.GetFiles(run, "events.jsonl", SearchOption.AllDirectories))
        .Select(File.ReadAllText));

    private void NothingIsLeft() => _work.Survivors().ShouldBeEmpty();
}
