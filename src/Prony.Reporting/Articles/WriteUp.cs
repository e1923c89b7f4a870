using System.Text;
using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;
using Prony.Reporting.Runs;

namespace Prony.Reporting.Articles;

/// <summary>A run as a long article in Markdown, to be published as it is or to be written further: question, set-up, configurations, commands, results, conclusion, doubts, what is still to be tested.</summary>
/// <remarks>Pure and thread-safe.</remarks>
public static class WriteUp
{
    /// <summary>The article; of a run without a verdict as far as there is one.</summary>
    public static string Of(RunView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var text = new StringBuilder($"# {MarkdownRenderer.Escape(view.Verdict?.Experiment ?? view.Plan?.Experiment ?? view.Name)}\n\n");
        text.Append(MarkdownRenderer.Render(Introduction(view)));
        Section(text, "Set-up", ArticleSetup.Of(view));
        Section(text, "Configurations", ArticleConfigurations.Of(view));
        Section(text, "Commands", ArticleConfigurations.Commands(view));
        if (view.Verdict is { } verdict)
        {
            Section(text, "Results", ArticleResults.Of(view, verdict));
            Section(text, "Resources per layer", ArticleResults.Resources(verdict));
            Section(text, "Conclusion", Conclusion(view, verdict));
            Section(text, "Claims", ClaimsView.Of(verdict.Claims));
            Section(text, "Doubts", DoubtsOf(verdict));
        }
        else if (view.Trials.Count > 0)
        {
            Section(text, "Trials", [TrialTable.Of(view.Trials), new Prose(null, "No round is compared here, so no difference is shown to be real.")]);
        }

        Section(text, "What should still be tested", StillToTest.Of(view) is { Count: > 0 } open ? [new Bullets(open)] : []);
        Section(text, "How to reproduce", RunDocument.Origin(view).SelectMany(block => block is Fold fold ? fold.Blocks : [block]));
        Section(text, "Files as given", Definitions(view.Plan));
        return text.ToString();
    }

    private static IEnumerable<Block> Introduction(RunView view)
    {
        if ((view.Verdict?.Question ?? view.Plan?.Question) is { Length: > 0 } question)
        {
            yield return new Prose(null, question);
        }

        foreach (var block in view.Verdict is { } verdict ? RunDocument.Verdict(view, verdict) : [new Alert("No verdict", $"the run ended before it. {RunDocument.WhatThereIs(view)}")])
        {
            yield return block;
        }
    }

    private static IEnumerable<Block> Conclusion(RunView view, VerdictRecord verdict)
    {
        if (verdict.Verdict is { } overall)
        {
            yield return new Prose(null, overall.Sentence);
        }

        foreach (var block in verdict.Scenarios.Values.SelectMany(scenario => scenario.Points).SelectMany(point => ConclusionTable.Of(view.Plan, verdict, point)))
        {
            yield return block;
        }

        if (verdict.Objectives.Count > 0)
        {
            yield return new Bullets([.. verdict.Objectives.OrderBy(o => o.Met).Select(o => PointFigures.ObjectiveText(o, $" ({o.Scenario}, {o.Point})"))]);
        }
    }

    private static IEnumerable<Block> DoubtsOf(VerdictRecord verdict)
    {
        yield return verdict.Doubts.Count > 0 ? Doubts.Of(verdict.Doubts, verdict.Gates) : new Prose(null, "None of the gates found a reason to distrust these figures.");
        foreach (var block in RunDocument.FailedTrials(verdict).Concat(RunDocument.Ending(verdict)))
        {
            yield return block;
        }
    }

    private static IEnumerable<Block> Definitions(PlanRecord? plan) =>
        plan?.Definitions.Select(file => new Fold(file.Key, [new Quote(file.Value.TrimEnd('\n').Split('\n'))])) ?? [];

    /// <summary>Nothing of a section that holds nothing.</summary>
    private static void Section(StringBuilder text, string heading, IEnumerable<Block> blocks)
    {
        var all = blocks.ToList();
        if (all.Count > 0)
        {
            text.Append("\n## ").Append(heading).Append("\n\n").Append(MarkdownRenderer.Render(all));
        }
    }
}
