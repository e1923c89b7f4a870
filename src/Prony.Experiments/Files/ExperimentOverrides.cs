using System.Globalization;
using Prony.Experiments.Definitions;
using Prony.Experiments.Files.Nodes;
using Prony.Measurement.Runs;
using Prony.Statistics.Comparison;

namespace Prony.Experiments.Files;

/// <summary>What the command line changes in an experiment.</summary>
/// <param name="Quick">Three rounds and short phases, for a first look.</param>
/// <param name="Only">Candidates to keep; empty: all.</param>
/// <param name="Rounds">Number of rounds; null: the experiment's (or three when quick).</param>
public sealed record ExperimentOverrides(bool Quick, IReadOnlyList<string> Only, int? Rounds)
{
    /// <summary>Rounds of a quick run.</summary>
    public const int QuickRounds = 3;

    private const double QuickWarmupS = 1;
    private const double QuickWindowS = 1;

    /// <summary>As many rounds as it takes until the run is decided. Default: false, as the experiment says.</summary>
    public bool UntilDecided { get; init; }

    /// <summary>The experiment with the changes, or what is wrong with them.</summary>
    public ReadResult<ExperimentDefinition> Apply(ExperimentDefinition experiment)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        var bag = new DiagnosticBag();
        var kept = Keep(experiment, bag);
        if (Rounds is < 1 or > 1000)
        {
            bag.AddWhole("--rounds", string.Create(CultureInfo.InvariantCulture, $"{Rounds} is out of range: expected 1 to 1000"));
        }

        if (UntilDecided && (Quick || Rounds is not null))
        {
            bag.AddWhole("--until-decided", $"it excludes {(Quick ? "--quick" : "--rounds")}, which fixes the number of rounds", "Leave out one of the two.");
        }

        var untilDecided = UntilDecided || (experiment.UntilDecided && !Quick && Rounds is null);
        var changed = experiment with
        {
            Candidates = kept,
            Rounds = untilDecided ? SequentialPlan.MostRounds : Rounds ?? (Quick ? QuickRounds : experiment.Rounds),
            UntilDecided = untilDecided,
            Scenarios = Quick ? [.. experiment.Scenarios.Select(Shorten)] : experiment.Scenarios,
            Phases = Quick ? Shorten(experiment.Phases) : experiment.Phases,
        };
        return new ReadResult<ExperimentDefinition>(bag.IsEmpty ? changed : null, bag.ToList());
    }

    private static ScenarioDefinition Shorten(ScenarioDefinition scenario) => scenario with { Points = [.. scenario.Points.Select(Shorten)] };

    /// <summary>A count of requests would make the window as long as the server likes, stages as long as they are: they keep their rates and are squeezed into the window.</summary>
    private static PointRecord Shorten(PointRecord point) => point with
    {
        Requests = null,
        Stages = point.Stages is { } stages ? [.. stages.Select(s => s with { ForS = s.ForS / stages.Sum(all => all.ForS) * QuickWindowS })] : null,
    };

    private static PhaseLengths Shorten(PhaseLengths phases) => phases with
    {
        WarmupS = Math.Min(phases.WarmupS ?? QuickWarmupS, QuickWarmupS),
        MeasureS = QuickWindowS,
        PauseS = Math.Min(phases.PauseS, 0.5),
        IdleS = Math.Min(phases.IdleS, 0.5),
    };

    private IReadOnlyList<CandidateEntry> Keep(ExperimentDefinition experiment, DiagnosticBag bag)
    {
        if (Only.Count == 0)
        {
            return experiment.Candidates;
        }

        var names = experiment.Candidates.Select(c => c.Name).ToList();
        foreach (var name in Only.Where(name => !names.Contains(name)))
        {
            bag.AddWhole("--only", $"there is no candidate '{name}'", NearestName.Hint(name, names, $"The candidates are {string.Join(", ", names)}."));
        }

        if (bag.IsEmpty && !Only.Contains(experiment.Baseline))
        {
            bag.AddWhole("--only", $"the baseline '{experiment.Baseline}' must stay", $"Write --only {string.Join(',', Only.Prepend(experiment.Baseline))}.");
        }

        return [.. experiment.Candidates.Where(c => Only.Contains(c.Name))];
    }
}
