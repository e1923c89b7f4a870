namespace Prony.Statistics.Dependence;

/// <summary>How far the values of a series depend on those before them.</summary>
/// <remarks>Pure and thread-safe. Method: docs/methods/same-work.md.</remarks>
public static class Autocorrelation
{
    /// <summary>A correlation below this is taken for none.</summary>
    private const double Least = 0.05;

    /// <summary>Pearson's correlation of the pairs (x_i, x_(i+lag)); 0 when one side has no spread.</summary>
    /// <param name="values">At least lag + 2 finite values, in their order.</param>
    /// <param name="lag">From 1.</param>
    public static double At(ReadOnlySpan<double> values, int lag)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lag, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(values.Length, lag + 2);
        return Correlation(values[..^lag], values[lag..]);
    }

    /// <summary>
    /// tau = 1 + 2·Σ ρ_k up to the first ρ_k below 0.05: n values of the series say as much about its mean as n ÷ tau independent ones (Sokal 1997). At least 1, as far as a half of the series.
    /// </summary>
    /// <param name="values">In their order; 1 for fewer than 4.</param>
    public static double Time(ReadOnlySpan<double> values)
    {
        double tau = 1;
        for (var lag = 1; lag <= values.Length / 2 && values.Length >= lag + 2; lag++)
        {
            var rho = At(values, lag);
            if (rho < Least)
            {
                break;
            }

            tau += 2 * rho;
        }

        return tau;
    }

    /// <summary>Spearman's rank correlation of neighbours, −1 to 1: <see cref="At"/> with lag 1 of the ranks, equal values with the mean of theirs.</summary>
    /// <param name="values">At least 3.</param>
    public static double OfNeighbours(ReadOnlySpan<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(values.Length, 3);
        return RankCorrelation.Of(values[..^1], values[1..]);
    }

    /// <summary>Pearson's; 0 when one side has no spread.</summary>
    internal static double Correlation(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var (meanX, meanY) = (Distributions.Moments.Mean(x), Distributions.Moments.Mean(y));
        double both = 0, ofX = 0, ofY = 0;
        for (var i = 0; i < x.Length; i++)
        {
            var (a, b) = (x[i] - meanX, y[i] - meanY);
            both += a * b;
            ofX += a * a;
            ofY += b * b;
        }

        return ofX > 0 && ofY > 0 ? both / Math.Sqrt(ofX * ofY) : 0;
    }
}
