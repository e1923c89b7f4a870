using Prony.Measurement.Machine;
using Shouldly;
using Xunit;

namespace Prony.Measurement.Tests.Machine;

public sealed class MachineFactsTests
{
    [Fact]
    public void This_machine_tells_what_matters()
    {
        var facts = MachineFacts.Read();
        facts.OpenFiles.ShouldBeGreaterThan(0);
        facts.Cpus.ShouldBeGreaterThan(0);
        facts.ClockStepNs.ShouldBeInRange(1, 10_000_000);
        facts.ClockReadNs.ShouldBeGreaterThan(0);
        facts.MemoryBytes!.Value.ShouldBeGreaterThanOrEqualTo(facts.AvailableBytes!.Value);
        facts.SwapUsedBytes!.Value.ShouldBeGreaterThanOrEqualTo(0);
        facts.StealShare!.Value.ShouldBeInRange(0, 1);
    }

    [Theory]
    [InlineData("sockets: used 39\nTCP: inuse 15 orphan 0 tw 5139 alloc 18 mem 113\nUDP: inuse 0 mem 0", 5139L)]
    [InlineData("sockets: used 39", null)]
    [InlineData("TCP: inuse 15 tw", null)]
    public void Resting_connections_are_read_from_sockstat(string text, long? count) => MachineFacts.ParseTimeWait(text).ShouldBe(count);

    [Theory]
    [InlineData("MemTotal:       16 kB\nSwapFree:        2048 kB", "SwapFree:", 2_097_152L)]
    [InlineData("MemTotal: 16 kB", "SwapFree:", null)]
    [InlineData("SwapFree: many kB", "SwapFree:", null)]
    public void Memory_is_read_in_bytes(string text, string name, long? bytes) => MachineFacts.ParseKibibytes(text, name).ShouldBe(bytes);
}
