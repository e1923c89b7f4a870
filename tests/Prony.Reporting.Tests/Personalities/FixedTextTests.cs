using Prony.Reporting.Personalities;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Personalities;

public class FixedTextTests
{
    [Theory]
    [InlineData(0.125, 2, "0.12")]        // an exact half goes to the even digit, as in C and Rust
    [InlineData(0.375, 2, "0.38")]
    [InlineData(2.5, 0, "2")]
    [InlineData(3.5, 0, "4")]
    [InlineData(0.145, 2, "0.14")]        // below the half in binary
    [InlineData(1.005, 2, "1.00")]
    [InlineData(0, 4, "0.0000")]
    [InlineData(-0.5, 1, "-0.5")]
    [InlineData(59799.751, 2, "59799.75")]
    [InlineData(1e15, 2, "1000000000000000.00")]
    [InlineData(4.9e-324, 3, "0.000")]
    public void A_number_is_rounded_as_printf_rounds_it(double value, int decimals, string text) => FixedText.Of(value, decimals).ShouldBe(text);

    [Fact]
    public void The_fast_way_writes_what_the_exact_way_writes()
    {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var value = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-8, 13));
            var decimals = random.Next(0, 10);
            FixedText.Of(value, decimals).ShouldBe(FixedText.Exact(value, decimals));
        }
    }

    [Fact]
    public void What_is_no_number_has_the_names_of_printf()
    {
        FixedText.Of(double.NaN, 2).ShouldBe("nan");
        FixedText.Of(double.PositiveInfinity, 2).ShouldBe("inf");
        FixedText.Of(double.NegativeInfinity, 2).ShouldBe("-inf");
    }

    [Fact]
    public void The_decimals_are_0_to_9() => Should.Throw<ArgumentOutOfRangeException>(() => FixedText.Of(1, 10));
}
