using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Gates;

/// <summary>
/// V15: did the CPUs keep their speed? By the kernel's counters of heat and by frequencies, where they can be read; elsewhere by a fixed loop before the load and after it.
/// Unknown where other programs disturbed the loop.
/// </summary>
internal sealed class FrequencyGate : IGate
{
    public GateFinding Judge(TrialFacts facts)
    {
        var (speed, frequency) = (facts.Row(GateLimits.Speed), facts.Row(GateLimits.Frequency));
        return facts.Surroundings switch
        {
            { Throttled: > 0 and var times } => Hot(frequency, times, facts),
            { FrequencyRatio: { } ratio } => GateFinding.ByLimits(frequency, ratio - 1, _ => new DoubtWords(
                $"The frequency of a CPU changed by {ShareText.Format(ratio - 1)} in the window.",
                $"Above {ShareText.Format(frequency.Warn!.Value)} the same work takes a different time from second to second.",
                "Set the governor to performance and turn off turbo for the run (cpupower frequency-set -g performance).")),
            { SpeedChange: { } change } => Changed(speed, change),
            _ => GateFinding.Unknown(speed, facts.Surroundings is null
                ? "the speed of the CPUs was not looked at"
                : "frequencies cannot be read here, and other programs disturbed the loop that is run instead"),
        };
    }

    private static GateFinding Hot(GateLimit row, long times, TrialFacts facts) =>
        GateFinding.ByLimits(row, times, facts.IsHint ? 0 : null, facts.IsHint ? null : 0, _ => new DoubtWords(
            $"A CPU was slowed for heat {CountText.Of(times, "time")} in the window.",
            "Slowed CPUs make every server slower, and the ones that come later more than the ones before.",
            "Cool the machine, or fix a frequency that it can keep (cpupower frequency-set)."));

    /// <summary>Never invalid: the loop sees some milliseconds beside the window, in which a busy sibling of a virtual CPU halves the speed, and not the window itself.</summary>
    private static GateFinding Changed(GateLimit row, double change) =>
        GateFinding.ByLimits(row, Math.Abs(change), _ => new DoubtWords(
            $"The CPU was {ShareText.Format(Math.Abs(change))} {(change < 0 ? "slower" : "faster")} after the load than before it (a fixed loop).",
            $"Above {ShareText.Format(row.Warn!.Value)} the same work takes a different time at the end than at the beginning.",
            "Fix the frequency (governor performance, no turbo); in a virtual machine measure when the host is quiet."));
}
