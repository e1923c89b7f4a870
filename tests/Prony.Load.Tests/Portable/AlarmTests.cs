using Prony.Load.Portable;
using Prony.Measurement.Clocks;
using Shouldly;

namespace Prony.Load.Tests.Portable;

public sealed class AlarmTests
{
    public static TheoryData<bool> Kinds => [true, false];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_waits_until_the_instant_and_not_much_less(bool ofThisSystem)
    {
        using var alarm = Create(ofThisSystem);
        var start = MonotonicClock.NowNs;

        alarm.Wait(5_300_000);

        (MonotonicClock.NowNs - start).ShouldBeGreaterThanOrEqualTo(5_200_000);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_call_before_or_while_it_waits_ends_the_wait(bool ofThisSystem)
    {
        using var alarm = Create(ofThisSystem);
        var start = MonotonicClock.NowNs;
        alarm.Wake();
        alarm.Wait(900_000_000);
        var caller = new Thread(() =>
        {
            Thread.Sleep(20);
            alarm.Wake();
        });
        caller.Start();
        alarm.Wait(900_000_000);
        caller.Join();

        (MonotonicClock.NowNs - start).ShouldBeLessThan(800_000_000);
    }

    private static Alarm Create(bool ofThisSystem) => ofThisSystem ? Alarm.Create() : new EventAlarm();
}
