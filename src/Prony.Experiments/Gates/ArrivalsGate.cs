using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Gates;

/// <summary>
/// V11: are the requests spaced as planned? Poisson arrivals by Anderson–Darling of up to 1,000 achieved gaps and by the rank correlation of neighbours, equal ones by their variation.
/// What the draw of the schedule itself shows is not counted against the generator.
/// </summary>
internal sealed class ArrivalsGate : IGate
{
    /// <summary>Of a sample of n the correlation scatters by 1 ÷ √n; so many of that are chance.</summary>
    private const double ChanceDeviations = 3.2;

    /// <summary>How far the correlation of achieved gaps must be from that of the planned ones.</summary>
    private const double LeastChange = 0.05;

    public GateFinding Judge(TrialFacts facts)
    {
        var load = facts.Load;
        var poisson = load.Arrivals != ArrivalsName.Uniform;
        var row = facts.Row(poisson ? GateLimits.PoissonArrivals : GateLimits.EqualArrivals);
        if (facts.IsClosed)
        {
            return GateFinding.NotApplicable(row, GateWords.ClosedModel);
        }

        if (load.Stages is not null)
        {
            return GateFinding.NotApplicable(row, "the rate changes in the course of the window, so that gaps have no one distribution");
        }

        if (load.Timestamps == TimestampsName.Call)
        {
            return GateFinding.Unknown(row, "the portable engine does not see when a request of HTTP/2 leaves");
        }

        if (load.Spacing is not { } spacing)
        {
            return GateFinding.Unknown(row, "too few requests for so high or so low a rate: gaps of 0.1 ms cannot be kept by any timer");
        }

        // On the server's CPUs lateness decides (V02): a second gate on the same waits would only repeat it.
        var mayInvalidate = !facts.SingleLoad && !facts.IsColocated;
        var found = poisson ? JudgePoisson(facts, row, spacing, mayInvalidate) : GateFinding.ByLimits(
            row, spacing.Variation, row.Warn, mayInvalidate ? row.Invalid : null, state => Words(state, string.Create(
                CultureInfo.InvariantCulture, $"Gaps between requests that were to be equal vary by {ShareText.Format(spacing.Variation)} ({Of(spacing)})."), facts));
        return found.Doubt is not null || !poisson ? found : JudgeNeighbours(facts, spacing, mayInvalidate) ?? found;
    }

    private static GateFinding JudgePoisson(TrialFacts facts, GateLimit row, SpacingRecord spacing, bool mayInvalidate)
    {
        var ofTheDraw = Math.Max(0, spacing.PlannedAndersonDarling - (row.Warn!.Value / 2));
        return GateFinding.ByLimits(
            row, spacing.AndersonDarling, row.Warn + ofTheDraw, mayInvalidate ? row.Invalid + ofTheDraw : null, state => Words(state, string.Create(
                CultureInfo.InvariantCulture,
                $"Requests did not leave as a Poisson process: A² of their gaps is {spacing.AndersonDarling:0.##}, of the planned ones {spacing.PlannedAndersonDarling:0.##} ({Of(spacing)})."), facts));
    }

    private static GateFinding? JudgeNeighbours(TrialFacts facts, SpacingRecord spacing, bool mayInvalidate)
    {
        var row = facts.Row(GateLimits.NeighbouringArrivals);
        var limit = Math.Max(row.Invalid!.Value, ChanceDeviations / Math.Sqrt(spacing.Gaps));
        var value = Math.Abs(spacing.Neighbours);
        if (value <= limit || Math.Abs(spacing.Neighbours - spacing.PlannedNeighbours) <= LeastChange)
        {
            return null;
        }

        return GateFinding.ByLimits(row, value, limit, mayInvalidate ? limit : null, state => Words(state, string.Create(
            CultureInfo.InvariantCulture,
            $"Gaps between requests depend on the gap before: correlation {spacing.Neighbours:0.##}, planned {spacing.PlannedNeighbours:0.##} ({Of(spacing)})."), facts));
    }

    private static DoubtWords Words(string state, string seen, TrialFacts facts) => new(
        seen,
        state == GateState.Invalid
            ? "Beyond the limit the load was another one than planned: bursts make queues that even arrivals do not, and the other way round."
            : "Arrivals that bunch make queues that those of the plan do not.",
        facts.IsColocated
            ? "Give the generator CPUs of its own, or lower the rate: the server takes the CPU that the generator needs to be on time."
            : "Lower the rate, use more generator threads, or allow more connections (V05).");

    private static string Of(SpacingRecord spacing) => spacing.Every == 1
        ? CountText.Of(spacing.Gaps, "gap")
        : $"{CountText.Of(spacing.Gaps, "gap")} of every {Ordinal(spacing.Every)} request";

    private static string Ordinal(int number) => CountText.Of(number) + ((number % 100) is >= 11 and <= 13 ? "th" : (number % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" });
}
