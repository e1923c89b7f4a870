using Prony.Statistics.Distributions;

namespace Prony.Statistics.Variance;

/// <summary>How much each level of a nested experiment scatters: seconds within windows, windows within rounds, and so on (Kalibera and Jones, ISMM 2013).</summary>
/// <remarks>
/// <para>Level 1 is the innermost. S²ᵢ = Σ (mean at level i − mean of its parent)² ÷ (Π over k &gt; i of r_k · (r_i − 1)), where r_i is the number of repetitions at level i and a mean
/// at level 1 is the value itself. T²₁ = S²₁ and <b>T²ᵢ = S²ᵢ − S²ᵢ₋₁ ÷ rᵢ₋₁</b>: what a level adds beyond the scatter that its means inherit from below.
/// (The paper as printed subtracts T²ᵢ₋₁ ÷ rᵢ₋₁; the authors' own program and the later text have S².)</para>
/// <para>T²ᵢ ≤ 0 is an estimate of nothing: that level adds no scatter of its own. Pure and thread-safe.</para>
/// </remarks>
public sealed record VarianceComponents
{
    private VarianceComponents(double[] biased, double[] components)
    {
        Biased = biased;
        Components = components;
    }

    /// <summary>S², the variance of the means at each level, innermost first; in squared units of the values.</summary>
    public IReadOnlyList<double> Biased { get; }

    /// <summary>T², what each level adds, innermost first; negative where the estimate is.</summary>
    public IReadOnlyList<double> Components { get; }

    /// <summary>From values in their order of measurement: the innermost level runs fastest.</summary>
    /// <param name="values">As many as the product of the repetitions.</param>
    /// <param name="repetitions">Of each level, innermost first; at least 2 each.</param>
    /// <exception cref="ArgumentException">A level has fewer than 2 repetitions, or the number of values is another.</exception>
    public static VarianceComponents Of(ReadOnlySpan<double> values, ReadOnlySpan<int> repetitions)
    {
        Check(values.Length, repetitions);
        var biased = new double[repetitions.Length];
        var components = new double[repetitions.Length];
        var means = values.ToArray();
        for (var level = 0; level < repetitions.Length; level++)
        {
            var parents = MeansOfGroups(means, repetitions[level]);
            biased[level] = Scatter(means, parents, repetitions[level]);
            components[level] = level == 0 ? biased[0] : biased[level] - (biased[level - 1] / repetitions[level - 1]);
            means = parents;
        }

        return new VarianceComponents(biased, components);
    }

    private static void Check(int count, ReadOnlySpan<int> repetitions)
    {
        var product = 1;
        foreach (var r in repetitions)
        {
            if (r < 2)
            {
                throw new ArgumentException($"A level without two repetitions has no scatter; found {r}.", nameof(repetitions));
            }

            product *= r;
        }

        if (repetitions.IsEmpty || product != count)
        {
            throw new ArgumentException($"{product} values are needed, one for each repetition of each level; found {count}.", nameof(repetitions));
        }
    }

    private static double[] MeansOfGroups(double[] values, int size)
    {
        var means = new double[values.Length / size];
        for (var group = 0; group < means.Length; group++)
        {
            means[group] = Moments.Mean(values.AsSpan(group * size, size));
        }

        return means;
    }

    private static double Scatter(double[] means, double[] parents, int size)
    {
        double sum = 0;
        for (var i = 0; i < means.Length; i++)
        {
            var difference = means[i] - parents[i / size];
            sum += difference * difference;
        }

        return sum / ((double)parents.Length * (size - 1));
    }
}
