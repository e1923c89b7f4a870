using System.Globalization;
using System.Text.RegularExpressions;
using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;
using Prony.Reporting.Runs;

namespace Prony.Reporting.Pages;

/// <summary>Composes the page of a run from top to bottom: the question, the answer and what speaks against it, then the figures, then where they come from.</summary>
/// <remarks>The same words and tables as in the terminal, from the same views; charts stand beside tables, never for them.</remarks>
internal sealed partial class RunPage(RunView view, ReportRecord data)
{
    private readonly List<At> _points =
    [
        .. from scenario in view.Verdict?.Scenarios ?? new Dictionary<string, ScenarioVerdict>()
           from point in scenario.Value.Points
           select new At(scenario.Key, point, [.. point.Candidates.Keys.OrderBy(name => name == view.Verdict!.Baseline ? 0 : 1)], scenario.Value.Points.Count),
    ];

    /// <summary>For the title bar.</summary>
    public string Title => $"{view.Verdict?.Experiment ?? view.Plan?.Experiment ?? view.Name} – Prony";

    /// <summary>What stands in the main element.</summary>
    public string Body() => PageBody.Of(Header(), view.Verdict is { } verdict ? Judged(verdict) : [new PageSection("verdict", "Verdict", [.. RunDocument.Unjudged(view)]), .. Sources()]);

    private IEnumerable<Block> Header()
    {
        var name = view.Verdict?.Experiment ?? view.Plan?.Experiment ?? view.Name;
        var question = view.Verdict?.Question ?? view.Plan?.Question;
        yield return new Title(question is { Length: > 0 } ? question : name);
        string[] facts =
        [
            name,
            .. view.Plan is { } plan ? new[] { plan.CreatedUtc.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) } : [],
            .. view.Verdict is { } verdict ? new[] { Figure.Count(verdict.Rounds, "round") } : [],
            .. view.Plan is { Profiles.Count: > 0 } profiled ? new[] { $"profile {string.Join(" and ", profiled.Profiles)}" } : [],
        ];
        yield return new Prose(null, string.Join(" · ", facts));
        if (view.Plan?.Machine is { } machine)
        {
            yield return new Prose(null, $"{Figure.Count(machine.Cpus)} × {machine.Cpu}, {Figure.Bytes(machine.MemoryBytes)}, {machine.Os}", Tone.Aside);
        }

        if (view.Verdict is { Preview: true })
        {
            yield return new Alert("Preview", "too few rounds or too short windows for a verdict. Take what follows as a hint, and run the whole experiment before acting on it.");
        }

        if (view.Verdict is not null && RunDocument.IsCutShort(view))
        {
            yield return new Alert("Incomplete", $"the run ended before its plan did. {RunDocument.WhatThereIs(view)}");
        }

        foreach (var fault in view.Faults)
        {
            yield return new Alert("Not read", fault);
        }
    }

    private IEnumerable<PageSection> Judged(VerdictRecord verdict) =>
    [
        new("verdict", "Verdict", [.. VerdictOf(verdict)]),
        new("doubts", "Doubts", [.. DoubtView.Of(verdict.Doubts, verdict.Gates)]),
        new("claims", "Claims", [.. Claims(verdict)]),
        new("candidates", "Candidates", [.. Candidates(verdict)]),
        new("response", "Response times", [.. Each(at => [ResponseRows.Of(at.Point, at.Names)], "percentiles", s => s.Points.Any(p => p.Candidates.Any(c => c.Response.Count > 0)),
            "Response time (ms) by percentile on the HDR axis, all rounds merged; service time beside it.")]),
        new("time", "Over time", [.. Each(at => RecoveryView.Of(at.Point, at.Names) is { } recoveries ? [recoveries] : [], "timeline", s => s.Points.Any(p => p.Candidates.Any(c => c.Trials.Count > 0)),
            "Successes and failures per second, response p50 and p99 (ms), requests in flight, CPU (cores) and memory (RSS) by service, in seconds since the start of the window.")]),
        new("curves", "Over load", [.. Curves(verdict)]),
        new("heat", "Heat map", [.. Each(_ => [], "heatmap", s => s.Points.Any(p => p.Candidates.Any(c => c.Heat is not null)),
            "How many responses ended when (seconds since the start of the window) and how long they had taken (ms, logarithmic), summed over rounds.")]),
        new("rounds", "Rounds", [.. Each(at => Rounds(at, verdict), "rounds", s => s.Points.Any(p => p.Candidates.Any(c => c.Rounds.Count > 0)), RoundsCaption(verdict))]),
        new("outcomes", "Outcomes", [.. Each(at => [.. OutcomeView.Of(at.Point, at.Names, TrialsOf(at)), .. Figures(at).ChecksOf(at.Names)]), .. Failed(verdict)]),
        new("limit", "What was the limit", [.. Each(Limits)]),
        new("fairness", "Fairness", [.. FairnessView.Of(verdict.Fairness, [.. view.Plan?.Candidates.Select(c => c.Name) ?? []], width: null), .. Alike(verdict)]),
        new("cost", "Cost", [.. Costs()]),
        new("environment", "Environment", [.. Environment(verdict)]),
        new("gates", "Gates", [.. GateView.Of(verdict.Gates)]),
        .. Sources(),
    ];

    private IEnumerable<PageSection> Sources() =>
    [
        new("definitions", "Definitions", [.. (view.Plan?.Definitions ?? new Dictionary<string, string>()).Select(file => new Fold(file.Key, [new Quote(file.Value.TrimEnd('\n').Split('\n'))]))]),
        new("reproduce", "How to reproduce", [.. Reproduce()]),
    ];

    private IEnumerable<Block> VerdictOf(VerdictRecord verdict)
    {
        foreach (var block in Answer(verdict.Verdict))
        {
            yield return block;
        }

        if (RunDocument.SmallestVisible(view, verdict) is { } smallest)
        {
            yield return smallest;
        }

        foreach (var block in AllowedWork.BesideVerdict(view.Plan))
        {
            yield return block;
        }

        if (verdict.Window is { } window)
        {
            yield return new Prose("Window length", window.Sentence, Tone.Aside);
        }
    }

    /// <summary>The sentence that one came for stands out; what it says of other candidates and loads follows in paragraphs of their own.</summary>
    private static IEnumerable<Block> Answer(OverallVerdict? overall)
    {
        if (overall is null)
        {
            return [new Prose(null, "None: nothing could be compared.", Tone.Bad)];
        }

        var sentences = SentenceEnds().Split(overall.Sentence);
        return [new Prose(null, sentences[0], RunDocument.ToneOf(overall.Verdict)) { State = overall.Verdict }, .. sentences.Skip(1).Select(sentence => new Prose(null, sentence))];
    }

    private static IEnumerable<Block> Claims(VerdictRecord verdict) => verdict.Claims.Count == 0 ? [] :
    [
        new Prose(null, ClaimsView.Summary(verdict.Claims) + "."),
        new Bullets([.. verdict.Claims.Select(claim => new Bullet(claim.Says + (claim.Source is { } source ? $" ({source})" : ""), claim.Sentence) { State = claim.State })]),
        .. ClaimsView.Of(verdict.Claims).Where(block => block is not (Heading or Bullets)),
    ];

    private IEnumerable<Block> Candidates(VerdictRecord verdict)
    {
        if (verdict.Skipped.Count > 0)
        {
            yield return new Bullets([.. verdict.Skipped.Select(s => new Bullet($"Skipped: {s.Candidate}", SkippedText.Of(s), Tone.Doubtful))]);
        }

        if (verdict.Lost.Count > 0)
        {
            yield return new Prose(null, "Loads that were given up:");
            yield return RunDocument.GivenUp(verdict);
        }

        var blocks = Each(at => Candidates(at, verdict), "forest", s => s.Points.Any(p => p.Comparisons.Count > 0), "Ratio to the baseline in every metric, with its interval over rounds and the margin.");
        foreach (var block in blocks)
        {
            yield return block;
        }
    }

    private IEnumerable<Block> Candidates(At at, VerdictRecord verdict)
    {
        if (at.Names.Count == 0)
        {
            yield return new Prose(null, "No candidate has a whole round at this load.", Tone.Doubtful);
            yield break;
        }

        var figures = Figures(at);
        yield return CandidateRows.Of(at.Point, at.Names, verdict);
        if (figures.Sentences() is { Count: > 0 } sentences)
        {
            yield return new Bullets(sentences);
        }

        yield return new Prose(null, figures.Note(), Tone.Aside);
        var objectives = verdict.Objectives.Where(o => o.Scenario == at.Scenario && o.Point == at.Point.Load.Name).OrderBy(o => o.Met).Select(PointFigures.ObjectiveText).ToList();
        if (objectives.Count > 0)
        {
            yield return new Bullets(objectives);
        }

        if (figures.WithoutRatio() is { Count: > 0 } without)
        {
            yield return new Bullets(without);
        }

        yield return new Fold("All figures", [.. CandidateTable.Of(at.Point, at.Names, verdict.Baseline, null).Select(table => table with { Caption = $"All figures at {PointFigures.LoadText(at.Point.Load)}." })]);
    }

    private static IEnumerable<Block> Curves(VerdictRecord verdict)
    {
        foreach (var (name, scenario) in verdict.Scenarios.Where(scenario => scenario.Value.Curves.Count > 0))
        {
            yield return new Chart("curves", Foreign.Line(name), $"Successes and failures per second, response p50 and p99 (ms), CPU (cores) and memory over {(scenario.Curves[0].Load == "users" ? "users" : "requests per second")}, with 95 % intervals over rounds.");
            foreach (var block in CurveView.Of(name, scenario.Curves, width: null))
            {
                yield return block;
            }
        }
    }

    private IEnumerable<Block> Rounds(At at, VerdictRecord verdict) =>
    [
        .. RoundTables.Of(view, verdict, at.Scenario, at.Point, at.Names, null).Select(table => table with { Caption = $"{verdict.Primary} by round at {PointFigures.LoadText(at.Point.Load)}: the interval of the ratio comes from them." }),
        .. ForbiddenRounds.Note(view, at.Scenario, at.Point, at.Names),
        .. Figures(at).Tests(),
    ];

    private string RoundsCaption(VerdictRecord verdict) => $"{verdict.Primary} of each round: the interval of the ratio comes from them."
        + (data.Scenarios.SelectMany(s => s.Points).SelectMany(p => p.Candidates).SelectMany(c => c.Rounds).Any(round => round.Invalid is not null)
            ? $" Hollow marks: {ForbiddenRounds.Told}; the mean behind the rounds is that of all."
            : "");

    private static IEnumerable<Block> Failed(VerdictRecord verdict) => verdict.FailedTrials.Count == 0 ? [] :
        [new Heading("Trials that did not complete"), .. RunDocument.FailedTrials(verdict.FailedTrials)];

    private static IEnumerable<Block> Limits(At at)
    {
        List<Bullet> lines =
        [
            .. at.Names.Where(name => at.Point.Candidates[name].Bottleneck is not null).Select(name => new Bullet(name, at.Point.Candidates[name].Bottleneck!.Sentence)),
            .. SpreadText.Of(at.Point, at.Names),
            .. LayerView.Of(at.Point, at.Names)?.Items ?? [],
        ];
        if (lines.Count > 0)
        {
            yield return new Bullets(lines);
        }

        if (ServiceTable.Of(at.Point, at.Names) is { } services)
        {
            yield return services with { Caption = $"What each service used at {PointFigures.LoadText(at.Point.Load)}: means over rounds, peaks of any." };
        }
    }

    private static IEnumerable<Block> Alike(VerdictRecord verdict)
    {
        var rows = verdict.Fairness?.Rows.Where(row => !row.Differs && row.Values.Count > 0).ToList() ?? [];
        if (rows.Count > 0)
        {
            yield return new Fold("What is the same", [new Facts(rows.ConvertAll(row => new Fact(row.Name, row.Values.Values.First())))]);
        }
    }

    private List<Block> Costs()
    {
        var tables = Each(at => CostView.Of(view.Plan, at.Point, at.Names)).ToList();
        return tables.Count > 0 && CostView.Further(view.Plan) is { } further ? [.. tables, further] : tables;
    }

    private IEnumerable<Block> Environment(VerdictRecord verdict)
    {
        if (view.Plan is not { } plan)
        {
            yield break;
        }

        yield return new Facts([.. Reproduction.Of(plan).Where(fact => fact.Name is "Machine" or "Runtime" or "Run"), .. Placement(plan)]);
        foreach (var block in SetupTable.Of(plan, verdict, width: null))
        {
            yield return block;
        }
    }

    private static IEnumerable<Fact> Placement(PlanRecord plan) => plan.Placement is { } placement
        ? [new Fact("CPUs", $"services {string.Join(", ", placement.Services)}; generator {string.Join(", ", placement.Generator)}")]
        : [new Fact("CPUs", "generator and services share all of them")];

    private IEnumerable<Block> Reproduce()
    {
        if (view.Plan is not { } plan)
        {
            yield break;
        }

        yield return new Quote([Reproduction.Command(plan), $"prony report {view.Name}"]);
        yield return new Facts(Reproduction.Of(plan));
        if (view.SetAside.Count > 0)
        {
            yield return new Prose("Resumed", $"trials that were cut off were made again; what is left of them is in set-aside/ and does not count: {string.Join(", ", view.SetAside)}.", Tone.Aside);
        }
    }

    private PointFigures Figures(At at) => new(view, view.Verdict!, at.Scenario, at.Point);

    private IEnumerable<TrialRecord> TrialsOf(At at) => view.Trials.Where(trial => trial.Scenario == at.Scenario && trial.Point == at.Point.Load);

    /// <summary>Blocks of every scenario and load with headings where there are several; a load is a fold where there are many.</summary>
    private IEnumerable<Block> Each(Func<At, IEnumerable<Block>> of, string? chart = null, Func<ReportScenario, bool>? drawn = null, string caption = "")
    {
        const int most = 3;
        var scenarios = _points.GroupBy(at => at.Scenario).ToList();
        foreach (var scenario in scenarios)
        {
            var name = Foreign.Line(scenario.Key);
            var blocks = new List<Block>();
            if (chart is not null && data.Scenarios.Any(s => s.Name == name && drawn!(s)))
            {
                blocks.Add(new Chart(chart, name, caption));
            }

            foreach (var at in scenario)
            {
                blocks.AddRange(OfPoint(at, [.. of(at)], depth: scenarios.Count > 1 ? 1 : 0, most));
            }

            foreach (var block in blocks.Count > 0 && scenarios.Count > 1 ? blocks.Prepend(new Heading(scenario.Key)) : blocks)
            {
                yield return block;
            }
        }
    }

    private static IEnumerable<Block> OfPoint(At at, IReadOnlyList<Block> blocks, int depth, int most) =>
        blocks.Count == 0 || at.Loads == 1 ? blocks
        : at.Loads <= most ? blocks.Prepend(new Heading(PointFigures.LoadText(at.Point.Load)) { Depth = depth })
        : [new Fold(PointFigures.LoadText(at.Point.Load), blocks)];

    [GeneratedRegex(@"(?<=\.) (?=\p{Lu})", RegexOptions.None, 1000)]
    private static partial Regex SentenceEnds();

    /// <summary>One scenario at one load.</summary>
    private sealed record At(string Scenario, PointVerdict Point, IReadOnlyList<string> Names, int Loads);
}
