using Prony.Statistics.Distributions;

namespace Prony.Statistics.Quantiles;

/// <summary>The interval that the rounds of one candidate give for a figure: the t interval of the mean of its logs (docs/methods/percentiles.md).</summary>
/// <remarks>Rounds are what repeats, so their spread is the honest one: it holds start, layout and machine, which the requests of one window share. Pure and thread-safe.</remarks>
public static class RoundsInterval
{
    /// <summary>Fewest rounds: with two the interval is six times as wide as their spread and tells nothing.</summary>
    public const int FewestRounds = 3;

    /// <summary>exp(mean ln x ± t(1 − alpha/2, R − 1)·sd/√R).</summary>
    /// <param name="values">One a round.</param>
    /// <param name="alpha">1 − confidence. Default: 0.05.</param>
    /// <returns>Null below <see cref="FewestRounds"/> rounds, or where a value is not above 0.</returns>
    public static (double Low, double High)? Of(ReadOnlySpan<double> values, double alpha = 0.05)
    {
        foreach (var value in values)
        {
            if (!double.IsFinite(value) || value <= 0)
            {
                return null;
            }
        }

        if (values.Length < FewestRounds)
        {
            return null;
        }

        var logs = Moments.Logs(values);
        var mean = Moments.Mean(logs);
        var half = StudentQuantiles.At(1 - (alpha / 2), logs.Length - 1) * Math.Sqrt(Moments.Variance(logs) / logs.Length);
        return (Math.Exp(mean - half), Math.Exp(mean + half));
    }
}
