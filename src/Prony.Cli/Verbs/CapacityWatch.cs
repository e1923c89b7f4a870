using System.Globalization;
using Prony.Experiments.Running;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Prony.Reporting.Progress;

namespace Prony.Cli.Verbs;

/// <summary>Passes what a search for capacities tells on to the display. What a trial says of its load is told apart, as soon as its load is over.</summary>
internal sealed class CapacityWatch(ProgressSink progress) : IRunObserver
{
    /// <summary>How much there is to do, in a sentence; null: what the plan says.</summary>
    public string? Size { get; set; }

    public void Preparing(string text) => progress.Show(new Preparing(text));

    public void Resumed(PlanRecord plan, int round, IReadOnlyList<TrialRecord> kept, IReadOnlyList<string> setAside)
    {
        progress.Show(new Note($"Going on in round {round} of {plan.Rounds}: {CountText.Of(kept.Count, "trial")} kept."));
        if (setAside.Count > 0)
        {
            progress.Show(new Note($"Cut off, the remains are in set-aside/: {string.Join(", ", setAside)}."));
        }
    }

    public void Planned(PlanRecord plan, string folder, TimeSpan expected) =>
        progress.Show(new RunStarted(plan.Experiment, [.. plan.Candidates.Select(c => c.Name)], plan.Rounds, plan.TrialCount(), expected)
        {
            Size = Size ?? string.Create(
                CultureInfo.InvariantCulture, $"capacity of {CountText.Of(plan.Candidates.Count, "candidate")} in {CountText.Of(plan.Rounds, "round")}, about {Math.Ceiling(expected.TotalMinutes):0} min."),
            IsSearch = true,
        });

    public void PhaseStarted(TrialName trial, string phase, TimeSpan expected) =>
        progress.Show(new PhaseStarted(trial.Round, trial.Candidate, $"{trial.Scenario} {trial.Point.Name}", phase, expected));

    public void SliceCompleted(TrialName trial, SliceRecord slice, double? cores) => progress.Show(new SliceSeen(slice, cores));

    public void TrialEnded(TrialRecord trial)
    {
        // Told when the candidate has stopped, which in a search is after all of its trials.
    }

    public void RoundRepeated(int round, string reason)
    {
        // A search makes void trials again by itself.
    }

    public void EventHappened(TrialName trial, EventRecord happened) => progress.Show(new Happened(trial.Candidate, happened));

    public void BracketMoved(TrialName trial, double? lower, double? upper) => progress.Show(new BracketMoved(trial.Candidate, Text(trial.Point, lower, upper)));

    /// <summary>"400 to 800 requests/s", "at least 400 requests/s".</summary>
    internal static string Text(PointRecord point, double? lower, double? upper)
    {
        var unit = point.RatePerS is null ? "users" : "requests/s";
        return (lower, upper) switch
        {
            ({ } low, { } high) => string.Create(CultureInfo.InvariantCulture, $"{low:#,0.###} to {high:#,0.###} {unit}"),
            ({ } low, null) => string.Create(CultureInfo.InvariantCulture, $"at least {low:#,0.###} {unit}"),
            (null, { } high) => string.Create(CultureInfo.InvariantCulture, $"below {high:#,0.###} {unit}"),
            _ => "nothing known yet",
        };
    }
}
