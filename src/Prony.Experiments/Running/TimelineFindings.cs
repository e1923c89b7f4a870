using Prony.Measurement.Runs;
using Prony.Statistics.Recovery;

namespace Prony.Experiments.Running;

/// <summary>What the events on a timeline did to a window, from its seconds. Pure; docs/methods/recovery.md.</summary>
internal static class TimelineFindings
{
    /// <param name="events">By time.</param>
    /// <param name="slices">The window's, in order.</param>
    /// <param name="durationS">Its length.</param>
    /// <param name="margin">Smallest difference worth acting on, as a share.</param>
    /// <param name="problemOf">Why an event could not be done.</param>
    public static IReadOnlyList<RecoveryRecord> Of(
        IReadOnlyList<TimelineEvent> events, IReadOnlyList<SliceRecord> slices, double durationS, double margin, Func<TimelineEvent, string?> problemOf)
    {
        var startS = slices.Count == 0 ? 0 : slices[0].TS;
        var seconds = slices.Take(WindowSeconds.WholeIn(durationS)).Select(slice => new RecoverySecond(
            slice.TS - startS, slice.Outcomes.Success, slice.Outcomes.Failed(), slice.P99Ns)).ToList();
        var found = RecoveryTimes.Of(seconds, [.. events.Select(one => one.AtS)], margin);
        return [.. events.Zip(found, (one, recovery) => Record(one, recovery, problemOf(one)))];
    }

    /// <summary>What an event did over several rounds.</summary>
    /// <param name="rounds">The same events in each.</param>
    public static IReadOnlyList<RecoveryRecord> OverRounds(IReadOnlyList<IReadOnlyList<RecoveryRecord>> rounds) =>
    [
        .. Enumerable.Range(0, rounds.Count == 0 ? 0 : rounds.Min(round => round.Count)).Select(i => Together([.. rounds.Select(round => round[i])])),
    ];

    private static RecoveryRecord Record(TimelineEvent one, EventRecovery recovery, string? problem) => new(one.AtS, one.Text, one.Service, recovery.Failed)
    {
        LevelPerS = recovery.LevelPerS,
        LevelP99Ns = recovery.LevelP99Ns,
        ThroughputBackS = recovery.ThroughputBackS,
        P99BackS = recovery.P99BackS,
        BackS = recovery.BackS,
        RoundsBack = recovery.BackS is null ? 0 : 1,
        Worst = recovery.Worst is { } worst ? new WorstSecond(worst.AtS, worst.Succeeded, worst.P99Ns, worst.Failed) : null,
        Problem = problem,
    };

    /// <summary>Rounds in which the event could not be done say nothing of what it does.</summary>
    private static RecoveryRecord Together(List<RecoveryRecord> rounds)
    {
        var done = rounds.FindAll(round => round.Problem is null);
        return done.Count == 0 || done.Count == rounds.Count ? Over(rounds) : Over(done) with
        {
            RoundsUndone = rounds.Count - done.Count,
            Problem = rounds.Find(round => round.Problem is not null)!.Problem,
        };
    }

    private static RecoveryRecord Over(List<RecoveryRecord> rounds) => rounds.Count == 1 ? rounds[0] : rounds[0] with
    {
        Failed = rounds.Average(round => round.Failed),
        LevelPerS = MedianOfAll(rounds, round => round.LevelPerS),
        LevelP99Ns = MedianOfAll(rounds, round => round.LevelP99Ns),
        ThroughputBackS = MedianTime(rounds, round => round.ThroughputBackS),
        P99BackS = MedianTime(rounds, round => round.P99BackS),
        BackS = MedianTime(rounds, round => round.BackS),
        Worst = rounds.Select(round => round.Worst).OfType<WorstSecond>().MinBy(worst => worst.PerS),
        Rounds = rounds.Count,
        RoundsBack = rounds.Sum(round => round.RoundsBack),
    };

    /// <summary>Null where one of them is.</summary>
    private static double? MedianOfAll(List<RecoveryRecord> rounds, Func<RecoveryRecord, double?> figure) =>
        rounds.TrueForAll(round => figure(round) is not null) ? Median([.. rounds.Select(round => figure(round)!.Value)]) : null;

    /// <summary>A time that was not reached is longer than all that were; null where the median is such a one.</summary>
    private static double? MedianTime(List<RecoveryRecord> rounds, Func<RecoveryRecord, double?> figure) =>
        Median([.. rounds.Select(round => figure(round) ?? double.PositiveInfinity)]) is var median && double.IsFinite(median) ? median : null;

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
