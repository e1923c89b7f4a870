namespace Prony.Experiments.Running;

/// <summary>Where a run writes and how it is meant.</summary>
/// <param name="OutputFolder">Parent of the run directory; created when absent.</param>
/// <param name="CacheFolder">Results of prepare steps, outside of any clone.</param>
/// <param name="Preview">Too short for a verdict (<c>--quick</c>): every verdict is marked so.</param>
public sealed record RunSettings(string OutputFolder, string CacheFolder, bool Preview);
