namespace Prony.Statistics.Distributions;

/// <summary>Sums in two passes (mean first) and in fixed order, so that reports are the same bit for bit wherever they are made.</summary>
internal static class Moments
{
    internal static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    /// <summary>Sample variance (divisor n − 1); needs two values.</summary>
    internal static double Variance(ReadOnlySpan<double> values) => Covariance(values, values);

    /// <summary>Sample covariance (divisor n − 1); needs two pairs.</summary>
    internal static double Covariance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var meanX = Mean(x);
        var meanY = Mean(y);
        double sum = 0;
        for (var i = 0; i < x.Length; i++)
        {
            sum += (x[i] - meanX) * (y[i] - meanY);
        }

        return sum / (x.Length - 1);
    }

    /// <summary>Middle value, or the mean of the two middle ones.</summary>
    internal static double Median(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        var half = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    internal static double[] Logs(ReadOnlySpan<double> values)
    {
        var logs = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            logs[i] = Math.Log(values[i]);
        }

        return logs;
    }
}
