using Prony.Experiments.Running;
using Prony.Measurement.Units;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Running;

public sealed class MemoryGrowthTests
{
    private const double MiB = 1 << 20;

    [Theory]
    [InlineData(10)]
    [InlineData(20)]
    [InlineData(3_600)]
    public void A_leak_of_a_mebibyte_a_second_is_sixty_a_minute(int seconds)
    {
        var growth = MemoryGrowth.Of(Leak(seconds, 1)).ShouldNotBeNull();

        (growth.BytesPerMin / MiB).ShouldBe(60, 1);
        growth.P.ShouldBeLessThan(0.001);
        growth.ShareOfMemory.ShouldBe(growth.BytesPerMin / (MiB * (100 + (seconds / 2.0))), 0.03);
    }

    [Fact]
    public void Memory_that_stays_has_no_trend() => MemoryGrowth.Of([.. Enumerable.Repeat(100 * MiB, 30)]).ShouldBe(new MemoryGrowth(0, 1, 0));

    [Fact]
    public void A_collector_that_gives_back_what_was_taken_has_no_trend()
    {
        var growth = MemoryGrowth.Of([.. Enumerable.Range(0, 30).Select(second => (100 + (5 * (second % 6))) * MiB)]).ShouldNotBeNull();

        growth.P.ShouldBeGreaterThan(0.1);
    }

    [Fact]
    public void Memory_that_falls_grows_by_less_than_nothing() => MemoryGrowth.Of(Leak(20, -1)).ShouldNotBeNull().BytesPerMin.ShouldBeLessThan(0);

    [Fact]
    public void Nine_seconds_are_too_few_and_no_memory_is_unknown()
    {
        MemoryGrowth.Of(Leak(9, 1)).ShouldBeNull();
        MemoryGrowth.Of(new double[20]).ShouldBeNull();
        MemoryGrowth.Of([]).ShouldBeNull();
    }

    private static double[] Leak(int seconds, double mebibytesPerS)
    {
        var random = new SplitMix64(1);
        return [.. Enumerable.Range(0, seconds).Select(second => MiB * (100 + (mebibytesPerS * second) + (0.2 * random.NextUnit())))];
    }
}
