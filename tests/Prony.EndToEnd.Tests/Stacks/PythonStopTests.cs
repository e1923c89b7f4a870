using System.Runtime.InteropServices;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Stacks;

/// <summary>How Python servers end: asked to, killed, and in the middle of a request.</summary>
[Trait("Speed", "Slow")]
public sealed class PythonStopTests : IDisposable
{
    private const int Sigkill = 9;

    private readonly Workspace _work = new();

    [StackTheory("gunicorn", "gunicorn-uvicorn", "uvicorn", "hypercorn", "uwsgi", "supervisord", "chaussette", "daphne", "waitress", "django-wsgi")]
    [InlineData("daphne")]
    [InlineData("waitress")]
    [InlineData("django-wsgi")]
    [InlineData("gunicorn")]
    [InlineData("gunicorn-uvicorn")]
    [InlineData("uvicorn", "workers", "2")]
    [InlineData("hypercorn")]
    [InlineData("uwsgi")]
    [InlineData("supervisord")]
    [InlineData("chaussette", "workers", "1")]
    public async Task A_leader_that_is_killed_is_found_dead_and_its_workers_go_with_it(string stack, params string[] with)
    {
        await using var started = await ShippedStack.StartAsync(stack, with);
        Kill(started.FindLeaders().ShouldHaveSingleItem(), Sigkill).ShouldBe(0);
        await EventuallyAsync(() => started.Running.FindDead() is not null);
        started.Running.FindDead()!.How.ShouldContain("SIGKILL");

        var stops = await started.Running.StopAsync();
        stops.ShouldHaveSingleItem().Leftovers.ShouldBeEmpty();
        started.Running.Read().Sum(service => service.Processes).ShouldBe(0);
        ShippedStack.IsListenedOn(started.Port).ShouldBeFalse();
    }

    [StackFact("gunicorn-uvicorn")]
    public void A_run_whose_server_loses_its_leader_ends_with_died_and_leaves_nothing()
    {
        var stack = Clone.PathOf("stacks", "gunicorn-uvicorn");
        _work.WriteCandidates($$"""ours: {stack: {{stack}}}""", $$"""steady: {run: "python3 {{Workspace.FaultyServer}} ok {port}"}""");

        // Long enough to be in the middle of it, however busy the machine is.
        _work.Write("experiment.yaml", File.ReadAllText(_work.PathOf("experiment.yaml")).Replace("measure: 1s", "measure: 5s", StringComparison.Ordinal));
        using var tool = _work.Start("run", "experiment.yaml");
        var killed = new HashSet<int>();
        var result = EndWhile(tool, () =>
        {
            // Every attempt at the round starts it anew; the load begins when there is a first slice.
            foreach (var leader in Masters().Where(leader => !killed.Contains(leader) && Slices() > killed.Count))
            {
                killed.Add(leader);
                _ = Kill(leader, Sigkill);
            }
        });
        result.ExitCode.ShouldBe(5, result.ToString());
        result.Error.ShouldContain("ours");
        result.Error.ShouldContain("died under load");
        Events().ShouldContain("\"died\"");
        _work.Survivors().ShouldBeEmpty();
    }

    [StackTheory("gunicorn", "uvicorn", "hypercorn", "waitress", "daphne", "uwsgi", "chaussette-waitress")]
    [InlineData("gunicorn", true)]
    [InlineData("uvicorn", true)]
    [InlineData("hypercorn", true)]
    [InlineData("waitress", true)]    // asked to by SIGINT
    [InlineData("daphne", false)]
    [InlineData("uwsgi", false)]
    [InlineData("chaussette-waitress", false)]   // the same server, by SIGTERM
    public async Task A_request_that_runs_when_the_stack_is_stopped_is_finished_or_cut_as_the_server_does_it(string stack, bool isFinished)
    {
        await using var started = await ShippedStack.StartAsync(stack);
        var request = started.GetTextAsync("/wait?ms=2500");
        await Task.Delay(1000);
        var stop = (await started.Running.StopAsync()).ShouldHaveSingleItem();

        stop.Escalated.ShouldBeFalse();
        stop.Expected.ShouldBeTrue($"{stop.Signal}, exit code {stop.ExitCode}");
        if (isFinished)
        {
            (await request).ShouldBe("waited 2500 ms\n");
        }
        else
        {
            await Should.ThrowAsync<HttpRequestException>(() => request);
        }
    }

    [StackFact("gunicorn", "daphne")]
    public void Requests_that_are_cut_at_the_end_of_a_run_are_counted()
    {
        var (gunicorn, daphne) = (Clone.PathOf("stacks", "gunicorn"), Clone.PathOf("stacks", "daphne"));
        _work.Write("experiment.yaml", $$"""
            name: {{_work.Name}}
            rounds: 1
            phases: {warmup: 0s, measure: 1s, drain: 0s, idle: 100ms, pause: 100ms}
            candidates:
              finishes: {stack: {{gunicorn}}, with: {worker-class: gthread, threads: 4} }
              cuts: {stack: {{daphne}} }
            scenarios:
              work: {request: {get: "/wait?ms=1500"}, load: {users: 4} }
            """);
        _work.Run("run", "experiment.yaml");
        var trials = Trials();
        trials.Count.ShouldBeGreaterThanOrEqualTo(2);   // of every attempt
        foreach (var trial in trials)
        {
            var counts = trial.GetProperty("load").GetProperty("requests");
            var unfinished = counts.GetProperty("censored").GetInt64();
            unfinished.ShouldBe(4, counts.ToString());
            counts.GetProperty("sent").GetInt64().ShouldBe(
                counts.GetProperty("succeeded").GetInt64() + counts.GetProperty("failed").GetInt64() + unfinished, counts.ToString());
        }

        _work.Survivors().ShouldBeEmpty();
    }

    public void Dispose() => _work.Dispose();

    private static ToolResult EndWhile(Tool tool, Action act)
    {
        using var stop = new CancellationTokenSource();
        var thread = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                act();
                Thread.Sleep(50);
            }
        });
        thread.Start();
        try
        {
            return tool.WaitForEnd(TimeSpan.FromMinutes(2));
        }
        finally
        {
            stop.Cancel();
            thread.Join();
        }
    }

    /// <summary>gunicorn processes of the run whose parent is no gunicorn of the run.</summary>
    private List<int> Masters()
    {
        var all = _work.Survivors().Where(process => process.Contains("/usr/bin/gunicorn", StringComparison.Ordinal))
            .Select(process => int.Parse(process.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        return [.. all.Where(pid => !all.Contains(ParentOf(pid)))];
    }

    private static int ParentOf(int pid)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("PPid:", StringComparison.Ordinal));
            return int.Parse(line[5..], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;   // ended while we looked
        }
    }

    private int Slices() => Files("slices.jsonl").Count(file => file.Contains(".ours.", StringComparison.Ordinal) && new FileInfo(file).Length > 0);

    private string Events() => string.Concat(Files("events.jsonl").Select(File.ReadAllText));

    private List<JsonElement> Trials() => [.. Files("trial.json").Select(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement)];

    private IEnumerable<string> Files(string name) => _work.Runs.SelectMany(run => Directory.GetFiles(run, name, SearchOption.AllDirectories));

    private static async Task EventuallyAsync(Func<bool> condition)
    {
        for (var attempt = 0; attempt < 100 && !condition(); attempt++)
        {
            await Task.Delay(50);
        }

        condition().ShouldBeTrue();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int pid, int signal);
}
