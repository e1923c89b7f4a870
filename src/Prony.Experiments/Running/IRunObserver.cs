using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Running;

/// <summary>What a run tells while it goes on; progress displays listen to it.</summary>
/// <remarks>Thread: calls come one at a time, though not always from the same thread. An implementation must return quickly.</remarks>
public interface IRunObserver
{
    /// <summary>A one-off step such as building a candidate.</summary>
    void Preparing(string text);

    /// <summary>A run that was cut off goes on; told before <see cref="Planned"/>.</summary>
    /// <param name="plan">What was decided when it began.</param>
    /// <param name="round">The round that it goes on with.</param>
    /// <param name="kept">Trials of whole attempts, which stay.</param>
    /// <param name="setAside">Names of trials that were moved to set-aside/, because their attempt was cut off.</param>
    void Resumed(PlanRecord plan, int round, IReadOnlyList<TrialRecord> kept, IReadOnlyList<string> setAside);

    /// <summary>The plan is written; nothing has been started yet.</summary>
    /// <param name="plan">What will be done.</param>
    /// <param name="folder">The run directory.</param>
    /// <param name="expected">Expected duration of all rounds that are left.</param>
    void Planned(PlanRecord plan, string folder, TimeSpan expected);

    /// <summary>A phase begins.</summary>
    /// <param name="trial">Whose.</param>
    /// <param name="phase">start, settle, idle, warmup, window, drain, stop or pause.</param>
    /// <param name="expected">Its expected length; zero when it depends on the candidate.</param>
    void PhaseStarted(TrialName trial, string phase, TimeSpan expected);

    /// <summary>A second of load is complete.</summary>
    /// <param name="trial">Whose.</param>
    /// <param name="slice">Its figures.</param>
    /// <param name="cores">CPU that the candidate used in it, in cores; null when unknown.</param>
    void SliceCompleted(TrialName trial, SliceRecord slice, double? cores);

    /// <summary>A trial ended.</summary>
    void TrialEnded(TrialRecord trial);

    /// <summary>A round is repeated whole, for a reason that never includes its result.</summary>
    void RoundRepeated(int round, string reason);

    /// <summary>The same second as <see cref="SliceCompleted"/>, which follows, in full: for who passes figures on while they come.</summary>
    /// <param name="trial">Whose.</param>
    /// <param name="slice">Its figures.</param>
    /// <param name="times">Histograms of requests that ended in it, nanoseconds by metric (response, service, …). Valid during the call only.</param>
    /// <param name="resources">What each service used in it; empty where Prony does not know.</param>
    /// <remarks>Thread: the load's coordinating one, never one that sends requests.</remarks>
    void SecondCompleted(TrialName trial, SliceRecord slice, IReadOnlyDictionary<string, Histogram> times, IReadOnlyList<ResourceRecord> resources)
    {
    }

    /// <summary>Something happened in a trial, and is written in its events.jsonl. Unlike the others it may come from any thread, at the same time as they.</summary>
    /// <param name="trial">Whose.</param>
    /// <param name="happened">What, secrets masked.</param>
    void EventHappened(TrialName trial, EventRecord happened)
    {
    }

    /// <summary>A search for a capacity knows more.</summary>
    /// <param name="trial">The trial that told it.</param>
    /// <param name="lower">Highest load that is known to be kept; null while none is.</param>
    /// <param name="upper">Lowest load that is known not to be; null while none is.</param>
    void BracketMoved(TrialName trial, double? lower, double? upper)
    {
    }
}

/// <summary>Which trial.</summary>
public sealed record TrialName(int Round, int Attempt, string Candidate, string Scenario, PointRecord Point);
