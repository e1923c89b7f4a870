using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Runs;

/// <summary>A run as a comment on a pull request: the verdict, what speaks against it and one small table in sight, everything else folded.</summary>
internal static class CommentDocument
{
    /// <summary>So many doubts stand in sight; invalid ones always.</summary>
    private const int MostDoubts = 3;

    /// <summary>Nothing without a verdict: then the whole report is short.</summary>
    public static IEnumerable<Block> Of(RunView view)
    {
        if (view.Verdict is not { } verdict)
        {
            return RunDocument.Of(view, width: null);
        }

        return Head(view, verdict).Concat(Body(view, verdict));
    }

    private static IEnumerable<Block> Head(RunView view, VerdictRecord verdict)
    {
        yield return new Title(verdict.Experiment);
        foreach (var block in RunDocument.Verdict(view, verdict))
        {
            yield return block;
        }

        if (verdict.Question is { Length: > 0 } question)
        {
            yield return new Prose("Question", question);
        }

        var missed = verdict.Objectives.Where(objective => !objective.Met).ToList();
        if (missed.Count > 0)
        {
            yield return new Bullets([.. missed.Select(objective => PointFigures.ObjectiveText(objective, $" ({objective.Scenario}, {objective.Point})"))]);
        }

        foreach (var block in DoubtsOf(verdict))
        {
            yield return block;
        }

        if (verdict.Skipped.Count > 0)
        {
            yield return new Prose("Left out", string.Join("; ", verdict.Skipped.Select(skipped => $"{skipped.Candidate}: {skipped.Reason}")), Tone.Doubtful);
        }
    }

    private static IEnumerable<Block> GivenUp(VerdictRecord verdict) => verdict.Lost.Count == 0 ? [] : [new Heading("Loads that were given up"), RunDocument.GivenUp(verdict)];

    private static IEnumerable<Block> Body(RunView view, VerdictRecord verdict)
    {
        var points = verdict.Scenarios.SelectMany(scenario => scenario.Value.Points.Select(point => (scenario.Key, Point: point))).ToList();
        var (name, shown) = points.Find(found => found.Key == verdict.Verdict?.Scenario && (verdict.Verdict.Load is null || verdict.Verdict.Load == found.Point.Load));
        if (shown is null && points.Count > 0)
        {
            (name, shown) = points[0];
        }

        if (shown is not null)
        {
            yield return new Heading($"{name}, {PointFigures.LoadText(shown.Load)}");
            foreach (var block in ShortTable(verdict, shown))
            {
                yield return block;
            }
        }

        if (verdict.Claims.Count > 0)
        {
            yield return Folded(ClaimsView.Of(verdict.Claims));
        }

        foreach (var (scenario, point) in points)
        {
            // One fold is enough: what is folded in a terminal's report only has its heading here.
            var blocks = new PointFigures(view, verdict, scenario, point).Blocks(width: null)
                .Where(block => block is not Fold { Heading: PointFigures.PasteHeading })
                .SelectMany(block => block is Fold fold ? [new Prose(null, fold.Heading + ":"), .. fold.Blocks] : new[] { block });
            yield return new Fold($"Figures: {scenario}, {PointFigures.LoadText(point.Load)}", [.. blocks]);
        }

        foreach (var (scenario, of) in verdict.Scenarios.Where(scenario => scenario.Value.Curves.Count > 0))
        {
            yield return new Fold($"Over the loads of {scenario}", [.. CurveView.Of(scenario, of.Curves, width: null)]);
        }

        foreach (var fold in Rest(view, verdict))
        {
            yield return fold;
        }
    }

    private static IEnumerable<Block> Rest(RunView view, VerdictRecord verdict)
    {
        IEnumerable<IEnumerable<Block>> sections =
        [
            SetupTable.Of(view.Plan, verdict, width: null),
            FairnessView.Of(verdict.Fairness, view.Plan?.Candidates.Select(c => c.Name).ToList() ?? [], width: null),
            GivenUp(verdict),
            RunDocument.FailedTrials(verdict),
        ];
        foreach (var section in sections.Select(blocks => blocks.ToList()).Where(blocks => blocks.Count > 0))
        {
            yield return Folded(section);
        }

        foreach (var block in RunDocument.Ending(verdict).Concat(RunDocument.Origin(view)))
        {
            yield return block;
        }
    }

    private static IEnumerable<Block> DoubtsOf(VerdictRecord verdict)
    {
        // First those of several candidates together, then the first of them: a doubt in two parts would name a wrong worst one.
        var items = Doubts.Of(verdict.Doubts, verdict.Gates).Items;
        var shown = Math.Max(MostDoubts, items.Count(item => item.Tone == Tone.Bad));
        if (items.Count > 0)
        {
            yield return new Bullets([.. items.Take(shown)]);
        }

        if (items.Count > shown)
        {
            yield return new Fold(Figure.Count(items.Count - shown, "more doubt"), [new Bullets([.. items.Skip(shown)])]);
        }
    }

    /// <summary>A row for each candidate: a reader of a comment looks for one line.</summary>
    private static IEnumerable<Block> ShortTable(VerdictRecord verdict, PointVerdict point)
    {
        var names = point.Candidates.Keys.OrderBy(name => name == verdict.Baseline ? 0 : 1).ToList();
        if (names.Count == 0)
        {
            yield return new Prose(null, "No candidate has a whole round at this load.", Tone.Doubtful);
            yield break;
        }

        yield return TableColumn.Join(
        [
            new(new Column("candidate", IsFigure: false), names),
            Column("throughput", c => Figure.PerSecond(c.ThroughputPerS) + "/s"),
            new(new Column($"{verdict.Primary} ÷ {verdict.Baseline}"), names.ConvertAll(Ratio)),
            Column("p50", c => Figure.Percentile(c.ResponseNs, "50")),
            Column("p99", c => Figure.Percentile(c.ResponseNs, "99")),
            Column("failures", c => Figure.Share(c.Failures)),
            Column("CPU per request", c => Figure.Duration(c.CpuPerRequestNs)),
            Column("memory", c => Figure.Bytes(c.MemoryPssBytes)),
        ]);

        TableColumn Column(string header, Func<CandidateSummary, string> cell) => new(new Column(header), names.ConvertAll(name => cell(point.Candidates[name])));

        string Ratio(string name) => point.Comparisons.FirstOrDefault(c => c.Candidate == name && c.Metric == verdict.Primary) is { } comparison
            ? $"{Figure.Ratio(comparison.Ratio, comparison.Low, comparison.High)} {comparison.Verdict}"
            : "";
    }

    /// <summary>Blocks that begin with a heading, folded below it.</summary>
    private static Fold Folded(IEnumerable<Block> blocks)
    {
        var all = blocks.ToList();
        return all[0] is Heading heading ? new Fold(heading.Text, all[1..]) : new Fold("More", all);
    }
}
