using Prony.Experiments.Verdicts;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Prony.Statistics.Comparison;
using Prony.Statistics.Quantiles;

namespace Prony.Experiments.Capacities;

/// <summary>What may be concluded from the searches of a run. Pure.</summary>
internal static class CapacityConclusion
{
    /// <param name="plan">What was decided before the first request.</param>
    /// <param name="settings">How it was searched.</param>
    /// <param name="searches">By candidate, in the order of rounds.</param>
    /// <param name="wholeRounds">Rounds in which every candidate had its search.</param>
    /// <param name="skipped">Candidates that were left out.</param>
    internal static CapacityRecord Of(
        PlanRecord plan, CapacitySettings settings, IReadOnlyDictionary<string, List<CapacitySearchRecord>> searches, int wholeRounds, IReadOnlyList<SkippedRecord> skipped)
    {
        var names = plan.Candidates.Select(candidate => candidate.Name).Where(searches.ContainsKey).ToList();
        var preview = wholeRounds < ComparisonRules.FewestRounds;
        return new CapacityRecord
        {
            Experiment = plan.Experiment,
            Scenario = plan.Scenarios[0].Name,
            Settings = settings,
            Baseline = plan.Baseline,
            Margin = plan.Margin,
            Rounds = wholeRounds,
            Preview = preview,
            Candidates = [.. names.Select(name => Candidate(name, searches[name], settings))],
            Comparisons = [.. names.Where(name => name != plan.Baseline && searches.ContainsKey(plan.Baseline))
                .Select(name => Compared(plan, settings, name, searches[name], searches[plan.Baseline], Math.Max(1, names.Count - 1)))],
            Skipped = skipped,
            Notes = [.. Notes(plan, settings, names.Count, wholeRounds)],
        };
    }

    private static CapacityCandidate Candidate(string name, List<CapacitySearchRecord> searches, CapacitySettings settings)
    {
        double[] middles = [.. searches.Select(search => search.Middle).OfType<double>()];
        var interval = RoundsInterval.Of(middles);
        var value = middles.Length == 0 ? (double?)null : Math.Exp(middles.Average(Math.Log));
        var saturation = SummaryOf(searches);
        var over = value is { } v && interval is { } found
            ? $" Over {CountText.Of(middles.Length, "round")}: {CapacityWords.Load(v, settings.Load == "users")} ({CapacityWords.Figure(found.Low)} to {CapacityWords.Figure(found.High)}, 95 % interval)."
            : "";
        return new CapacityCandidate
        {
            Name = name,
            Value = value,
            Low = interval?.Low,
            High = interval?.High,
            Searches = searches,
            Saturation = saturation,
            Sentence = CapacityWords.Search(name, Best(searches), settings) + over,
            SaturationSentence = CapacityWords.Saturation(name, saturation),
        };
    }

    /// <summary>The first search goes furthest; a later one speaks where that found no bracket.</summary>
    private static CapacitySearchRecord Best(List<CapacitySearchRecord> searches) => searches.Find(search => search.Middle is not null) ?? searches[0];

    /// <summary>What was full in most rounds.</summary>
    private static BottleneckRecord? SummaryOf(List<CapacitySearchRecord> searches)
    {
        var all = searches.Select(search => search.Saturation).OfType<BottleneckRecord>().ToList();
        return all.GroupBy(found => (found.Resource, found.Service)).OrderByDescending(group => group.Count()).FirstOrDefault()?.First();
    }

    private static ComparisonRecord Compared(
        PlanRecord plan, CapacitySettings settings, string name, List<CapacitySearchRecord> mine, List<CapacitySearchRecord> theirs, int comparisons)
    {
        var pairs = (from my in mine
                     join their in theirs on my.Round equals their.Round
                     where my.Middle is not null && their.Middle is not null
                     select (Mine: my.Middle!.Value, Theirs: their.Middle!.Value)).ToList();
        var rules = new ComparisonRules { Margin = plan.Margin, HigherIsBetter = true, Comparisons = comparisons };
        var subject = new ComparisonSubject(name, plan.Baseline, Metrics.Capacity, $"under {CapacityWords.Objectives(settings.Objectives)}", pairs.Count < ComparisonRules.FewestRounds);
        var record = new ComparisonRecord
        {
            Candidate = name,
            Baseline = plan.Baseline,
            Metric = Metrics.Capacity,
            Confidence = 1 - rules.Alpha,
            Alpha = rules.Alpha,
            M = comparisons,
            Margin = plan.Margin,
            Verdict = VerdictName.Invalid,
            Sentence = "",
        };
        if (pairs.Count == 0)
        {
            return record with { Sentence = ComparisonSentence.Without(subject, "no round has a bracket of both") };
        }

        var result = PairedComparison.Of([.. pairs.Select(pair => pair.Mine)], [.. pairs.Select(pair => pair.Theirs)], rules);
        return record with
        {
            Ratio = result.Ratio,
            Low = result.Low,
            High = result.High,
            D = result.D,
            Sd = result.Sd,
            Verdict = PointComparisons.NameOf(result.Verdict),
            Material = result.Material,
            RoundsNeeded = result.RoundsNeeded,
            Sentence = ComparisonSentence.Of(subject, result, rules),
        };
    }

    private static IEnumerable<string> Notes(PlanRecord plan, CapacitySettings settings, int candidates, int rounds)
    {
        yield return CapacityWords.Resolution + (rounds < RoundsInterval.FewestRounds ? $" Here there {(rounds == 1 ? "is" : "are")} {CountText.Of(rounds, "round")}, and below {RoundsInterval.FewestRounds} there is no interval (--rounds)." : "");
        if (candidates > 1 && settings.Width > plan.Margin / 2)
        {
            yield return $"Brackets are {ShareText.Format(settings.Width)} wide, which is more than half of the margin of {ShareText.Format(plan.Margin)}: smaller differences drown in the search's own steps. Use --width {ShareText.Format(plan.Margin / 2).Replace(" ", "", StringComparison.Ordinal)}.";
        }
    }
}
