using Prony.Measurement.Runs;

namespace Prony.Experiments.Gates;

/// <summary>The limits of one gate: a row of <see cref="GateLimits"/>.</summary>
/// <param name="Id">V01 to V29.</param>
/// <param name="Name">What it watches, to follow "V07" in a sentence.</param>
/// <param name="Warn">Beyond it: a doubt. Null: never by this figure.</param>
/// <param name="Invalid">Beyond it: no verdict. Null: never.</param>
/// <param name="Unit">Of the value and of both limits.</param>
/// <param name="HigherIsWorse">False where falling below a limit is what counts.</param>
/// <param name="StopsTrial">An invalid state makes the whole window unusable, not only a figure of it.</param>
/// <param name="Source">Where the formula or the limit comes from.</param>
internal sealed record GateLimit(
    string Id,
    string Name,
    double? Warn,
    double? Invalid,
    string Unit,
    bool HigherIsWorse,
    bool StopsTrial,
    string Source)
{
    /// <summary>Values and limits are parts of a whole, so that they may be written in per cent.</summary>
    internal bool IsShare => Unit.Contains("share", StringComparison.Ordinal) || Unit.Contains('÷') || Unit.StartsWith("difference", StringComparison.Ordinal);

    /// <summary>The row with the limits that an experiment set for it; a limit that it does not name stays. An id without a name stands for the first row of its gate.</summary>
    internal GateLimit ChangedBy(IReadOnlyList<LimitRecord> changes) => changes.FirstOrDefault(IsOfThis) is { } change
        ? this with { Warn = change.Warn ?? Warn, Invalid = change.Invalid ?? Invalid }
        : this;

    private bool IsOfThis(LimitRecord change) => change.Id == Id && (change.Name ?? GateLimits.Find(Id)?.Name) == Name;
}
