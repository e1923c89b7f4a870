using Prony.Statistics.Distributions;

namespace Prony.Statistics.Capacity;

/// <summary>Little's law N = X·R between three figures that were measured independently (Little, Operations Research 9, 1961).</summary>
/// <remarks>It holds for any system in a steady state, whatever its distributions; where it does not hold, samples were lost, a clock is wrong, or the window cut too much. Pure.</remarks>
/// <param name="InFlight">Measured mean of requests in flight, N.</param>
/// <param name="ByLaw">X·R.</param>
public readonly record struct LittlesLaw(double InFlight, double ByLaw)
{
    /// <summary>Largest gap, as a share of the larger side.</summary>
    public const double MostGap = 0.05;

    /// <summary>Largest difference for few requests in flight, where a share would be a fraction of one request.</summary>
    public const double MostDifference = 0.5;

    /// <summary>Below this N the difference counts instead of the gap.</summary>
    public const double FewInFlight = 10;

    /// <summary>Largest difference in standard errors of N, where that is a mean of readings.</summary>
    public const double MostErrors = 3;

    /// <summary>Standard error of <see cref="InFlight"/>; null where it is no mean of readings. Default: null.</summary>
    public double? StandardError { get; init; }

    /// <summary>|N − X·R| ÷ the larger of the two; 0 when both are 0.</summary>
    public double Gap => Math.Max(InFlight, ByLaw) is > 0 and var larger ? Math.Abs(InFlight - ByLaw) / larger : 0;

    /// <summary>Whether the three figures can be of one window.</summary>
    public bool Holds => HoldsPlainly || Math.Abs(InFlight - ByLaw) <= MostErrors * StandardError;

    /// <summary>The same without regard to the error of N.</summary>
    public bool HoldsPlainly => InFlight < FewInFlight && Math.Abs(InFlight - ByLaw) <= MostDifference || Gap <= MostGap;

    /// <summary>Standard error of the mean over rounds of the means of readings within each, from how the readings of a round scatter.</summary>
    /// <param name="rounds">Readings by round.</param>
    /// <returns>Null where a round has fewer than two, and without rounds.</returns>
    public static double? ErrorOf(IReadOnlyCollection<double[]> rounds)
    {
        ArgumentNullException.ThrowIfNull(rounds);
        return rounds.Count == 0 || rounds.Any(readings => readings.Length < 2) ? null : Math.Sqrt(rounds.Sum(readings => Moments.Variance(readings) / readings.Length)) / rounds.Count;
    }

    /// <param name="inFlight">Mean requests in flight of the window.</param>
    /// <param name="perS">Completions per second in it.</param>
    /// <param name="responseS">Mean response of those, seconds.</param>
    public static LittlesLaw Of(double inFlight, double perS, double responseS) => new(inFlight, perS * responseS);
}
