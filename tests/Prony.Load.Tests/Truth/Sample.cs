namespace Prony.Load.Tests.Truth;

/// <summary>Values on paper, with the percentile rule of the histogram: the smallest value with that share at or below it.</summary>
internal sealed class Sample
{
    private readonly long[] _sorted;

    public Sample(IEnumerable<long> values)
    {
        _sorted = [.. values.Order()];
        Mean = _sorted.Length == 0 ? 0 : _sorted.Average();
    }

    public int Count => _sorted.Length;

    public double Mean { get; }

    public long Max => _sorted[^1];

    public long At(double percentile) => _sorted[Math.Clamp((int)Math.Ceiling(percentile / 100 * _sorted.Length) - 1, 0, _sorted.Length - 1)];
}
