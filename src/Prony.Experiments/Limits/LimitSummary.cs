using System.Globalization;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Limits;

/// <summary>The limit of a candidate at one load over its rounds: what was full most often, with the mean figures of those windows. Pure.</summary>
internal static class LimitSummary
{
    /// <returns>Null when no trial says what was full.</returns>
    internal static BottleneckRecord? Of(IReadOnlyList<TrialRecord> trials)
    {
        var all = trials.Select(trial => trial.Bottleneck).OfType<BottleneckRecord>().ToList();
        if (all.Count == 0)
        {
            return null;
        }

        // Of equally frequent ones the first that was seen: groups keep their order, and sorting is stable.
        var most = all.GroupBy(found => (found.Resource, found.Service)).OrderByDescending(group => group.Count()).First().ToList();
        var cores = most[0].Cores.Keys.ToDictionary(name => name, name => most.Average(found => found.Cores.GetValueOrDefault(name)));
        var conclusion = LimitWords.ConclusionOf(most[0].Sentence);
        var often = most.Count == all.Count ? "" : string.Create(CultureInfo.InvariantCulture, $" (in {most.Count} of {all.Count} windows)");
        var queues = Queues(most);
        return most[0] with
        {
            Used = most.Average(found => found.Used),
            Cores = cores,
            Windows = most.Count,
            OfWindows = all.Count,
            Queues = queues,
            Sentence = LimitWords.WithQueues(LimitWords.Sentence(cores, most[0].Cpus, conclusion + often), queues),
        };
    }

    /// <summary>Queues that never were empty in any of these windows.</summary>
    private static List<QueueRecord> Queues(List<BottleneckRecord> windows) =>
    [
        .. windows.SelectMany(window => window.Queues)
            .GroupBy(queue => (queue.Service, queue.Name))
            .Where(same => same.Count() == windows.Count)
            .Select(same => new QueueRecord(same.Key.Service, same.Key.Name, same.Average(queue => queue.Mean))),
    ];
}
