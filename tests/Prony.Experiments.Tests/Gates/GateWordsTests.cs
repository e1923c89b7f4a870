using Prony.Experiments.Gates;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Gates;

public sealed class GateWordsTests
{
    [Theory]
    [InlineData(0, "0 ns")]
    [InlineData(850, "850 ns")]
    [InlineData(12_340, "12.3 µs")]
    [InlineData(1_250_000, "1.25 ms")]
    [InlineData(999_600, "1 ms")]
    [InlineData(2e9, "2 s")]
    [InlineData(119.4e9, "119 s")]
    public void Times_have_three_digits_and_a_unit(double ns, string text) => GateWords.Time(ns).ShouldBe(text);

    [Fact]
    public void Differences_of_shares_are_points() => GateWords.Points(0.001).ShouldBe("0.1 percentage points");
}
