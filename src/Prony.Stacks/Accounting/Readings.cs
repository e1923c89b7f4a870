namespace Prony.Stacks.Accounting;

/// <summary>One reading of a service's process tree.</summary>
/// <param name="Service">Its name.</param>
/// <param name="AtNs">When, <see cref="Prony.Measurement.Clocks.MonotonicClock"/> nanoseconds.</param>
/// <param name="CpuNs">CPU since its start, dead children included as far as the source can see, nanoseconds.</param>
/// <param name="RssBytes">Sum of resident set sizes.</param>
/// <param name="Processes">Live processes; zombies are dead.</param>
/// <param name="Threads">Their threads.</param>
public sealed record ServiceReading(string Service, long AtNs, long CpuNs, long RssBytes, int Processes, int Threads)
{
    /// <summary>Context switches since its start, as far as readings saw them (docs/methods/resources.md); null when its threads are too many to read.</summary>
    public SwitchReading? Switches { get; init; }
}

/// <summary>Memory that is really used: PSS counts a shared page once over its sharers, USS only private pages.</summary>
public sealed record MemoryReading(string Service, long PssBytes, long UssBytes)
{
    /// <summary>Peak since the service's start that the kernel kept for its control group, page cache and kernel memory included; null where it keeps none.</summary>
    public long? CgroupPeakBytes { get; init; }
}
