using System.Globalization;
using Prony.Measurement.Machine;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Gates;

/// <summary>
/// V14: CPU of other programs in cores: what the machine was busy, less interrupts, the candidate and Prony. Without interrupts, because those of the load's own packets are
/// in nobody's account on some kernels; so the figure is a lower bound. The kernel samples who runs by ticks: 3 standard deviations of that are allowed on top of the limits.
/// </summary>
internal sealed class NeighboursGate : IGate
{
    private const double AllowedDeviations = 3;

    public GateFinding Judge(TrialFacts facts)
    {
        var row = facts.Row(GateLimits.Neighbours);
        if (facts.Surroundings is not { Cpus: { Count: > 0 } cpus } around)
        {
            return GateFinding.Unknown(row, GateWords.NoCpuTimes);
        }

        if (ServerCpuS(facts) is not { } serverS)
        {
            return GateFinding.Unknown(row, facts.SingleLoad
                ? "Prony did not start the server, so that its CPU cannot be told from that of others"
                : "the candidate's CPU is not known (say its process under `pid`), so that it cannot be told from that of others");
        }

        var generator = facts.Load.Generator;
        var knownS = serverS + generator.CpuS + generator.OverheadCpuS;
        var cores = Math.Max(0, (cpus.Sum(cpu => cpu.BusyS - cpu.InterruptS) - knownS) / around.LengthS);
        var unseen = AllowedDeviations * SamplingCores(cpus, around.LengthS);
        return GateFinding.ByLimits(row, cores, row.Warn + unseen, facts.IsHint ? null : row.Invalid + unseen, state => new DoubtWords(
            $"Other programs used {Cores(cores)} cores in the window.",
            state == GateState.Invalid
                ? $"Above {Cores(row.Invalid!.Value)} cores they decide what is left for the server."
                : $"Above {Cores(row.Warn!.Value)} cores they take what the server or the generator may need.",
            "Find them (top, sorted by CPU) and stop them while Prony measures: builds, browsers, backups, another load."));
    }

    private static double? ServerCpuS(TrialFacts facts) => facts.ServerIsLocal ? facts.ServerCpuS + facts.SharedServices.Sum(service => service.Cores * service.LengthS) : 0;

    /// <summary>Standard deviation of a binomial count of busy ticks, in cores.</summary>
    private static double SamplingCores(IReadOnlyList<CpuTimes> cpus, double lengthS)
    {
        var totalS = cpus.Sum(cpu => cpu.TotalS);
        var busy = totalS > 0 ? Math.Clamp(cpus.Sum(cpu => cpu.BusyS) / totalS, 0, 1) : 0;
        return Math.Sqrt(totalS / CpuTimes.TickS * busy * (1 - busy)) * CpuTimes.TickS / lengthS;
    }

    private static string Cores(double cores) => cores.ToString("0.##", CultureInfo.InvariantCulture);
}
