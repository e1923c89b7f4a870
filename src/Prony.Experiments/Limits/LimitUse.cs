using Prony.Experiments.Gates;
using Prony.Experiments.Layers;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Limits;

/// <summary>Who used how much CPU in a window: what every sentence begins with.</summary>
/// <param name="Cores">Mean cores by name: services, generator, others.</param>
/// <param name="MachineCores">What the whole machine was busy; null when unknown.</param>
/// <param name="Cpus">CPUs of the machine.</param>
internal sealed record LimitUse(IReadOnlyDictionary<string, double> Cores, double? MachineCores, int Cpus)
{
    /// <summary>Layers whose own queues never were empty.</summary>
    internal IReadOnlyList<QueueRecord> Queues { get; init; } = [];

    internal const string GeneratorName = "generator";

    internal const string OthersName = "others";

    internal static LimitUse Of(TrialFacts facts)
    {
        var windowS = Math.Max(1e-9, facts.Load.Window.DurationS);
        var cores = facts.Services.ToDictionary(service => service.Name, service => service.Cores);
        foreach (var service in facts.SharedServices)
        {
            cores[cores.ContainsKey(service.Name) ? "shared " + service.Name : service.Name] = service.Cores;
        }

        cores[GeneratorName] = (facts.Load.Generator.CpuS + facts.Load.Generator.OverheadCpuS) / windowS;
        var machine = facts.MachineBusyS / windowS;
        if (machine is { } busy)
        {
            cores[OthersName] = Math.Max(0, busy - cores.Values.Sum());
        }

        return new LimitUse(cores, machine, facts.MachineCpus) { Queues = LayerFigures.QueuesOf(facts.Layers) };
    }

    internal BottleneckRecord Full(string resource, string? service, double? used, double? of, string conclusion) =>
        new(resource, service, used, of, LimitWords.WithQueues(LimitWords.Sentence(Cores, Cpus, conclusion), Queues)) { Cores = Cores, Cpus = Cpus, Queues = Queues };

    internal BottleneckRecord Unknown(string why) => Full(BottleneckName.Unknown, null, null, null, LimitWords.Unknown(why));
}
