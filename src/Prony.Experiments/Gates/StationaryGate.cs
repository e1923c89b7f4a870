using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Prony.Statistics.SteadyState;

namespace Prony.Experiments.Gates;

/// <summary>
/// V12: does the window show one state? Trend and steps in the seconds of the window: median response, and CPU per request where the candidate's CPU is known, because
/// a compiler settles later in CPU than in response. The value is the largest change that is significant at 1 %; an automatic warm-up that never got steady and memory that
/// grows speak beside it, and the worst of them decides.
/// </summary>
internal sealed class StationaryGate : IGate
{
    /// <summary>A change that is less certain only warns: neighbouring seconds depend on each other, which makes changes look more certain than they are.</summary>
    private const double CertainP = 0.001;

    public GateFinding Judge(TrialFacts facts)
    {
        GateFinding?[] others = [SteadyAtLast.Judge(facts), MemoryTrend.Judge(facts)];
        var worst = JudgeWindow(facts);
        foreach (var other in others.OfType<GateFinding>())
        {
            var (first, second) = Weight(other) > Weight(worst) ? (other, worst) : (worst, other);
            worst = first with { Further = [.. first.Further, .. second.Further.Prepend(second.Doubt).OfType<DoubtRecord>()] };
        }

        return worst;
    }

    private static int Weight(GateFinding finding) => finding.Record.State switch { GateState.Invalid => 2, GateState.Warn => 1, _ => 0 };

    private static GateFinding JudgeWindow(TrialFacts facts)
    {
        var row = facts.Row(GateLimits.Stationary);
        if (!facts.LoadIsConstant)
        {
            return GateFinding.NotApplicable(row, "the load itself changes during the window");
        }

        if (facts.Events.Count > 0)
        {
            return GateFinding.NotApplicable(row, "events on the timeline change the window");
        }

        var seconds = facts.Seconds.Count(second => second.P50Ns > 0);
        if (seconds < Steadiness.FewestValues)
        {
            return GateFinding.Unknown(row, string.Create(
                CultureInfo.InvariantCulture, $"window too short: {CountText.Of(seconds, "whole second")} with responses, {Steadiness.FewestValues} are needed"));
        }

        var response = Changes("the median response", [.. facts.Seconds.Select(second => second.P50Ns)]);
        var cost = Changes("CPU per request", [.. facts.Seconds.Select(second => second.CpuPerRequestNs ?? 0)]);
        var worst = response.Concat(cost).OrderByDescending(found => IsCertain(found.Change, row)).ThenByDescending(found => Math.Abs(found.Change.Share)).FirstOrDefault();
        return worst is null
            ? GateFinding.ByLimits(row, 0, _ => throw new InvalidOperationException("No change is within every limit."))
            : GateFinding.ByLimits(
                row, Math.Abs(worst.Change.Share), row.Warn, worst.Change.P < CertainP && !facts.SingleLoad ? row.Invalid : null, state => Words(state, worst, facts, row));
    }

    private static bool IsCertain(WindowChange change, GateLimit row) => change.P < CertainP && Math.Abs(change.Share) > row.Invalid;

    private static IEnumerable<Found> Changes(string what, double[] values)
    {
        double[] known = [.. values.Where(value => value > 0)];
        return known.Length < Steadiness.FewestValues ? [] : Steadiness.ChangesIn(known).Select(change => new Found(what, change));
    }

    private static DoubtWords Words(string state, Found found, TrialFacts facts, GateLimit row)
    {
        var (share, window) = (ShareText.Format(Math.Abs(found.Change.Share)), facts.Load.Window.DurationS);
        var how = found.Change.Share > 0 ? "rose" : "fell";
        var seen = found.Change.StepAt is { } at
            ? string.Create(CultureInfo.InvariantCulture, $"{Capital(found.What)} {how} by {share} at once, {at * window:0} s into the window.")
            : $"{Capital(found.What)} {how} by {share} in the course of the window.";
        return new DoubtWords(
            seen,
            state == GateState.Invalid
                ? $"Above {ShareText.Format(row.Invalid!.Value)} the window shows no steady state: its figures depend on when it began and how long it was."
                : $"Above {ShareText.Format(row.Warn!.Value)} the figures depend on when the window began.",
            found.Change.StepAt is null && found.Change.Share < 0
                ? $"Warm up longer ({(facts.SingleLoad ? "--warmup" : "phases.warmup")}): it was still getting faster."
                : "Look for what changed then: a collector, a cache that filled, a limit of the CPU, a neighbour; a queue that only grows means that the load is above the capacity.");
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private sealed record Found(string What, WindowChange Change);
}
