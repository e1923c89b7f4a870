namespace Prony.Statistics.Capacity;

/// <summary>How a curve that rises bends.</summary>
public enum CurveShape
{
    /// <summary>Steep first, then flat: throughput over users. Its knee is where more load stops to help.</summary>
    Concave,

    /// <summary>Flat first, then steep: response over rate. Its knee (elbow) is where waiting begins.</summary>
    Convex,
}
