using Prony.Experiments.Gates;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Gates;

public sealed class GateWordsTests
{
    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(0.00001, "0.0010 %")]
    [InlineData(0.0012, "0.12 %")]
    [InlineData(0.034, "3.4 %")]
    [InlineData(0.0999, "10 %")]
    [InlineData(0.41, "41 %")]
    [InlineData(1, "100 %")]
    public void Shares_have_two_digits(double share, string text) => GateWords.Percent(share).ShouldBe(text);

    [Theory]
    [InlineData(0, "0 ns")]
    [InlineData(850, "850 ns")]
    [InlineData(12_340, "12.3 µs")]
    [InlineData(1_250_000, "1.25 ms")]
    [InlineData(999_600, "1 ms")]
    [InlineData(2e9, "2 s")]
    [InlineData(123e9, "123 s")]
    public void Times_have_three_digits_and_a_unit(double ns, string text) => GateWords.Time(ns).ShouldBe(text);

    [Fact]
    public void Counts_agree_in_number()
    {
        GateWords.Count(1, "request").ShouldBe("1 request");
        GateWords.Count(1_200, "request").ShouldBe("1,200 requests");
        GateWords.Count(2, "slowest response", "slowest responses").ShouldBe("2 slowest responses");
        GateWords.Points(0.001).ShouldBe("0.1 percentage points");
    }
}
