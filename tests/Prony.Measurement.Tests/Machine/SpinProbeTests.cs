using Prony.Measurement.Machine;
using Shouldly;
using Xunit;

namespace Prony.Measurement.Tests.Machine;

public sealed class SpinProbeTests
{
    [Fact]
    public void The_shortest_runs_are_in_order()
    {
        var probe = SpinProbe.Run();

        probe.ShortestNs.ShouldBeGreaterThan(10_000);
        probe.ThirdNs.ShouldBeGreaterThanOrEqualTo(probe.ShortestNs);
    }

    [Theory]
    [InlineData(1_000, 1_020, true)]
    [InlineData(1_000, 1_021, false)]
    public void Runs_that_do_not_agree_say_nothing(long shortest, long third, bool steady) => new SpinProbe(shortest, third).IsSteady.ShouldBe(steady);

    [Fact]
    public void Frequencies_and_counters_are_plausible_where_there_are_any()
    {
        CpuFrequency.ReadKhz().ShouldAllBe(khz => khz > 10_000 && khz < 20_000_000);
        CpuFrequency.ReadKhz().Count.ShouldBeGreaterThanOrEqualTo(CpuFrequency.IsKnown ? 1 : 0);
        (CpuFrequency.ReadThrottled() ?? 0).ShouldBeGreaterThanOrEqualTo(0);
    }
}
