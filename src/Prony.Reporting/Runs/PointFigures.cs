using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;
using Prony.Reporting.Loads;

namespace Prony.Reporting.Runs;

/// <summary>All figures of one scenario at one load.</summary>
internal sealed class PointFigures
{
    /// <summary>Over the small table that people paste.</summary>
    public const string PasteHeading = "To paste";

    private readonly RunView _view;
    private readonly VerdictRecord _verdict;
    private readonly string _scenario;
    private readonly PointVerdict _point;
    private readonly List<string> _names;

    public PointFigures(RunView view, VerdictRecord verdict, string scenario, PointVerdict point)
    {
        _view = view;
        _verdict = verdict;
        _scenario = scenario;
        _point = point;
        _names = [.. point.Candidates.Keys.OrderBy(name => name == verdict.Baseline ? 0 : 1)];
    }

    /// <summary>"100 users", "300 requests/s, poisson arrivals" or "100 users, 1,000 requests".</summary>
    public static string LoadText(PointRecord load) => load.Text
        + (load.Arrivals is { } arrivals ? $", {arrivals} arrivals" : "")
        + Length("think", load.ThinkS) + Length("pace", load.PaceS) + Length("ramp", load.RampS)
        + Length("window", load.Stages?.Sum(stage => stage.ForS))
        + (load.Requests is { } requests ? ", " + Figure.Count(requests, "request") : "");

    private static string Length(string name, double? seconds) => seconds is { } s ? $", {name} {Figure.Chosen(s)}" : "";

    /// <summary>The section below the heading, the answer first and what it rests on last.</summary>
    public IEnumerable<Block> Blocks(int? width)
    {
        if (_names.Count == 0)
        {
            yield return new Prose(null, "No candidate has a whole round at this load.", Tone.Doubtful);
            yield break;
        }

        var sentences = Sentences();
        if (sentences.Count > 0)
        {
            yield return new Bullets(sentences);
        }

        foreach (var table in CandidateTable.Of(_point, _names, _verdict.Baseline, width))
        {
            yield return table;
        }

        yield return new Prose(null, Note(), Tone.Aside);
        var limits = _names.Where(name => _point.Candidates[name].Bottleneck is not null)
            .Select(name => new Bullet($"Limit of {name}", _point.Candidates[name].Bottleneck!.Sentence)).ToList();
        if (limits.Count > 0)
        {
            yield return new Bullets(limits);
        }

        if (SpreadText.Of(_point, _names) is { Count: > 0 } spreads)
        {
            yield return new Bullets(spreads);
        }

        if (RecoveryView.Of(_point, _names) is { } recoveries)
        {
            yield return recoveries;
        }

        foreach (var timeline in TimelineView.Of(_view.Timelines, _scenario, _point.Load, _names))
        {
            yield return timeline;
        }

        if (LayerView.Of(_point, _names) is { } layers)
        {
            yield return layers;
        }

        if (PercentileTable.Of(_point, _names) is { } percentiles)
        {
            yield return new Fold(PercentileTable.Heading, [percentiles]);
        }

        var without = WithoutRatio();
        if (without.Count > 0)
        {
            yield return new Bullets(without);
        }

        foreach (var block in Details(width))
        {
            yield return block;
        }
    }

    private IEnumerable<Block> Details(int? width)
    {
        var objectives = _verdict.Objectives.Where(o => o.Scenario == _scenario && o.Point == _point.Load.Name).ToList();
        if (objectives.Count > 0)
        {
            yield return new Bullets([.. objectives.OrderBy(o => o.Met).Select(ObjectiveText)]);
        }

        yield return new Fold(PasteHeading, [PasteTable.Of(_point, _names)]);
        var endings = _names.Select(name => (Name: name, Summary: _point.Candidates[name])).Where(c => c.Summary.Failures > 0).ToList();
        if (endings.Count > 0)
        {
            yield return new Fold("How requests ended", [new Facts([.. endings.Select(c => new Fact(c.Name, Ending(c.Summary)))]), .. ChecksOf(endings.Select(c => c.Name))]);
        }

        if (ServiceTable.Of(_point, _names) is { } services)
        {
            yield return new Fold("Services", [services]);
        }

        var rounds = RoundTables.Of(_view, _verdict, _scenario, _point, _names, width).ToList();
        if (rounds.Count > 0)
        {
            yield return new Fold($"Rounds: {_verdict.Primary}, what the interval comes from", [.. rounds, .. ForbiddenRounds.Note(_view, _scenario, _point, _names), .. Tests()]);
        }
    }

    // A p value stands beside its interval or nowhere: alone it says nothing of how large a difference is.
    internal IEnumerable<Block> Tests()
    {
        var facts = _point.Comparisons
            .Where(c => c.Metric == _verdict.Primary && c.HolmP is not null)
            .Select(c => new Fact(c.Candidate, $"÷ {c.Baseline}: {Figure.Ratio(c.Ratio, c.Low, c.High)}, alpha {Figure.Probability(c.Alpha)}, Holm's p {Figure.Probability(c.HolmP)} (decides nothing)"))
            .ToList();
        return facts.Count == 0 ? [] : [new Facts(facts)];
    }

    // Why answers with the right status were not what was asked for.
    internal IEnumerable<Block> ChecksOf(IEnumerable<string> names)
    {
        var sentences = names.SelectMany(name => FailedChecks.Sentences(LoadsOf(name)).Select(sentence => new Bullet(name, sentence, Tone.Bad))).ToList();
        return sentences.Count == 0 ? [] : [new Bullets(sentences)];
    }

    private List<LoadRecord> LoadsOf(string name) =>
        [.. _view.Trials.Where(t => t.Candidate == name && t.Scenario == _scenario && t.Point == _point.Load).Select(t => t.Load).OfType<LoadRecord>()];

    // The overall verdict stands on top already; here are the other candidates'.
    internal List<Bullet> Sentences() =>
    [
        .. _point.Comparisons
            .Where(c => c.Metric == _verdict.Primary)
            .Select(c => c.Sentence)
            .Append(_point.Winner?.Sentence)
            .OfType<string>()
            .Where(sentence => _verdict.Verdict?.Sentence.Contains(sentence, StringComparison.Ordinal) != true)
            .Select(sentence => new Bullet(null, sentence)),
    ];

    // A dash in the table wants a reason. The primary metric's stands with the sentences already.
    internal List<Bullet> WithoutRatio() =>
    [
        .. _point.Comparisons
            .Where(c => c.Metric != _verdict.Primary && c.Ratio is null)
            .Select(c => c.Sentence)
            .Distinct()
            .Select(sentence => new Bullet(null, sentence)),
    ];

    internal string Note()
    {
        var notes = new List<string>();
        if (_point.Comparisons.OrderBy(c => c.Metric == _verdict.Primary ? 0 : 1).FirstOrDefault() is { } comparison)
        {
            notes.Add($"÷ {_verdict.Baseline}: ratio to the baseline, with its {Figure.Share(comparison.Confidence)} interval over {Figure.Count(_verdict.Rounds, "round")}"
                + (comparison.M > 1 ? $", corrected for {Figure.Count(comparison.M, "comparison")}." : "."));
            notes.Add($"Only {_verdict.Primary} decides.");
            notes.AddRange(Costs());
        }

        notes.Add("Throughput counts successes; response = completed − due.");
        if (_point.Candidates.Values.Any(c => SampleRule.IsEnough(99, c.ResponseNs.Count) && c.ResponseNs.Count < SampleRule.Firm(99)))
        {
            notes.Add($"{Figure.Loose} before a percentile: few requests (p99 wants {Figure.Count(SampleRule.Firm(99))}).");
        }

        if (_point.Candidates.Values.Any(c => !SampleRule.IsEnough(99, c.ResponseNs.Count)))
        {
            notes.Add($"{Figure.Unknown} as a percentile: too few requests (p99 needs {Figure.Count(SampleRule.Needed(99))}).");
        }

        if (_point.Candidates.Values.Any(c => c.CpuPerRequestNs is null && c.CpuCores is null && c.MemoryPssBytes is null))
        {
            notes.Add("CPU and memory are unknown for a candidate that Prony did not start.");
        }

        return string.Join(' ', notes);
    }

    // The bill for CPU follows the arithmetic means; the ratio in the table is that of a typical round.
    private IEnumerable<string> Costs() => _point.Comparisons
        .Where(c => c.MeanRatio is not null)
        .Select(c => $"CPU cost, {c.Candidate} ÷ {c.Baseline}: {Figure.Ratio(c.MeanRatio!.Ratio, c.MeanRatio.Low, c.MeanRatio.High)}, ratio of the rounds' means with Fieller's interval.");

    internal static Bullet ObjectiveText(ObjectiveRecord objective) => ObjectiveText(objective, "");

    /// <summary>"Objective MISSED: async, response.p99 &lt;= 100ms: it was 132 ms."</summary>
    /// <param name="objective">It.</param>
    /// <param name="where">Behind the objective, where that does not follow from where it stands.</param>
    internal static Bullet ObjectiveText(ObjectiveRecord objective, string where)
    {
        var value = objective.Value is { } v ? MetricFigures.Text(objective.Objective, v) : "unknown";
        return objective.Met
            ? new Bullet("Objective met", $"{objective.Candidate}, {objective.Objective}{where}: it was {value}.", Tone.Good)
            : new Bullet("Objective MISSED", $"{objective.Candidate}, {objective.Objective}{where}: it was {value}.", Tone.Bad);
    }

    private static string Ending(CandidateSummary summary)
    {
        var status = Counted.Text(summary.Status.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => (s.Key, s.Value)));
        return summary.Outcomes is { } outcomes ? $"{Counted.Outcomes(outcomes)}; status {status}" : $"status {status}";
    }
}
