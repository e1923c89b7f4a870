using System.Globalization;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Foreign;

/// <summary>Times that a file lists one by one, summed up.</summary>
internal static class ForeignTimes
{
    private static readonly double[] Published = [10, 25, 50, 75, 90, 95, 99, 99.9, 99.99];

    /// <summary>Count, ends, mean and percentiles by nearest rank; those that fewer values than one lie beyond are left out. Null for none.</summary>
    /// <param name="ns">The times, nanoseconds; sorted afterwards.</param>
    /// <param name="resolutionNs">Their last digit.</param>
    public static ImportedTimes? Of(List<double> ns, double resolutionNs)
    {
        if (ns.Count == 0)
        {
            return null;
        }

        ns.Sort();
        var mean = ns.Sum() / ns.Count;
        return new ImportedTimes
        {
            Count = ns.Count,
            MinNs = ns[0],
            MaxNs = ns[^1],
            MeanNs = mean,
            SdNs = Math.Sqrt(ns.Sum(value => (value - mean) * (value - mean)) / ns.Count),
            PercentilesNs = Published.Where(p => ns.Count * (100 - p) >= 100 - 1e-6)
                .ToDictionary(Name, p => ns[Math.Clamp((int)Math.Ceiling((p * ns.Count / 100) - 1e-9) - 1, 0, ns.Count - 1)]),
            ResolutionNs = resolutionNs,
        };
    }

    /// <summary>"50", "99.9": without zeros behind the point.</summary>
    public static string Name(double percentile) => percentile.ToString("0.#####", CultureInfo.InvariantCulture);
}
