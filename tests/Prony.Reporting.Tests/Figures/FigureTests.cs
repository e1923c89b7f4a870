using Prony.Measurement.Runs;
using Prony.Reporting.Figures;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Figures;

public class FigureTests
{
    [Theory]
    [InlineData(50, 6)]
    [InlineData(90, 36)]
    [InlineData(95, 72)]
    [InlineData(99, 368)]
    [InlineData(99.9, 3688)]
    [InlineData(99.99, 36887)]
    public void A_percentile_needs_so_many_values(double percentile, long needed)
    {
        SampleRule.Needed(percentile).ShouldBe(needed);
        SampleRule.IsEnough(percentile, needed).ShouldBeTrue();
        SampleRule.IsEnough(percentile, needed - 1).ShouldBeFalse();
    }

    [Fact]
    public void A_percentile_is_withheld_when_the_sample_is_too_small_for_it()
    {
        Figure.Percentile(Sample.Spread(100, 367), "99").ShouldBe("–");
        Figure.Percentile(Sample.Spread(100, 368), "99").ShouldNotBe("–");
        Figure.Percentile(Distribution.Empty, "50").ShouldBe("–");
        Figure.Percentile(Sample.Spread(100), "42").ShouldBe("–", "the record does not hold it");
    }

    [Theory]
    [InlineData(50, 20)]
    [InlineData(90, 100)]
    [InlineData(95, 200)]
    [InlineData(99, 1_000)]
    [InlineData(99.9, 10_000)]
    [InlineData(99.99, 100_000)]
    public void A_percentile_with_fewer_than_ten_values_beyond_it_is_marked(double percentile, long firm)
    {
        SampleRule.Firm(percentile).ShouldBe(firm);
        if (percentile == 99)
        {
            Figure.Percentile(Sample.Spread(100, firm), "99").ShouldNotStartWith("~");
            Figure.Percentile(Sample.Spread(100, firm - 1), "99").ShouldStartWith("~");
        }
    }

    [Theory]
    [InlineData(21.9e6, 24.62e6, "21.9–24.6 ms")]
    [InlineData(980_000, 1_020_000, "0.98–1.02 ms")]
    [InlineData(612, 701, "612–701 ns")]
    [InlineData(2.98e9, 3.02e9, "2.98–3.02 s")]
    [InlineData(119e9, 125e9, "119 s–2 min 5 s")]
    [InlineData(double.NaN, 1e6, "–1.00 ms", "–")]
    public void A_range_of_times_has_one_unit(double low, double high, string text, string? prefix = null) =>
        Figure.DurationRange(low, high).ShouldBe(prefix + text);

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.5123, "0.512")]
    [InlineData(9.9996, "10.00")]
    [InlineData(95.237, "95.24")]
    [InlineData(948.04, "948.0")]
    [InlineData(999.96, "1,000")]
    [InlineData(12_345.6, "12,346")]
    [InlineData(double.NaN, "–")]
    [InlineData(double.PositiveInfinity, "–")]
    public void A_rate_in_full_has_four_digits_or_all_whole_ones(double perS, string text) => Figure.PerSecond(perS).ShouldBe(text);

    [Theory]
    [InlineData(5.944, 5.889, 6.012, "5.94 (5.89–6.01)")]
    [InlineData(1.0027, 0.9942, 1.0114, "1.003 (0.994–1.011)")]
    [InlineData(0.8969, 0.885, 0.9089, "0.897 (0.885–0.909)")]
    [InlineData(0.16605, 0.16534, 0.1667, "0.166 (0.165–0.167)")]
    [InlineData(0.01234, 0.0119, 0.0127, "0.0123 (0.0119–0.0127)")]
    [InlineData(25.31, 24.9, 25.8, "25.3 (24.9–25.8)")]
    [InlineData(1234.6, 1200.0, 1300.0, "1235 (1200–1300)")]
    [InlineData(0.0, 0.0, 0.0, "0.000 (0.000–0.000)")]
    [InlineData(2.5, null, null, "2.50")]
    [InlineData(2.5, 2.1, double.PositiveInfinity, "2.50")]
    [InlineData(null, 1.0, 2.0, "–")]
    [InlineData(double.NaN, 1.0, 2.0, "–")]
    public void A_ratio_has_the_decimals_that_tell_it_from_one(double? ratio, double? low, double? high, string text) =>
        Figure.Ratio(ratio, low, high).ShouldBe(text);

    [Fact]
    public void What_is_unknown_is_a_dash()
    {
        Figure.Duration(null).ShouldBe("–");
        Figure.Bytes(null).ShouldBe("–");
        Figure.Share(null).ShouldBe("–");
        Figure.Cores(null).ShouldBe("–");
        Figure.PerSecond(null).ShouldBe("–");
        Figure.Duration(double.NaN).ShouldBe("–");
        Figure.Duration(1e300).ShouldBe("–", "a record from elsewhere must not end the report");
    }

    [Fact]
    public void A_chosen_length_has_no_zeros_behind_the_point()
    {
        Figure.Chosen(10).ShouldBe("10 s");
        Figure.Chosen(0.5).ShouldBe("500 ms");
        Figure.Chosen(2.5).ShouldBe("2.5 s");
        Figure.Chosen(0).ShouldBe("0 s");
        Figure.Chosen(100).ShouldBe("100 s");
        Figure.ChosenRate(12_500).ShouldBe("12,500");
        Figure.ChosenRate(0.5).ShouldBe("0.5");
    }

    [Fact]
    public void Counts_agree_with_their_noun()
    {
        Figure.Count(1, "user").ShouldBe("1 user");
        Figure.Count(1_234, "user").ShouldBe("1,234 users");
        Figure.Count(0, "user").ShouldBe("0 users");
    }
}
