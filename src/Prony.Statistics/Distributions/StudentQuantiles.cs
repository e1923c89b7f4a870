using MathNet.Numerics.Distributions;

namespace Prony.Statistics.Distributions;

/// <summary>Student's t distribution: the few figures that intervals and tests need.</summary>
/// <remarks>Pure and thread-safe.</remarks>
public static class StudentQuantiles
{
    /// <summary>The value that a t variable stays below with probability <paramref name="probability"/>.</summary>
    /// <param name="probability">Strictly between 0 and 1.</param>
    /// <param name="degreesOfFreedom">Above 0; Welch's intervals use fractions.</param>
    public static double At(double probability, double degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(probability, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(probability, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(degreesOfFreedom, 0);
        return StudentT.InvCDF(0, 1, degreesOfFreedom, probability);
    }

    /// <summary>Probability that a t variable exceeds <paramref name="t"/>.</summary>
    public static double UpperTail(double t, double degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(degreesOfFreedom, 0);

        // The lower tail at −t, not 1 − CDF(t): the subtraction would leave nothing of small p values.
        return StudentT.CDF(0, 1, degreesOfFreedom, -t);
    }
}
