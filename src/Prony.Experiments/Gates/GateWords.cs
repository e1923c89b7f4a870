using System.Globalization;
using Prony.Measurement.Units;

namespace Prony.Experiments.Gates;

/// <summary>Phrases that the sentences of several gates share.</summary>
internal static class GateWords
{
    internal const string ClosedModel = "closed model: there is no schedule to keep";

    internal const string NoRequests = "no request was sent in the window";

    internal const string NoCpuTimes = "the CPU times of the machine are not known (/proc/stat)";

    internal const string SingleLoad = "a single load has no server of its own";

    internal const string NoTcp = "a Unix socket is no TCP";

    internal const string NoTcpCounters = "the TCP counters of the kernel are not known (/proc/net/netstat)";

    /// <summary>A difference of shares: "0.1 percentage points".</summary>
    internal static string Points(double difference) =>
        (difference * 100).ToString("0.##", CultureInfo.InvariantCulture) + " percentage points";

    /// <summary>Nanoseconds that were computed, not counted: "12.3 µs", "2 s".</summary>
    internal static string Time(double ns) => DurationText.Short((long)Math.Round(ns));
}
