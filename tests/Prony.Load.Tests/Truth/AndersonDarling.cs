namespace Prony.Load.Tests.Truth;

/// <summary>The Anderson–Darling test for the exponential distribution with estimated mean (Stephens 1974).</summary>
internal static class AndersonDarling
{
    /// <summary>Critical value of <see cref="Statistic"/> at 1 %: a Poisson process exceeds it once in a hundred samples.</summary>
    /// <param name="count">Size of the sample.</param>
    public static double CriticalAt1Percent(int count) => 1.957 / (1 + (0.6 / count));

    /// <summary>A² = −n − (1/n)·Σ (2i−1)·[ln(1−e^(−w_i)) − w_(n+1−i)], w = x/mean sorted.</summary>
    /// <param name="gaps">Positive values, at least one.</param>
    public static double Statistic(IEnumerable<double> gaps)
    {
        var sorted = gaps.Order().ToArray();
        var mean = sorted.Average();
        var n = sorted.Length;
        double sum = 0;
        for (var i = 0; i < n; i++)
        {
            var low = sorted[i] / mean;
            var high = sorted[n - 1 - i] / mean;
            sum += ((2 * i) + 1) * (Math.Log(-double.ExpM1(-low)) - high);
        }

        return -n - (sum / n);
    }
}
