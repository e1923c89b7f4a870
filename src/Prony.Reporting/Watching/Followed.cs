using Prony.Measurement.Runs;

namespace Prony.Reporting.Watching;

/// <summary>Something that a <see cref="RunFollower"/> found in a run directory.</summary>
public abstract record Followed;

/// <summary>The plan is there.</summary>
/// <param name="Plan">It.</param>
/// <param name="Done">Trials that were whole before the watching began.</param>
public sealed record FollowedPlan(PlanRecord Plan, int Done) : Followed;

/// <summary>A trial was begun.</summary>
/// <param name="Trial">Which.</param>
public sealed record FollowedStart(FollowedTrial Trial) : Followed;

/// <summary>A second of load.</summary>
/// <param name="Trial">Of which trial.</param>
/// <param name="Slice">What the load side saw.</param>
/// <param name="Services">What each service used in it; empty where nothing was read.</param>
public sealed record FollowedSecond(FollowedTrial Trial, SliceRecord Slice, IReadOnlyList<ResourceRecord> Services) : Followed;

/// <summary>Something happened to a service.</summary>
/// <param name="Trial">In which trial.</param>
/// <param name="Event">What.</param>
public sealed record FollowedEvent(FollowedTrial Trial, EventRecord Event) : Followed;

/// <summary>A trial is whole.</summary>
/// <param name="Trial">Which.</param>
/// <param name="Record">What became of it.</param>
/// <param name="Earlier">It was so before the watching began.</param>
public sealed record FollowedEnd(FollowedTrial Trial, TrialRecord Record, bool Earlier) : Followed;

/// <summary>A file, or a line of one, could not be read.</summary>
/// <param name="Text">In a sentence.</param>
public sealed record FollowedFault(string Text) : Followed;

/// <summary>Which trial, as far as the name of its folder says.</summary>
/// <param name="Name">Of its folder.</param>
/// <param name="Round">1-based; 0 where the name does not say.</param>
/// <param name="Candidate">Whose it is.</param>
/// <param name="Scenario">What is asked, with the load behind it where the scenario has several.</param>
public sealed record FollowedTrial(string Name, int Round, string Candidate, string Scenario)
{
    /// <summary>Which time its round is made, 1-based, or of a search the number of the trial; 0 where the name does not say.</summary>
    public int Attempt { get; init; }
}
