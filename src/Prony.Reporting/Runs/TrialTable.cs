using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Runs;

/// <summary>Trials one by one, for a run that has no verdict.</summary>
internal static class TrialTable
{
    public static FigureTable Of(IReadOnlyList<TrialRecord> trials) => new(
        [
            new Column("round"), new Column("candidate", IsFigure: false), new Column("load", IsFigure: false), new Column("state", IsFigure: false),
            new Column("requests/s"), new Column("p50"), new Column("p99"), new Column("failures"),
        ],
        [.. trials.Select(Row)]);

    private static IReadOnlyList<string> Row(TrialRecord trial) =>
    [
        Figure.Count(trial.Round) + (trial.Attempt > 1 ? $" (attempt {Figure.Count(trial.Attempt)})" : ""),
        trial.Candidate,
        $"{trial.Scenario}, {PointFigures.LoadText(trial.Point)}",
        trial.State,
        Figure.PerSecond(trial.Load?.ThroughputPerS),
        trial.Load is { } load ? Figure.Percentile(load.ResponseNs, "50") : Figure.Unknown,
        trial.Load is { } same ? Figure.Percentile(same.ResponseNs, "99") : Figure.Unknown,
        Figure.Share(trial.Load?.Requests.FailureShare()),
    ];
}
