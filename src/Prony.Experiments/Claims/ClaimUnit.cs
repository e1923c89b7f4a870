namespace Prony.Experiments.Claims;

/// <summary>What the value of an expression is measured in, and what may be added to what.</summary>
internal enum ClaimUnit
{
    /// <summary>A ratio, a count or a number that was written.</summary>
    None,
    Seconds,
    PerSecond,
    Bytes,
    Cores,
    Share,

    /// <summary>A product or quotient that has no name here.</summary>
    Other,
}

/// <summary>Arithmetic of units.</summary>
internal static class ClaimUnits
{
    /// <summary>Of a sum, a difference, a smallest or a largest value; null where the two have nothing in common. A bare number takes the unit of the other.</summary>
    internal static ClaimUnit? Together(ClaimUnit a, ClaimUnit b) => a == b ? a
        : a == ClaimUnit.None ? b
        : b == ClaimUnit.None ? a
        : null;

    internal static ClaimUnit Product(ClaimUnit a, ClaimUnit b) => a == ClaimUnit.None ? b : b == ClaimUnit.None ? a : ClaimUnit.Other;

    internal static ClaimUnit Quotient(ClaimUnit a, ClaimUnit b) => b == ClaimUnit.None ? a : a == b && a != ClaimUnit.Other ? ClaimUnit.None : ClaimUnit.Other;

    /// <summary>As in records.</summary>
    internal static string NameOf(ClaimUnit unit) => unit switch
    {
        ClaimUnit.Seconds => "s",
        ClaimUnit.PerSecond => "/s",
        ClaimUnit.Bytes => "B",
        ClaimUnit.Cores => "cores",
        ClaimUnit.Share => "share",
        _ => string.Empty,
    };

    /// <summary>"a time", for messages.</summary>
    internal static string Describe(ClaimUnit unit) => unit switch
    {
        ClaimUnit.Seconds => "a time",
        ClaimUnit.PerSecond => "a rate",
        ClaimUnit.Bytes => "an amount of memory",
        ClaimUnit.Cores => "a number of cores",
        ClaimUnit.Share => "a share",
        ClaimUnit.Other => "a product of units",
        _ => "a plain number",
    };
}
