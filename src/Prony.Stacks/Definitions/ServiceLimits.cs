namespace Prony.Stacks.Definitions;

/// <summary>What bounds a service with all its processes.</summary>
/// <param name="Cpus">CPU time per time, in cores, by a control group; null: unbounded.</param>
/// <param name="MemoryBytes">Memory, page cache included, by a control group; null: unbounded.</param>
/// <param name="Descriptors">Open files of each process (RLIMIT_NOFILE); null: as Prony's.</param>
public sealed record ServiceLimits(double? Cpus, long? MemoryBytes, int? Descriptors);
