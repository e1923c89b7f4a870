using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Gates;

/// <summary>
/// V01: does the tool measure itself? With CPUs of its own: CPU share of the busiest generator thread, because a busy thread answers late.
/// Sharing full CPUs with the server: g = generator CPU ÷ CPU that the machine used in the window, because g bounds how much the generator can bias the result.
/// Where CPUs are idle the generator takes nothing from the server, and it is judged as on CPUs of its own.
/// </summary>
internal sealed class GeneratorGate : IGate
{
    /// <summary>CPUs that are busier than this share are full: programs wait for each other.</summary>
    private const double FullShare = 0.7;

    /// <summary>The machine's CPU time is counted in ticks of 10 ms, which say nothing of shorter windows, seconds.</summary>
    private const double ShortestWindowS = 1;

    public GateFinding Judge(TrialFacts facts) =>
        facts.IsColocated && !(facts.IsClosed && facts.MachineBusyS is { } busyS && !AreFull(facts, busyS)) ? Colocated(facts) : Alone(facts);

    private static bool AreFull(TrialFacts facts, double busyS) =>
        facts.Load.Window.DurationS >= ShortestWindowS && busyS > FullShare * facts.MachineCpus * facts.Load.Window.DurationS;

    private static GateFinding Colocated(TrialFacts facts)
    {
        var row = facts.Row(GateLimits.GeneratorShare);
        if (!facts.IsClosed)
        {
            return GateFinding.NotApplicable(row, "open model on the server's CPUs: V02 decides by the generator's lateness");
        }

        if (facts.MachineBusyS is not > 0)
        {
            return GateFinding.Unknown(row, "the CPU time of the machine in the window is not known");
        }

        // Clocks of threads and of the machine tick differently: a share a little above 1 is 1.
        var share = Math.Min(1, facts.Load.Generator.CpuS / facts.MachineBusyS.Value);
        return GateFinding.ByLimits(row, share, state => new DoubtWords(
            $"The generator used {ShareText.Format(share)} of the CPU that the machine used in the window ({GateWords.Time(facts.Load.Generator.CpuS * 1e9)} of {GateWords.Time(facts.MachineBusyS.Value * 1e9)}).",
            state == GateState.Invalid
                ? $"Above {ShareText.Format(row.Invalid!.Value)} the tool measures itself: the server did not get the CPU that it was to show."
                : $"Above {ShareText.Format(row.Warn!.Value)} the server's throughput is noticeably too low, by up to that share.",
            "Give the generator CPUs of its own (taskset for the server, or another machine); a comparison stands only where its difference is larger than that share."));
    }

    private static GateFinding Alone(TrialFacts facts)
    {
        var row = facts.Row(GateLimits.GeneratorThread);
        var share = facts.Load.Generator.BusiestThreadShare;
        var threads = facts.Load.Generator.Threads;
        return GateFinding.ByLimits(row, share, state => new DoubtWords(
            $"{(threads == 1 ? "The generator thread" : $"The busiest of {threads} generator threads")} used {ShareText.Format(share)} of its CPU.",
            state == GateState.Invalid
                ? $"Above {ShareText.Format(row.Invalid!.Value)} responses wait in the generator, and the wait is counted as the server's."
                : $"Above {ShareText.Format(row.Warn!.Value)} responses begin to wait in the generator.",
            threads < facts.MachineCpus - (facts.ServiceCpus ?? 0)
                ? $"Use more generator threads{(facts.SingleLoad ? " (--threads)" : string.Empty)} or less load."
                : "Use less load, or a machine with more CPUs for the generator."));
    }
}
