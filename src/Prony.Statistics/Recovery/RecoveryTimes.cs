namespace Prony.Statistics.Recovery;

/// <summary>When a window is back at its level after an event.</summary>
/// <remarks>
/// <para>Level: medians of up to <see cref="MostSecondsBefore"/> whole seconds of the window before the event; where an earlier event was not recovered from by then, that one's level. A second
/// is at the level when its successes are not below level · (1 − margin), nor p99 above level · (1 + margin), nor failures above the most of a second before; what seconds before the event
/// showed by themselves counts as the level, too, because single seconds scatter.</para>
/// <para>Back: at the start of the first second at the level that is followed by another one (at the end of the window it may stand alone). The first that is looked at is the one with the event; when
/// that is at the level, the time is 0. Resolution: one second. Pure and thread-safe.</para>
/// </remarks>
public static class RecoveryTimes
{
    /// <summary>Longer ago is another time.</summary>
    public const int MostSecondsBefore = 10;

    /// <summary>Seconds in a row that make it a return and no flicker.</summary>
    public const int SecondsAtLevel = 2;

    /// <summary>Clocks of events and of slices are read one after the other.</summary>
    private const double RoundingS = 0.001;

    /// <summary>What each event did.</summary>
    /// <param name="seconds">Whole seconds of the window in order.</param>
    /// <param name="eventsAtS">When events began, seconds since the window's start, in order.</param>
    /// <param name="margin">Smallest difference worth acting on, as a share, 0 or more.</param>
    public static IReadOnlyList<EventRecovery> Of(IReadOnlyList<RecoverySecond> seconds, IReadOnlyList<double> eventsAtS, double margin)
    {
        ArgumentNullException.ThrowIfNull(seconds);
        ArgumentNullException.ThrowIfNull(eventsAtS);
        ArgumentOutOfRangeException.ThrowIfNegative(margin);
        var found = new List<EventRecovery>();
        (double? AtS, Level? Level) undisturbed = (0, null);
        for (var i = 0; i < eventsAtS.Count; i++)
        {
            var atS = eventsAtS[i];
            var before = undisturbed.AtS is { } from ? seconds.Where(second => second.AtS >= from - RoundingS && second.AtS + 1 <= atS + RoundingS).TakeLast(MostSecondsBefore).ToList() : [];
            var level = before.Count > 0 ? Level.Of(before, margin) : undisturbed.Level;
            var untilS = i + 1 < eventsAtS.Count ? eventsAtS[i + 1] : double.PositiveInfinity;
            var after = seconds.Where(second => second.AtS + 1 > atS + RoundingS && second.AtS < untilS - RoundingS).ToList();
            var recovery = Of(after, atS, level);
            found.Add(recovery);

            // Seconds before it was back say nothing of the level of the next.
            undisturbed = (recovery.BackS is { } back ? atS + (back == 0 ? 0 : back) : null, level);
        }

        return found;
    }

    private static EventRecovery Of(List<RecoverySecond> after, double atS, Level? level)
    {
        if (level is null)
        {
            return new EventRecovery(null, null, after.Sum(second => second.Failed), null, null, null, Worst(after));
        }

        var back = BackIn(after, second => level.HasThroughput(second) && level.HasP99(second) && second.Failed <= level.MostFailed);
        var disturbed = after.Take(Math.Max(1, back ?? after.Count)).ToList();
        return new EventRecovery(
            level.PerS,
            level.P99Ns,
            disturbed.Sum(second => second.Failed),
            TimeOf(after, atS, BackIn(after, level.HasThroughput)),
            TimeOf(after, atS, BackIn(after, level.HasP99)),
            TimeOf(after, atS, back),
            Worst(disturbed));
    }

    /// <summary>Index of the first second of a lasting return; null when there is none.</summary>
    private static int? BackIn(List<RecoverySecond> after, Func<RecoverySecond, bool> isAtLevel)
    {
        for (var i = 0; i < after.Count; i++)
        {
            if (after.Skip(i).Take(SecondsAtLevel).All(isAtLevel))
            {
                return i;
            }
        }

        return null;
    }

    private static double? TimeOf(List<RecoverySecond> after, double atS, int? index) =>
        index is not { } i ? null : i == 0 ? 0 : Math.Round(Math.Max(0, after[i].AtS - atS), 3);   // instants are known to a millisecond

    private static RecoverySecond? Worst(List<RecoverySecond> seconds) =>
        seconds.Count == 0 ? null : seconds.OrderBy(second => second.Succeeded).ThenByDescending(second => second.P99Ns).First();

    private sealed record Level(double PerS, double P99Ns, double LeastPerS, double MostP99Ns, double MostFailed)
    {
        public static Level Of(List<RecoverySecond> before, double margin)
        {
            var perS = Median([.. before.Select(second => second.Succeeded)]);
            var p99Ns = Median([.. before.Select(second => second.P99Ns)]);
            return new Level(
                perS,
                p99Ns,
                Math.Min(perS * (1 - margin), before.Min(second => second.Succeeded)),
                Math.Max(p99Ns * (1 + margin), before.Max(second => second.P99Ns)),
                before.Max(second => second.Failed));
        }

        public bool HasThroughput(RecoverySecond second) => second.Succeeded >= LeastPerS;

        public bool HasP99(RecoverySecond second) => second.P99Ns > 0 && second.P99Ns <= MostP99Ns;

        private static double Median(double[] values)
        {
            Array.Sort(values);
            return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
        }
    }
}
