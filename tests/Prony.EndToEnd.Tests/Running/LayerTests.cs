using System.Text.Json;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Running;

/// <summary>What services tell of themselves under load, and commands beside trials.</summary>
[Trait("Speed", "Slow")]
public sealed class LayerTests : IDisposable
{
    private readonly Workspace _work = new();

    private static string Server { get; } = Path.Combine(AppContext.BaseDirectory, "Servers", "telling.py");

    public void Dispose() => _work.Dispose();

    [Fact]
    public void Figures_of_a_service_are_recorded_and_reported()
    {
        var result = Run("""
                metrics:
                  - {http: "http://127.0.0.1:{port}/stats", read: csv, row: {name: back}, values: {queue: queue, requests: {column: served, counter: true}}}
                  - {http: "http://127.0.0.1:{port}/broken", read: csv, values: {missing: queue}}
            """);

        result.ExitCode.ShouldBe(0, result.ToString());
        var trial = Trials().First();
        var layers = trial.Record.GetProperty("layers").EnumerateArray().ToDictionary(layer => layer.GetProperty("name").GetString()!);
        layers.Keys.ShouldBe(["queue", "requests"], ignoreOrder: true);
        (layers["queue"].GetProperty("mean").GetDouble(), layers["queue"].GetProperty("max").GetDouble()).ShouldBe((3, 3));
        layers["requests"].GetProperty("per_s").GetDouble().ShouldBeGreaterThan(1);
        var lines = File.ReadAllLines(Path.Combine(trial.Folder, "layers.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        lines.Count.ShouldBeGreaterThanOrEqualTo(2);
        lines.ShouldAllBe(line => line.GetProperty("service").GetString() == "web" && line.GetProperty("values").GetProperty("queue").GetDouble() == 3);
        Events(trial.Folder, "metrics-failed").ShouldHaveSingleItem().ShouldContain("there is no column 'queue'; there is nothing, here. They are asked for again every second.");
        Flat(result.Output).ShouldContain("queue 3 on average, 3 at most; requests ");
        Flat(result.Output).ShouldContain("Requests waited all the time at web (queue 3 on average).");
    }

    [Fact]
    public void Commands_run_beside_every_trial_and_what_they_use_is_nobodys()
    {
        var result = Run("""
            before_trial: [[sh, -c, "echo before {trial} {web.port}"]]
            after_trial: [[sh, -c, "echo after {trial}; exit 1"]]
            """);

        result.ExitCode.ShouldBe(0, result.ToString());
        foreach (var (folder, record) in Trials())
        {
            var name = Path.GetFileName(folder);
            File.ReadAllText(Path.Combine(folder, "hooks.log")).ShouldMatch($@"^before {name} \d+\nafter {name}\n$");
            Events(folder, "hook-failed").ShouldHaveSingleItem().ShouldBe($"after_trial 'sh -c echo after {name}; exit 1' failed: it ended with exit code 1. It said: after {name}");
            var phases = record.GetProperty("phases").EnumerateArray().Select(phase => phase.GetProperty("name").GetString()).ToList();
            phases.Count(phase => phase == "hooks").ShouldBe(2);
            phases.IndexOf("hooks").ShouldBeLessThan(phases.IndexOf("warmup"));
            (record.GetProperty("workers_lost").GetInt32(), record.GetProperty("workers_started").GetInt32()).ShouldBe((0, 0));
        }
    }

    [Fact]
    public void A_command_that_fails_before_a_trial_keeps_it_from_beginning()
    {
        var result = Run("before_trial: [[sh, -c, \"echo no such table; exit 4\"]]");

        result.ExitCode.ShouldBe(3, result.ToString());
        Flat(result.Output + result.Error).ShouldContain("could not be started: before_trial 'sh -c echo no such table; exit 4' failed: it ended with exit code 4.");
        var trial = Trials().ShouldHaveSingleItem().Record;
        trial.GetProperty("state").GetString().ShouldBe("not-started");
        trial.GetProperty("log_tail").EnumerateArray().Select(line => line.GetString()).ShouldBe(["no such table"]);
        _work.Survivors().ShouldBeEmpty();
    }

    [Fact]
    public void What_was_changed_before_a_trial_that_never_began_is_undone_and_no_secret_is_told()
    {
        var result = Run("""
            before_trial: [[touch, "{dir}/changed"], ["false"]]
            after_trial: [[rm, "{dir}/changed"]]
            """);

        result.ExitCode.ShouldBe(3, result.ToString());
        File.Exists(_work.PathOf("stacks/telling/changed")).ShouldBeFalse();
        Trials().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_secret_in_a_command_that_reads_metrics_reaches_no_file()
    {
        const string secret = "hunter2-of-the-database";
        var result = Run("""
                metrics:
                  - {command: [sh, -c, "echo ${DB_PASSWORD} >&2; exit 3", "${DB_PASSWORD}"], read: lines, values: {n: {matches: "(\\d+)"}}}
            """, new() { ["DB_PASSWORD"] = secret });

        result.ExitCode.ShouldBe(0, result.ToString());
        Events(Trials()[0].Folder, "metrics-failed").ShouldHaveSingleItem().ShouldContain("•••");
        foreach (var file in Directory.GetFiles(_work.Runs[0], "events.jsonl", SearchOption.AllDirectories).Append(Path.Combine(_work.Runs[0], "plan.json")))
        {
            File.ReadAllText(file).ShouldNotContain(secret, customMessage: file);
        }
    }

    private static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static List<string> Events(string folder, string kind) =>
    [
        .. File.ReadAllLines(Path.Combine(folder, "events.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(happened => happened.GetProperty("kind").GetString() == kind)
            .Select(happened => happened.GetProperty("text").GetString()!),
    ];

    /// <param name="more">Further lines of the stack: those of the service are indented.</param>
    private ToolResult Run(string more, Dictionary<string, string>? environment = null)
    {
        _work.Write("stacks/telling/stack.yaml", $$"""
            name: telling
            parameters: {mode: a}
            services:
              web:
                command: [python3, "{{Server}}", "{port}"]
            {{more}}
            """);
        _work.Write("experiment.yaml", $$"""
            name: {{_work.Name}}
            rounds: 1
            limits: {V27: {invalid: 100%} }
            phases: {warmup: 1s, measure: 3s, idle: 100ms, pause: 100ms}
            candidates:
              one: {stack: stacks/telling}
              other: {stack: stacks/telling, with: {mode: b} }
            scenarios:
              work: {request: {get: /}, load: {users: 4} }
            """);
        using var tool = Tool.Start(new ToolSettings(_work.Folder, environment), "run", "experiment.yaml");
        return tool.WaitForEnd(TimeSpan.FromMinutes(2));
    }

    private List<(string Folder, JsonElement Record)> Trials() =>
    [
        .. Directory.GetFiles(_work.Runs.ShouldHaveSingleItem(), "trial.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => (Path.GetDirectoryName(file)!, JsonDocument.Parse(File.ReadAllText(file)).RootElement)),
    ];
}
