using Prony.Experiments.Claims;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Claims;

public sealed class ClaimExpectationTests
{
    [Theory]
    [InlineData(">= 8", ClaimUnit.None, 8, double.PositiveInfinity)]
    [InlineData(">=8", ClaimUnit.None, 8, double.PositiveInfinity)]
    [InlineData("≥ 10%", ClaimUnit.None, 0.1, double.PositiveInfinity)]
    [InlineData("<= 500ms", ClaimUnit.Seconds, double.NegativeInfinity, 0.5)]
    [InlineData("<= 0.5", ClaimUnit.Seconds, double.NegativeInfinity, 0.5)]
    [InlineData("> 300/s", ClaimUnit.PerSecond, 300, double.PositiveInfinity)]
    [InlineData("< 64MiB", ClaimUnit.Bytes, double.NegativeInfinity, 67_108_864)]
    [InlineData("< 0.1%", ClaimUnit.Share, double.NegativeInfinity, 0.001)]
    [InlineData("> -2", ClaimUnit.None, -2, double.PositiveInfinity)]
    [InlineData("between 2 and 3", ClaimUnit.None, 2, 3)]
    [InlineData("between -5% and 5%", ClaimUnit.Share, -0.05, 0.05)]
    [InlineData("between 100ms and 1s", ClaimUnit.Seconds, 0.1, 1)]
    public void Bounds_are_read_in_the_unit_of_the_check(string text, object unit, double low, double high)
    {
        var (expectation, error) = ClaimExpectation.Read(text, (ClaimUnit)unit);

        error.ShouldBeNull();
        (expectation!.Low, expectation.High).ShouldBe((low, high));
    }

    [Theory]
    [InlineData("8", ClaimUnit.None, 0, "'8' is no expectation")]
    [InlineData("= 8", ClaimUnit.None, 0, "'= 8' is no expectation")]
    [InlineData("the same", ClaimUnit.None, 0, "'the same' is no expectation")]
    [InlineData(">= ", ClaimUnit.None, 3, "a limit is missing")]
    [InlineData(">= 300/s", ClaimUnit.None, 3, "'300/s' is no limit for a plain number")]
    [InlineData(">= 3ms", ClaimUnit.PerSecond, 3, "'3ms' is no limit for a rate")]
    [InlineData("<= 2 cores", ClaimUnit.Cores, 3, "'2 cores' is no limit for a number of cores")]
    [InlineData("between 2", ClaimUnit.None, 8, "'between' needs two limits")]
    [InlineData("between 2 and x", ClaimUnit.None, 14, "'x' is no limit for a plain number")]
    [InlineData("between 3 and 2", ClaimUnit.None, 8, "the first limit is not below the second")]
    public void A_mistake_is_named_with_its_place(string text, object unit, int at, string message)
    {
        var (expectation, error) = ClaimExpectation.Read(text, (ClaimUnit)unit);

        expectation.ShouldBeNull();
        (error!.At, error.Message).ShouldBe((at, message));
    }

    [Theory]
    [InlineData(">= 8", 8, 9, true, false)]
    [InlineData("> 8", 8, 9, false, false)]
    [InlineData(">= 8", 7, 8, false, false)]
    [InlineData("> 8", 7, 8, false, true)]
    [InlineData(">= 8", 6, 7.9, false, true)]
    [InlineData("<= 8", 7, 8, true, false)]
    [InlineData("< 8", 7, 8, false, false)]
    [InlineData("< 8", 8, 9, false, true)]
    [InlineData("between 2 and 3", 2, 3, true, false)]
    [InlineData("between 2 and 3", 2.5, 3.5, false, false)]
    [InlineData("between 2 and 3", 3.1, 3.5, false, true)]
    [InlineData("between 2 and 3", 1, 1.9, false, true)]
    [InlineData("between 2 and 3", 1, 4, false, false)]
    public void An_interval_meets_it_fails_it_or_neither(string text, double low, double high, bool met, bool failed)
    {
        var expectation = ClaimExpectation.Read(text, ClaimUnit.None).Expectation!;

        (expectation.IsMetBy(low, high), expectation.IsFailedBy(low, high)).ShouldBe((met, failed));
    }

    [Fact]
    public void A_margin_reaches_as_far_down_as_up_on_the_scale_of_ratios()
    {
        var within = ClaimExpectation.Read("equivalent", ClaimUnit.None).Expectation!.Within(0.25);

        (within.Low, within.High).ShouldBe((0.8, 1.25));
        within.IsMetBy(0.81, 1.24).ShouldBeTrue();
        within.IsMetBy(0.8, 1.24).ShouldBeFalse();
        within.IsFailedBy(1.25, 1.5).ShouldBeTrue();
    }
}
