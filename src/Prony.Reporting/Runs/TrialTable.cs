using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Runs;

/// <summary>Trials one by one, for a run that has no verdict.</summary>
internal static class TrialTable
{
    public static FigureTable Of(IReadOnlyList<TrialRecord> trials)
    {
        var columns = new List<TableColumn>
        {
            new(new Column("round"), [.. trials.Select(Round)]),
            new(new Column("candidate", IsFigure: false), [.. trials.Select(t => t.Candidate)]),
            new(new Column("state", IsFigure: false), [.. trials.Select(t => t.State)]),
            new(new Column("requests/s"), [.. trials.Select(t => Figure.PerSecond(t.Load?.ThroughputPerS))]),
            new(new Column("p50"), [.. trials.Select(t => Percentile(t, "50"))]),
            new(new Column("p99"), [.. trials.Select(t => Percentile(t, "99"))]),
            new(new Column("failures"), [.. trials.Select(t => Figure.Share(t.Load?.Requests.FailureShare()))]),
        };
        if (trials.Select(t => (t.Scenario, t.Point)).Distinct().Skip(1).Any())
        {
            columns.Insert(2, new(new Column("load", IsFigure: false), [.. trials.Select(t => $"{t.Scenario}, {PointFigures.LoadText(t.Point)}")]));
        }

        return TableColumn.Join(columns);
    }

    private static string Round(TrialRecord trial) =>
        Figure.Count(trial.Round) + (trial.Attempt > 1 ? $" (attempt {Figure.Count(trial.Attempt)})" : "");

    private static string Percentile(TrialRecord trial, string name) =>
        trial.Load is { } load ? Figure.Percentile(load.ResponseNs, name) : Figure.Unknown;
}
