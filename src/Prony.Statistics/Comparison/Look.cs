namespace Prony.Statistics.Comparison;

/// <summary>A moment at which rounds are judged.</summary>
/// <param name="Rounds">Rounds that are whole by then, at least <see cref="ComparisonRules.FewestRounds"/>.</param>
/// <param name="Alpha">Error probability of the whole family of comparisons that this look may spend.</param>
public sealed record Look(int Rounds, double Alpha);
