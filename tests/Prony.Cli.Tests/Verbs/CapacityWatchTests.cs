using Prony.Cli.Verbs;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Cli.Tests.Verbs;

public class CapacityWatchTests
{
    [Theory]
    [InlineData(400.0, 1_800.5, "400 to 1,800.5 requests/s")]
    [InlineData(400.0, null, "at least 400 requests/s")]
    [InlineData(null, 800.0, "below 800 requests/s")]
    [InlineData(null, null, "nothing known yet")]
    public void A_bracket_is_told_in_words(double? lower, double? upper, string expected) =>
        CapacityWatch.Text(new PointRecord(null, 500, "poisson"), lower, upper).ShouldBe(expected);

    [Fact]
    public void Users_are_users() => CapacityWatch.Text(new PointRecord(8, null), 8, 16).ShouldBe("8 to 16 users");
}
