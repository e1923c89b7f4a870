using Prony.Experiments.Running;
using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;

namespace Prony.Cli.Exporting;

/// <summary>Counts what a run tells, and passes all of it on.</summary>
/// <param name="inner">Who listens besides.</param>
/// <param name="store">Where it is counted.</param>
internal sealed class ExportWatch(IRunObserver inner, MetricStore store) : IRunObserver
{
    public void Preparing(string text) => inner.Preparing(text);

    public void Resumed(PlanRecord plan, int round, IReadOnlyList<TrialRecord> kept, IReadOnlyList<string> setAside) => inner.Resumed(plan, round, kept, setAside);

    public void Planned(PlanRecord plan, string folder, TimeSpan expected)
    {
        store.Planned(plan.Rounds);
        inner.Planned(plan, folder, expected);
    }

    public void PhaseStarted(TrialName trial, string phase, TimeSpan expected)
    {
        store.PhaseStarted(trial, phase);
        inner.PhaseStarted(trial, phase, expected);
    }

    public void SecondCompleted(TrialName trial, SliceRecord slice, IReadOnlyDictionary<string, Histogram> times, IReadOnlyList<ResourceRecord> resources)
    {
        store.Add(trial, slice, times, resources);
        inner.SecondCompleted(trial, slice, times, resources);
    }

    public void SliceCompleted(TrialName trial, SliceRecord slice, double? cores) => inner.SliceCompleted(trial, slice, cores);

    public void TrialEnded(TrialRecord trial)
    {
        store.Ended(trial);
        inner.TrialEnded(trial);
    }

    public void RoundRepeated(int round, string reason) => inner.RoundRepeated(round, reason);

    public void EventHappened(TrialName trial, EventRecord happened)
    {
        store.Happened(trial, happened);
        inner.EventHappened(trial, happened);
    }

    public void BracketMoved(TrialName trial, double? lower, double? upper) => inner.BracketMoved(trial, lower, upper);
}
