using Prony.Measurement.Runs;

namespace Prony.Experiments.Running;

/// <summary>The trials of a candidate's turn, one after the other: planned beforehand, or each following from those before it.</summary>
/// <remarks>Thread: one caller.</remarks>
internal interface ITurnTrials
{
    /// <summary>There is a trial to make.</summary>
    bool HasNext { get; }

    /// <summary>The next trial must not find what the last one left behind in the candidate.</summary>
    bool WantsFreshStart { get; }

    /// <summary>The trial to make now.</summary>
    TrialName Take();

    /// <summary>A trial's load is over; how the candidate stops is not known yet. Not told of a trial whose candidate could not be started.</summary>
    void Ended(TrialRecord trial);
}

/// <summary>Trials that are known beforehand.</summary>
internal sealed class PlannedTrials(IEnumerable<TrialName> trials) : ITurnTrials
{
    private readonly Queue<TrialName> _left = new(trials);

    public bool HasNext => _left.Count > 0;

    /// <summary>How a candidate recovers from one load is part of what the next shows; the warm-up is there for it.</summary>
    public bool WantsFreshStart => false;

    public TrialName Take() => _left.Dequeue();

    public void Ended(TrialRecord trial)
    {
    }
}
