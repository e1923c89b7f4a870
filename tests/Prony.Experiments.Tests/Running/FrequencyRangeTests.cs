using Prony.Experiments.Running;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Running;

public sealed class FrequencyRangeTests
{
    [Fact]
    public void The_ratio_is_that_of_the_CPU_that_changed_most()
    {
        var range = new FrequencyRange();
        range.Ratio.ShouldBeNull();
        range.Add([2_000_000, 3_000_000]);
        range.Ratio.ShouldBe(1);
        range.Add([2_500_000, 3_000_000]);
        range.Add([2_000_000, 2_900_000]);
        range.Ratio.ShouldBe(1.25);
    }

    [Fact]
    public void Where_there_are_no_frequencies_there_is_no_ratio()
    {
        var range = new FrequencyRange();
        range.Add([]);
        range.Ratio.ShouldBeNull();
    }
}
