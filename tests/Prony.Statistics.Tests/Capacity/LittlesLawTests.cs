using Prony.Statistics.Capacity;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Capacity;

public sealed class LittlesLawTests
{
    [Fact]
    public void Throughput_times_response_is_what_is_in_flight() => LittlesLaw.Of(13.204, 2000, 0.006602).ByLaw.ShouldBe(13.204, 1e-12);

    [Theory]
    [InlineData(100, 2000, 0.05, true)]      // the same
    [InlineData(100, 2000, 0.0475, true)]    // 5 % less
    [InlineData(100, 2000, 0.0474, false)]
    [InlineData(100, 2000, 0.0527, false)]   // 5.1 % of the larger side
    [InlineData(9, 100, 0.095, true)]        // few: half a request off
    [InlineData(9, 100, 0.0951, false)]
    [InlineData(10, 100, 0.094, false)]      // not few: 6 %
    [InlineData(0, 0, 0, true)]
    public void A_gap_of_5_percent_or_of_half_a_request_is_allowed(double n, double x, double r, bool holds) => LittlesLaw.Of(n, x, r).Holds.ShouldBe(holds);
}
