using Prony.Experiments.Verdicts;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Tuning;

/// <summary>What a stage measured of one setting.</summary>
/// <param name="Rounds">The metric of each round that counts, by its number; empty where there is none.</param>
/// <param name="Failed">Why nothing counts, as the rest of "NAME is out:"; null where something does.</param>
/// <param name="Open">It carried more than could be tried, in a sentence: nobody knows how good it is. Null otherwise.</param>
internal sealed record SettingFigures(IReadOnlyDictionary<int, double> Rounds, string? Failed, string? Open)
{
    /// <summary>A setting with more failures does other work than one without.</summary>
    private const double MostFailures = 0.001;

    private static readonly Dictionary<int, double> None = [];

    /// <summary>Numbers of all rounds that were made, also of those that count for nothing. Default: those that count.</summary>
    internal IReadOnlyCollection<int> Made { get; init; } = [.. Rounds.Keys];

    /// <summary>In some round it carried more than could be tried, which no figure holds: it can be better than they say. Default: false.</summary>
    internal bool IsMore { get; init; }

    /// <summary>Of a stage of windows at one load.</summary>
    internal static SettingFigures Of(PointVerdict point, string metric, string name)
    {
        if (!point.Candidates.TryGetValue(name, out var summary))
        {
            return Without("it gave no whole round.");
        }

        var rounds = summary.Rounds
            .Where(round => !round.Invalid)
            .Select(round => (round.Round, Value: ValueOf(round, metric)))
            .Where(round => round.Value is > 0)
            .ToDictionary(round => round.Round, round => round.Value!.Value);
        return summary.Failures > MostFailures ? Without($"{ShareText.Format(summary.Failures)} of its requests failed.")
            : rounds.Count > 0 ? new SettingFigures(rounds, null, null) { Made = [.. summary.Rounds.Select(round => round.Round)] }
            : summary.Rounds.Any(round => round.Invalid) ? Without("gates forbid to use its windows.")
            : Without($"its {MetricWords.For(metric).Noun} is not known.");
    }

    /// <summary>Of a stage of searches.</summary>
    internal static SettingFigures Of(CapacityRecord found, string name)
    {
        if (found.Candidates.FirstOrDefault(candidate => candidate.Name == name) is not { } mine)
        {
            return Without(found.Skipped.FirstOrDefault(skipped => skipped.Candidate == name)?.Reason ?? "it gave no whole search.");
        }

        var rounds = mine.Searches.Where(search => search.Measured is not null).ToDictionary(search => search.Round, search => search.Measured!.Value);
        return rounds.Count > 0 ? new SettingFigures(rounds, null, null) { Made = [.. mine.Searches.Where(search => search.End != SearchEndName.CutOff).Select(search => search.Round)], IsMore = mine.Searches.Any(IsOpen) }
            : mine.Searches.Any(IsOpen) ? new SettingFigures(None, null, mine.Sentence)
            : Without(mine.Sentence);
    }

    /// <summary>Of the rounds up to this one alone.</summary>
    internal SettingFigures Until(int last) => this with
    {
        Rounds = Rounds.Where(round => round.Key <= last).ToDictionary(),
        Made = [.. Made.Where(round => round <= last)],
    };

    private static bool IsOpen(CapacitySearchRecord search) => search is { Lower: not null, Upper: null, End: SearchEndName.HighestKept or SearchEndName.Generator };

    private static SettingFigures Without(string reason) => new(None, reason, null);

    private static double? ValueOf(RoundFigures round, string metric) => metric switch
    {
        Metrics.Throughput => round.ThroughputPerS,
        Metrics.ResponseP50 => round.ResponseP50Ns,
        Metrics.ResponseP99 => round.ResponseP99Ns,
        Metrics.CpuPerRequest => round.CpuPerRequestNs,
        _ => round.MemoryPssBytes,
    };
}
