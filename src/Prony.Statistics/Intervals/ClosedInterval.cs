namespace Prony.Statistics.Intervals;

/// <summary>All values from <paramref name="Low"/> to <paramref name="High"/>, and what arithmetic makes of them: every result holds every value that the operation can give for values of its operands.</summary>
/// <remarks>Ends may be infinite; rounding of the last digit is not directed outward. Moore, Interval Analysis (1966). Pure and thread-safe.</remarks>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end, not below the lower one.</param>
public readonly record struct ClosedInterval(double Low, double High)
{
    /// <summary>Every number there is.</summary>
    public static ClosedInterval Everything { get; } = new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>One value.</summary>
    public static ClosedInterval At(double value) => new(value, value);

    /// <summary>a + b.</summary>
    public static ClosedInterval Sum(ClosedInterval a, ClosedInterval b) => new(a.Low + b.Low, a.High + b.High);

    /// <summary>a − b.</summary>
    public static ClosedInterval Difference(ClosedInterval a, ClosedInterval b) => new(a.Low - b.High, a.High - b.Low);

    /// <summary>a · b.</summary>
    public static ClosedInterval Product(ClosedInterval a, ClosedInterval b)
    {
        double[] corners = [Times(a.Low, b.Low), Times(a.Low, b.High), Times(a.High, b.Low), Times(a.High, b.High)];
        return new(corners.Min(), corners.Max());
    }

    /// <summary>a ÷ b; unbounded where b holds 0.</summary>
    public static ClosedInterval Quotient(ClosedInterval a, ClosedInterval b) => b switch
    {
        { Low: 0, High: 0 } or { Low: < 0, High: > 0 } => Everything,
        { Low: 0 } => Product(a, new(1 / b.High, double.PositiveInfinity)),
        { High: 0 } => Product(a, new(double.NegativeInfinity, 1 / b.Low)),
        _ => Product(a, new(1 / b.High, 1 / b.Low)),
    };

    /// <summary>The larger of a and b.</summary>
    public static ClosedInterval Largest(ClosedInterval a, ClosedInterval b) => new(Math.Max(a.Low, b.Low), Math.Max(a.High, b.High));

    /// <summary>The smaller of a and b.</summary>
    public static ClosedInterval Smallest(ClosedInterval a, ClosedInterval b) => new(Math.Min(a.Low, b.Low), Math.Min(a.High, b.High));

    /// <summary>The smallest interval that holds both.</summary>
    public static ClosedInterval Hull(ClosedInterval a, ClosedInterval b) => new(Math.Min(a.Low, b.Low), Math.Max(a.High, b.High));

    /// <summary>An end that is infinite is a limit that is never reached, so that nothing times it stays nothing.</summary>
    private static double Times(double x, double y) => x == 0 || y == 0 ? 0 : x * y;
}
