using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Gates;

/// <summary>
/// V20: responses that cluster where TCP waits: 40 ms (delayed acknowledgement), 200 ms (shortest retransmission), 1, 3 and 7 s (connection attempts again). Counted are those above the
/// larger of the two neighbouring times of the same width, beyond what counting scatters; only where the usual response (up to p75) is shorter, because such a wait is added to it.
/// </summary>
internal sealed class SignatureGate : IGate
{
    private const double HalfWidth = 0.03;

    /// <summary>The wait is added to the usual response, of which so much is allowed for.</summary>
    private const double MostShift = 0.15;

    private const double Deviations = 3;

    private static readonly Signature[] Signatures =
    [
        new(40_000_000, "a delayed acknowledgement of TCP", "Switch on TCP_NODELAY in the server, or let it write head and body at once.", IsOfNetwork: false),
        new(200_000_000, "the shortest wait before TCP sends again", "Look for lost segments (V19) and for full queues.", IsOfNetwork: true),
        new(1_020_000_000, "a connection attempt that was made again after 1 s", "Look for a full accept queue (V18): raise the backlog.", IsOfNetwork: true),
        new(3_060_000_000, "a connection attempt that was made again after 1 and 2 s", "Look for a full accept queue (V18): raise the backlog.", IsOfNetwork: true),
        new(7_100_000_000, "a connection attempt that was made again three times", "Look for a full accept queue (V18): raise the backlog.", IsOfNetwork: true),
    ];

    public GateFinding Judge(TrialFacts facts)
    {
        var row = facts.Row(GateLimits.Signatures);
        if (facts.Surroundings is { IsTcp: false })
        {
            return GateFinding.NotApplicable(row, GateWords.NoTcp);
        }

        if (facts.Response is not { Count: > 0 } response)
        {
            return GateFinding.Unknown(row, facts.Response is null ? "the distribution of the responses is not known" : GateWords.NoRequests);
        }

        var (median, usual) = (response.ValueAtPercentile(50), response.ValueAtPercentile(75));
        var looked = Signatures.Where(signature => usual < (1 - (3 * HalfWidth)) * signature.Ns).ToList();
        if (looked.Count == 0)
        {
            return GateFinding.NotApplicable(row, "the usual response takes longer than every wait of TCP that is looked for");
        }

        looked.RemoveAll(signature => IsRuledOut(facts, signature));
        if (looked.Count == 0)
        {
            return GateFinding.ByLimits(row, 0, _ => throw new InvalidOperationException("Nothing is within every limit."));
        }

        var shift = (long)Math.Min(median, MostShift * Signatures[0].Ns);
        var (worst, excess) = looked.Select(signature => (Signature: signature, Excess: ExcessAt(response, signature.Ns, shift))).MaxBy(found => found.Excess);
        var share = excess / (double)response.Count;
        var mayInvalidate = !facts.IsHint && facts.Load.Work?.OneRequest != false && !IsExplained(facts, worst);
        return GateFinding.ByLimits(row, share, row.Warn, mayInvalidate ? row.Invalid : null, state => new DoubtWords(
            $"{CountText.Of(excess, "response")} of {CountText.Of(response.Count)} ({ShareText.Format(share)}) took about {GateWords.Time(worst.Ns)}, and hardly any a little less or more: {worst.Meaning}.",
            state == GateState.Invalid
                ? $"Above {ShareText.Format(row.Invalid!.Value)} the high percentiles are waits of TCP, not of the server's work."
                : "Such waits stand in the high percentiles and are none of the server's work.",
            worst.Advice + " If the server itself waits that long, this is its result: say so with a limit of its own (limits)."));
    }

    /// <summary>
    /// The kernel of both ends sent nothing again and dropped nothing: what looks like a retransmission is the server's own, such as users who were answered together and wait together.
    /// </summary>
    private static bool IsRuledOut(TrialFacts facts, Signature signature) => signature.IsOfNetwork
        && facts is { ServerIsLocal: true, Surroundings.Tcp: { Retransmitted: 0, ListenDrops: 0, ListenOverflows: 0 } };

    /// <summary>The kernel's counters show what made the waits: a full queue or lost segments are this server's doing.</summary>
    private static bool IsExplained(TrialFacts facts, Signature signature) => signature.IsOfNetwork
        && facts.Surroundings?.Tcp is { } tcp
        && (tcp.Retransmitted > 0 || tcp.ListenDrops > 0 || tcp.ListenOverflows > 0);

    /// <summary>Responses near an instant above the larger of its neighbours; 0 where the difference may be chance.</summary>
    internal static long ExcessAt(Histogram response, long ns, long shiftNs)
    {
        var low = (long)(ns * (1 - HalfWidth));
        var width = (long)(ns * 2 * HalfWidth) + shiftNs;
        long within = 0, before = 0, after = 0;
        foreach (var bucket in response.Buckets())
        {
            var middle = bucket.Low + ((bucket.High - bucket.Low) / 2);
            if (middle >= low - width && middle < low)
            {
                before += bucket.Count;
            }
            else if (middle >= low && middle < low + width)
            {
                within += bucket.Count;
            }
            else if (middle >= low + width && middle < low + (2 * width))
            {
                after += bucket.Count;
            }
        }

        var beside = Math.Max(before, after);
        return within - beside > Deviations * Math.Sqrt(within + beside) ? within - beside : 0;
    }

    private sealed record Signature(long Ns, string Meaning, string Advice, bool IsOfNetwork);
}
