using Prony.Experiments.Limits;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Capacities;

/// <summary>What was full at the load that was too much: what the windows say (docs/methods/what-was-the-limit.md), and where they find nothing, connections that were turned away or a queue that never was empty.</summary>
internal static class SaturationFinder
{
    /// <summary>Of the failed requests: from here connections are what there was too little of.</summary>
    private const double MostFailed = 0.5;

    /// <returns>Null without trials that tell.</returns>
    internal static BottleneckRecord? Of(IReadOnlyList<TrialRecord> trials) => LimitSummary.Of(trials) switch
    {
        { Resource: BottleneckName.None or BottleneckName.Unknown } found => TurnedAway(trials, found) ?? Waiting(found) ?? found,
        null => TurnedAway(trials, new BottleneckRecord(BottleneckName.Unknown, null, null, null, "")),
        var found => found,
    };

    private static BottleneckRecord? TurnedAway(IReadOnlyList<TrialRecord> trials, BottleneckRecord found)
    {
        var loads = trials.Select(trial => trial.Load).OfType<LoadRecord>().ToList();
        var away = loads.Sum(load => load.Outcomes.Refused + load.Outcomes.Reset + load.Outcomes.Closed);
        var failed = loads.Sum(load => load.Requests.Failures());
        return failed > 0 && away > MostFailed * failed
            ? found with
            {
                Resource = BottleneckName.Connections,
                Used = null,
                Of = null,
                Sentence = $"{CountText.Of(away)} of {CountText.Of(failed, "failed request")} ended with a connection that was refused, reset or closed. {found.Sentence}".TrimEnd(),
            }
            : null;
    }

    private static BottleneckRecord? Waiting(BottleneckRecord found) => found.Queues.Count == 0 ? null : found with
    {
        Resource = BottleneckName.Queue,
        Service = found.Queues.MaxBy(queue => queue.Mean)!.Service,
        Used = found.Queues.Max(queue => queue.Mean),
    };
}
