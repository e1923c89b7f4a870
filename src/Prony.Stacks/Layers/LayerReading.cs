namespace Prony.Stacks.Layers;

/// <summary>What one reading of a service's metrics gave.</summary>
/// <param name="Values">Those that could be read, by name.</param>
/// <param name="Problem">Why others could not, in a sentence without full stop; null when all could.</param>
public sealed record LayerReading(IReadOnlyDictionary<string, double> Values, string? Problem)
{
    internal static LayerReading Failed(string problem) => new(new Dictionary<string, double>(), problem);
}

/// <summary>An answer that cannot be had or used; the message says why, without full stop.</summary>
internal sealed class LayerException(string message) : Exception(message);
