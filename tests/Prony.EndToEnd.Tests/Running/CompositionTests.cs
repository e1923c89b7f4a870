using System.Text.Json;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Running;

/// <summary>A proxy before a server before a shared database, out of stacks that include one another.</summary>
public sealed class CompositionTests : IDisposable
{
    private readonly Workspace _work = new();

    public CompositionTests()
    {
        _work.Write("stacks/server/stack.yaml", $$"""
            name: server
            parameters: {mode: ok, database: none}
            services:
              web: {command: "python3 {{Workspace.FaultyServer}} {mode} {port}", env: {DATABASE: "{database}"}, ready: {http: /}, settled: false}
            """);
        _work.Write("stacks/proxied/stack.yaml", $$"""
            name: proxied
            parameters: {mode: ok, database: none}
            services:
              proxy: {command: "python3 {{Workspace.FaultyServer}} {mode} {port}", env: {BEHIND: "{server.address}", MODE: "{mode}"}, needs: [server], settled: false}
              server: {stack: ../server, with: {database: "{database}/recipes"}, needs: []}
              front: {command: "python3 {{Workspace.FaultyServer}} {mode} {port}", env: {BEHIND: "{proxy.address}"}, settled: false}
            """);
    }

    public void Dispose() => _work.Dispose();

    [Fact]
    [Trait("Speed", "Slow")]
    public void Stacks_of_included_services_on_a_shared_one_are_compared_and_leave_nothing()
    {
        Write("ok");
        var result = _work.Run("run", "experiment.yaml");
        result.ExitCode.ShouldBeOneOf(0, 5);
        result.Error.ShouldContain("starting the shared services: database");
        var run = _work.Runs.ShouldHaveSingleItem();
        using var plan = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "plan.json")));
        plan.RootElement.GetProperty("shared_services").EnumerateArray().Select(name => name.GetString()).ShouldBe(["database"]);
        plan.RootElement.GetProperty("definitions").EnumerateObject().Select(file => file.Name)
            .ShouldBe(["experiment.yaml", "stacks/server/stack.yaml", "stacks/proxied/stack.yaml"]);
        plan.RootElement.GetProperty("candidates")[1].GetProperty("services").EnumerateArray().Select(name => name.GetString()).ShouldBe(["proxy", "server", "front"]);
        File.Exists(Path.Combine(run, "services", "database.log")).ShouldBeTrue();
        var trial = Path.Combine(run, "trials", "r01a1.proxied.work");
        Directory.GetFiles(trial, "*.log").Select(Path.GetFileName).Order().ShouldBe(["front.log", "proxy.log", "server.log"]);
        using var record = JsonDocument.Parse(File.ReadAllText(Path.Combine(trial, "trial.json")));
        record.RootElement.GetProperty("stops").EnumerateArray().Select(stop => stop.GetProperty("service").GetString()).ShouldBe(["front", "proxy", "server"], "the other way round than they started");
        _work.Survivors().ShouldBeEmpty();
    }

    [Fact]
    public void A_plan_names_the_shared_services_and_starts_nothing()
    {
        Write("exit");
        var result = _work.Run("run", "experiment.yaml", "--plan");
        result.ExitCode.ShouldBe(0, result.ToString());
        result.Output.ShouldContain("database (started once, before the first round)");
        _work.Runs.ShouldBeEmpty();
    }

    [Fact]
    public void A_shared_service_that_cannot_be_started_ends_the_run_with_code_3_and_its_last_words()
    {
        Write("exit");
        var result = _work.Run("run", "experiment.yaml");
        result.ExitCode.ShouldBe(3, result.ToString());
        result.Error.ShouldContain("The shared service 'database' could not be started");
        result.Error.ShouldContain("ModuleNotFoundError: No module named 'shop'");
        _work.Survivors().ShouldBeEmpty();
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_shared_service_that_dies_in_the_run_ends_it_with_code_5_and_its_last_words()
    {
        // It answers fifty times; the load goes straight to it.
        Write("die");
        _work.Write("stacks/server/stack.yaml", """
            name: server
            parameters: {mode: ok, database: none}
            services:
              web: {command: [python3, "{dir}/forward.py", "{port}", "{database}"], settled: false}
            """);
        _work.Write("stacks/server/forward.py", """
            import http.server, sys, urllib.request
            class Handler(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    body = urllib.request.urlopen('http://' + sys.argv[2].split('/')[0], timeout=5).read()
                    self.send_response(200)
                    self.send_header('Content-Length', str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
            http.server.ThreadingHTTPServer(('127.0.0.1', int(sys.argv[1])), Handler).serve_forever()
            """);
        var result = _work.Run("run", "experiment.yaml");
        result.ExitCode.ShouldBe(5, result.ToString());
        result.Error.ShouldContain("The shared service 'database' died (exit code 7)");
        result.Error.ShouldContain("fatal: worker lost its mind");
        _work.Survivors().ShouldBeEmpty();
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_shared_service_that_dies_while_nothing_is_loaded_ends_the_run_as_well()
    {
        // It lives for six seconds; the pauses between candidates are longer than that.
        Write("ok");
        _work.Write("experiment.yaml", File.ReadAllText(_work.PathOf("experiment.yaml"))
            .Replace("pause: 100ms", "pause: 20s", StringComparison.Ordinal)
            .Replace($"python3 {Workspace.FaultyServer} ok {{port}}\", settled", $"timeout 6 python3 {Workspace.FaultyServer} ok {{port}}\", settled", StringComparison.Ordinal));
        var result = _work.Run("run", "experiment.yaml");
        result.ExitCode.ShouldBe(5, result.ToString());
        result.Error.ShouldContain("The shared service 'database' died");
        _work.Survivors().ShouldBeEmpty();
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Ctrl_C_stops_the_shared_services_too()
    {
        Write("ok");
        using var tool = _work.Start("run", "experiment.yaml");
        for (var attempt = 0; attempt < 4800 && !_work.Runs.Any(run => Directory.GetDirectories(Path.Combine(run, "trials")).Length > 0); attempt++)
        {
            Thread.Sleep(50);
        }

        File.Exists(Path.Combine(_work.Runs.ShouldHaveSingleItem(), "services", "database.log")).ShouldBeTrue("the shared services come first");
        tool.Signal(2);
        tool.WaitForEnd(TimeSpan.FromMinutes(1)).ExitCode.ShouldBe(130);
        _work.Survivors().ShouldBeEmpty();
    }

    private void Write(string database) => _work.Write("experiment.yaml", $$"""
        name: {{_work.Name}}
        rounds: 1
        phases: {warmup: 300ms, measure: 1s, idle: 100ms, pause: 100ms}
        services:
          database: {command: "python3 {{Workspace.FaultyServer}} {{database}} {port}", settled: false}
        candidates:
          plain: {stack: stacks/server, with: {database: "{database.address}"} }
          proxied: {stack: stacks/proxied, with: {database: "{database.address}"} }
        scenarios:
          work: {request: {get: /}, load: {users: 4} }
        """);
}
