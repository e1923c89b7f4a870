using System.Diagnostics;
using Prony.Measurement.Clocks;
using Shouldly;
using Xunit;

namespace Prony.Measurement.Tests.Clocks;

public sealed class MonotonicClockTests
{
    [Fact]
    public void It_never_goes_back()
    {
        var before = MonotonicClock.NowNs;
        for (var i = 0; i < 100_000; i++)
        {
            var now = MonotonicClock.NowNs;
            now.ShouldBeGreaterThanOrEqualTo(before);
            before = now;
        }
    }

    [Fact]
    public void It_counts_nanoseconds_of_the_monotonic_clock()
    {
        // Both ends are taken around the reading, so that no delay between them can make this fail.
        var low = Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency);
        var now = MonotonicClock.NowNs;
        var high = Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency);

        ((double)now).ShouldBeInRange(low - 1000, high + 1000);
    }

    [Fact]
    public void It_passes_at_least_the_time_slept()
    {
        var start = MonotonicClock.NowNs;
        Thread.Sleep(20);

        (MonotonicClock.NowNs - start).ShouldBeGreaterThanOrEqualTo(19_000_000);
    }

    [Fact]
    public void Durations_convert_exactly()
    {
        MonotonicClock.ToNs(TimeSpan.FromMilliseconds(1.5)).ShouldBe(1_500_000);
        MonotonicClock.ToTimeSpan(1_500_099).ShouldBe(TimeSpan.FromMilliseconds(1.5));
        MonotonicClock.ToSeconds(1_500_000_000).ShouldBe(1.5);
        Should.Throw<OverflowException>(() => MonotonicClock.ToNs(TimeSpan.MaxValue));
    }
}
