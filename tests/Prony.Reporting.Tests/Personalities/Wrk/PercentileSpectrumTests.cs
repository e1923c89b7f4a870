using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Prony.Measurement.Histograms;
using Prony.Reporting.Personalities;
using Prony.Reporting.Personalities.Wrk;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Personalities.Wrk;

public class PercentileSpectrumTests
{
    [Fact]
    public void Two_values_give_the_lines_of_the_library()
    {
        // hdr_percentiles_print of HdrHistogram_c for 1 ms and 2 ms, five ticks per half distance.
        PercentileSpectrum.Render(PercentileSpectrum.InMicroseconds(Rows.Times(1, 2))).ShouldBe("""
                   Value   Percentile   TotalCount 1/(1-Percentile)

                   1.000     0.000000            1         1.00
                   1.000     0.100000            1         1.11
                   1.000     0.200000            1         1.25
                   1.000     0.300000            1         1.43
                   1.000     0.400000            1         1.67
                   1.000     0.500000            1         2.00
                   2.000     0.550000            2         2.22
                   2.000     1.000000            2          inf
            #[Mean    =        1.500, StdDeviation   =        0.500]
            #[Max     =        2.000, Total count    =            2]
            #[Buckets =           27, SubBuckets     =         2048]

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_reader_of_the_format_finds_every_percentile_of_the_histogram()
    {
        var times = new ToolTimes();
        for (var i = 1; i <= 20_000; i++)
        {
            times.Record(i % 100 == 0 ? 200_000_000 + i : 1_000_000 + (i * 37));
        }

        var histogram = PercentileSpectrum.InMicroseconds(times);
        var read = Spectrum.Read(PercentileSpectrum.Render(histogram));

        read.Lines.Count.ShouldBeGreaterThan(30);
        read.TotalCount.ShouldBe(20_000);
        read.Lines[^1].Percentile.ShouldBe(1);
        read.Lines[^1].TotalCount.ShouldBe(20_000);
        read.Mean.ShouldBe(histogram.Mean / 1000, 0.001);
        foreach (var (value, percentile, count) in read.Lines)
        {
            value.ShouldBe(histogram.ValueAtPercentile(100 * percentile) / 1000.0, 0.0006, $"at {percentile}");
            count.ShouldBeGreaterThanOrEqualTo((long)(percentile * 20_000) - 1);
        }
    }

    [Fact]
    public void Values_and_percentiles_never_fall_whatever_is_counted()
    {
        Prop.ForAll(Gen.Choose(0, 50_000_000).NonEmptyListOf().ToArbitrary(), values =>
        {
            var times = new ToolTimes();
            foreach (var value in values)
            {
                times.Record(value * 1000L);
            }

            var read = Spectrum.Read(PercentileSpectrum.Render(PercentileSpectrum.InMicroseconds(times)));
            return read.Lines.Zip(read.Lines.Skip(1)).All(pair => pair.First.Value <= pair.Second.Value && pair.First.Percentile < pair.Second.Percentile && pair.First.TotalCount <= pair.Second.TotalCount)
                && read.Lines[^1].TotalCount == values.Count;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void An_empty_histogram_has_one_line()
    {
        var read = Spectrum.Read(PercentileSpectrum.Render(PercentileSpectrum.InMicroseconds(new ToolTimes())));
        read.Lines.ShouldBe([(0, 1, 0)]);
        read.TotalCount.ShouldBe(0);
    }

    /// <summary>Reads the format as HdrHistogram's plotter does: lines of four numbers, then three of comments.</summary>
    private sealed record Spectrum(IReadOnlyList<(double Value, double Percentile, long TotalCount)> Lines, double Mean, long TotalCount)
    {
        public static Spectrum Read(string text)
        {
            var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["Value", "Percentile", "TotalCount", "1/(1-Percentile)"]);
            var values = lines.Skip(1).Where(line => line[0] != '#').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
            values.ShouldAllBe(fields => fields.Length == 4);
            return new Spectrum(
                [.. values.Select(fields => (Number(fields[0]), Number(fields[1]), long.Parse(fields[2], CultureInfo.InvariantCulture)))],
                Footer(lines, "Mean"),
                (long)Footer(lines, "Total count"));
        }

        /// <summary>"-nan" of an empty one is no number.</summary>
        private static double Footer(string[] lines, string name)
        {
            var text = string.Join(' ', lines.Where(line => line[0] == '#'));
            var value = text[(text.IndexOf(name, StringComparison.Ordinal) + name.Length)..].TrimStart(' ', '=');
            return Number(value[..value.IndexOfAny([',', ']'])]);
        }

        private static double Number(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;
    }
}
