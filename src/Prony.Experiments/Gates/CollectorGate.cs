using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Gates;

/// <summary>
/// V23: Prony's own garbage collections: all pauses ÷ window, and the longest pause against 10 % of p99. A pause below 1 ms is beneath notice. The longest alone only
/// warns: a pause that is a thousandth of the window cannot move p99.
/// </summary>
internal sealed class CollectorGate : IGate
{
    private const double LongestFloorNs = 1_000_000;
    private const double LongestShareOfP99 = 0.10;

    public GateFinding Judge(TrialFacts facts)
    {
        var row = facts.Row(GateLimits.Collector);
        if (facts.Surroundings is not { } around)
        {
            return GateFinding.Unknown(row, "the pauses of the window were not read");
        }

        var pausedNs = facts.Load.Generator.GcPauseNs;
        var share = pausedNs / 1e9 / around.LengthS;
        var longest = Math.Max(LongestFloorNs, LongestShareOfP99 * facts.Load.ResponseNs.At("99"));
        return share <= row.Warn && around.LongestPauseNs > longest
            ? GateFinding.ByLimits(row, around.LongestPauseNs, longest, null, _ => new DoubtWords(
                $"Prony's own garbage collector stopped it for {GateWords.Time(around.LongestPauseNs)} at once.",
                $"Above {GateWords.Time(longest)} the highest percentiles may show Prony's pause instead of the server's.",
                "Look at the highest percentiles with that in mind; a shorter window has fewer collections."))
            : GateFinding.ByLimits(row, share, state => new DoubtWords(
                $"Prony's own garbage collector stopped it for {GateWords.Time(pausedNs)} of the window ({ShareText.Format(share)}{Counted(around.Collections)}).",
                state == GateState.Invalid
                    ? $"Above {ShareText.Format(row.Invalid!.Value)} the pauses of the tool stand in p99."
                    : $"Above {ShareText.Format(row.Warn!.Value)} the pauses of the tool begin to show in the highest percentiles.",
                "Lower the load or use fewer connections; where nothing helps, please report it: Prony means to allocate nothing in the window."));
    }

    /// <summary>A pause may reach into a window whose collection was counted before it.</summary>
    private static string Counted(int collections) => collections == 0 ? "" : $", {CountText.Of(collections, "collection")}";
}
