using System.Text.Json;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Running;

/// <summary>What a run writes and shows of workers, their connections, context switches and shared services: a pre-fork server with four workers for four users, beside a shared service.</summary>
public sealed class AccountingTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    [Trait("Speed", "Slow")]
    public void Workers_switches_and_shared_services_are_in_the_records_and_in_the_report()
    {
        var preFork = Path.Combine(Path.GetDirectoryName(Workspace.FaultyServer)!, "prefork.py");
        _work.Write("experiment.yaml", $$"""
            name: {{_work.Name}}
            rounds: 1
            limits: {V27: {invalid: 100%} }
            phases: {warmup: 500ms, measure: 2s, idle: 100ms, pause: 100ms}
            services:
              database: {command: "python3 {{Workspace.FaultyServer}} ok {port}", settled: false}
            candidates:
              one: {run: "/usr/bin/python3 {{preFork}} steady {port}"}
              two: {run: "/usr/bin/python3 {{preFork}} steady {port}"}
            scenarios:
              work: {request: {get: /}, load: {users: 4} }
            """);
        var result = _work.Run("run", "experiment.yaml");
        result.ExitCode.ShouldBeOneOf(0, 5);
        var trial = Path.Combine(_work.Runs.ShouldHaveSingleItem(), "trials", "r01a1.one.work");
        using var record = JsonDocument.Parse(File.ReadAllText(Path.Combine(trial, "trial.json")));
        var resources = record.RootElement.GetProperty("resources");
        var web = resources.GetProperty("services").EnumerateObject().ShouldHaveSingleItem().Value;

        web.GetProperty("workers").EnumerateArray().Count().ShouldBe(5, "a master and four workers");
        web.GetProperty("workers").EnumerateArray().Sum(worker => worker.GetProperty("connections").GetInt32()).ShouldBe(4, result.ToString());
        web.GetProperty("spread").GetProperty("workers").GetInt32().ShouldBe(4);
        (web.GetProperty("spread").GetProperty("least").GetInt32(), web.GetProperty("spread").GetProperty("most").GetInt32()).ShouldBe((1, 1));
        web.GetProperty("cores_peak").GetDouble().ShouldBeGreaterThanOrEqualTo(web.GetProperty("cores_mean").GetDouble());

        web.GetProperty("voluntary_switches").GetInt64().ShouldBeGreaterThan(0);

        var database = resources.GetProperty("shared_services").GetProperty("database");
        database.GetProperty("shared").GetBoolean().ShouldBeTrue();
        database.GetProperty("memory_pss_bytes").GetInt64().ShouldBeGreaterThan(0);
        resources.GetProperty("cpu_with_shared_s").GetDouble()
            .ShouldBe(resources.GetProperty("cpu_s").GetDouble() + database.GetProperty("cpu_s").GetDouble(), tolerance: 1e-9);
        var lines = File.ReadAllLines(Path.Combine(trial, "resources.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        lines.Where(line => line.GetProperty("shared").GetBoolean()).ShouldAllBe(line => line.GetProperty("service").GetString() == "database");
        lines.Count(line => line.GetProperty("shared").GetBoolean()).ShouldBe(lines.Count / 2);

        // Every answer sleeps once. Over the whole load: on a machine that is busy a reading at an edge of the window may be late.
        var succeeded = record.RootElement.GetProperty("load").GetProperty("requests").GetProperty("succeeded").GetInt64();
        lines.Where(line => !line.GetProperty("shared").GetBoolean()).Sum(line => line.GetProperty("switches").GetInt64()).ShouldBeGreaterThan(succeeded);

        result.Output.ShouldContain("Workers of one: ");
        result.Output.ShouldContain("connections per worker 1 of 4.");
        result.Output.ShouldContain("database (shared)");
        result.Output.ShouldContain("all, shared too");
        _work.Survivors().ShouldBeEmpty();
    }
}
