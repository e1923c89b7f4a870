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

    [Fact]
    public void A_gap_that_the_scatter_of_few_readings_explains_is_allowed()
    {
        var law = LittlesLaw.Of(100, 1000, 0.13);
        (law with { StandardError = 9.9 }).Holds.ShouldBeFalse();
        var scattered = law with { StandardError = 10.1 };
        (scattered.Holds, scattered.HoldsPlainly).ShouldBe((true, false));
    }

    [Fact]
    public void The_error_of_readings_is_that_of_the_mean_over_rounds()
    {
        // Variances 4 and 16 over 2 and 4 readings: sqrt(2 + 4) / 2.
        double[] two = [10 - Math.Sqrt(2), 10 + Math.Sqrt(2)];
        double[] four = [10 - Math.Sqrt(12), 10 + Math.Sqrt(12), 10 - Math.Sqrt(12), 10 + Math.Sqrt(12)];
        LittlesLaw.ErrorOf([two, four])!.Value.ShouldBe(Math.Sqrt(6) / 2, 1e-12);
        LittlesLaw.ErrorOf([two, [5]]).ShouldBeNull();
        LittlesLaw.ErrorOf([]).ShouldBeNull();
    }
}
