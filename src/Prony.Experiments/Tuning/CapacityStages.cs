using Prony.Experiments.Capacities;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Tuning;

/// <summary>The searches of a stage that has so many settings left: coarse while there are many, as asked for in the last. Pure; docs/methods/tuning.md.</summary>
internal static class CapacityStages
{
    /// <summary>Widest bracket of a stage.</summary>
    private const double MostWidth = 0.25;

    /// <summary>Trials of a later search of a stage that is not the last, at most: it only has to find the better half.</summary>
    private const int LaterTrialsBefore = CapacityQuestion.MostTrialsLater / 2;

    /// <summary>Width of the brackets: as wide in proportion as there are settings, because a stage of many only has to find the better half.</summary>
    /// <param name="asked">The width of the last stage.</param>
    /// <param name="settings">How many are left.</param>
    internal static double Width(double asked, int settings) =>
        Math.Max(asked, Math.Min(MostWidth, asked * settings / TuneQuestion.MostFinalists));

    /// <summary>What a stage asks of each of its settings.</summary>
    /// <param name="asked">The question of the last stage.</param>
    /// <param name="settings">How many are left.</param>
    /// <param name="rounds">Rounds of the stage.</param>
    /// <param name="before">What the stage before found; null in the first.</param>
    internal static CapacityQuestion Of(CapacityQuestion asked, int settings, int rounds, CapacityRecord? before) => asked with
    {
        Width = Width(asked.Width, settings),
        Rounds = rounds,
        DecidingTrials = settings > TuneQuestion.MostFinalists ? 1 : CapacityQuestion.EnoughTrials,
        LaterTrials = settings > TuneQuestion.MostFinalists ? LaterTrialsBefore : CapacityQuestion.MostTrialsLater,
        Known = before is null ? new Dictionary<string, double>() : Lowers(before),
        KnownWidth = before?.Settings.Width ?? asked.Width,
    };

    /// <summary>How long all stages take, about and at most, seconds.</summary>
    internal static (double Expected, double Longest) DurationS(TuneQuestion question, PhaseLengths phases)
    {
        var (expected, longest) = (0.0, 0.0);
        foreach (var (index, stage) in question.Stages.Index())
        {
            var ask = Of(question.Capacity!, stage.Settings, stage.Rounds, null);
            var known = index == 0 ? ask : ask with { Known = new Dictionary<string, double> { [""] = 1 } };
            var (usual, most) = known.DurationS(stage.Settings, phases);
            (expected, longest) = (expected + usual, longest + most);
        }

        return (expected, longest);
    }

    private static Dictionary<string, double> Lowers(CapacityRecord found) => found.Candidates
        .Select(candidate => (candidate.Name, Last: candidate.Searches.LastOrDefault(search => search is { Measured: not null, Lower: not null })))
        .Where(candidate => candidate.Last is not null)
        .ToDictionary(candidate => candidate.Name, candidate => candidate.Last!.Lower!.Value);
}
