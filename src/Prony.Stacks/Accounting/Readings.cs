namespace Prony.Stacks.Accounting;

/// <summary>One reading of a service's process tree.</summary>
/// <param name="Service">Its name.</param>
/// <param name="AtNs">When, <see cref="Prony.Measurement.Clocks.MonotonicClock"/> nanoseconds.</param>
/// <param name="CpuNs">CPU since its start, dead children included as far as the source can see, nanoseconds.</param>
/// <param name="RssBytes">Sum of resident set sizes.</param>
/// <param name="Processes">Live processes; zombies are dead.</param>
/// <param name="Threads">Their threads.</param>
public sealed record ServiceReading(string Service, long AtNs, long CpuNs, long RssBytes, int Processes, int Threads);

/// <summary>Memory that is really used: PSS counts a shared page once over its sharers, USS only private pages.</summary>
public sealed record MemoryReading(string Service, long PssBytes, long UssBytes);
