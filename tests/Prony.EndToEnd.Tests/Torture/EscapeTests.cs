using System.Globalization;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Torture;

/// <summary>Prony is killed or interrupted in one phase after another, over servers that try to outlive it.</summary>
public sealed class EscapeTests : IDisposable
{
    private const int Sigint = 2;
    private const int Sigkill = 9;

    private readonly Workspace _work = new();

    [Theory]
    [InlineData("", "start")]
    [InlineData("proc", "start")]
    [InlineData("", "window")]
    [InlineData("proc", "window")]
    [InlineData("", "stop")]
    [InlineData("proc", "stop")]
    public void Nothing_outlives_a_kill_in_any_phase_and_what_was_written_can_be_read(string source, string phase)
    {
        using var tool = Start(source, Path.Combine(AppContext.BaseDirectory, "Servers", "escaping.py"), "{port}");
        var log = WaitFor(tool, "web.log", "");
        if (phase is "window" or "stop")
        {
            WaitFor(tool, "slices.jsonl", "\"window\"");
        }

        if (phase == "stop")
        {
            // The window ends, and the server does not care for SIGTERM.
            tool.Signal(Sigint);
            Thread.Sleep(700);
        }

        tool.Signal(Sigkill);
        tool.WaitForEnd(TimeSpan.FromSeconds(20)).ExitCode.ShouldBe(128 + Sigkill);
        Remains.WaitForNone(_work.Name, TimeSpan.FromSeconds(2)).ShouldBeEmpty();

        File.Exists(log).ShouldBeTrue();
        _work.Run("report", _work.Runs[0]).ExitCode.ShouldBe(0);
        var json = _work.Run("report", _work.Runs[0], "--format", "json");
        json.ExitCode.ShouldBe(5, json.ToString());
        json.Output.ShouldBeEmpty();
        json.Error.ShouldContain("no verdict to print as JSON");
    }

    [Fact]
    public void The_first_ctrl_c_does_not_wait_for_a_server_that_is_not_ready_yet()
    {
        using var tool = Start("", Workspace.FaultyServer, "deaf");
        WaitFor(tool, "web.log", "warming");
        tool.Signal(Sigint);
        var result = tool.WaitForEnd(TimeSpan.FromSeconds(8));
        result.ExitCode.ShouldBe(130, result.ToString());
        Remains.Of(_work.Name).ShouldBeEmpty();
    }

    public void Dispose() => _work.Dispose();

    private Tool Start(string source, string program, string arguments)
    {
        _work.Write("experiment.yaml", string.Create(CultureInfo.InvariantCulture, $$"""
            name: {{_work.Name}}
            rounds: 1
            phases: {warmup: 300ms, measure: 20s, idle: 100ms, pause: 100ms}
            candidates:
              one: {run: "python3 {{program}} {{arguments}} {port} {{_work.Name}}"}
              other: {run: "python3 {{program}} {{arguments}} {port} {{_work.Name}}"}
            scenarios:
              work: {request: {get: /}, load: {users: 4} }
            """));
        return Tool.Start(new ToolSettings(_work.Folder, new Dictionary<string, string> { ["PRONY_CPU_SOURCE"] = source }), "run", "experiment.yaml");
    }

    private string WaitFor(Tool tool, string name, string text)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            var found = _work.Runs.SelectMany(run => Directory.GetFiles(run, name, SearchOption.AllDirectories)).FirstOrDefault();
            if (found is not null && File.ReadAllText(found).Contains(text, StringComparison.Ordinal))
            {
                return found;
            }

            Thread.Sleep(50);
        }

        throw new TimeoutException($"No {name} with '{text}'.\n{tool.ErrorSoFar}");
    }
}
