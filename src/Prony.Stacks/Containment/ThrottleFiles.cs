using System.Globalization;
using Prony.Stacks.Accounting;

namespace Prony.Stacks.Containment;

/// <summary>CPU bandwidth control of a control group and of those above it: a container's limit holds for everything inside.</summary>
internal static class ThrottleFiles
{
    private const double NanosecondsPerMicrosecond = 1000;

    /// <summary>Highest group that is looked at: the root of a hierarchy has no limit, and nothing above it is one.</summary>
    private const string Root = "/sys/fs/cgroup";

    /// <summary>Zeros where no group of the chain counts periods: without the cpu controller nothing limits either.</summary>
    internal static ThrottleReading Read(string folder, bool isV2)
    {
        ThrottleReading? worst = null;
        double? limit = null;
        for (var at = folder; at.Length >= Root.Length && at.StartsWith(Root, StringComparison.Ordinal); at = Path.GetDirectoryName(at)!)
        {
            var (found, cores) = isV2
                ? (ParseStat(Cgroups.ReadLines(Path.Combine(at, "cpu.stat"))), ParseMax(Cgroups.ReadLines(Path.Combine(at, "cpu.max"))))
                : (ParseStat(Cgroups.ReadLines(Path.Combine(at, "cpu.stat"))), ParseQuota(Cgroups.ReadLines(Path.Combine(at, "cpu.cfs_quota_us")), Cgroups.ReadLines(Path.Combine(at, "cpu.cfs_period_us"))));
            worst = found is not null && (worst is null || found.Periods > worst.Periods) ? found : worst;
            limit = cores is { } c && !(limit <= c) ? c : limit;
        }

        return (worst ?? new ThrottleReading(0, 0, null)) with { LimitCores = limit };
    }

    /// <summary>nr_throttled and throttled_usec (version 2) or throttled_time in ns (version 1) of cpu.stat.</summary>
    internal static ThrottleReading? ParseStat(IReadOnlyList<string> lines)
    {
        var values = lines.Select(static line => line.Split(' ')).Where(static words => words.Length == 2).ToDictionary(static words => words[0], static words => words[1]);
        if (!values.TryGetValue("nr_throttled", out var periods))
        {
            return null;
        }

        var heldNs = values.TryGetValue("throttled_usec", out var us) ? long.Parse(us, CultureInfo.InvariantCulture) * NanosecondsPerMicrosecond
            : values.TryGetValue("throttled_time", out var ns) ? long.Parse(ns, CultureInfo.InvariantCulture)
            : 0;
        return new ThrottleReading(long.Parse(periods, CultureInfo.InvariantCulture), (long)heldNs, null);
    }

    /// <summary>"50000 100000" is half a core, "max 100000" none.</summary>
    internal static double? ParseMax(IReadOnlyList<string> lines) =>
        lines.Count > 0 && lines[0].Split(' ') is [var quota, var period] && quota != "max"
            ? long.Parse(quota, CultureInfo.InvariantCulture) / (double)long.Parse(period, CultureInfo.InvariantCulture)
            : null;

    private static double? ParseQuota(string[] quota, string[] period) =>
        quota.Length > 0 && period.Length > 0 && long.Parse(quota[0], CultureInfo.InvariantCulture) is > 0 and var us
            ? us / (double)long.Parse(period[0], CultureInfo.InvariantCulture)
            : null;
}
