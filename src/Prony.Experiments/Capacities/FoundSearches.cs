using Prony.Measurement.Runs;

namespace Prony.Experiments.Capacities;

/// <summary>The searches that were made so far, by candidate in the order of rounds.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class FoundSearches
{
    private readonly Dictionary<string, List<CapacitySearchRecord>> _searches = [];

    internal IReadOnlyDictionary<string, List<CapacitySearchRecord>> ByCandidate => _searches;

    /// <summary>Keeps what a search found; one without a trial found nothing.</summary>
    internal void Add(string candidate, CapacitySearchRecord found)
    {
        if (found.Trials.Count > 0)
        {
            (_searches.TryGetValue(candidate, out var mine) ? mine : _searches[candidate] = []).Add(found);
        }
    }

    /// <summary>The lower end that is known best: of a search that ended narrow, else of one that at least has both ends.</summary>
    internal double? Before(string candidate) => _searches.GetValueOrDefault(candidate) is { } mine
        ? (mine.FindLast(search => search.Measured is not null) ?? mine.FindLast(search => search.Middle is not null))?.Lower
        : null;

    /// <summary>Rounds in which every one of these candidates had its search.</summary>
    internal int WholeRounds(IEnumerable<string> candidates) => candidates
        .Select(name => _searches.GetValueOrDefault(name)?.Count(search => search.End != SearchEndName.CutOff) ?? 0)
        .DefaultIfEmpty(0).Min();
}
