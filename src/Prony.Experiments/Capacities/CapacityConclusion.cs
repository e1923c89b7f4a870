using Prony.Experiments.Gates;
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
            PlannedRounds = plan.Rounds,
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
        double[] middles = [.. searches.Select(search => search.Measured).OfType<double>()];
        var interval = RoundsInterval.Of(middles);
        var value = middles.Length == 0 ? (double?)null : Math.Exp(middles.Average(Math.Log));
        var saturation = SummaryOf(searches);
        return new CapacityCandidate
        {
            Name = name,
            Value = value,
            Low = interval?.Low,
            High = interval?.High,
            Searches = searches,
            Saturation = saturation,
            Sentence = CapacityWords.Search(name, Best(searches), settings) + Over(middles.Length, searches.Count(IsFinished), value, interval, settings.Load == "users") + Without(searches, value, settings),
            SaturationSentence = CapacityWords.Saturation(name, saturation),
        };
    }

    /// <summary>What the rounds came to together, and of how many: those without a narrow bracket are in no figure, which has to be said.</summary>
    private static string Over(int measured, int finished, double? value, (double Low, double High)? interval, bool users)
    {
        var all = CountText.Of(finished, "round");
        return value is { } middle && interval is { } found
            ? $" Over {(measured < finished ? $"{measured} of {all}" : all)}: {CapacityWords.Load(middle, users)} ({CapacityWords.Figure(found.Low)} to {CapacityWords.Figure(found.High)}, 95 % interval)."
            : finished >= RoundsInterval.FewestRounds && measured < finished ? $" Only {measured} of {all} found a narrow bracket, so there is no interval." : "";
    }

    /// <summary>Rounds that lack an end, where others have both: their figures say too little, or too much.</summary>
    private static string Without(List<CapacitySearchRecord> searches, double? value, CapacitySettings settings)
    {
        var all = CountText.Of(searches.Count(IsFinished), "round");
        return value is null ? ""
            : In(KeptHighest, $"it kept them even at {CapacityWords.Load(settings.Highest, settings.Load == "users")}, the highest load that was to be tried, which no figure holds: its capacity is rather more. Raise --max.")
            + In(search => IsOpenAbove(search) && !KeptHighest(search), "no load was found that it does not keep them at, which no figure holds: its capacity may be more.")
            + In(IsOpenBelow, "no load was found that it keeps them at, which no figure holds: its capacity may be less.");

        string In(Func<CapacitySearchRecord, bool> open, string what) => searches.Count(open) is > 0 and var count ? $" In {count} of {all} {what}" : "";
    }

    /// <summary>The first search goes furthest; a later one speaks where that found no narrow bracket, or none at all.</summary>
    private static CapacitySearchRecord Best(List<CapacitySearchRecord> searches) =>
        searches.Find(search => search.Measured is not null) ?? searches.Find(search => search.Middle is not null) ?? searches[0];

    /// <summary>A search that was cut off says nothing of its round.</summary>
    private static bool IsFinished(CapacitySearchRecord search) => search.End != SearchEndName.CutOff;

    /// <summary>What was full in most rounds.</summary>
    private static BottleneckRecord? SummaryOf(List<CapacitySearchRecord> searches)
    {
        var all = searches.Select(search => search.Saturation).OfType<BottleneckRecord>().ToList();
        return all.GroupBy(found => (found.Resource, found.Service)).OrderByDescending(group => group.Count()).FirstOrDefault()?.First();
    }

    private static ComparisonRecord Compared(
        PlanRecord plan, CapacitySettings settings, string name, List<CapacitySearchRecord> mine, List<CapacitySearchRecord> theirs, int comparisons)
    {
        var both = (from my in mine
                    join their in theirs on my.Round equals their.Round
                    where IsFinished(my) && IsFinished(their)
                    select (Mine: my, Theirs: their)).ToList();
        var pairs = (from round in both
                     where round.Mine.Measured is not null && round.Theirs.Measured is not null
                     select (Mine: round.Mine.Measured!.Value, Theirs: round.Theirs.Measured!.Value)).ToList();
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
        var mostWithout = GateLimits.RoundHealth.ChangedBy(plan.Limits).Invalid!.Value;
        var isSelection = pairs.Count == 0 || both.Count - pairs.Count > mostWithout * both.Count;
        if (pairs.Count < both.Count && (isSelection || subject.Preview) && CapacityBounds.Of(both, rules) is { } bounds)
        {
            return ByBounds(record, subject with { Preview = !bounds.IsDecided }, bounds, Open(both.Select(round => round.Mine), name) + Open(both.Select(round => round.Theirs), plan.Baseline));
        }

        if (isSelection)
        {
            return record with { Sentence = ComparisonSentence.Without(subject, Missing(pairs.Count, both.Count, mostWithout)) };
        }

        var result = PairedComparison.Of([.. pairs.Select(pair => pair.Mine)], [.. pairs.Select(pair => pair.Theirs)], rules);
        return Held(Judged(record, subject, result, rules, settings.Width), subject, result, rules, [.. both.Select(round => round.Mine)], [.. both.Select(round => round.Theirs)]);
    }

    /// <summary>It kept the objectives at the highest load: no figure holds how much more it can take.</summary>
    private static bool KeptHighest(CapacitySearchRecord search) => search.End == SearchEndName.HighestKept;

    /// <summary>No load was found that it misses the objectives at, whatever ended the search: it bounds the capacity from below only.</summary>
    private static bool IsOpenAbove(CapacitySearchRecord search) => IsFinished(search) && search is { Lower: not null, Upper: null };

    /// <summary>No load was found that it keeps them at: it bounds the capacity from above only.</summary>
    private static bool IsOpenBelow(CapacitySearchRecord search) => IsFinished(search) && search is { Lower: null, Upper: not null };

    private static string Open(IEnumerable<CapacitySearchRecord> searches, string name) => searches.Count(KeptHighest) is > 0 and var open
        ? $" {name} kept the objectives at the highest load that was to be tried in {CountText.Of(open, "round")}: raise --max to see how much more it can take."
        : "";

    private static ComparisonRecord ByBounds(ComparisonRecord record, ComparisonSubject subject, CapacityBounds bounds, string open)
    {
        var verdict = !bounds.IsDecided ? VerdictName.Inconclusive : bounds.IsAhead ? VerdictName.Better : VerdictName.Worse;
        return record with
        {
            Low = bounds.IsAhead ? bounds.Least : null,
            High = bounds.IsAhead ? null : bounds.Least,
            Verdict = verdict,
            Material = bounds.IsDecided && (bounds.IsAhead ? bounds.Least > 1 + record.Margin : bounds.Least < 1 / (1 + record.Margin)),
            RoundsNeeded = bounds.IsDecided ? null : bounds.RoundsNeeded,
            Sentence = ComparisonSentence.Bounded(subject, bounds.IsAhead, bounds.Least, bounds.Rounds, bounds.IsDecided ? null : bounds.RoundsNeeded) + open,
        };
    }

    /// <summary>Rounds that lack an end are in no pair, and would move the ratio: a verdict that they would weaken does not stand.</summary>
    private static ComparisonRecord Held(
        ComparisonRecord judged, ComparisonSubject subject, ComparisonResult result, ComparisonRules rules, List<CapacitySearchRecord> mine, List<CapacitySearchRecord> theirs)
    {
        List<string> raising = [.. More(mine, subject.Candidate), .. Less(theirs, subject.Baseline)];
        List<string> lowering = [.. Less(mine, subject.Candidate), .. More(theirs, subject.Baseline)];
        List<string> against = judged.Verdict switch
        {
            VerdictName.Better => lowering,
            VerdictName.Worse => raising,
            VerdictName.Equivalent => [.. raising, .. lowering],
            _ => [],
        };
        return against.Count == 0 ? judged : judged with
        {
            Verdict = VerdictName.Inconclusive,
            Material = false,
            Sentence = ComparisonSentence.WithinSteps(subject, result, rules, string.Join("; ", against)),
        };
    }

    private static IEnumerable<string> More(List<CapacitySearchRecord> searches, string name) => !searches.Exists(IsOpenAbove) ? []
        : [searches.Exists(KeptHighest)
            ? $"in some rounds {name} kept the highest load that was to be tried, and no figure holds how much more it can take (--max)"
            : $"in some rounds no load was found that {name} does not keep the objectives at, and no figure holds how much more it can take"];

    private static IEnumerable<string> Less(List<CapacitySearchRecord> searches, string name) => !searches.Exists(IsOpenBelow) ? []
        : [$"in some rounds no load was found that {name} keeps the objectives at, and no figure holds how much less it can take"];

    private static string Missing(int pairs, int rounds, double mostWithout) => pairs == 0
        ? "no round has a narrow bracket of both"
        : $"only {pairs} of {CountText.Of(rounds, "round")} {(pairs == 1 ? "has" : "have")} a narrow bracket of both, and with more than {ShareText.Format(mostWithout)} missing the rest is a selection";

    private static ComparisonRecord Judged(ComparisonRecord record, ComparisonSubject subject, ComparisonResult result, ComparisonRules rules, double width)
    {
        var judged = record with
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
        var differs = result.Verdict is ComparisonVerdict.Better or ComparisonVerdict.Worse;
        return !differs || result.Low > 1 + width || result.High < 1 / (1 + width) ? judged : judged with
        {
            Verdict = VerdictName.Inconclusive,
            Material = false,
            Sentence = ComparisonSentence.WithinSteps(subject, result, rules, $"part of that lies within the width of a bracket, {ShareText.Format(width)}, and may be the search's own steps (--width)"),
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
