using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.CommandLine;

/// <summary>The live view on a real terminal (a pseudo-terminal, made by terminal.py).</summary>
[Trait("Speed", "Slow")]
public sealed partial class TerminalTests : IDisposable
{
    private const string EndOfFrame = "\e[J";

    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "Servers", "terminal.py");

    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void A_run_is_redrawn_in_place_follows_the_size_and_leaves_its_report()
    {
        _work.WriteExperiment("ok", "slow", rounds: "2");
        var seen = RunOn(100, 30, "candidate", "resize:40:20", "run", "experiment.yaml");
        seen.Exit.ShouldBe(0, seen.Text);
        seen.Restored.ShouldBeTrue();
        seen.Text.ShouldContain("> steady");
        var frames = Frames(seen.AfterAction);
        frames.Count.ShouldBeGreaterThan(5, seen.Text);
        frames.Skip(3).SelectMany(frame => frame.Split('\n')).ShouldAllBe(line => line.Length < 40 || line.Contains("made again"));   // what stays is as long as it is

        // Behind the last drawing stands the report, and nothing of the drawing.
        var rest = seen.Text[seen.Text.LastIndexOf(EndOfFrame, StringComparison.Ordinal)..];
        rest.ShouldContain("Verdict");
        rest.ShouldNotContain("■■");
    }

    [Theory]
    [InlineData("interrupt", 130)]
    [InlineData("kill", -9)]
    public void Whatever_ends_it_the_terminal_can_be_used(string how, int exit)
    {
        _work.WriteExperiment("ok", "slow", measure: "30s");
        var seen = RunOn(80, 24, "candidate", how, "run", "experiment.yaml");
        seen.Exit.ShouldBe(exit, seen.Text);
        seen.Restored.ShouldBeTrue();
        seen.Text.ShouldNotContain("\e[?25l", Case.Sensitive, "the cursor was never hidden");
        seen.Text.ShouldNotContain("\e[?1049h", Case.Sensitive, "the screen was never changed for another");
    }

    [Fact]
    public void Without_the_live_view_a_terminal_gets_the_plain_lines()
    {
        _work.WriteExperiment("ok", "slow");
        var seen = RunOn(80, 24, "started", "nothing", "run", "experiment.yaml", "--no-tui");
        seen.Exit.ShouldBe(0, seen.Text);
        seen.Text.ShouldNotContain("\e[J");
        seen.Text.ShouldContain("round 1/1 steady, work: started");
    }

    /// <summary>What each drawing wrote, without its control sequences.</summary>
    private static List<string> Frames(string text) =>
        [.. text.Split(EndOfFrame)[..^1].Select(frame => Control().Replace(frame, "").Replace("\r", "", StringComparison.Ordinal))];

    private Seen RunOn(int columns, int lines, string text, string action, params string[] arguments)
    {
        var start = new ProcessStartInfo("python3")
        {
            ArgumentList = { Script, columns.ToString(CultureInfo.InvariantCulture), lines.ToString(CultureInfo.InvariantCulture), text, action, Clone.PathOf("prony") },
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            WorkingDirectory = _work.Folder,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Remove("NO_COLOR");
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var json = JsonDocument.Parse(process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        var root = json.RootElement;
        return new Seen(
            root.GetProperty("exit").GetInt32(), root.GetProperty("text").GetString()!, root.GetProperty("after_action").GetString()!, root.GetProperty("restored").GetBoolean());
    }

    private sealed record Seen(int Exit, string Text, string AfterAction, bool Restored);

    [GeneratedRegex(@"\e\[\??[0-9;]*[A-Za-z]")]
    private static partial Regex Control();
}
