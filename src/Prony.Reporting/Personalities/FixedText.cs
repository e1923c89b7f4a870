using System.Globalization;
using System.Numerics;

namespace Prony.Reporting.Personalities;

/// <summary>Numbers as the C library's printf and Rust's format! write them: the exact value rounded to a fixed count of decimals, a tie to the even digit.</summary>
/// <remarks>The format "F2" of .NET rounds a tie away from zero, so that 0.125 differs in its last byte. Pure; thread-safe.</remarks>
public static class FixedText
{
    private const int FractionBits = 52;
    private const int ExponentBias = 1075;
    private const int ExponentMask = 0x7FF;

    private static readonly string[] Formats = [.. Enumerable.Range(0, 10).Select(decimals => "F" + decimals.ToString(CultureInfo.InvariantCulture))];

    /// <summary>"12.35" for 12.345 and 2 decimals; "nan", "inf" and "-inf" as printf has them.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="decimals">0 to 9.</param>
    public static string Of(double value, int decimals)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decimals);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(decimals, 9);
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        // Only what has no more binary places than that can be half of the last digit; all else .NET rounds as printf does, and much faster.
        var places = Math.ScaleB(value, decimals + 1);
        return places == Math.Floor(places) ? Exact(value, decimals) : value.ToString(Formats[decimals], CultureInfo.InvariantCulture);
    }

    /// <summary>The same by whole numbers alone.</summary>
    internal static string Exact(double value, int decimals)
    {
        var scaled = Scaled(Math.Abs(value), BigInteger.Pow(10, decimals)).ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        var sign = double.IsNegative(value) ? "-" : "";
        return decimals == 0 ? sign + scaled : $"{sign}{scaled[..^decimals]}.{scaled[^decimals..]}";
    }

    /// <summary>value · scale, rounded half to even, without any loss on the way.</summary>
    private static BigInteger Scaled(double value, BigInteger scale)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> FractionBits) & ExponentMask);
        var fraction = bits & ((1L << FractionBits) - 1);
        var product = (exponent == 0 ? fraction : fraction | (1L << FractionBits)) * scale;
        var shift = Math.Max(exponent, 1) - ExponentBias;
        if (shift >= 0)
        {
            return product << shift;
        }

        var divisor = BigInteger.One << -shift;
        var quotient = BigInteger.DivRem(product, divisor, out var rest);
        var twice = rest * 2;
        return twice > divisor || (twice == divisor && !quotient.IsEven) ? quotient + 1 : quotient;
    }
}
