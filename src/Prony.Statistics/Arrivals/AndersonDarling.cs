namespace Prony.Statistics.Arrivals;

/// <summary>The Anderson–Darling test for the exponential distribution with estimated mean (Stephens 1974): are arrivals a Poisson process?</summary>
/// <remarks>Pure and thread-safe. Method: docs/methods/same-work.md.</remarks>
public static class AndersonDarling
{
    private const double At1Percent = 1.957;

    /// <summary>Critical value of <see cref="Statistic"/> at 1 %: a Poisson process exceeds it once in a hundred samples.</summary>
    /// <param name="count">Size of the sample, at least 1.</param>
    public static double CriticalAt1Percent(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return At1Percent / (1 + (0.6 / count));
    }

    /// <summary>A² = −n − (1/n)·Σ (2i−1)·[ln(1−e^(−w_i)) − w_(n+1−i)], w = x ÷ mean sorted.</summary>
    /// <param name="values">At least one, finite and above 0; one that is not above 0 counts as 10⁻¹² of the mean, because a gap of 0 ns has a logarithm without end.</param>
    public static double Statistic(ReadOnlySpan<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(values.Length, 1);
        var sorted = values.ToArray();
        Array.Sort(sorted);
        var mean = Distributions.Moments.Mean(sorted);
        var n = sorted.Length;
        double sum = 0;
        for (var i = 0; i < n; i++)
        {
            var low = Math.Max(sorted[i] / mean, 1e-12);
            var high = sorted[n - 1 - i] / mean;
            sum += ((2 * i) + 1) * (Math.Log(-double.ExpM1(-low)) - high);
        }

        return -n - (sum / n);
    }
}
