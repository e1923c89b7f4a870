using System.Globalization;
using System.Text.Json;
using Prony.EndToEnd.Tests.Stacks;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Keeping;

/// <summary>Real servers kept up by the real tool, and steered while a load runs.</summary>
public sealed class UpTests : IDisposable
{
    private const int HangUp = 1;
    private const int Interrupt = 2;
    private const int Terminate = 15;

    private readonly Workspace _work = new();

    private Dictionary<string, string> Environment => new() { ["PRONY_RUNTIME"] = _work.PathOf("run") };

    [StackFact("gunicorn", "uvicorn")]
    [Trait("Speed", "Slow")]
    public void Gunicorn_and_uvicorn_lose_no_request_while_instances_come_go_and_are_replaced()
    {
        _work.Write("wsgi.py", "def app(environ, start):\n    start('200 OK', [('Content-Length', '2')])\n    return [b'ok']\n");
        _work.Write("asgi.py", """
            async def app(scope, receive, send):
                await send({'type': 'http.response.start', 'status': 200, 'headers': [(b'content-length', b'2')]})
                await send({'type': 'http.response.body', 'body': b'ok'})
            """);
        _work.Write("stack.yaml", $$"""
            name: {{_work.Name}}
            services:
              gunicorn:
                socket: true
                command: [gunicorn, --bind, "fd://{gunicorn.fd}", --workers, "1", "wsgi:app"]
                ready: {http: /}
              uvicorn:
                socket: true
                command: [uvicorn, --fd, "{uvicorn.fd}", --lifespan, "off", --no-access-log, "asgi:app"]
                ready: {http: /}
            """);
        using var up = Start("up", ".");
        WaitFor(up, "up: ");
        foreach (var (service, rate) in new[] { ("gunicorn", 200), ("uvicorn", 20) })
        {
            var port = Stats(service).GetProperty("sockets")[0].GetProperty("port").GetInt32();
            using var load = Start(
                "load", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"), "-r", rate.ToString(CultureInfo.InvariantCulture), "-d", "2m", "--no-keepalive", "--json", "-", "-q");
            Ctl("incr", service).Output.ShouldContain($"{service}: 2 instances");
            var sockets = Stats(service).GetProperty("sockets")[0];
            sockets.GetProperty("accepted_per_s").GetDouble().ShouldBeGreaterThan(0);
            sockets.GetProperty("managed").GetBoolean().ShouldBeTrue();
            Ctl("restart", service, "--rolling").ExitCode.ShouldBe(0);
            Ctl("decr", service).Output.ShouldContain($"{service}: 1 instance");

            // Fails where the load had ended: then nothing would be known of what came after.
            load.Signal(Interrupt);
            var result = load.WaitForEnd(TimeSpan.FromMinutes(1));
            result.ExitCode.ShouldBe(130, result.ToString());
            var record = JsonDocument.Parse(result.Output).RootElement;
            var requests = record.GetProperty("requests");
            var lost = requests.GetProperty("due").GetInt64() - requests.GetProperty("succeeded").GetInt64();

            // uvicorn closes, unanswered, what it has just accepted when its stop signal comes: asked 20 times a second it does so to one at most.
            var cut = service == "uvicorn" ? Math.Min(1, record.GetProperty("outcomes").GetProperty("closed").GetInt64() + record.GetProperty("outcomes").GetProperty("reset").GetInt64()) : 0;
            lost.ShouldBe(cut, result.ToString());
        }

        Ctl("quit").ExitCode.ShouldBe(0);
        var end = up.WaitForEnd(TimeSpan.FromSeconds(30));
        end.ExitCode.ShouldBe(0, end.ToString());
        end.Output.ShouldContain("gunicorn | ");
        Directory.GetFiles(_work.PathOf("run")).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Up_keeps_reloads_refuses_what_is_broken_and_leaves_nothing()
    {
        WriteStack("first");
        using var up = Start("up", "stack.yaml", "--ctl", "ctl");
        WaitFor(up, "up: ");
        var before = Pids();
        before.Count.ShouldBe(2);

        Ctl("--socket", "ctl", "signal", "web", "KILL").ExitCode.ShouldBe(0);
        Until(() => Ctl("--socket", "ctl", "status", "--json").Output is var text && text.Contains("\"state\":\"running\",\"wanted\":1,\"ready\":1") && Pids()[1] != before[1]);

        _work.Write("stack.yaml", "name: [");
        up.Signal(HangUp);
        WaitFor(up, "not reloaded: The file has errors.");
        var kept = Pids();
        WriteStack("second");
        up.Signal(HangUp);
        WaitFor(up, "\nreloaded");
        var after = Pids();
        after[0].ShouldBe(kept[0], "beside did not change");
        after[1].ShouldNotBe(kept[1]);

        using var second = Start("up", "stack.yaml", "--ctl", "ctl");
        var refused = second.WaitForEnd(TimeSpan.FromSeconds(30));
        refused.ExitCode.ShouldBe(2, refused.ToString());
        refused.Error.ShouldContain("another prony listens there");
        var wrong = Ctl("--socket", "ctl", "stop", "wbe");
        wrong.ExitCode.ShouldBe(2);
        wrong.Error.ShouldContain("Did you mean 'web'?");
        Ctl("--socket", "ctl", "incr", "beside").ExitCode.ShouldBe(1, "it has a port of its own");
        Ctl("--socket", "ctl", "decr", "web").ExitCode.ShouldBe(1);

        up.Signal(Terminate);
        var end = up.WaitForEnd(TimeSpan.FromSeconds(30));
        end.ExitCode.ShouldBe(143, end.ToString());
        File.ReadAllText(_work.PathOf("web.log")).ShouldContain("second");
        after.Where(pid => Directory.Exists($"/proc/{pid}")).ShouldBeEmpty();
        Ctl("status").Error.ShouldContain("no prony runs that could be steered");
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_running_experiment_is_steered_and_its_trial_tells_it()
    {
        _work.WriteCandidates("only: {run: \"python3 " + Workspace.FaultyServer + " steady {port}\"}", "other: {run: \"python3 " + Workspace.FaultyServer + " steady {port}\"}");
        File.WriteAllText(_work.PathOf("experiment.yaml"), File.ReadAllText(_work.PathOf("experiment.yaml")).Replace("measure: 1s", "measure: 3s", StringComparison.Ordinal));
        using var run = Start("run", "experiment.yaml", "--quiet");
        Until(() => Ctl("signal", "web", "CONT").ExitCode == 0);
        for (var i = 0; i < 12; i++)
        {
            Ctl("signal", "web", "CONT");
        }

        run.WaitForEnd(TimeSpan.FromMinutes(2));
        Directory.GetFiles(_work.Runs[0], "events.jsonl", SearchOption.AllDirectories).SelectMany(File.ReadAllLines)
            .ShouldContain(line => line.Contains("\"kind\":\"service-signalled\"") && line.Contains("SIGCONT to instance 1"));
    }

    public void Dispose() => _work.Dispose();

    private void WriteStack(string word) => _work.Write("stack.yaml", $$"""
        name: {{_work.Name}}
        services:
          beside:
            command: [python3, -m, http.server, --bind, 127.0.0.1, "{port}"]
          web:
            command: [sh, -c, "echo {{word}}; exec python3 -m http.server --bind 127.0.0.1 {port}"]
            log: {file: web.log, max-size: 1MiB, keep: 1}
        """);

    private Tool Start(params string[] arguments) => Tool.Start(new ToolSettings(_work.Folder, Environment), arguments);

    private ToolResult Ctl(params string[] arguments)
    {
        using var tool = Start(["ctl", .. arguments]);
        return tool.WaitForEnd(TimeSpan.FromMinutes(1));
    }

    private JsonElement Stats(string service) => JsonDocument.Parse(Ctl("stats", "--json").Output).RootElement.GetProperty("stats").GetProperty("services")
        .EnumerateArray().Single(one => one.GetProperty("service").GetString() == service);

    private List<int> Pids() =>
        [.. JsonDocument.Parse(Ctl("--socket", "ctl", "status", "--json").Output).RootElement.GetProperty("services").EnumerateArray().SelectMany(one => one.GetProperty("pids").EnumerateArray()).Select(pid => pid.GetInt32())];

    private static void WaitFor(Tool tool, string text) => Until(() => tool.ErrorSoFar.Contains(text, StringComparison.Ordinal), () => tool.ErrorSoFar);

    private static void Until(Func<bool> condition, Func<string>? seen = null)
    {
        for (var i = 0; i < 300 && !condition(); i++)
        {
            Thread.Sleep(100);
        }

        condition().ShouldBeTrue(seen?.Invoke());
    }
}
