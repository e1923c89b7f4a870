using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Prony.Reporting.Progress;
using Prony.Reporting.Runs;

namespace Prony.Reporting.Watching;

/// <summary>Shows what a <see cref="RunFollower"/> finds as <c>prony run</c> itself shows it: a table that is redrawn.</summary>
/// <param name="display">A display for runs; stays the caller's.</param>
/// <remarks>Not thread-safe.</remarks>
public sealed class WatchDisplay(ProgressDisplay display)
{
    private PlanRecord? _plan;
    private int _left;
    private string? _phase;

    /// <summary>Shows one thing.</summary>
    public void Show(Followed found)
    {
        switch (found)
        {
            case FollowedPlan { Plan.Imported: null } plan:
                Begin(plan);
                break;
            case FollowedStart start:
                Enter(start.Trial, PhaseName.Start);
                break;
            case FollowedSecond second:
                Enter(second.Trial, second.Slice.Phase);
                display.Show(new SliceSeen(second.Slice, second.Services.Count > 0 ? second.Services.Where(service => !service.Shared).Sum(service => service.CpuS) : null));
                break;
            case FollowedEnd { Earlier: false } end:
                _phase = null;
                display.Show(new TrialEnded(end.Record, end.Trial.Scenario));
                break;
            case FollowedEvent happened:
                display.Show(new Happened(happened.Trial.Candidate, happened.Event));
                break;
            case FollowedPlan or FollowedFault:
                display.Show(new Note(WatchText.Line(found)));
                break;
        }
    }

    private void Begin(FollowedPlan found)
    {
        _plan = found.Plan;
        var trials = _plan.TrialCount();

        // Rounds that were repeated have more trials than were planned.
        var done = Math.Min(found.Done, trials);
        _left = trials - done;
        display.Show(new RunStarted(
            _plan.Experiment, [.. _plan.Candidates.Select(candidate => candidate.Name)], _plan.Rounds, trials, TimeSpan.FromSeconds((_plan.ExpectedS ?? 0) * _left / Math.Max(1, trials)))
        {
            Size = PlanReport.Size(_plan) + (done > 0 ? $"; {CountText.Of(done, "trial")} done before" : ""),
            Done = done,
            IsLeast = _plan.TakesAtLeast,
            IsSearch = _plan.Capacity is not null,
        });
    }

    private void Enter(FollowedTrial trial, string phase)
    {
        if (phase == _phase)
        {
            return;
        }

        _phase = phase;
        var expected = (phase, _plan?.Phases) switch
        {
            (PhaseName.Warmup, { } phases) => phases.ExpectedWarmupS,
            (PhaseName.Window, { } phases) => phases.MeasureS,
            _ => 0,
        };
        display.Show(new PhaseStarted(trial.Round, trial.Candidate, trial.Scenario, phase, TimeSpan.FromSeconds(expected)) { Attempt = trial.Attempt });
    }
}
