namespace Prony.Measurement.Runs;

/// <summary>What <c>prony check</c> found (schema prony.check/1): each stack started once, asked once, stopped.</summary>
public sealed record StackChecksRecord
{
    /// <summary>Name and version of this shape.</summary>
    public const string CurrentSchema = "prony.check/1";

    /// <summary>What was written; a reader refuses any other than the one it knows.</summary>
    public string Schema { get; init; } = CurrentSchema;

    /// <summary>What checked.</summary>
    public ToolRecord Tool { get; init; } = ToolRecord.Current;

    /// <summary>Wall clock at its start.</summary>
    public required DateTimeOffset StartedUtc { get; init; }

    /// <summary>Where it ran.</summary>
    public required MachineRecord Machine { get; init; }

    /// <summary>The stacks, in the order in which they were named.</summary>
    public required IReadOnlyList<StackCheckRecord> Stacks { get; init; }
}

/// <summary>One stack that was checked.</summary>
public sealed record StackCheckRecord
{
    /// <summary>Its file, as it was named.</summary>
    public required string Path { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>One of <see cref="StackCheckState"/>.</summary>
    public required string State { get; init; }

    /// <summary>Why it failed or was skipped; null when all is well.</summary>
    public string? Reason { get; init; }

    /// <summary>What it needs and does not find, each with how to get it. Default: nothing.</summary>
    public IReadOnlyList<MissingRecord> Missing { get; init => field = value ?? []; } = [];

    /// <summary>Value of each of its parameters.</summary>
    public IReadOnlyDictionary<string, string> With { get; init => field = value ?? new Dictionary<string, string>(); } = new Dictionary<string, string>();

    /// <summary>How long its prepare steps took, or finding their results, seconds; null when it did not come to that.</summary>
    public double? PrepareS { get; init; }

    /// <summary>From the first start until every service was ready, seconds; null when it was not.</summary>
    public double? ReadyS { get; init; }

    /// <summary>Until every service was quiet, seconds; null when it was not ready.</summary>
    public double? SettledS { get; init; }

    /// <summary>Every service became quiet within its limit; null when it was not ready.</summary>
    public bool? Settled { get; init; }

    /// <summary>Each service once it was settled and had been asked. Default: none.</summary>
    public IReadOnlyList<ServiceCheckRecord> Services { get; init => field = value ?? []; } = [];

    /// <summary>What its front said; null when it was not asked.</summary>
    public FrontAnswerRecord? Answer { get; init; }

    /// <summary>How each service stopped, front first. Default: none.</summary>
    public IReadOnlyList<StopRecord> Stops { get; init => field = value ?? []; } = [];

    /// <summary>What was left when it had stopped: processes that had to be killed, a port that somebody still listens on. Default: nothing.</summary>
    public IReadOnlyList<string> Left { get; init => field = value ?? []; } = [];

    /// <summary>Last output of the service that failed. Default: nothing.</summary>
    public IReadOnlyList<string> LogTail { get; init => field = value ?? []; } = [];
}

/// <summary>How the check of a stack ended, as it is written.</summary>
public static class StackCheckState
{
    /// <summary>Ready, settled, answered, stopped as its file says, nothing left.</summary>
    public const string Good = "good";

    /// <summary>Something of that is not so.</summary>
    public const string Failed = "failed";

    /// <summary>Not started: something that it needs is not installed.</summary>
    public const string Skipped = "skipped";

    /// <summary>Not tried, because another had failed before or the user stopped.</summary>
    public const string NotChecked = "not-checked";
}

/// <summary>Something that a stack needs and does not find.</summary>
/// <param name="Name">What, as people name it.</param>
/// <param name="Debian">Debian packages that bring it.</param>
/// <param name="Npm">Packages of npm that bring it.</param>
/// <param name="Get">How to get it where no package brings it, in the words of the stack file; null: not said.</param>
/// <param name="Advice">The same in a sentence or two.</param>
public sealed record MissingRecord(string Name, IReadOnlyList<string> Debian, IReadOnlyList<string> Npm, string? Get, string Advice);

/// <summary>A service that runs.</summary>
/// <param name="Service">Its name.</param>
/// <param name="Processes">Live processes.</param>
/// <param name="Threads">Their threads.</param>
/// <param name="PssBytes">Memory, a shared page counted once over its sharers.</param>
/// <param name="UssBytes">Private memory.</param>
/// <param name="RssBytes">Sum of resident set sizes, in which a shared page counts for each of its sharers.</param>
public sealed record ServiceCheckRecord(string Service, int Processes, int Threads, long PssBytes, long UssBytes, long RssBytes);

/// <summary>What the front of a stack answered.</summary>
/// <param name="Path">What it was asked.</param>
/// <param name="Status">Status code; null when no response came.</param>
/// <param name="BodyBytes">Length of the body.</param>
/// <param name="TookS">How long it took, seconds.</param>
/// <param name="Text">"answered 200", "accepts connections and does not speak HTTP", "listens nowhere", or what went wrong.</param>
public sealed record FrontAnswerRecord(string Path, int? Status, long BodyBytes, double TookS, string Text);
