using System.Globalization;
using System.Text;
using Prony.Measurement.Histograms;

namespace Prony.Reporting.Personalities.Wrk;

/// <summary>The percentile output of HdrHistogram (hdr_percentiles_print of HdrHistogram_c, format CLASSIC), which its plotter reads: what wrk2 prints.</summary>
/// <remarks>Pure; thread-safe.</remarks>
public static class PercentileSpectrum
{
    /// <summary>Lines per halving of the distance to 100 %.</summary>
    private const int TicksPerHalfDistance = 5;

    /// <summary>From microseconds to the milliseconds that are printed.</summary>
    private const double Scale = 1000;

    private const long MicrosecondsPerDay = 24L * 3_600 * 1_000_000;
    private const int Digits = 3;

    /// <summary>Layout of <see cref="InMicroseconds"/>, as HdrHistogram_c names it.</summary>
    private const int Buckets = 27;
    private const int SubBuckets = 2048;

    /// <summary>Times as wrk2 holds them: whole microseconds up to a day, three digits.</summary>
    public static Histogram InMicroseconds(ToolTimes times)
    {
        ArgumentNullException.ThrowIfNull(times);
        var histogram = new Histogram(1, MicrosecondsPerDay, Digits);
        foreach (var (ns, count) in times.Weighted())
        {
            histogram.Record(ns / 1000, count);
        }

        return histogram;
    }

    /// <summary>The lines, milliseconds, and the three lines of the foot.</summary>
    /// <param name="histogram">As <see cref="InMicroseconds"/> makes them.</param>
    public static string Render(Histogram histogram)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{"Value",12} {"Percentile",12} {"TotalCount",12} {"1/(1-Percentile)",12}\n\n");
        long seen = 0;
        long last = 0;
        double target = 0;
        foreach (var bucket in histogram.Buckets())
        {
            seen += bucket.Count;
            last = bucket.High;
            while (target <= 100.0 * seen / histogram.Count)
            {
                AppendLine(text, last, target, seen);
                target = Next(target);
                if (seen == histogram.Count)
                {
                    break;   // all values are seen: one line more, that of 100 %
                }
            }
        }

        AppendLine(text, last, 100, seen);
        return text.Append(Foot(histogram)).ToString();
    }

    private static double Next(double target)
    {
        var halvings = (long)(Math.Log(100 / (100 - target)) / Math.Log(2)) + 1;
        return target + (100.0 / (TicksPerHalfDistance * Math.Pow(2, halvings)));
    }

    private static void AppendLine(StringBuilder text, long value, double percentile, long seen)
    {
        var share = percentile / 100;
        text.Append(CultureInfo.InvariantCulture, $"{FixedText.Of(value / Scale, 3),12} {FixedText.Of(share, 6),12} {seen,12} {FixedText.Of(1 / (1 - share), 2),12}\n");
    }

    private static string Foot(Histogram histogram)
    {
        var max = histogram.Count == 0 ? 0 : histogram.LowestEquivalent(histogram.Max);
        var (mean, deviation) = histogram.Count == 0 ? ("-nan", "-nan") : (FixedText.Of(histogram.Mean / Scale, 3), FixedText.Of(histogram.StandardDeviation / Scale, 3));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"#[Mean    = {mean,12}, StdDeviation   = {deviation,12}]\n#[Max     = {FixedText.Of(max / Scale, 3),12}, Total count    = {histogram.Count,12}]\n#[Buckets = {Buckets,12}, SubBuckets     = {SubBuckets,12}]\n");
    }
}
