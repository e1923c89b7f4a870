namespace Prony.Statistics.Capacity;

/// <summary>How many of something serve a load: arithmetic, with what is left free of each.</summary>
/// <remarks>Pure and thread-safe.</remarks>
public static class FleetSize
{
    /// <summary>Days of a month, of 24 hours: 365.25 ÷ 12.</summary>
    public const double DaysPerMonth = 30.4375;

    /// <summary>Seconds of such a month.</summary>
    public const double SecondsPerMonth = DaysPerMonth * 24 * 3600;

    /// <summary>A quotient that is whole but for the rounding of doubles is whole.</summary>
    private const double Rounding = 1e-9;

    /// <summary>ceil(load ÷ (capacity · (1 − headroom))), at least 1.</summary>
    /// <param name="load">What is to be served, above 0.</param>
    /// <param name="capacity">What one can do, in the same unit, above 0.</param>
    /// <param name="headroom">Part of it that is left free, from 0 to below 1.</param>
    public static double Of(double load, double capacity, double headroom)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(load);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfNegative(headroom);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(headroom, 1);
        var exact = load / (capacity * (1 - headroom));
        return Math.Max(1, Math.Ceiling(exact * (1 - Rounding)));
    }

    /// <summary>Price of a million requests, where a fleet of that price per month serves the rate all month.</summary>
    /// <param name="pricePerMonth">In any currency.</param>
    /// <param name="ratePerS">Per second, above 0.</param>
    public static double PerMillion(double pricePerMonth, double ratePerS)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ratePerS);
        return pricePerMonth / (ratePerS * SecondsPerMonth) * 1e6;
    }
}
