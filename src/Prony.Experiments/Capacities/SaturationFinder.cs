using Prony.Experiments.Limits;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Capacities;

/// <summary>
/// What was full at the load that was too much: connections, where most failures are those that the server turned away, which no full CPU does; else what the windows say
/// (docs/methods/what-was-the-limit.md); else a queue that never was empty.
/// </summary>
internal static class SaturationFinder
{
    /// <summary>Of the failed requests: from here connections are what there was too little of.</summary>
    private const double MostFailed = 0.5;

    /// <summary>Of all requests that were due: fewer may be accidents beside another reason.</summary>
    private const double LeastShare = 0.001;

    /// <returns>Null without trials that tell.</returns>
    internal static BottleneckRecord? Of(IReadOnlyList<TrialRecord> trials)
    {
        var found = LimitSummary.Of(trials);
        return TurnedAway(trials, found) ?? (found is { Resource: BottleneckName.None or BottleneckName.Unknown } ? Waiting(found) ?? found : found);
    }

    private static BottleneckRecord? TurnedAway(IReadOnlyList<TrialRecord> trials, BottleneckRecord? found)
    {
        var loads = trials.Select(trial => trial.Load).OfType<LoadRecord>().ToList();
        var away = loads.Sum(load => load.Outcomes.Refused + load.Outcomes.Reset + load.Outcomes.Closed);
        var failed = loads.Sum(load => load.Requests.Failures());
        if (away <= MostFailed * failed || away <= LeastShare * loads.Sum(load => load.Requests.Due))
        {
            return null;
        }

        var seen = $"{CountText.Of(away)} of {CountText.Of(failed, "failed request")} ended with a connection that was refused, reset or closed.";
        return found is null
            ? new BottleneckRecord(BottleneckName.Connections, null, null, null, seen)
            : found with { Resource = BottleneckName.Connections, Service = null, Used = null, Of = null, Sentence = $"{seen} {found.Sentence}" };
    }

    private static BottleneckRecord? Waiting(BottleneckRecord found) => found.Queues.Count == 0 ? null : found with
    {
        Resource = BottleneckName.Queue,
        Service = found.Queues.MaxBy(queue => queue.Mean)!.Service,
        Used = found.Queues.Max(queue => queue.Mean),
    };
}
