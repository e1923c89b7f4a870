using Prony.Measurement.Runs;

namespace Prony.Experiments.Verdicts;

/// <summary>What a verdict may rest on besides plan and trials.</summary>
internal sealed record RunEvidence
{
    /// <summary>How far a run with looks got; null for a plan without them, and then every round that was begun is taken for whole.</summary>
    internal LookState? Looks { get; init; }

    /// <summary>The seconds of a trial; none when they are not kept.</summary>
    internal Func<TrialRecord, IEnumerable<SliceRecord>> Seconds { get; init; } = _ => [];
}

/// <summary>How far a run with looks got.</summary>
/// <param name="WholeRounds">Rounds 1 to this one are whole.</param>
/// <param name="IsOver">Whether no further round gives a valid window of a candidate in a scenario at a load.</param>
internal sealed record LookState(int WholeRounds, Func<string, string, PointRecord, bool> IsOver);
