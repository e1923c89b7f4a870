using FsCheck;
using FsCheck.Fluent;
using Prony.Measurement.Units;
using Shouldly;
using Xunit;

namespace Prony.Measurement.Tests.Units;

public sealed class UnitTextTests
{
    [Theory]
    [InlineData("500ms", 500_000_000)]
    [InlineData("2s", 2_000_000_000)]
    [InlineData("1m", 60_000_000_000)]
    [InlineData("1m30s", 90_000_000_000)]
    [InlineData("0.5s", 500_000_000)]
    [InlineData("1h", 3_600_000_000_000)]
    [InlineData("250us", 250_000)]
    [InlineData("250µs", 250_000)]
    [InlineData("7ns", 7)]
    [InlineData("0", 0)]
    [InlineData("0s", 0)]
    public void A_duration_is_read_with_its_unit(string text, long ns)
    {
        DurationText.TryParseNs(text, out var read, out var error).ShouldBeTrue(error);
        read.ShouldBe(ns);
        error.ShouldBeNull();
    }

    [Theory]
    [InlineData("5 s", "'5 s' is not a duration: write 5s.")]
    [InlineData("5 seconds", "'5 seconds' is not a duration: write 5s.")]
    [InlineData("2min", "'2min' is not a duration: write 2m.")]
    [InlineData("5", "'5' has no unit: write 5s for seconds or 5ms for milliseconds.")]
    [InlineData("soon", "'soon' is not a duration. Expected a number and its unit (us, ms, s, m, h) without a space, such as 500ms, 2s or 1m30s.")]
    [InlineData("", "'' is not a duration.")]
    [InlineData("-5s", "'-5s' is not a duration.")]
    [InlineData("5s later", "'5s later' is not a duration.")]
    [InlineData("721h", "'721h' is too long a duration: at most 720h.")]
    [InlineData("99999999999999999999999999s", "is not a duration.")]
    public void A_bad_duration_says_what_is_expected(string text, string message)
    {
        DurationText.TryParse(text, out _, out var error).ShouldBeFalse();
        error.ShouldContain(message);
    }

    [Theory]
    [InlineData(0, "0 ns")]
    [InlineData(450, "450 ns")]
    [InlineData(999, "999 ns")]
    [InlineData(1_000, "1.00 µs")]
    [InlineData(450_000, "450 µs")]
    [InlineData(999_400, "999 µs")]
    [InlineData(999_600, "1.00 ms")]
    [InlineData(1_230_000, "1.23 ms")]
    [InlineData(9_996_000, "10.0 ms")]
    [InlineData(12_345_678, "12.3 ms")]
    [InlineData(1_500_000_000, "1.50 s")]
    [InlineData(90_000_000_000, "90.0 s")]
    [InlineData(125_000_000_000, "2 min 5 s")]
    [InlineData(7_500_000_000_000, "2 h 5 min")]
    [InlineData(-1_230_000, "-1.23 ms")]
    public void A_duration_is_shown_with_three_digits(long ns, string shown) => DurationText.Format(ns).ShouldBe(shown);

    [Fact]
    public void A_shown_duration_is_within_half_a_percent() =>
        Prop.ForAll(Arb.From(Gen.Choose(1, int.MaxValue).Select(n => n * 40L)), ns =>
        {
            var text = DurationText.Format(ns).Replace(" ", "", StringComparison.Ordinal).Replace("min", "m", StringComparison.Ordinal);
            DurationText.TryParseNs(text, out var read, out var error).ShouldBeTrue(error);
            Math.Abs((double)read - ns).ShouldBeLessThanOrEqualTo((0.0051 * ns) + 1);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("300/s", 300)]
    [InlineData("0.5/s", 0.5)]
    [InlineData("12.5k/s", 12_500)]
    [InlineData("6000/min", 100)]
    [InlineData("60/m", 1)]
    [InlineData("3600/h", 1)]
    public void A_rate_is_read_with_its_unit(string text, double perS)
    {
        RateText.TryParse(text, out var read, out var error).ShouldBeTrue(error);
        read.ShouldBe(perS);
    }

    [Theory]
    [InlineData("300", "'300' has no unit: write 300/s.")]
    [InlineData("300 /s", "'300 /s' is not a rate: write 300/s.")]
    [InlineData("300rps", "'300rps' is not a rate: write 300/s.")]
    [InlineData("fast", "'fast' is not a rate. Expected a number and its unit (/s, /min, /h) without a space, such as 300/s.")]
    [InlineData("0/s", "'0/s' is out of range: a rate is above 0")]
    [InlineData("20000000/s", "is out of range")]
    [InlineData("-1/s", "'-1/s' is not a rate.")]
    public void A_bad_rate_says_what_is_expected(string text, string message)
    {
        RateText.TryParse(text, out _, out var error).ShouldBeFalse();
        error.ShouldContain(message);
    }

    [Fact]
    public void On_a_command_line_a_rate_needs_no_unit()
    {
        RateText.TryParse("300", out var read, out _, unitOptional: true).ShouldBeTrue();
        read.ShouldBe(300);
        RateText.TryParse("-3", out _, out _, unitOptional: true).ShouldBeFalse();
    }

    [Fact]
    public void A_rate_reads_back_as_itself() =>
        Prop.ForAll(Arb.From(Gen.Choose(1, 9_990_000).Select(n => n / 4.0)), perS =>
        {
            RateText.TryParse(RateText.Exact(perS), out var exact, out _).ShouldBeTrue();
            exact.ShouldBe(perS);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0L, "0 ns")]
    [InlineData(1_500_000_000L, "1.5 s")]
    [InlineData(10_000_000_000L, "10 s")]
    [InlineData(100_000_000L, "100 ms")]
    [InlineData(120_000_000_000L, "2 min 0 s")]
    public void A_short_duration_has_no_zeros_behind_the_point(long ns, string shown) => DurationText.Short(ns).ShouldBe(shown);

    [Theory]
    [InlineData(0, "0 rounds")]
    [InlineData(1, "1 round")]
    [InlineData(1_200, "1,200 rounds")]
    public void A_count_agrees_in_number(long count, string shown) => CountText.Of(count, "round").ShouldBe(shown);

    [Fact]
    public void A_count_may_have_a_plural_of_its_own() =>
        CountText.Of(2, "slowest response", "slowest responses").ShouldBe("2 slowest responses");

    [Theory]
    [InlineData("5%", 0.05)]
    [InlineData("0.05", 0.05)]
    [InlineData("0.1%", 0.001)]
    [InlineData("100%", 1)]
    [InlineData("0", 0)]
    public void A_share_is_per_cent_or_a_fraction(string text, double share)
    {
        ShareText.TryParse(text, out var read, out var error).ShouldBeTrue(error);
        read.ShouldBe(share);
    }

    [Theory]
    [InlineData("5", "'5' is out of range: a fraction is at most 1; write 5% for per cent.")]
    [InlineData("5 %", "'5 %' is not a share: write 5%, without a space.")]
    [InlineData("101%", "'101%' is out of range: a share is at most 100%.")]
    [InlineData("much", "'much' is not a share. Expected per cent or a fraction of 1, such as 5% or 0.05.")]
    public void A_bad_share_says_what_is_expected(string text, string message)
    {
        ShareText.TryParse(text, out _, out var error).ShouldBeFalse();
        error.ShouldContain(message);
    }

    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(0.05, "5 %")]
    [InlineData(0.00123, "0.123 %")]
    [InlineData(0.000001, "<0.001 %")]
    [InlineData(0.99999, ">99.9 %")]
    [InlineData(1, "100 %")]
    [InlineData(0.0123, "1.23 %")]
    [InlineData(-0.1, "-10 %")]
    public void A_share_never_hides_the_last_bit(double share, string shown) => ShareText.Format(share).ShouldBe(shown);

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(512, "512 B")]
    [InlineData(1024, "1.00 KiB")]
    [InlineData(12_897_485, "12.3 MiB")]
    [InlineData(-2048, "-2.00 KiB")]
    public void Bytes_are_shown_in_powers_of_1024(long bytes, string shown) => ByteText.Format(bytes).ShouldBe(shown);

    [Theory]
    [InlineData("0", 0L)]
    [InlineData("65536", 65_536L)]
    [InlineData("100B", 100L)]
    [InlineData("64KiB", 65_536L)]
    [InlineData("1.5MiB", 1_572_864L)]
    [InlineData("2GiB", 2_147_483_648L)]
    public void Bytes_are_read_with_or_without_a_unit(string text, long bytes)
    {
        ByteText.TryParse(text, out var read, out var error).ShouldBeTrue(error);
        read.ShouldBe(bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("KiB")]
    [InlineData("64 KiB")]
    [InlineData("64kb")]
    [InlineData("-1")]
    [InlineData("0.5")]
    [InlineData("1.2.3")]
    [InlineData("9999999999999999")]
    public void What_is_no_amount_of_bytes_is_said(string text)
    {
        ByteText.TryParse(text, out var bytes, out var error).ShouldBeFalse();
        bytes.ShouldBe(0);
        error!.ShouldStartWith($"'{text}' is not an amount of bytes. Expected");
    }

    [Theory]
    [InlineData(0, "0B")]
    [InlineData(100, "100B")]
    [InlineData(1025, "1025B")]
    [InlineData(65_536, "64KiB")]
    [InlineData(16_777_216, "16MiB")]
    public void Chosen_bytes_are_shown_as_they_can_be_read(long bytes, string text)
    {
        ByteText.Short(bytes).ShouldBe(text);
        ByteText.TryParse(text, out var read, out _).ShouldBeTrue();
        read.ShouldBe(bytes);
    }
}
