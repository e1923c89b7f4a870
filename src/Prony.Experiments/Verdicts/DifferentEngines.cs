using Prony.Measurement.Runs;

namespace Prony.Experiments.Verdicts;

/// <summary>Says why loads of different engines give no comparison: what one engine adds to every response time the other does not.</summary>
internal static class DifferentEngines
{
    /// <summary>The reason as the rest of a sentence; null when all loads of the two candidates were made in one way.</summary>
    internal static string? Reason(PairedRounds pair)
    {
        var ways = pair.Pairs.SelectMany(p => new[] { p.Candidate, p.Baseline })
            .GroupBy(trial => (trial.Load!.Engine, trial.Load.Timestamps))
            .Select(way => (way.Key, way.First().Candidate, way.First().Round))
            .ToList();
        return ways.Count < 2
            ? null
            : $"their loads were made by different engines ({Texts.List([.. ways.Select(way => $"{Describe(way.Key)} for {way.Candidate} in round {way.Round}")])}), and what an engine adds to a response time is its own";
    }

    private static string Describe((string Engine, string Timestamps) way) => $"{way.Engine} with timestamps of the {way.Timestamps}";
}
