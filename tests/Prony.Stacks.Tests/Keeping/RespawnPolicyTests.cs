using FsCheck;
using FsCheck.Fluent;
using Prony.Stacks.Definitions;
using Prony.Stacks.Keeping;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Keeping;

public sealed class RespawnPolicyTests
{
    private static readonly TimeSpan Start = TimeSpan.FromDays(7);

    [Fact]
    public void What_crashes_at_start_gets_doubled_pauses_and_is_given_up()
    {
        var policy = new RespawnPolicy(new RespawnDefinition());
        var now = Start;
        var pauses = new List<double?>();
        for (var i = 0; i < 6; i++)
        {
            var pause = policy.Died(now);
            pauses.Add(pause?.TotalSeconds);
            now += pause ?? TimeSpan.Zero;
        }

        pauses.ShouldBe([0, 1, 2, 4, 8, null]);
    }

    [Fact]
    public void What_crashes_every_second_is_given_up_too()
    {
        var policy = new RespawnPolicy(new RespawnDefinition());
        var now = Start;
        var starts = 0;
        while (policy.Died(now) is { } pause && starts < 100)
        {
            starts++;
            now += pause + TimeSpan.FromSeconds(1);
        }

        starts.ShouldBe(5);
    }

    [Fact]
    public void What_crashes_once_an_hour_comes_back_at_once_for_ever()
    {
        var policy = new RespawnPolicy(new RespawnDefinition());
        for (var hour = 0; hour < 24 * 365; hour++)
        {
            policy.Died(Start + TimeSpan.FromHours(hour)).ShouldBe(TimeSpan.Zero);
        }
    }

    [Fact]
    public void A_person_who_starts_it_again_begins_anew()
    {
        var policy = new RespawnPolicy(new RespawnDefinition(Max: 1));
        policy.Died(Start).ShouldNotBeNull();
        policy.Died(Start).ShouldBeNull();
        policy.Reset();
        policy.Died(Start).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Never_more_starts_within_the_time_than_the_maximum_and_no_pause_beyond_a_minute() =>
        Prop.ForAll(Gen.Choose(0, 20_000).ArrayOf().ToArbitrary(), gaps =>
        {
            var definition = new RespawnDefinition(Max: 4, Within: TimeSpan.FromSeconds(30), Backoff: TimeSpan.FromSeconds(7));
            var policy = new RespawnPolicy(definition);
            var now = Start;
            var starts = new List<TimeSpan>();
            foreach (var gap in gaps)
            {
                now += TimeSpan.FromMilliseconds(gap);
                if (policy.Died(now) is { } pause)
                {
                    pause.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(60));
                    starts.Add(now);
                }
            }

            return starts.TrueForAll(start => starts.Count(other => other >= start && other - start <= definition.Within) <= definition.Max);
        }).QuickCheckThrowOnFailure();
}
