using Prony.Statistics.SteadyState;

namespace Prony.Statistics.Capacity;

/// <summary>Whether requests pile up in an open load: the trend of the requests in flight.</summary>
/// <remarks>Theil and Sen's slope with Mann and Kendall's test (<see cref="MannKendall"/>). A queue remembers, so p alone is too small; the slope has to be large as well. Pure.</remarks>
/// <param name="SlopePerS">Requests in flight more, per second.</param>
/// <param name="P">Of a slope as clear without a trend.</param>
public sealed record Backlog(double SlopePerS, double P)
{
    /// <summary>Largest p of a trend that counts.</summary>
    public const double MostP = 0.01;

    /// <summary>Smallest growth that counts, as a share of the arrivals.</summary>
    public const double LeastShare = 0.01;

    /// <summary>Judges a gauge of requests in flight.</summary>
    /// <param name="inFlight">At least two readings at equal distances; cost grows with the square of their number.</param>
    /// <param name="intervalS">Distance of the readings, seconds, above 0.</param>
    public static Backlog Of(ReadOnlySpan<double> inFlight, double intervalS)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(intervalS);
        var trend = MannKendall.Of(inFlight);
        return new Backlog(trend.Slope / intervalS, trend.P);
    }

    /// <summary>More than 1 % of what arrives stays, and it is no accident: the server cannot keep up with the rate.</summary>
    /// <param name="perS">Offered rate.</param>
    public bool GrowsAt(double perS) => SlopePerS > LeastShare * perS && P < MostP;
}
