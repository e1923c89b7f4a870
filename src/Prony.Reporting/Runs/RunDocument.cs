using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;
using Prony.Reporting.Imported;

namespace Prony.Reporting.Runs;

/// <summary>Composes the report of a run: the question, the verdict, the doubts, then the figures, then where they come from.</summary>
internal static class RunDocument
{
    /// <summary>The whole report.</summary>
    /// <param name="view">What there is.</param>
    /// <param name="width">Columns of the terminal; null where width does not matter.</param>
    public static IEnumerable<Block> Of(RunView view, int? width)
    {
        if (view.Plan is { Imported: { } imported })
        {
            foreach (var block in ImportedDocument.Of(view.Plan, imported, width))
            {
                yield return block;
            }

            yield break;
        }

        yield return new Title(view.Verdict?.Experiment ?? view.Plan?.Experiment ?? view.Name);
        if ((view.Verdict?.Question ?? view.Plan?.Question) is { Length: > 0 } question)
        {
            yield return new Prose("Question", question);
        }

        foreach (var block in view.Verdict is { } verdict ? Judged(view, verdict, width) : Unjudged(view))
        {
            yield return block;
        }

        foreach (var block in Origin(view))
        {
            yield return block;
        }
    }

    /// <summary>The verdict with what must be read before and with it: that it is a preview, that the run was cut short, what the machine can show, what the experiment allows.</summary>
    public static IEnumerable<Block> Verdict(RunView view, VerdictRecord verdict)
    {
        if (verdict.Preview)
        {
            yield return new Alert("Preview", "too few rounds or too short windows for a verdict. Take what follows as a hint, and run the whole experiment before acting on it.");
        }

        if (IsCutShort(view))
        {
            yield return new Alert("Incomplete", $"the run ended before its plan did. {WhatThereIs(view)}");
        }

        yield return VerdictOf(verdict);
        if (SmallestVisible(view, verdict) is { } smallest)
        {
            yield return smallest;
        }

        foreach (var block in AllowedWork.BesideVerdict(view.Plan))
        {
            yield return block;
        }
    }

    /// <summary>Trials that did not complete, with their last output; nothing where all did.</summary>
    public static IEnumerable<Block> FailedTrials(VerdictRecord verdict) => verdict.FailedTrials.Count == 0
        ? []
        : [new Heading("Trials that did not complete"), .. FailedTrials(verdict.FailedTrials)];

    /// <summary>What stands below all figures: the length of windows, and gates that could not be measured.</summary>
    public static IEnumerable<Block> Ending(VerdictRecord verdict)
    {
        if (verdict.Window is { } window)
        {
            yield return new Prose("Window length", window.Sentence, Tone.Aside);
        }

        if (UnknownGates.Lines(verdict.Gates) is { Count: > 0 } unknown)
        {
            yield return new Fold("Gates that could not be measured", [new Bullets([.. unknown.Select(line => new Bullet(null, line))])]);
        }
    }

    /// <summary>Where it all comes from: files that could not be read, what a resumed run set aside, how to make it again.</summary>
    public static IEnumerable<Block> Origin(RunView view)
    {
        if (view.Faults.Count > 0)
        {
            yield return new Heading("Files that could not be read");
            yield return new Bullets([.. view.Faults.Select(fault => new Bullet(null, fault))]);
        }

        if (view.SetAside.Count > 0)
        {
            yield return new Prose("Resumed", $"trials that were cut off were made again; what is left of them is in set-aside/ and does not count: {string.Join(", ", view.SetAside)}.", Tone.Aside);
        }

        if (view.Plan is { } plan)
        {
            yield return new Fold("How to reproduce", [new Facts(Reproduction.Of(plan))]);
        }
    }

    /// <summary>How much of the plan there is, in a sentence: "7 of 12 planned trials are whole (6 completed), 1 was cut off."</summary>
    public static string WhatThereIs(RunView view)
    {
        // A round that was made again has each of its trials more than once.
        var planned = view.Trials.GroupBy(t => (t.Round, t.Candidate, t.Scenario, t.Point)).ToList();
        var whole = planned.Count;
        var completed = planned.Count(tries => tries.Any(t => t.State == TrialState.Completed));
        var text = view.Plan is { } plan
            ? $"{Figure.Count(whole)} of {Figure.Count(plan.TrialCount(), "planned trial")}"
            : Figure.Count(whole, "trial");
        text += whole == 1 ? " is whole" : " are whole";
        text += completed == whole ? "" : $" ({Figure.Count(completed)} completed)";
        return view.Unfinished.Count == 0 ? text + "." : $"{text}, {Figure.Count(view.Unfinished.Count)} {(view.Unfinished.Count == 1 ? "was" : "were")} cut off.";
    }

    // A verdict can be made of the rounds that are whole when the run was stopped or killed. Trials are fewer than planned, too, where a load was given up for a candidate.
    internal static bool IsCutShort(RunView view) => view.Verdict?.Whole is { } whole
        ? !whole
        : view.Unfinished.Count > 0 || (view.Plan is { } plan && view.Trials.Select(t => (t.Round, t.Candidate, t.Scenario, t.Point)).Distinct().Count() < Due(plan, view.Verdict?.Look));

    // A run that ended at a look was not to make more rounds.
    private static int Due(PlanRecord plan, LookVerdict? look) =>
        plan.TrialCount(look is { Ended: true } ? look.Round : plan.Rounds);

    private static IEnumerable<Block> Judged(RunView view, VerdictRecord verdict, int? width)
    {
        foreach (var block in Verdict(view, verdict))
        {
            yield return block;
        }

        if (verdict.Doubts.Count > 0)
        {
            yield return Doubts.Of(verdict.Doubts, verdict.Gates);
        }

        foreach (var block in ClaimsView.Of(verdict.Claims).Concat(Left(verdict)).Concat(SetupTable.Of(view.Plan, verdict, width)).Concat(Figures(view, verdict, width)))
        {
            yield return block;
        }

        foreach (var block in FairnessView.Of(verdict.Fairness, view.Plan?.Candidates.Select(c => c.Name).ToList() ?? [], width))
        {
            yield return block;
        }

        foreach (var block in Ending(verdict))
        {
            yield return block;
        }
    }

    private static Prose VerdictOf(VerdictRecord verdict) => verdict.Verdict is { } overall
        ? new Prose("Verdict", overall.Sentence, ToneOf(overall.Verdict))
        : new Prose("Verdict", "none: nothing could be compared.", Tone.Bad);

    /// <summary>What the machine can show at all: a difference below it may be there and not be seen. Null where no full self-test was made.</summary>
    internal static Prose? SmallestVisible(RunView view, VerdictRecord verdict)
    {
        if (view.Plan?.Visible is not { Count: > 0 } visible)
        {
            return null;
        }

        var metrics = visible.OrderBy(found => found.Metric == verdict.Primary ? 0 : 1).Select(found => $"{Figure.Share(found.Share)} in {found.Metric}");
        return new Prose(null, $"Smallest difference visible here: {string.Join(", ", metrics)}; selftest of {Figure.Day(visible.Max(found => found.FoundUtc))}.", Tone.Aside);
    }

    internal static Tone ToneOf(string verdict) => verdict switch
    {
        VerdictName.Better or VerdictName.Equivalent => Tone.Good,
        VerdictName.Worse or VerdictName.Invalid => Tone.Bad,
        _ => Tone.Doubtful,
    };

    // Who is missing from the figures, and why: before the figures, because it changes how they read.
    private static IEnumerable<Block> Left(VerdictRecord verdict)
    {
        if (verdict.Skipped.Count > 0)
        {
            yield return new Heading("Skipped");
            yield return new Bullets([.. verdict.Skipped.Select(s => new Bullet(s.Candidate, SkippedText.Of(s), Tone.Doubtful))]);
        }

        if (verdict.Lost.Count > 0)
        {
            yield return new Heading("Loads that were given up");
            yield return GivenUp(verdict);
        }

        foreach (var block in FailedTrials(verdict))
        {
            yield return block;
        }
    }

    internal static Bullets GivenUp(VerdictRecord verdict) =>
        new([.. verdict.Lost.Select(lost => new Bullet($"{lost.Candidate}, {lost.Scenario}, {PointFigures.LoadText(lost.Point)}", lost.Reason, Tone.Doubtful))]);

    // A candidate that fails in one way fails so in every round: its reason and its output are worth reading once.
    internal static IEnumerable<Block> FailedTrials(IReadOnlyList<FailedTrialRecord> trials)
    {
        foreach (var alike in trials.GroupBy(t => (t.Candidate, t.State, t.Reason)))
        {
            var first = alike.First();
            var others = alike.Skip(1).Select(t => t.Trial).ToList();
            var more = others.Count == 0 ? "" : $" The same in {string.Join(", ", others)}.";
            yield return new Prose($"{first.Trial} ({first.State})", first.Reason + more, Tone.Bad);
            if (first.LogTail.Count > 0)
            {
                yield return new Quote(first.LogTail);
            }
        }
    }

    private static IEnumerable<Block> Figures(RunView view, VerdictRecord verdict, int? width)
    {
        foreach (var (name, scenario) in verdict.Scenarios)
        {
            foreach (var block in CurveView.Of(name, scenario.Curves, width))
            {
                yield return block;
            }

            foreach (var point in scenario.Points)
            {
                var figures = new PointFigures(view, verdict, name, point);
                yield return new Heading($"{name}, {PointFigures.LoadText(point.Load)}");
                foreach (var block in figures.Blocks(width))
                {
                    yield return block;
                }
            }

            foreach (var block in scenario.Points is [var only] ? ConclusionTable.Of(view.Plan, verdict, only) : [])
            {
                yield return block;
            }
        }
    }

    internal static IEnumerable<Block> Unjudged(RunView view)
    {
        yield return new Alert("No verdict", $"the run ended before it. {WhatThereIs(view)}");
        if (view.Trials.Count > 0)
        {
            yield return new Heading("Whole trials");
            yield return TrialTable.Of(view.Trials);
            yield return new Prose(null, "Figures of single trials: no round is compared here, so no difference between them is shown to be real.", Tone.Aside);
        }

        if (view.Unfinished.Count > 0)
        {
            yield return new Heading("Trials that were cut off");
            yield return new Bullets([.. view.Unfinished.Select(t => new Bullet(t.Name, $"{Figure.Count(t.Seconds, "second")} of load written."))]);
        }
    }
}
