using Prony.Measurement.Runs;

namespace Prony.Experiments.Layers;

/// <summary>Figures of what services told of themselves. Pure; docs/stacks/layers.md.</summary>
internal static class LayerFigures
{
    /// <summary>Names of metrics that tell how many requests wait at a service.</summary>
    private static readonly string[] QueueNames = ["queue", "waiting"];

    /// <summary>One metric over its readings in a window.</summary>
    /// <param name="service">Whose.</param>
    /// <param name="name">Its name.</param>
    /// <param name="isCounter">It only ever grows.</param>
    /// <param name="readings">Seconds and values, in order.</param>
    /// <returns>Null without any reading.</returns>
    internal static LayerSummary? Of(string service, string name, bool isCounter, IReadOnlyList<(double TS, double Value)> readings) => (readings, isCounter) switch
    {
        ([], _) => null,
        (_, true) => new LayerSummary(service, name, null, null, true, RateOf(readings)),
        _ => new LayerSummary(service, name, readings.Average(reading => reading.Value), readings.Max(reading => reading.Value), false, null)
        {
            Min = readings.Min(reading => reading.Value),
        },
    };

    /// <summary>Means over rounds, highest and lowest of any.</summary>
    /// <param name="rounds">What each round told.</param>
    internal static IReadOnlyList<LayerSummary> OverRounds(IReadOnlyList<IReadOnlyList<LayerSummary>> rounds) =>
    [
        .. rounds.SelectMany(round => round)
            .GroupBy(layer => (layer.Service, layer.Name))
            .Select(same => same.First() with
            {
                Mean = same.Average(layer => layer.Mean),
                Max = same.Max(layer => layer.Max),
                Min = same.Min(layer => layer.Min),
                PerS = same.Average(layer => layer.PerS),
            }),
    ];

    /// <summary>Layers at which requests waited all the time.</summary>
    internal static IReadOnlyList<QueueRecord> QueuesOf(IEnumerable<LayerSummary> layers) =>
    [
        .. layers.Where(layer => layer is { Counter: false, Min: > 0, Mean: not null } && QueueNames.Contains(layer.Name))
            .Select(layer => new QueueRecord(layer.Service, layer.Name, layer.Mean!.Value)),
    ];

    /// <summary>Growth ÷ time over the steps between readings; where a counter fell, its program began anew, and that step tells nothing.</summary>
    private static double? RateOf(IReadOnlyList<(double TS, double Value)> readings)
    {
        var (grown, seconds) = (0.0, 0.0);
        foreach (var (before, after) in readings.Zip(readings.Skip(1)))
        {
            if (after.Value >= before.Value)
            {
                grown += after.Value - before.Value;
                seconds += after.TS - before.TS;
            }
        }

        return seconds > 0 ? grown / seconds : null;
    }
}
