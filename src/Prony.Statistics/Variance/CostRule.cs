namespace Prony.Statistics.Variance;

/// <summary>How often to repeat on one level before repeating the next: the cheapest way to an interval of a given width (Kalibera and Jones, ISMM 2013).</summary>
public static class CostRule
{
    /// <summary>
    /// √((c_outer ÷ c_inner) · (T²_inner ÷ T²_outer)) repetitions of the inner level in one of the outer: many where the outer one is dear to repeat and the inner one scatters.
    /// A minimum of (T²_outer + T²_inner ÷ r)·(c_outer + r·c_inner) over r, the variance that a unit of cost buys. To be rounded up.
    /// </summary>
    /// <param name="innerCost">What one repetition of the inner level costs, above 0 (seconds, say).</param>
    /// <param name="outerCost">What one of the outer level costs beside the inner ones in it, above 0; same unit.</param>
    /// <param name="inner">T² of the inner level.</param>
    /// <param name="outer">T² of the outer level.</param>
    /// <returns>Positive infinity where the outer level adds no scatter (T² ≤ 0): repeating it gains nothing but what the inner one gives; 0 where the inner one adds none.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A cost is not above 0.</exception>
    public static double Repetitions(double innerCost, double outerCost, double inner, double outer)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(innerCost);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outerCost);
        return outer <= 0 ? double.PositiveInfinity
            : inner <= 0 ? 0
            : Math.Sqrt(outerCost / innerCost * (inner / outer));
    }

    /// <summary>Variance times cost of one repetition of the outer level with so many of the inner: how long an interval of a given width takes, up to a factor.</summary>
    /// <param name="repetitions">Of the inner level, above 0.</param>
    /// <param name="innerCost">As above.</param>
    /// <param name="outerCost">As above.</param>
    /// <param name="inner">T² of the inner level.</param>
    /// <param name="outer">T² of the outer level.</param>
    public static double Effort(double repetitions, double innerCost, double outerCost, double inner, double outer)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(repetitions);
        return (Math.Max(0, outer) + (Math.Max(0, inner) / repetitions)) * (outerCost + (repetitions * innerCost));
    }
}
