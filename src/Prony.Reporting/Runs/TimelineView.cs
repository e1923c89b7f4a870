using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Runs;

/// <summary>A candidate over time where something happened to it under load: seconds of the window as rows, and what happened in the row of its instant.</summary>
/// <remarks>One trial of each candidate, the one with most to show; which it was is said. Percentiles of several seconds are not averaged: the highest is shown.</remarks>
internal static class TimelineView
{
    /// <summary>A longer window is shown in steps of several seconds.</summary>
    private const int MostRows = 40;

    private const int BarLength = 16;

    /// <param name="timelines">Of the run.</param>
    /// <param name="scenario">Its name.</param>
    /// <param name="point">The load.</param>
    /// <param name="names">Candidates, in order.</param>
    public static IEnumerable<Fold> Of(IReadOnlyList<TrialTimeline> timelines, string scenario, PointRecord point, IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            var mine = timelines.Where(timeline => timeline.Trial.Candidate == name && timeline.Trial.Scenario == scenario && timeline.Trial.Point.Name == point.Name).ToList();
            if (mine.MaxBy(timeline => timeline.Events.Count) is { } shown)
            {
                var others = mine.Count == 1 ? "" : $", as in {Figure.Count(mine.Count - 1)} other {(mine.Count == 2 ? "trial" : "trials")} where something happened";
                var again = shown.Trial.Attempt > 1 ? $", attempt {Figure.Count(shown.Trial.Attempt)}" : "";
                yield return new Fold($"Over time with events: {name}, round {Figure.Count(shown.Trial.Round)}{again}{others}", [Table(shown)]);
            }
        }
    }

    private static FigureTable Table(TrialTimeline timeline)
    {
        var startS = timeline.WindowStartS;
        var step = Step(timeline.Slices.Count);
        var groups = timeline.Slices.GroupBy(slice => (int)Math.Floor(Math.Round(slice.TS - startS) / step)).OrderBy(group => group.Key).ToList();
        var highest = groups.Max(Rate);

        // What happened in a second that was not written belongs to the one before.
        var eventsOf = timeline.Events.ToLookup(happened => groups.FindLast(group => group.Key <= Math.Floor((happened.TS - startS) / step))?.Key ?? groups[0].Key);
        return new FigureTable(
            [new Column("second"), new Column("success/s"), new Column("", IsFigure: false), new Column("failed"), new Column("p50"), new Column("p99"), new Column("events", IsFigure: false)],
            [
                .. groups.Select(group => (IReadOnlyList<string>)
                [
                    Second(group.Key * step) + Phase(group),
                    Figure.PerSecond(Rate(group)),
                    highest > 0 ? new string('■', (int)Math.Round(Rate(group) / highest * BarLength)) : "",
                    Figure.Count(group.Sum(slice => slice.Outcomes.Failed())),
                    Highest(group, slice => slice.P50Ns),
                    Highest(group, slice => slice.P99Ns),
                    string.Join("; ", eventsOf[group.Key].Select(happened => $"▸ {Instant(happened.TS - startS)} {happened.Text.TrimEnd('.')}")),
                ]),
            ]);
    }

    // 1, 2, 5, 10 … seconds.
    private static int Step(int seconds)
    {
        int[] steps = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600];
        return steps.FirstOrDefault(step => seconds <= step * MostRows, steps[^1]);
    }

    private static double Rate(IGrouping<int, SliceRecord> group) => group.Sum(slice => slice.Outcomes.Success) / (double)group.Count();

    private static string Highest(IGrouping<int, SliceRecord> group, Func<SliceRecord, long> value) =>
        group.Max(value) is > 0 and var ns ? Figure.Duration(ns) : Figure.Unknown;

    private static string Phase(IGrouping<int, SliceRecord> group) => group.First().Phase switch
    {
        PhaseName.Window => "",
        var phase => $" ({phase})",
    };

    private static string Second(int second) => second.ToString(CultureInfo.InvariantCulture);

    private static string Instant(double seconds) => seconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
}
