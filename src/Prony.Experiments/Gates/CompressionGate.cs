using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Gates;

/// <summary>
/// V08 within one window: responses to one and the same request that are partly compressed and partly not. What differs between candidates is judged where they are compared
/// (Verdicts/SameWork).
/// </summary>
internal sealed class CompressionGate : IGate
{
    private const string Uncompressed = "identity";

    public GateFinding Judge(TrialFacts facts)
    {
        var row = facts.Row(GateLimits.MixedCompression);
        if (facts.Load.Work is not { } work)
        {
            return GateFinding.Unknown(row, "what the responses were was not recorded");
        }

        var all = work.Encodings.Values.Sum();
        if (all == 0)
        {
            return GateFinding.Unknown(row, "no response came");
        }

        if (!work.OneRequest)
        {
            return GateFinding.NotApplicable(row, "several requests: some answers may be worth compressing and others not; candidates are compared with each other");
        }

        // A failed request is rarely compressed, and V07 speaks of it.
        var plain = work.Encodings.GetValueOrDefault(Uncompressed);
        var few = Math.Min(plain, all - plain);
        var share = Math.Max(0, few - facts.Load.Outcomes.Status - facts.Load.Outcomes.Expect) / (double)all;
        return GateFinding.ByLimits(row, share, _ => new DoubtWords(
            $"The same request was answered with and without compression: {CountText.Of(all - plain)} of {CountText.Of(all, "response")} were compressed ({ShareText.Format((all - plain) / (double)all)}).",
            "Compressed and plain answers are different work: the figures are a mixture of two servers.",
            "Switch compression on or off for all answers, or look at what turns it off (a level that adapts to load, several workers with different settings)."));
    }
}
