using Prony.Measurement.Runs;

namespace Prony.Reporting.Progress;

/// <summary>Something that a <see cref="ProgressDisplay"/> shows.</summary>
public abstract record ProgressEvent;

/// <summary>A one-off step before the run, such as building a candidate.</summary>
/// <param name="Text">One line.</param>
public sealed record Preparing(string Text) : ProgressEvent;

/// <summary>The plan stands; nothing has been started yet.</summary>
/// <param name="Experiment">Its name.</param>
/// <param name="Candidates">In the order in which they are to be shown.</param>
/// <param name="Rounds">Planned rounds.</param>
/// <param name="Trials">Planned trials of all rounds.</param>
/// <param name="Expected">Expected length of all rounds that are left.</param>
public sealed record RunStarted(string Experiment, IReadOnlyList<string> Candidates, int Rounds, int Trials, TimeSpan Expected) : ProgressEvent
{
    /// <summary>How much there is to do, in words; null: what the numbers say.</summary>
    public string? Size { get; init; }

    /// <summary>The expected length is the least that it takes: windows end with a count of requests of users.</summary>
    public bool IsLeast { get; init; }

    /// <summary>Trials that an earlier part of the run did.</summary>
    public int Done { get; init; }

    /// <summary>Which of several runs after each other this is, 1-based; null where there is but one.</summary>
    public int? Stage { get; init; }

    /// <summary>Its trials search for something, so that nobody knows how many there will be.</summary>
    public bool IsSearch { get; init; }
}

/// <summary>A phase of a trial begins; phases of one trial come one after the other.</summary>
/// <param name="Round">1-based.</param>
/// <param name="Candidate">Who is tried.</param>
/// <param name="Scenario">With what; with the load behind it where a scenario has several.</param>
/// <param name="Phase">One of <see cref="PhaseName"/>.</param>
/// <param name="Expected">Its length; zero when it depends on the candidate.</param>
public sealed record PhaseStarted(int Round, string Candidate, string Scenario, string Phase, TimeSpan Expected) : ProgressEvent
{
    /// <summary>Which time the round is made, 1-based; 0 where nobody knows. Default: 0.</summary>
    public int Attempt { get; init; }
}

/// <summary>A second of load is complete.</summary>
/// <param name="Slice">Its figures.</param>
/// <param name="Cores">CPU that the candidate used in it; null when unknown.</param>
public sealed record SliceSeen(SliceRecord Slice, double? Cores) : ProgressEvent;

/// <summary>A trial ended, well or not.</summary>
/// <param name="Trial">What is known of it.</param>
/// <param name="Scenario">Its scenario as it is shown, with the load where there are several; null: the name alone.</param>
public sealed record TrialEnded(TrialRecord Trial, string? Scenario = null) : ProgressEvent;

/// <summary>Something happened to the candidate that is tried: a worker died, somebody asked for more instances.</summary>
/// <param name="Candidate">Whose.</param>
/// <param name="Event">What.</param>
public sealed record Happened(string Candidate, EventRecord Event) : ProgressEvent;

/// <summary>A search knows more.</summary>
/// <param name="Candidate">Whose.</param>
/// <param name="Bracket">What is known now, such as "400 to 800 requests/s".</param>
public sealed record BracketMoved(string Candidate, string Bracket) : ProgressEvent;

/// <summary>A round is made again from its start.</summary>
/// <param name="Round">1-based.</param>
/// <param name="Reason">One sentence.</param>
public sealed record RoundRepeated(int Round, string Reason) : ProgressEvent;

/// <summary>A single load begins.</summary>
/// <param name="Target">The address, secrets masked.</param>
/// <param name="Warmup">Load before the window; zero for none, null when it ends once the server is steady.</param>
/// <param name="Window">Length of the window; null when a count of requests ends it.</param>
/// <param name="Requests">That count; null when the window has a length.</param>
public sealed record LoadStarted(string Target, TimeSpan? Warmup, TimeSpan? Window, long? Requests) : ProgressEvent;

/// <summary>A reading of a recording.</summary>
/// <param name="Sample">Its figures.</param>
public sealed record UsageSeen(UsageSample Sample) : ProgressEvent;

/// <summary>A line that stays, whatever is redrawn below it.</summary>
/// <param name="Text">One line.</param>
public sealed record Note(string Text) : ProgressEvent;
