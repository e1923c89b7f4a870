using Prony.Measurement.Units;

namespace Prony.Statistics.Tests.SteadyState;

/// <summary>Seeded series of a value a second, whose truth is known.</summary>
internal sealed class Series(ulong seed)
{
    private SplitMix64 _random = new(seed);

    /// <summary>A level with noise; <paramref name="correlation"/> is that of neighbours.</summary>
    /// <param name="count">Values.</param>
    /// <param name="level">Their mean.</param>
    /// <param name="sd">Standard deviation as a share of the level.</param>
    /// <param name="correlation">Lag-1 correlation, 0 to below 1.</param>
    public double[] Noise(int count, double level, double sd, double correlation = 0)
    {
        var values = new double[count];
        var state = Normal();
        for (var i = 0; i < count; i++)
        {
            state = i == 0 ? state : (correlation * state) + (Math.Sqrt(1 - (correlation * correlation)) * Normal());
            values[i] = level * (1 + (sd * state));
        }

        return values;
    }

    /// <summary>A level with noise that grows (or falls) by a share of itself from the first value to the last.</summary>
    public double[] Drift(int count, double sd, double change) =>
        [.. Noise(count, 100, sd).Select((value, i) => value + (100 * change * i / (count - 1)))];

    /// <summary>A level with noise and a step by a share of itself in its middle.</summary>
    public double[] Step(int count, double sd, double change) =>
        [.. Noise(count, 100, sd).Select((value, i) => value + (i < count / 2 ? 0 : 100 * change))];

    /// <summary>Each value with that probability far away.</summary>
    public double[] Spikes(int count, double sd, double probability, double height) =>
        [.. Noise(count, 100, sd).Select(value => _random.NextUnit() < probability ? value * height : value)];

    /// <summary>Either of two levels, independent from value to value.</summary>
    public double[] TwoLevels(int count, double sd, double other) => Spikes(count, sd, 0.5, other);

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextUnit())) * Math.Cos(2 * Math.PI * _random.NextUnit());
}
