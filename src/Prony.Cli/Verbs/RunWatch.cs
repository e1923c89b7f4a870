using Prony.Experiments.Running;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Prony.Reporting.Progress;
using Prony.Reporting.Runs;

namespace Prony.Cli.Verbs;

/// <summary>Passes what a run tells on to the display, in the display's words.</summary>
internal sealed class RunWatch(ProgressSink progress) : IRunObserver
{
    private IReadOnlyList<PlannedScenario> _scenarios = [];
    private int _done;
    private int _stages;

    /// <summary>The runs are stages of one search: told with a number each.</summary>
    public bool HasStages { get; init; }

    public void Preparing(string text) => progress.Show(new Preparing(text));

    public void Resumed(PlanRecord plan, int round, IReadOnlyList<TrialRecord> kept, IReadOnlyList<string> setAside)
    {
        _done = kept.Count;
        progress.Show(new Note($"Going on with round {round} of {plan.Rounds}: {CountText.Of(kept.Count, "trial")} kept."));
        if (setAside.Count > 0)
        {
            progress.Show(new Note($"Cut off and made again, the remains are in set-aside/: {string.Join(", ", setAside)}."));
        }
    }

    public void Planned(PlanRecord plan, string folder, TimeSpan expected)
    {
        _scenarios = plan.Scenarios;
        progress.Show(new RunStarted(
            plan.Experiment, [.. plan.Candidates.Select(c => c.Name)], plan.Rounds, plan.TrialCount(), expected)
        {
            Size = PlanReport.Size(plan),
            Done = _done,
            IsLeast = plan.TakesAtLeast,
            Stage = HasStages ? ++_stages : null,
        });
    }

    public void PhaseStarted(TrialName trial, string phase, TimeSpan expected) =>
        progress.Show(new PhaseStarted(trial.Round, trial.Candidate, NameOf(trial.Scenario, trial.Point), phase, expected));

    public void SliceCompleted(TrialName trial, SliceRecord slice, double? cores) => progress.Show(new SliceSeen(slice, cores));

    public void TrialEnded(TrialRecord trial) => progress.Show(new TrialEnded(trial, NameOf(trial.Scenario, trial.Point)));

    public void RoundRepeated(int round, string reason) => progress.Show(new RoundRepeated(round, reason));

    public void EventHappened(TrialName trial, EventRecord happened) => progress.Show(new Happened(trial.Candidate, happened));

    private string NameOf(string scenario, PointRecord point) =>
        _scenarios.Any(s => s.Name == scenario && s.Points.Count > 1) ? $"{scenario} {point.Name}" : scenario;
}
