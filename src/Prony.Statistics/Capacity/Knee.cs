namespace Prony.Statistics.Capacity;

/// <summary>The knee of a rising curve by Kneedle (Satopää, Albrecht, Irwin and Raghavan, ICDCS workshops 2011).</summary>
/// <remarks>
/// Both axes are scaled to 0 … 1; the knee is the local maximum of y − x after which y − x falls below that maximum less <c>sensitivity</c> mean steps of x, before the next
/// local maximum. A convex curve is turned by half a turn first, both axes, which makes it a concave one. For display only: the knee moves with the range that was measured,
/// because the range is the scale. Pure and thread-safe.
/// </remarks>
public static class Knee
{
    /// <summary>Default of the paper: how much of a fall proves a maximum, in mean steps of x.</summary>
    public const double DefaultSensitivity = 1;

    /// <summary>Fewest points that can have one.</summary>
    public const int FewestPoints = 3;

    /// <summary>Differences of scaled values that are none.</summary>
    private const double Rounding = 1e-12;

    /// <summary>Index of the first knee.</summary>
    /// <param name="x">Rising strictly.</param>
    /// <param name="y">As many values, finite.</param>
    /// <param name="shape">How the curve bends.</param>
    /// <param name="sensitivity">At least 0; larger ones find fewer knees. Default: 1.</param>
    /// <returns>Null where there is none, as on a straight line.</returns>
    /// <exception cref="ArgumentException">Lengths differ, x does not rise, or a value is not finite.</exception>
    public static int? Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y, CurveShape shape, double sensitivity = DefaultSensitivity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sensitivity);
        Check(x, y);
        if (x.Length < FewestPoints)
        {
            return null;
        }

        var (xs, ys) = (Scaled(x), Scaled(y));
        if (shape == CurveShape.Convex)
        {
            Turn(xs);
            Turn(ys);
        }

        var meanStep = 1.0 / (xs.Length - 1);
        return FirstKnee([.. ys.Zip(xs, (high, wide) => high - wide)], sensitivity * meanStep) is not { } found ? null
            : shape == CurveShape.Convex ? x.Length - 1 - found
            : found;
    }

    /// <summary>Goes along the differences between the ends. A local maximum sets the threshold; a local minimum lowers it to 0, below which only a curve that sags falls.</summary>
    private static int? FirstKnee(double[] d, double fall)
    {
        int? knee = null;
        var threshold = 0.0;
        for (var i = 1; i + 1 < d.Length; i++)
        {
            var (left, right) = (d[i - 1], d[i + 1]);
            if (d[i] >= left && d[i] >= right)
            {
                (knee, threshold) = (i, d[i] - fall);
            }

            if (d[i] <= left && d[i] <= right)
            {
                threshold = 0;
            }

            if (knee is not null && right < threshold - Rounding)
            {
                return knee;
            }
        }

        return null;
    }

    private static double[] Scaled(ReadOnlySpan<double> values)
    {
        var scaled = values.ToArray();
        var (least, most) = (scaled.Min(), scaled.Max());
        return Array.ConvertAll(scaled, value => most > least ? (value - least) / (most - least) : 0);
    }

    private static void Turn(double[] scaled)
    {
        Array.Reverse(scaled);
        for (var i = 0; i < scaled.Length; i++)
        {
            scaled[i] = 1 - scaled[i];
        }
    }

    private static void Check(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length)
        {
            throw new ArgumentException($"A curve needs pairs: {x.Length} values of x, {y.Length} of y.", nameof(y));
        }

        for (var i = 0; i < x.Length; i++)
        {
            if (!double.IsFinite(x[i]) || !double.IsFinite(y[i]) || (i > 0 && x[i] <= x[i - 1]))
            {
                throw new ArgumentException($"The value at index {i} is not finite, or x does not rise there.", nameof(x));
            }
        }
    }
}
