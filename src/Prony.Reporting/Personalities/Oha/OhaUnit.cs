namespace Prony.Reporting.Personalities.Oha;

/// <summary>A unit of time of oha's report (oha 1.15, src/timescale.rs): one for the whole of it.</summary>
/// <param name="Name">As it is printed and given with <c>--time-unit</c>, there also with its short form.</param>
/// <param name="Short">As it is given with <c>--time-unit</c>.</param>
/// <param name="Ns">Its length, nanoseconds.</param>
public sealed record OhaUnit(string Name, string Short, double Ns)
{
    /// <summary>Seconds: also where there is no time to go by.</summary>
    public static OhaUnit Second { get; } = new("sec", "s", 1e9);

    /// <summary>Seconds as oha 0.5 writes them.</summary>
    public static OhaUnit Secs { get; } = new("secs", "s", 1e9);

    /// <summary>All, the longest first.</summary>
    public static IReadOnlyList<OhaUnit> All { get; } =
    [
        new("hr", "h", 3.6e12), new("min", "m", 6e10), Second, new("ms", "ms", 1e6), new("us", "us", 1e3), new("ns", "ns", 1),
    ];

    /// <summary>The unit that the slowest request chooses: the longest that is shorter than it.</summary>
    public static OhaUnit For(double slowestNs) => All.FirstOrDefault(unit => slowestNs > unit.Ns) ?? Second;
}
