using Prony.Statistics.Capacity;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Capacity;

public sealed class FleetSizeTests
{
    [Theory]
    [InlineData(5_000, 1_000, 0, 5)]
    [InlineData(5_001, 1_000, 0, 6)]
    [InlineData(5_000, 1_000, 0.3, 8)]
    [InlineData(700, 1_000, 0.3, 1)]
    [InlineData(1, 1_000, 0.3, 1)]
    [InlineData(2_100, 1_000, 0.3, 3)]
    [InlineData(10_000_000, 0.5, 0.5, 40_000_000)]
    public void A_fleet_is_whole_and_the_rounding_of_doubles_buys_no_machine(double load, double capacity, double headroom, double expected) =>
        FleetSize.Of(load, capacity, headroom).ShouldBe(expected);

    [Fact]
    public void A_million_requests_are_a_part_of_a_month() =>
        FleetSize.PerMillion(2_629.8, 1_000).ShouldBe(1, 1e-12);   // 2,629.8 million requests a month

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(1, 0, 0)]
    [InlineData(1, 1, 1)]
    [InlineData(1, 1, -0.1)]
    public void What_cannot_be_reckoned_is_refused(double load, double capacity, double headroom) =>
        Should.Throw<ArgumentOutOfRangeException>(() => FleetSize.Of(load, capacity, headroom));
}
