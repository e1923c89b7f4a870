using Prony.Measurement.Runs;
using Prony.Measurement.Tests.Histograms;
using Shouldly;
using Xunit;

namespace Prony.Measurement.Tests.Runs;

public sealed class DistributionTests
{
    [Fact]
    public void A_distribution_says_what_the_histogram_says()
    {
        var distribution = Distribution.Of(Samples.H1());

        distribution.Count.ShouldBe(16);
        (distribution.Min, distribution.Max).ShouldBe((0, 3600809983));
        distribution.Mean.ShouldBe(225065245.4375, 1e-6);
        distribution.Sd.ShouldBe(871342835.4555, 1e-3);
        distribution.Percentiles.Keys.ShouldBe(["10", "25", "50", "75", "90", "95", "99", "99.9", "99.99"]);
        (distribution.At("25"), distribution.At("50"), distribution.At("75"), distribution.At("90")).ShouldBe((2, 2049, 10007, 1000447));
        Should.Throw<KeyNotFoundException>(() => distribution.At("42"));
    }

    [Fact]
    public void An_empty_one_is_all_zeros()
    {
        Distribution.Empty.Count.ShouldBe(0);
        Distribution.Empty.Percentiles.Values.ShouldAllBe(v => v == 0);
        Distribution.Empty.Percentiles.Count.ShouldBe(9);
    }

    [Fact]
    public void Failures_are_a_share_of_what_was_due()
    {
        new RequestCounts(Due: 100, Unsent: 3, Sent: 97, Completed: 90, Succeeded: 88, Failed: 5, Censored: 4).FailureShare().ShouldBe(0.12);
        new RequestCounts(0, 0, 0, 0, 0, 0, 0).FailureShare().ShouldBe(0);
    }

    [Fact]
    public void The_tool_names_itself_with_three_figures() => ToolRecord.Current.ShouldBe(new ToolRecord("prony", "0.1.0"));
}
