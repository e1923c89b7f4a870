namespace Prony.Measurement.Runs;

/// <summary>The runs of a folder (schema prony.list/1): what <c>prony list --json</c> prints.</summary>
public sealed record RunListRecord
{
    /// <summary>Name and version of this shape.</summary>
    public const string CurrentSchema = "prony.list/1";

    /// <summary>What was written; a reader refuses any other than the one it knows.</summary>
    public string Schema { get; init; } = CurrentSchema;

    /// <summary>What wrote it.</summary>
    public ToolRecord Tool { get; init; } = ToolRecord.Current;

    /// <summary>Full path of the folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<RunListEntry> Runs { get; init; }

    /// <summary>Run directories that could not be read.</summary>
    public IReadOnlyList<UnreadableRun> Unreadable { get; init => field = value ?? []; } = [];
}

/// <summary>One run of a folder.</summary>
public sealed record RunListEntry
{
    /// <summary>Name of its directory.</summary>
    public required string Name { get; init; }

    /// <summary>One of <see cref="RunKindName"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>One of <see cref="RunStateName"/>.</summary>
    public required string State { get; init; }

    /// <summary>When it was planned; null where no file says so.</summary>
    public DateTimeOffset? CreatedUtc { get; init; }

    /// <summary>Name of the experiment.</summary>
    public required string Experiment { get; init; }

    /// <summary>What it is to answer; null when it does not say.</summary>
    public string? Question { get; init; }

    /// <summary>Candidates, the baseline first; of <c>prony tune</c> the settings of the last stage.</summary>
    public IReadOnlyList<string> Candidates { get; init; } = [];

    /// <summary>Rounds that count; null while there is no answer.</summary>
    public int? Rounds { get; init; }

    /// <summary>Rounds that were planned; null where no file says so.</summary>
    public int? PlannedRounds { get; init; }

    /// <summary>Fewer rounds or shorter windows than a verdict needs.</summary>
    public bool Preview { get; init; }

    /// <summary>One of <see cref="VerdictName"/>; null without a verdict.</summary>
    public string? Verdict { get; init; }

    /// <summary>The answer in a few words, such as "async better than sync: throughput 5.94 (5.89–5.99)"; null without one.</summary>
    public string? Answer { get; init; }
}

/// <summary>A run directory that could not be read.</summary>
/// <param name="Name">Of the directory.</param>
/// <param name="Reason">In a sentence.</param>
public sealed record UnreadableRun(string Name, string Reason);

/// <summary>What made a run directory, as it is written.</summary>
public static class RunKindName
{
    /// <summary><c>prony run</c>.</summary>
    public const string Run = "run";

    /// <summary><c>prony capacity</c>.</summary>
    public const string Capacity = "capacity";

    /// <summary><c>prony tune</c>: a folder of runs.</summary>
    public const string Tune = "tune";
}

/// <summary>What became of a run, as it is written.</summary>
public static class RunStateName
{
    /// <summary>It has its answer and made all that it was to make.</summary>
    public const string Whole = "whole";

    /// <summary>It has an answer from fewer trials than were planned.</summary>
    public const string CutShort = "cut-short";

    /// <summary>A prony writes there now.</summary>
    public const string Running = "running";

    /// <summary>It ended without an answer.</summary>
    public const string Killed = "killed";

    /// <summary>Somebody else's measurement, which <c>prony import</c> read: nothing was run here.</summary>
    public const string Imported = "imported";
}
