using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Runs;

/// <summary>What events on the timeline did, a line for each event and candidate.</summary>
internal static class RecoveryView
{
    /// <summary>Null where the scenario has no events.</summary>
    public static Bullets? Of(PointVerdict point, IReadOnlyList<string> names)
    {
        var lines = names.SelectMany(name => point.Candidates[name].Recoveries.Select(recovery => new Bullet(
            $"{name}, {recovery.Event} at {Seconds(recovery.AtS)}", Sentence(recovery), recovery.BackS is null ? Tone.Doubtful : Tone.Plain))).ToList();
        return lines.Count == 0 ? null : new Bullets(lines);
    }

    /// <summary>"12 requests failed; throughput back after 1.2 s, p99 after 2.2 s, both without failures after 2.2 s; worst second at 1 s: 45/s, p99 120 ms, 12 failed (before: 100/s, p99 10 ms)."</summary>
    internal static string Sentence(RecoveryRecord recovery)
    {
        if (recovery is { Problem: { } problem, RoundsUndone: 0 })
        {
            return $"could not be done: {problem}.";
        }

        var undone = recovery.RoundsUndone == 0 ? "" : $" It could not be done in {recovery.RoundsUndone} of {Figure.Count(recovery.Rounds + recovery.RoundsUndone, "round")}: {recovery.Problem}.";

        var failed = $"{Number(recovery.Failed)} {(recovery.Failed == 1 ? "request" : "requests")} failed{(recovery.Rounds > 1 ? " on average" : "")}";
        var worst = recovery.Worst is { } second
            ? $"; worst second at {Seconds(second.AtS)}: {Figure.PerSecond(second.PerS)}/s, p99 {(second.P99Ns > 0 ? Figure.Duration(second.P99Ns) : "of nothing")}, {Number(second.Failed)} failed"
            : "; no whole second followed";
        return recovery.LevelPerS is null
            ? $"{failed}{worst}; no whole second before it, so there is no level to come back to.{undone}"
            : $"{failed}; {Back(recovery)}{worst} (before: {Figure.PerSecond(recovery.LevelPerS)}/s, p99 {Figure.Duration(recovery.LevelP99Ns)}).{undone}";
    }

    private static string Back(RecoveryRecord recovery)
    {
        if (recovery is { ThroughputBackS: 0, P99BackS: 0, BackS: 0 })
        {
            return "throughput and p99 never left their level";
        }

        var rounds = recovery.Rounds > 1 && recovery.RoundsBack < recovery.Rounds ? $" (back in {recovery.RoundsBack} of {Figure.Count(recovery.Rounds, "round")})" : "";
        return $"throughput {After(recovery.ThroughputBackS)}, p99 {After(recovery.P99BackS)}, both without failures {After(recovery.BackS)}{rounds}";
    }

    private static string After(double? seconds) => seconds switch
    {
        null => "not back before the next event or the end of the window",
        0 => "never left its level",
        { } value => $"back after {Seconds(value)}",
    };

    private static string Seconds(double seconds) => seconds.ToString("0.##", CultureInfo.InvariantCulture) + " s";

    private static string Number(double value) => value.ToString(value < 10 ? "0.#" : "#,0", CultureInfo.InvariantCulture);
}
