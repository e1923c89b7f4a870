using Prony.Measurement.Runs;

namespace Prony.Experiments.Running;

/// <summary>How a run ended.</summary>
/// <param name="Folder">The run directory; null when nothing was begun.</param>
/// <param name="Plan">What was planned; null when nothing was begun.</param>
/// <param name="Verdict">What may be concluded; null when not one trial was begun.</param>
/// <param name="Problem">Why the run could not be done as planned; null when it was.</param>
public sealed record RunOutcome(string? Folder, PlanRecord? Plan, VerdictRecord? Verdict, RunProblem? Problem)
{
    /// <summary>The run that was to be resumed had ended: nothing was started.</summary>
    public bool NothingLeft { get; init; }
}

/// <summary>Why a run could not be done as planned.</summary>
/// <param name="Kind">The class of the problem; decides the exit code.</param>
/// <param name="Message">What happened, where, and what to do next.</param>
/// <param name="Details">Last lines of a candidate's output, or one line per missing thing.</param>
public sealed record RunProblem(RunProblemKind Kind, string Message, IReadOnlyList<string> Details)
{
    /// <summary>The candidate whose fault it is; null where it is of several or of none.</summary>
    public string? Candidate { get; init; }
}

/// <summary>Classes of problems of a run.</summary>
public enum RunProblemKind
{
    /// <summary>The baseline, a service or a candidate that is not optional is missing or could not be started, or fewer than two candidates are left.</summary>
    CannotStart,

    /// <summary>The run that was to be resumed is none, or was begun under other conditions.</summary>
    CannotResume,

    /// <summary>A candidate gave no valid trial in any attempt.</summary>
    NoValidResult,

    /// <summary>A service that all candidates share died while they were measured.</summary>
    SharedServiceDied,

    /// <summary>Ended on request.</summary>
    Interrupted,
}
