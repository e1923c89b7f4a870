using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Faults;

/// <summary>Prony itself is ended: politely, rudely, and without a chance to react.</summary>
public sealed class KillTests : IDisposable
{
    private const int Sigint = 2;
    private const int Sigkill = 9;
    private const int Sigterm = 15;

    private readonly Workspace _work = new();

    [Fact]
    public void No_server_survives_kill_9_by_more_than_two_seconds_and_the_run_can_be_read()
    {
        _work.WriteExperiment("ok", "slow", rounds: "6", measure: "2s");
        using var tool = StartAndWaitForLoad(trials: 2);
        tool.Signal(Sigkill);
        tool.WaitForEnd(TimeSpan.FromSeconds(20)).ExitCode.ShouldBe(128 + Sigkill);
        Eventually(TimeSpan.FromSeconds(2), () => _work.Survivors().Count == 0).ShouldBeTrue(string.Join('\n', _work.Survivors()));

        var report = _work.Run("report", _work.Runs[0]);
        report.ExitCode.ShouldBe(0, report.ToString());
        report.Output.ShouldContain("steady");
    }

    [Fact]
    public void The_first_ctrl_c_ends_the_window_and_concludes_from_what_was_measured()
    {
        _work.WriteExperiment("ok", "slow", rounds: "6", measure: "30s");
        using var tool = StartAndWaitForLoad(trials: 1);
        tool.Signal(Sigint);
        var result = tool.WaitForEnd(TimeSpan.FromSeconds(30));
        result.ExitCode.ShouldBe(130, result.ToString());
        File.Exists(Path.Combine(_work.Runs[0], "verdict.json")).ShouldBeTrue();
        result.Output.ShouldContain("steady");
        _work.Survivors().ShouldBeEmpty();
    }

    [Fact]
    public void The_second_ctrl_c_stops_at_once_and_still_leaves_nothing_behind()
    {
        _work.WriteExperiment("hang", "hang", rounds: "6", measure: "30s", timeout: "60s");
        using var tool = StartAndWaitForLoad(trials: 1);
        tool.Signal(Sigint);
        Eventually(TimeSpan.FromSeconds(5), () => tool.ErrorSoFar.Contains("Ctrl-C again", StringComparison.Ordinal)).ShouldBeTrue();
        tool.Signal(Sigint);
        var result = tool.WaitForEnd(TimeSpan.FromSeconds(30));
        result.ExitCode.ShouldBe(130, result.ToString());
        _work.Survivors().ShouldBeEmpty();
    }

    [Fact]
    public void Sigterm_stops_at_once_with_143()
    {
        _work.WriteExperiment("ok", "slow", rounds: "6", measure: "30s");
        using var tool = StartAndWaitForLoad(trials: 1);
        tool.Signal(Sigterm);
        var result = tool.WaitForEnd(TimeSpan.FromSeconds(30));
        result.ExitCode.ShouldBe(143, result.ToString());
        _work.Survivors().ShouldBeEmpty();
    }

    public void Dispose() => _work.Dispose();

    /// <summary>Starts the experiment and returns when that many trials have written a slice.</summary>
    private Tool StartAndWaitForLoad(int trials)
    {
        var tool = _work.Start("run", "experiment.yaml");
        var loaded = Eventually(TimeSpan.FromSeconds(60), () => _work.Runs
            .SelectMany(run => Directory.GetFiles(run, "slices.jsonl", SearchOption.AllDirectories))
            .Count(file => new FileInfo(file).Length > 0) >= trials);
        if (!loaded)
        {
            tool.Dispose();
        }

        loaded.ShouldBeTrue(tool.ErrorSoFar);
        return tool;
    }

    private static bool Eventually(TimeSpan limit, Func<bool> condition)
    {
        var until = DateTime.UtcNow + limit;
        while (DateTime.UtcNow < until)
        {
            if (condition())
            {
                return true;
            }

            Thread.Sleep(50);
        }

        return condition();
    }
}
