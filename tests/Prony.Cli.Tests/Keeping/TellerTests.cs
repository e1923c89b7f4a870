using System.Collections.Concurrent;
using Prony.Cli.Keeping;
using Shouldly;
using Xunit;

namespace Prony.Cli.Tests.Keeping;

public sealed class TellerTests
{
    [Fact]
    public async Task All_is_said_in_order_before_the_end()
    {
        var said = new ConcurrentQueue<string>();
        await using (var teller = new Teller(said.Enqueue))
        {
            teller.Say("one");
            teller.Fail("two");
        }

        said.ShouldBe(["one", "prony: two"]);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task Nobody_waits_for_a_terminal_that_takes_nothing()
    {
        var said = new ConcurrentQueue<string>();
        using var reads = new ManualResetEventSlim();
        await using (var teller = new Teller(line =>
        {
            reads.Wait();
            said.Enqueue(line);
        }))
        {
            for (var i = 0; i < 2000; i++)
            {
                teller.Say($"line {i}");
            }
        }

        said.ShouldBeEmpty("neither saying nor ending waited");
        reads.Set();
        SpinWait.SpinUntil(() => said.LastOrDefault() == "line 1999", TimeSpan.FromSeconds(20)).ShouldBeTrue();
        said.Count.ShouldBeInRange(1000, 1001, "the oldest of those that waited are left out");
    }
}
