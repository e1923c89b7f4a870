using Prony.Experiments.Running;
using Prony.Experiments.Verdicts;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Comparing;

/// <summary>A run as its directory holds it: all that a comparison with another run needs.</summary>
/// <param name="Plan">What was decided before its first request.</param>
/// <param name="Trials">All its finished trials.</param>
/// <param name="Verdict">What was concluded; of a run that was killed, from the rounds that are whole.</param>
/// <param name="Times">Reads the histograms of a trial's window when they are asked for; null when there are none.</param>
public sealed record StoredRun(PlanRecord Plan, IReadOnlyList<TrialRecord> Trials, VerdictRecord Verdict, Func<TrialRecord, WindowHistograms?> Times)
{
    /// <summary>Reads a run directory.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="RunFormatException">It is no run directory, or a file of it is damaged or of another schema.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static StoredRun Read(RunDirectory directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        if (!Directory.Exists(directory.Path))
        {
            throw new DirectoryNotFoundException($"There is no run directory {directory.Path}. Name one that 'prony run' wrote (by default in runs/).");
        }

        var plan = RunReader.ReadPlan(directory);
        if (plan.Imported is not null)
        {
            // Somebody else's measurement has no trials to conclude from.
            return new StoredRun(plan, [], Nothing(plan), _ => null);
        }

        List<TrialRecord> trials = [.. RunReader.ReadTrials(directory).Finished.Select(trial => trial.Record)];
        var verdict = RunReader.ReadVerdict(directory) ?? RunVerdict.Build(directory, plan, trials, []);
        return new StoredRun(plan, trials, verdict, RunVerdict.TimesOf(directory, plan));
    }

    private static VerdictRecord Nothing(PlanRecord plan) => new()
    {
        Experiment = plan.Experiment,
        Baseline = plan.Baseline,
        Primary = plan.Primary,
        Margin = plan.Margin,
        Rounds = 0,
        Order = [],
        Scenarios = new Dictionary<string, ScenarioVerdict>(),
    };
}
