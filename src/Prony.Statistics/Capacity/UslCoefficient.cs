namespace Prony.Statistics.Capacity;

/// <summary>A coefficient of the law with its uncertainty.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="StandardError">√ of its diagonal element of (JᵀJ)⁻¹ · RSS ÷ (n − 3).</param>
/// <param name="Low">Lower end of the 95 % interval, value − t(0.975, n − 3) · standard error. May lie below 0, where no coefficient can be: that says that 0 is possible.</param>
/// <param name="High">Upper end.</param>
/// <param name="AtBound">The estimate is 0 or 1 because it may not be beyond: its standard error and interval are those of an ordinary estimate and only hint at the width.</param>
public sealed record UslCoefficient(double Value, double StandardError, double Low, double High, bool AtBound);
