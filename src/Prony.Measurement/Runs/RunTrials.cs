namespace Prony.Measurement.Runs;

/// <summary>The trials of a run directory.</summary>
/// <param name="Finished">Those with a record, by name: round, attempt, candidate, scenario, point.</param>
/// <param name="Unfinished">Names of those that were begun and have no readable record: the run was killed in them, or is in them now.</param>
public sealed record RunTrials(IReadOnlyList<FinishedTrial> Finished, IReadOnlyList<string> Unfinished);

/// <summary>A trial with its record.</summary>
/// <param name="Folder">Where its other files are.</param>
/// <param name="Record">Its trial.json.</param>
public sealed record FinishedTrial(TrialFolder Folder, TrialRecord Record);
