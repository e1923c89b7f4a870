namespace Prony.Statistics.Capacity;

/// <summary>What may be said of the load with the highest throughput.</summary>
public enum UslPeakState
{
    /// <summary>β is 0 or its interval holds 0: no fall was seen up to the largest N.</summary>
    NotSeen,

    /// <summary>The curve's peak lies beyond <see cref="UslFit.FarthestPeak"/> times the largest N: nothing measured says that the law holds there.</summary>
    TooFar,

    /// <summary>The fit of ln X puts the peak more than <see cref="UslFit.MostDispute"/> away: neither is claimed.</summary>
    Disputed,

    /// <summary>Outside of the measured loads, and not far: an extrapolation.</summary>
    Extrapolated,

    /// <summary>Between the smallest and the largest measured load.</summary>
    Measured,
}

/// <summary>The peak of the curve, as far as it may be claimed.</summary>
/// <param name="State">What may be said.</param>
/// <param name="N">N* = √((1 − α) ÷ β); null unless <see cref="UslPeakState.Measured"/> or <see cref="UslPeakState.Extrapolated"/>.</param>
/// <param name="NLow">Lower end of its 95 % interval (delta method on ln N*); null with N, and where α is 1.</param>
/// <param name="NHigh">Upper end.</param>
/// <param name="X">X* = X(N*), in the unit of X.</param>
/// <param name="XLow">Lower end of its 95 % interval (delta method on ln X*).</param>
/// <param name="XHigh">Upper end.</param>
public sealed record UslPeak(UslPeakState State, double? N = null, double? NLow = null, double? NHigh = null, double? X = null, double? XLow = null, double? XHigh = null);
