namespace Prony.Statistics.Comparison;

/// <summary>Holm's step-down adjustment (1979): p values that account for the whole family, never larger than Bonferroni's.</summary>
public static class Holm
{
    /// <summary>Adjusted p values in the order given: p(i) becomes max over j ≤ i of min(1, (m − j + 1)·p(j)), p ascending.</summary>
    public static IReadOnlyList<double> Adjust(IReadOnlyList<double> p)
    {
        ArgumentNullException.ThrowIfNull(p);
        var adjusted = new double[p.Count];
        double highest = 0;
        var factor = p.Count;
        foreach (var index in Enumerable.Range(0, p.Count).OrderBy(i => p[i]).ThenBy(i => i))
        {
            highest = Math.Max(highest, Math.Min(1, factor * p[index]));
            adjusted[index] = highest;
            factor--;
        }

        return adjusted;
    }
}
