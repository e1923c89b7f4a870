using Prony.Experiments.Objectives;
using Prony.Load.Checks;
using Prony.Load.Plans;
using Prony.Measurement.Runs;
using Prony.Stacks.Definitions;

namespace Prony.Experiments.Definitions;

/// <summary>A checked experiment: what an experiment file (or a command line with several commands) says, with all defaults filled in.</summary>
public sealed record ExperimentDefinition
{
    /// <summary>Name of the experiment; run directories carry it.</summary>
    public required string Name { get; init; }

    /// <summary>What it is to answer; null when the file does not say.</summary>
    public string? Question { get; init; }

    /// <summary>Name of the candidate that the others are compared with. Default: the first.</summary>
    public required string Baseline { get; init; }

    /// <summary>What is meant to differ between candidates.</summary>
    public IReadOnlyList<string> Factor { get; init; } = [];

    /// <summary>throughput, response.pNN, response.mean, failures, cpu-per-request or memory. Default: throughput for users, response.p99 for rate.</summary>
    public required string Primary { get; init; }

    /// <summary>Smallest difference worth acting on, as a share. Default: 0.05.</summary>
    public double Margin { get; init; } = 0.05;

    /// <summary>Default: 10. The most that are made where it is <see cref="UntilDecided"/>.</summary>
    public int Rounds { get; init; } = 10;

    /// <summary>The run ends at the first look at which it is decided (docs/methods/rounds.md). Default: false, one look after the last round.</summary>
    public bool UntilDecided { get; init; }

    /// <summary>Default: 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Default: automatic warm-up, window 20 s, automatic drain, pause 2 s, idle 2 s.</summary>
    public PhaseLengths Phases { get; init; } = new(WarmupS: null, MeasureS: 20, DrainS: null, PauseS: 2, IdleS: 2);

    /// <summary>Services that all candidates share: started once before the first round, stopped after the last. Default: null, none.</summary>
    public CandidateDefinition? Shared { get; init; }

    /// <summary>In the order of the file; at least two, unless chosen otherwise by the caller.</summary>
    public required IReadOnlyList<CandidateEntry> Candidates { get; init; }

    /// <summary>What is asked of every candidate; at least one.</summary>
    public required IReadOnlyList<ScenarioDefinition> Scenarios { get; init; }

    /// <summary>Bounds that every candidate must keep at every load. Default: none.</summary>
    public IReadOnlyList<Objective> Objectives { get; init; } = [];

    /// <summary>Limits of gates that differ from the defaults. Default: none.</summary>
    public IReadOnlyList<LimitRecord> Limits { get; init; } = [];

    /// <summary>What it claims, each put to the test after the run. Default: nothing.</summary>
    public IReadOnlyList<PlannedClaim> Claims { get; init; } = [];

    /// <summary>Profiles of the file that changed it, in their order. Default: none.</summary>
    public IReadOnlyList<string> Profiles { get; init; } = [];

    /// <summary>The definitions as given, by file name relative to the experiment's folder; secrets masked.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; init; } = new Dictionary<string, string>();

    /// <summary>What must not reach a file or a screen: values from the environment, secret headers, passwords in addresses.</summary>
    public SecretMask Secrets { get; init; } = new();
}

/// <summary>One alternative under comparison: exactly one of <paramref name="Stack"/> and <paramref name="Url"/> is set.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">One of <see cref="CandidateKind"/>. A <c>run:</c> command becomes a stack with one service named web.</param>
/// <param name="Stack">What to start.</param>
/// <param name="Url">Where it already runs.</param>
/// <param name="Pid">Root of its process tree, when it already runs and its resources are wanted.</param>
/// <param name="Optional">Skipped with its reason where it cannot run.</param>
public sealed record CandidateEntry(string Name, string Kind, CandidateDefinition? Stack, Uri? Url, int? Pid, bool Optional)
{
    /// <summary>What an address that already runs is said to be; a stack's own words stand in it. Default: nothing.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Declares { get; init; } = [];

    /// <summary>It is asked over https.</summary>
    public bool IsSecure => Url?.Scheme == "https" || Stack?.Stack.Target.StartsWith("https://", StringComparison.Ordinal) == true;
}

/// <summary>What is asked of every candidate.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Requests">The requests, at least one; header values may be secret.</param>
/// <param name="Expect">Status codes that count as success.</param>
/// <param name="Timeout">Default: 30 s.</param>
/// <param name="Points">The loads, in the order of the file; no two are alike.</param>
public sealed record ScenarioDefinition(
    string Name,
    IReadOnlyList<RequestDefinition> Requests,
    StatusSet Expect,
    TimeSpan Timeout,
    IReadOnlyList<PointRecord> Points)
{
    /// <summary>How its requests travel. Default: the raw engine where it can, HTTP/1.1, straight.</summary>
    public ScenarioWay Way { get; init; } = new();

    /// <summary>Most bytes of a response's head and of its trailers. Default: 64 KiB.</summary>
    public int HeadLimit { get; init; } = LoadPlan.DefaultHeadLimit;

    /// <summary>The rows that the requests are filled with; null for none.</summary>
    public ScenarioData? Data { get; init; }

    /// <summary>What has to be alike of the candidates' answers. Default: their length, within what gate V08 allows.</summary>
    public SameRecord Same { get; init; } = new(SameBodyName.Length, null);

    /// <summary>A server that closes connections gets no verdict. Default: false.</summary>
    public bool KeepAliveRequired { get; init; }

    /// <summary>What is done to services of the candidate while the window is measured, by time. Default: nothing.</summary>
    public IReadOnlyList<TimelineEvent> Events { get; init; } = [];

    /// <summary>What a response has to be besides its status. Default: none.</summary>
    public ResponseChecks Checks { get; init; } = ResponseChecks.None;
}

/// <summary>A data file that was read.</summary>
/// <param name="File">As the experiment names it.</param>
/// <param name="Sha256">Of its bytes, hexadecimal.</param>
/// <param name="Rows">What it holds, and in which order the requests get it.</param>
public sealed record ScenarioData(string File, string Sha256, RequestData Rows);
