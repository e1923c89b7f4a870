using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;
using Spectre.Console;

namespace Prony.Reporting.Runs;

/// <summary>A plan before anything was started: how much will be done, how long that takes, and in which order.</summary>
/// <remarks>Pure but for the console; thread-safe when the console is.</remarks>
public static class PlanReport
{
    /// <summary>For a person at a terminal.</summary>
    public static void Terminal(PlanRecord plan, IAnsiConsole console)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(console);
        TerminalRenderer.Write(console, Of(plan));
    }

    /// <summary>"10 rounds × 2 candidates × 1 load = 20 trials, about 9 min 40 s"; with looks from the first to the last.</summary>
    public static string Size(PlanRecord plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var first = plan.Looks is [var look, ..] ? look : null;
        var loads = plan.Scenarios.Sum(scenario => scenario.Points.Count);
        var rounds = first is null ? Figure.Count(plan.Rounds, "round") : $"{Figure.Count(first.Round)} to {Figure.Count(plan.Rounds, "round")}";
        var trials = $"{(first is null ? "" : "at most ")}{Figure.Count(plan.TrialCount(), "trial")}";
        return $"{rounds} × {Figure.Count(plan.Candidates.Count, "candidate")} × {Figure.Count(loads, "load")} = {trials}{Duration(plan, first)}";
    }

    private static string Duration(PlanRecord plan, LookRecord? first) => plan.ExpectedS switch
    {
        null => "",
        { } all when plan.TakesAtLeast => $", at least {Time(first is null ? all : all * first.Round / plan.Rounds)} and as long as the requests take, which the first round will show",
        { } all when first is not null => $", about {Time(all * first.Round / plan.Rounds)} to {Time(all)}",
        { } all => $", about {Time(all)}",
    };

    private static string Time(double seconds) => Figure.Chosen(Math.Round(seconds));

    private static IEnumerable<Block> Of(PlanRecord plan)
    {
        yield return new Title(plan.Experiment);
        if (plan.Question is { Length: > 0 } question)
        {
            yield return new Prose("Question", question);
        }

        yield return new Prose("Plan", $"{Size(plan)}, with everything from start to stop. Nothing was started.");
        if (plan.Preview)
        {
            yield return new Alert("Preview", "too few rounds or too short windows for a verdict.");
        }

        // A run that was not begun has no name and keeps no files.
        yield return new Facts([.. Reproduction.Of(plan).Where(fact => fact.Name is not ("Run" or "Files"))]);
    }
}
