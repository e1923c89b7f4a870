using System.Text.Json;
using Prony.EndToEnd.Tests.Stacks;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Faults;

/// <summary>Events on the timeline of a window, with gunicorn: two instances on one socket.</summary>
[Trait("Speed", "Slow")]
public sealed class TimelineTests : IDisposable
{
    private readonly Workspace _work = new();

    [StackFact("gunicorn")]
    public void An_instance_that_is_killed_in_the_window_comes_back_and_the_recovery_is_told()
    {
        Write("{at: 1s, kill: web, instances: 1}", measure: "4s");

        var result = _work.Run("run", "experiment.yaml", "--json", "verdict.json");

        result.ExitCode.ShouldBeOneOf([0, 5], result.ToString());   // what a busy host makes of the gates is not tested here
        foreach (var candidate in new[] { "first", "second" })
        {
            Kinds(candidate).ShouldBe(["planned", "planned-done"], customMessage: result.ToString());
            Events(candidate).First(line => line.GetProperty("kind").GetString() == "planned").GetProperty("t_s").GetDouble()
                .ShouldBeGreaterThanOrEqualTo(WindowStartS(candidate) + 0.99, "a second after the window began, on the axis of the slices");
            var trial = Trial(candidate);
            trial.GetProperty("state").GetString().ShouldBe("completed");
            var recovery = trial.GetProperty("recoveries")[0];
            recovery.GetProperty("event").GetString().ShouldBe("kill web (1 instance)");
            recovery.GetProperty("at_s").GetDouble().ShouldBe(1);
            recovery.GetProperty("level_per_s").GetDouble().ShouldBeGreaterThan(0);
            recovery.GetProperty("throughput_back_s").GetDouble().ShouldBeInRange(0, 3);
            recovery.GetProperty("worst").GetProperty("at_s").GetDouble().ShouldBeInRange(0.99, 3.1);
            Gate(trial, "V26").ShouldBe("ok", "who was killed on purpose has not crashed");
            Gate(trial, "V12").ShouldBe("not-applicable");
            trial.GetProperty("resources").GetProperty("services").GetProperty("web").GetProperty("processes").GetInt32().ShouldBe(4, "the killed instance, a parent and a worker, is back");
        }

        using var verdict = JsonDocument.Parse(File.ReadAllText(_work.PathOf("verdict.json")));
        verdict.RootElement.GetProperty("scenarios").GetProperty("work").GetProperty("points")[0].GetProperty("candidates").GetProperty("first").GetProperty("recoveries")[0]
            .GetProperty("event").GetString().ShouldBe("kill web (1 instance)");
        Flat(result.Output).ShouldContain("first, kill web (1 instance) at 1 s");
        _work.Survivors().ShouldBeEmpty();
    }

    [StackFact("gunicorn")]
    public void A_pause_ends_with_the_window_at_the_latest_and_more_and_fewer_instances_are_no_fault()
    {
        Write("{at: 200ms, incr: web}, {at: 1s, pause: web, for: 500ms}, {at: 2s, decr: web}, {at: 2900ms, pause: web, for: 1h}, {at: 4s, restart: web}", measure: "3s");

        var result = _work.Run("run", "experiment.yaml");

        result.ExitCode.ShouldBeOneOf([0, 5], result.ToString());   // what a busy host makes of the gates is not tested here
        var events = Events("first");
        events.Count(line => line.GetProperty("kind").GetString() == "planned").ShouldBe(4, result.ToString());
        events.ShouldContain(line => line.GetProperty("kind").GetString() == "planned-failed" && line.GetProperty("text").GetString() == "Restart web: the window ended before.");
        Trial("first").GetProperty("recoveries").GetArrayLength().ShouldBe(5);
        Flat(result.Output).ShouldContain("could not be done: the window ended before.");
        _work.Survivors().ShouldBeEmpty();
    }

    [Fact]
    public void Events_of_a_service_that_is_not_there_are_refused_before_anything_starts()
    {
        Write("{at: 1s, kill: wbe}", measure: "4s");
        var result = _work.Run("run", "experiment.yaml");
        result.ExitCode.ShouldBe(2, result.ToString());
        result.Error.ShouldContain("events: 'first' has no service 'wbe'. Did you mean 'web'?");
        _work.Runs.ShouldBeEmpty();
    }

    public void Dispose() => _work.Dispose();

    private void Write(string events, string measure)
    {
        _work.Write("stacks/two/app.py", "def app(environ, start_response):\n    start_response('200 OK', [('Content-Length', '3')])\n    return [b'ok\\n']\n");
        _work.Write("stacks/two/stack.yaml", """
            name: two
            services:
              web:
                socket: {backlog: 2048}
                instances: 2
                command: [/usr/bin/gunicorn, --bind, "fd://{web.fd}", --workers, "1", --worker-class, gthread, --threads, "4", "app:app"]
                ready: {http: /, status: 200, within: 20s}
                settled: false
                stop: {signal: SIGTERM, grace: 5s, exit: [0, 143]}
            """);
        _work.Write("experiment.yaml", $$"""
            name: {{_work.Name}}
            rounds: 1
            margin: 90%
            phases: {warmup: 300ms, measure: {{measure}}, idle: 0s, pause: 0s}
            candidates:
              first: {stack: stacks/two}
              second: {stack: stacks/two}
            scenarios:
              work:
                request: {get: /}
                load: {users: 4}
                events: [{{events}}]
            """);
    }

    private static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private string FolderOf(string candidate) =>
        Directory.GetDirectories(Path.Combine(_work.Runs.ShouldHaveSingleItem(), "trials")).Where(folder => Path.GetFileName(folder).Contains($".{candidate}.", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Last();

    private JsonElement Trial(string candidate)
    {
        using var trial = JsonDocument.Parse(File.ReadAllText(Path.Combine(FolderOf(candidate), "trial.json")));
        return trial.RootElement.Clone();
    }

    private List<JsonElement> Events(string candidate) => [.. File.ReadLines(Path.Combine(FolderOf(candidate), "events.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)];

    private double WindowStartS(string candidate) => File.ReadLines(Path.Combine(FolderOf(candidate), "slices.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)
        .First(slice => slice.GetProperty("phase").GetString() == "window").GetProperty("t_s").GetDouble();

    private List<string> Kinds(string candidate) => [.. Events(candidate).Select(line => line.GetProperty("kind").GetString()!).Where(kind => kind.StartsWith("planned", StringComparison.Ordinal))];

    private static string Gate(JsonElement trial, string id) => trial.GetProperty("gates").EnumerateArray().First(gate => gate.GetProperty("id").GetString() == id).GetProperty("state").GetString()!;
}
