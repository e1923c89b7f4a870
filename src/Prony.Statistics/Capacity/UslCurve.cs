namespace Prony.Statistics.Capacity;

/// <summary>Gunther's universal scalability law X(N) = γ·N ÷ (1 + α·(N − 1) + β·N·(N − 1)) (Guerrilla Capacity Planning, 2007, eq. 4.33).</summary>
/// <remarks>Pure and thread-safe.</remarks>
/// <param name="Alpha">Contention: the share of the work that only one can do at a time, 0 to 1.</param>
/// <param name="Beta">Coherency: what every pair costs to keep each other informed, 0 to 1; with 0 throughput never falls.</param>
/// <param name="Gamma">Throughput of one alone, in the unit of X.</param>
public readonly record struct UslCurve(double Alpha, double Beta, double Gamma)
{
    /// <summary>√((1 − α) ÷ β), where throughput is highest; infinite without coherency.</summary>
    public double PeakN => Beta > 0 ? Math.Sqrt((1 - Alpha) / Beta) : double.PositiveInfinity;

    /// <summary>Throughput at N, in the unit of X.</summary>
    public double Throughput(double n) => Gamma * n / Divisor(n);

    /// <summary>1 + α·(N − 1) + β·N·(N − 1): how much more time each takes than alone.</summary>
    internal double Divisor(double n) => 1 + ((Alpha + (Beta * n)) * (n - 1));
}
