using System.Net;
using System.Net.Sockets;
using Prony.Experiments.Targets;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Targets;

public sealed class GuardedLookupTests
{
    [Fact]
    public void Every_address_that_may_be_loaded_is_given_out()
    {
        var answer = Ask([], "127.0.0.1", "127.0.0.2");
        answer.EndPoints.ShouldBe([new IPEndPoint(IPAddress.Parse("127.0.0.1"), 81), new IPEndPoint(IPAddress.Parse("127.0.0.2"), 81)]);
        answer.Problem.ShouldBeNull();
    }

    [Fact]
    public void An_address_that_may_not_be_loaded_is_left_out_and_named()
    {
        var answer = Ask([], "127.0.0.1", "203.0.113.7");
        answer.EndPoints.ShouldHaveSingleItem();
        answer.Problem!.ShouldContain("203.0.113.7 is neither this machine nor a private network");
        answer.Problem!.ShouldContain("PRONY_TARGETS");
    }

    [Fact]
    public void A_name_that_moved_to_addresses_that_may_not_be_loaded_has_none()
    {
        var answer = Ask([], "203.0.113.7", "169.254.169.254");
        answer.EndPoints.ShouldBeEmpty();
        answer.Problem!.ShouldContain("203.0.113.7, 169.254.169.254 are neither");
    }

    [Fact]
    public void What_was_allowed_before_the_load_stays_allowed() =>
        Ask([IPAddress.Parse("203.0.113.7")], "203.0.113.7", "203.0.113.8").EndPoints.ShouldBe([new IPEndPoint(IPAddress.Parse("203.0.113.7"), 81)]);

    [Fact]
    public void A_name_without_addresses_and_one_that_cannot_be_looked_up_say_so()
    {
        Ask([]).Problem.ShouldBe("some.host: the name has no address.");
        var failure = new SocketException((int)SocketError.HostNotFound);
        var answer = new GuardedLookup("some.host", 81, [], TargetGuard.IsOwn, _ => throw failure).Ask();
        answer.EndPoints.ShouldBeEmpty();
        answer.Problem.ShouldBe("some.host: " + failure.Message);
    }

    [Theory]
    [InlineData("::1 127.0.0.1 10.0.0.1", "127.0.0.1 10.0.0.1")]
    [InlineData("::1 fe80::1", "::1 fe80::1")]
    [InlineData("127.0.0.1 127.0.0.1", "127.0.0.1")]
    public void Addresses_are_of_one_family_v4_when_there_is_any(string found, string expected) =>
        GuardedLookup.OfOneFamily([.. found.Split(' ').Select(IPAddress.Parse)]).Select(a => a.ToString()).ShouldBe(expected.Split(' '));

    private static Prony.Load.Plans.NameAnswer Ask(IReadOnlyList<IPAddress> permitted, params string[] found) =>
        new GuardedLookup("some.host", 81, permitted, TargetGuard.IsOwn, _ => [.. found.Select(IPAddress.Parse)]).Ask();
}
