using System.Globalization;

namespace Prony.Measurement.Runs;

/// <summary>Something that is done to a service of the candidate while a window is measured.</summary>
/// <param name="AtS">When, seconds since the start of the window.</param>
/// <param name="Action">One of <see cref="TimelineAction"/>.</param>
/// <param name="Service">To which service.</param>
public sealed record TimelineEvent(double AtS, string Action, string Service)
{
    /// <summary>kill, signal: to so many instances, the oldest first. Null: all.</summary>
    public int? Instances { get; init; }

    /// <summary>pause: how long, seconds.</summary>
    public double? ForS { get; init; }

    /// <summary>incr, decr: so many instances.</summary>
    public int? By { get; init; }

    /// <summary>signal: its name.</summary>
    public string? Signal { get; init; }

    /// <summary>restart: one instance after the other.</summary>
    public bool Rolling { get; init; }

    /// <summary>kill: whether what was killed is started again at once.</summary>
    public bool Respawn { get; init; }

    /// <summary>"kill web (1 instance)", "pause database for 2 s". Follows from the others, so it is not written.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Text => Action switch
    {
        TimelineAction.Kill => $"kill {Service}{Of(Instances)}{(Respawn ? "" : ", not respawned")}",
        TimelineAction.Signal => $"{Signal} to {Service}{Of(Instances)}",
        TimelineAction.Pause => string.Create(CultureInfo.InvariantCulture, $"pause {Service} for {ForS:0.###} s"),
        TimelineAction.Restart => $"restart {Service}{(Rolling ? ", rolling" : "")}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{Action} {Service} by {By}"),
    };

    private static string Of(int? instances) =>
        instances is not { } count ? "" : string.Create(CultureInfo.InvariantCulture, $" ({count} instance{(count == 1 ? "" : "s")})");
}

/// <summary>What can be done on a timeline, as it is written.</summary>
public static class TimelineAction
{
    /// <summary>SIGKILL to all processes of instances.</summary>
    public const string Kill = "kill";

    /// <summary>SIGSTOP to all processes, after a while SIGCONT.</summary>
    public const string Pause = "pause";

    /// <summary>More instances.</summary>
    public const string Increase = "incr";

    /// <summary>Fewer instances.</summary>
    public const string Decrease = "decr";

    /// <summary>A signal to the first process of instances.</summary>
    public const string Signal = "signal";

    /// <summary>Stop and start.</summary>
    public const string Restart = "restart";
}

/// <summary>What an event on the timeline did to a window, and how long that lasted (docs/methods/recovery.md).</summary>
/// <param name="AtS">When it was planned, seconds since the start of the window.</param>
/// <param name="Event">In words: "kill web (1 instance)".</param>
/// <param name="Service">To which service.</param>
/// <param name="Failed">Requests that failed from its second until all was back; over several rounds their mean.</param>
public sealed record RecoveryRecord(double AtS, string Event, string Service, double Failed)
{
    /// <summary>Successes per second before it; null when no second was.</summary>
    public double? LevelPerS { get; init; }

    /// <summary>p99 before it, ns.</summary>
    public double? LevelP99Ns { get; init; }

    /// <summary>Seconds until throughput was back at the level, 0 when it never left; null when it was not. Over several rounds the median, with one that was not back as longer than all others; null where that is the median.</summary>
    public double? ThroughputBackS { get; init; }

    /// <summary>The same of p99.</summary>
    public double? P99BackS { get; init; }

    /// <summary>The same of both at once, with no more failures than before.</summary>
    public double? BackS { get; init; }

    /// <summary>The second with the fewest successes, of any round; null where no whole second followed.</summary>
    public WorstSecond? Worst { get; init; }

    /// <summary>Rounds that it stands for.</summary>
    public int Rounds { get; init; } = 1;

    /// <summary>Rounds in which all was back.</summary>
    public int RoundsBack { get; init; }

    /// <summary>Rounds in which it could not be done; they are in none of the figures, nor in <see cref="Rounds"/>. 0 where it could be done in none.</summary>
    public int RoundsUndone { get; init; }

    /// <summary>Why it could not be done, of the first such round; null when it was.</summary>
    public string? Problem { get; init; }
}

/// <summary>The worst second after an event.</summary>
/// <param name="AtS">Its start, seconds since the start of the window.</param>
/// <param name="PerS">Successes in it.</param>
/// <param name="P99Ns">p99 of the responses in it, ns; 0 when there were none.</param>
/// <param name="Failed">Requests that failed in it.</param>
public sealed record WorstSecond(double AtS, double PerS, double P99Ns, double Failed);
