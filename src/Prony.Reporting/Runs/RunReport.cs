using System.Text.Json;
using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Spectre.Console;

namespace Prony.Reporting.Runs;

/// <summary>The views of a run. All say the same; none computes anything that is not in the records.</summary>
/// <remarks>Pure but for the console; thread-safe when the console is.</remarks>
public static class RunReport
{
    /// <summary>For a person at a terminal; fits the width of the console.</summary>
    public static void Terminal(RunView view, IAnsiConsole console)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(console);
        TerminalRenderer.Write(console, RunDocument.Of(view, console.Profile.Width));
    }

    /// <summary>For a comment on a pull request or a ticket: the verdict first, details folded, never longer than GitHub takes.</summary>
    public static string Markdown(RunView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return CommentSize.Fit(CommentDocument.Of(view));
    }

    /// <summary>For machines: what verdict.json holds (schema prony.verdict/1); of somebody else's measurement, which has no verdict, plan.json (prony.plan/1).</summary>
    /// <exception cref="InvalidOperationException">The run has no verdict; the message says why.</exception>
    public static string Json(RunView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return view.Plan is { Imported: not null } plan
            ? JsonSerializer.Serialize(plan, RunJson.Files.PlanRecord)
            : view.Verdict is { } verdict
            ? JsonSerializer.Serialize(verdict, RunJson.Files.VerdictRecord)
            : throw new InvalidOperationException($"Run {view.Name} has no verdict to print as JSON; it ended before it. {RunDocument.WhatThereIs(view)}");
    }
}
