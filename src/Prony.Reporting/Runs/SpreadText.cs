using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Runs;

/// <summary>How connections were spread over the workers of a service that share a socket: a worker that holds most of them does most of the work, however many there are.</summary>
internal static class SpreadText
{
    /// <summary>A line for every service of every candidate of which it is known.</summary>
    public static IReadOnlyList<Bullet> Of(PointVerdict point, IReadOnlyList<string> names) =>
    [
        .. from name in names
           from service in point.Candidates[name].Services.Concat(point.Candidates[name].SharedServices)
           where service.Value.Spread is not null
           select new Bullet($"Workers of {name}", $"{service.Key}: {Sentence(service.Value.Spread!)}"),
    ];

    /// <summary>"one of 4 workers holds all 50 connections", "connections per worker 12 to 13 of 50".</summary>
    internal static string Sentence(ConnectionSpread spread) =>
        spread.Most == spread.Total ? $"one of {Figure.Count(spread.Workers, "worker")} holds {(spread.Total == 1 ? "the only connection" : $"all {Figure.Count(spread.Total, "connection")}")}."
        : spread.Least == spread.Most ? $"connections per worker {Figure.Count(spread.Least)} of {Figure.Count(spread.Total)}."
        : $"connections per worker {Figure.Count(spread.Least)} to {Figure.Count(spread.Most)} of {Figure.Count(spread.Total)}, {Figure.Count(spread.Workers, "worker")}.";
}
