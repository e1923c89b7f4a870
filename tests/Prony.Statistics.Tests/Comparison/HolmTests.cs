using Prony.Statistics.Comparison;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Comparison;

public sealed class HolmTests
{
    [Fact]
    public void The_smallest_p_is_multiplied_by_all_and_none_falls_below_one_before()
    {
        // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm").
        var adjusted = Holm.Adjust([0.01, 0.04, 0.03, 0.005]);

        adjusted.Select(p => Math.Round(p, 12)).ShouldBe([0.03, 0.06, 0.06, 0.02]);
    }

    [Fact]
    public void A_single_p_stays_and_no_p_exceeds_one()
    {
        Holm.Adjust([0.2]).ShouldBe([0.2]);
        Holm.Adjust([0.6, 0.7]).ShouldBe([1.0, 1.0]);
        Holm.Adjust([]).ShouldBeEmpty();
    }
}
