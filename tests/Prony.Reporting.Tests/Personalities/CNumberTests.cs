using Prony.Reporting.Personalities;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Personalities;

public class CNumberTests
{
    /// <summary>What printf of glibc and of Go write.</summary>
    [Theory]
    [InlineData(0.5, 0, 0, "0")]
    [InlineData(1.5, 0, 0, "2")]
    [InlineData(2.5, 0, 0, "2")]
    [InlineData(0.25, 1, 0, "0.2")]
    [InlineData(0.75, 1, 0, "0.8")]
    [InlineData(0.35, 1, 0, "0.3")]
    [InlineData(0.00005, 4, 4, "0.0001")]
    [InlineData(16587.40824, 4, 4, "16587.4082")]
    [InlineData(1e20, 1, 0, "100000000000000000000.0")]
    [InlineData(0.2, 1, 5, "  0.2")]
    [InlineData(double.NaN, 4, 4, " NaN")]
    [InlineData(double.PositiveInfinity, 4, 4, "+Inf")]
    public void Numbers_are_rounded_as_printf_rounds_them(double value, int decimals, int width, string expected) => CNumber.Fixed(value, decimals, width).ShouldBe(expected);

    [Theory]
    [InlineData(2, "2")]
    [InlineData(0.025, "0.025")]
    [InlineData(1.002, "1.002")]
    [InlineData(double.NaN, "NaN")]
    public void Numbers_are_as_short_as_JavaScript_writes_them(double value, string expected) => CNumber.JavaScript(value).ShouldBe(expected);
}
