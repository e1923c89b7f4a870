using Prony.Measurement.Histograms;

namespace Prony.Measurement.Tests.Histograms;

/// <summary>Histograms whose figures and encodings are known from other implementations.</summary>
internal static class Samples
{
    /// <summary>Values of H1, which HdrHistogram 2.1.11 (Java) was asked about.</summary>
    public static readonly long[] ValuesOfH1 =
        [0, 1, 2, 2, 1000, 2047, 2048, 2049, 4095, 4096, 10000, 10007, 123456, 123456, 1000000, 3599999999];

    /// <summary>Its plain V2 block as written by HdrHistogram 2.1.11 (Java).</summary>
    public const string BlockOfH1 =
        "1c8493130000001b0000000000000003000000000000000100000000d693a4003ff0000000000000"
        + "020204c90f02ab100204fb0f0202c11304cb3a04ad3002a3bc0102";

    /// <summary>Its compressed V2 text as written by the same (zlib level 9).</summary>
    public const string TextOfH1 =
        "HISTFAAAADx42pNpmSzMwMAgzQABzFCaEURcm7yEwf4DRICJieUkP9NqASaW3/xMTAeFWU5bsaw1YFq8h5EJACfNC3U=";

    public static Histogram EmptyH1() => new(1, 3_600_000_000, 3);

    public static Histogram H1() => Of(EmptyH1(), ValuesOfH1);

    public static Histogram Of(Histogram histogram, params IEnumerable<long> values)
    {
        foreach (var value in values)
        {
            histogram.Record(value);
        }

        return histogram;
    }

    /// <summary>Same layout, same counts.</summary>
    public static bool SameAs(this Histogram left, Histogram right) =>
        (left.LowestDiscernible, left.HighestTrackable, left.SignificantDigits, left.Count, left.Min, left.Max)
        == (right.LowestDiscernible, right.HighestTrackable, right.SignificantDigits, right.Count, right.Min, right.Max)
        && left.Counts.SequenceEqual(right.Counts);
}
