using Prony.Load.Reactor;
using Shouldly;

namespace Prony.Load.Tests.Reactor;

public sealed class RequestTimeoutsTests
{
    private const long Ms = 1_000_000;

    [Fact]
    public void Nothing_is_scanned_while_nothing_is_under_way() => new RequestTimeouts(3, 100).NextScanNs.ShouldBe(long.MaxValue);

    [Fact]
    public void A_request_expires_when_its_timeout_has_passed_and_not_before()
    {
        var timeouts = new RequestTimeouts(3, 100 * Ms);
        timeouts.Start(1, 5 * Ms);

        timeouts.NextScanNs.ShouldBe(105 * Ms);
        timeouts.TakeExpired((105 * Ms) - 1).ShouldBe(-1);
        timeouts.TakeExpired(105 * Ms).ShouldBe(1);
    }

    [Fact]
    public void A_request_that_ended_does_not_expire()
    {
        var timeouts = new RequestTimeouts(3, 100 * Ms);
        timeouts.Start(1, 5 * Ms);
        timeouts.Stop(1);

        timeouts.TakeExpired(1000 * Ms).ShouldBe(-1);
        timeouts.NextScanNs.ShouldBe(long.MaxValue);
    }

    [Fact]
    public void A_scan_finds_all_that_expired_and_plans_the_next_for_the_earliest_left()
    {
        var timeouts = new RequestTimeouts(4, 100 * Ms);
        timeouts.Start(0, 1 * Ms);
        timeouts.Start(2, 2 * Ms);
        timeouts.Start(3, 50 * Ms);

        timeouts.TakeExpired(110 * Ms).ShouldBe(0);
        timeouts.Stop(0);
        timeouts.Start(0, 110 * Ms);   // the user asks again at once
        timeouts.TakeExpired(110 * Ms).ShouldBe(2);
        timeouts.Stop(2);
        timeouts.TakeExpired(110 * Ms).ShouldBe(-1);

        timeouts.NextScanNs.ShouldBe(150 * Ms);
    }

    [Fact]
    public void A_request_that_starts_behind_the_scan_is_not_forgotten()
    {
        var timeouts = new RequestTimeouts(2, 100 * Ms);
        timeouts.Start(0, 0);
        timeouts.TakeExpired(100 * Ms).ShouldBe(0);
        timeouts.Stop(0);
        timeouts.Start(0, 100 * Ms);
        timeouts.TakeExpired(100 * Ms).ShouldBe(-1);

        timeouts.NextScanNs.ShouldBe(200 * Ms);
        timeouts.TakeExpired(200 * Ms).ShouldBe(0);
    }
}
