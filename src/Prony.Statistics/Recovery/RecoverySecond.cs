namespace Prony.Statistics.Recovery;

/// <summary>One whole second of a window.</summary>
/// <param name="AtS">Its start, seconds since the start of the window.</param>
/// <param name="Succeeded">Successes that ended in it.</param>
/// <param name="Failed">Requests that ended in it with any other outcome.</param>
/// <param name="P99Ns">99th percentile of the responses that ended in it, ns; 0 when none did.</param>
public readonly record struct RecoverySecond(double AtS, double Succeeded, double Failed, double P99Ns);
