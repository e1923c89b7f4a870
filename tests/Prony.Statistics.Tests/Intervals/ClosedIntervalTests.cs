using FsCheck;
using FsCheck.Fluent;
using Prony.Statistics.Intervals;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Intervals;

public sealed class ClosedIntervalTests
{
    [Fact]
    public void Results_hold_whatever_values_of_the_operands_give()
    {
        var values = Gen.Choose(-20, 20).Select(n => n / 4.0);
        var world = from x in values from y in values from wideX in values from wideY in values select (X: x, Y: y, A: Holding(x, wideX), B: Holding(y, wideY));

        Prop.ForAll(world.ToArbitrary(), w =>
            Holds(ClosedInterval.Sum(w.A, w.B), w.X + w.Y)
            && Holds(ClosedInterval.Difference(w.A, w.B), w.X - w.Y)
            && Holds(ClosedInterval.Product(w.A, w.B), w.X * w.Y)
            && (w.Y == 0 || Holds(ClosedInterval.Quotient(w.A, w.B), w.X / w.Y))
            && Holds(ClosedInterval.Largest(w.A, w.B), Math.Max(w.X, w.Y))
            && Holds(ClosedInterval.Smallest(w.A, w.B), Math.Min(w.X, w.Y))
            && Holds(ClosedInterval.Hull(w.A, w.B), w.X)
            && Holds(ClosedInterval.Hull(w.A, w.B), w.Y)).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(1, 2, 4, 8, 0.125, 0.5)]
    [InlineData(-1, 2, 4, 8, -0.25, 0.5)]
    [InlineData(1, 2, 0, 4, 0.25, double.PositiveInfinity)]
    [InlineData(1, 2, -4, 0, double.NegativeInfinity, -0.25)]
    [InlineData(0, 0, 0, 4, 0, 0)]
    [InlineData(1, 2, -1, 1, double.NegativeInfinity, double.PositiveInfinity)]
    [InlineData(1, 2, 0, 0, double.NegativeInfinity, double.PositiveInfinity)]
    public void A_quotient_is_as_wide_as_its_divisor_comes_near_zero(double low, double high, double divisorLow, double divisorHigh, double expectedLow, double expectedHigh) =>
        ClosedInterval.Quotient(new(low, high), new(divisorLow, divisorHigh)).ShouldBe(new ClosedInterval(expectedLow, expectedHigh));

    private static ClosedInterval Holding(double value, double end) => new(Math.Min(value, end), Math.Max(value, end));

    private static bool Holds(ClosedInterval interval, double value) => interval.Low <= value + 1e-9 && value - 1e-9 <= interval.High;
}
