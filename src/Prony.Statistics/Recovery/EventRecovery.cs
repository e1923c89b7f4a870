namespace Prony.Statistics.Recovery;

/// <summary>What an event did to a window and how long that lasted (docs/methods/recovery.md).</summary>
/// <param name="LevelPerS">Successes per second before it: the median of the seconds before; null where there is none.</param>
/// <param name="LevelP99Ns">p99 before it, ns: likewise.</param>
/// <param name="Failed">Requests that failed in the seconds from the one with the event until all is back, or until the next event or the window's end.</param>
/// <param name="ThroughputBackS">From the event to the start of the first second of successes at the level; 0: it never left; null: it was not back.</param>
/// <param name="P99BackS">The same of p99.</param>
/// <param name="BackS">The same of both at once, with no more failures than before.</param>
/// <param name="Worst">The second of those with the fewest successes, of several the one with the highest p99; null where no whole second followed.</param>
public sealed record EventRecovery(
    double? LevelPerS, double? LevelP99Ns, double Failed, double? ThroughputBackS, double? P99BackS, double? BackS, RecoverySecond? Worst);
