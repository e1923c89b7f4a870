using Prony.Experiments.Gates;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Limits;

/// <summary>Which resource was full in a window, so that it was the limit. Pure; docs/methods/what-was-the-limit.md.</summary>
/// <remarks>
/// The bottleneck of a system is the resource whose utilisation reaches 1 (Denning and Buzen, The Operational Analysis of Queueing Network Models, 1978).
/// The narrowest resource is asked first: a service that keeps its only thread busy is the limit, be the machine full or not.
/// </remarks>
internal static class LimitFinder
{
    /// <summary>From here a resource counts as full: counters are read in ticks, and a thread that hands over work is briefly idle.</summary>
    internal const double FullShare = 0.9;

    /// <summary>Processes below this share of the busiest of their service have no part in the work: a master that only watches, a helper.</summary>
    private const double WorkingShare = 0.1;

    /// <summary>A CPU limit that held threads back for less than this share of the window is no limit of it.</summary>
    private const double HeldShare = 0.05;

    /// <summary>CPU times are counted in ticks of 10 ms.</summary>
    private const double ShortestWindowS = 0.5;

    /// <summary>Programs that run one thread at a time however many they have: a global lock of the interpreter, or one loop.</summary>
    private static readonly string[] OneAtATime = ["python", "ruby", "node", "perl", "php"];

    /// <summary>What was full.</summary>
    /// <param name="facts">The window.</param>
    internal static BottleneckRecord Of(TrialFacts facts)
    {
        var windowS = facts.Load.Window.DurationS;
        var use = LimitUse.Of(facts);
        if (windowS < ShortestWindowS)
        {
            return use.Unknown("the window is too short for figures of CPU");
        }

        return Services(facts).Select(service => FullOf(service, facts.ServiceCpus ?? facts.MachineCpus, use)).OfType<BottleneckRecord>().FirstOrDefault()
            ?? Generator(facts, use)
            ?? Machine(facts, use)
            ?? Services(facts).Select(service => FullQueue(service, use)).OfType<BottleneckRecord>().FirstOrDefault()
            ?? Nothing(facts, use);
    }

    private static IEnumerable<ServiceUse> Services(TrialFacts facts) => facts.Services.Concat(facts.SharedServices).OrderByDescending(service => service.Cores);

    private static BottleneckRecord? FullOf(ServiceUse service, int cpus, LimitUse use)
    {
        if (service is { CpuLimitCores: { } limit, HeldPeriods: > 0 } && service.HeldS > HeldShare * service.LengthS)
        {
            return use.Full(BottleneckName.CpuLimit, service.Name, service.Cores, limit, LimitWords.CpuLimit(service.Name, limit));
        }

        var working = service.Processes.Where(process => process.Cores > WorkingShare * service.Processes.Max(p => p.Cores)).ToList();
        var places = working.Sum(process => Places(process, cpus));
        var used = working.Sum(process => process.Cores);
        if (working.Count > 0 && places < cpus && used >= FullShare * places)
        {
            return use.Full(BottleneckName.ServiceThreads, service.Name, service.Cores, places, LimitWords.Threads(service.Name, places, working));
        }

        return working.FirstOrDefault(process => process.BusiestThreadCores >= FullShare && cpus > 1) is { } busy
            ? use.Full(BottleneckName.ServiceThreads, service.Name, busy.BusiestThreadCores!.Value, 1, LimitWords.BusiestThread(service.Name, busy))
            : null;
    }

    /// <summary>Threads of a process that can run at once.</summary>
    private static int Places(ProcessUse process, int cpus) => IsOneAtATime(process) ? 1 : Math.Min(process.Threads, cpus);

    internal static bool IsOneAtATime(ProcessUse process) =>
        Array.Exists(OneAtATime, name => process.Program.StartsWith(name, StringComparison.OrdinalIgnoreCase))
        && !(process.Program.StartsWith("python", StringComparison.OrdinalIgnoreCase) && process.Program.EndsWith('t'));

    private static BottleneckRecord? Generator(TrialFacts facts, LimitUse use) => facts.Load.Generator.BusiestThreadShare >= FullShare
        ? use.Full(BottleneckName.Generator, null, facts.Load.Generator.BusiestThreadShare, 1, LimitWords.Generator(facts.Load.Generator.Threads))
        : null;

    private static BottleneckRecord? Machine(TrialFacts facts, LimitUse use)
    {
        if (facts.ServiceCpus is { } own && Services(facts).Sum(service => service.Cores) is var served && served >= FullShare * own)
        {
            var first = Services(facts).First().Name;
            return use.Full(BottleneckName.MachineCpu, first, served, own, LimitWords.Machine(first));
        }

        if (!facts.ServerIsLocal || use.MachineCores is not { } busy || busy < FullShare * facts.MachineCpus)
        {
            return null;
        }

        var most = use.Cores.MaxBy(part => part.Value).Key;
        return use.Full(BottleneckName.MachineCpu, Services(facts).Any(service => service.Name == most) ? most : null, busy, facts.MachineCpus, LimitWords.Machine(most));
    }

    private static BottleneckRecord? FullQueue(ServiceUse service, LimitUse use) =>
        service.FilesShare >= FullShare
            ? use.Full(BottleneckName.OpenFiles, service.Name, service.OpenFiles!.Value, service.OpenFilesLimit, LimitWords.OpenFiles(service.Name, service.OpenFiles.Value, service.OpenFilesLimit))
        : service.QueueShare >= FullShare
            ? use.Full(BottleneckName.AcceptQueue, service.Name, service.QueueWaiting!.Value, service.QueueLength, LimitWords.AcceptQueue(service.Name, service.QueueWaiting.Value, service.QueueLength))
            : null;

    private static BottleneckRecord Nothing(TrialFacts facts, LimitUse use) => facts.Services.Count == 0
        ? use.Unknown(facts.ServerIsLocal ? "Prony did not start the server (`pid` would tell)" : "the server is on another machine")
        : use.Full(BottleneckName.None, null, null, null, LimitWords.Nothing);
}
