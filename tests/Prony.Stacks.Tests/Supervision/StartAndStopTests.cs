using System.Globalization;
using Prony.Stacks.Definitions;
using Prony.Stacks.Supervision;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Supervision;

public class StartAndStopTests
{
    private static readonly HttpClient Client = new();

    public static TheoryData<string> Sources => [.. StackBench.Sources];

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task A_server_starts_serves_and_stops_and_nothing_is_left(string source)
    {
        await using var bench = new StackBench(source);
        var stack = await bench.StartAsync(bench.Python(Programs.Server, "port", "{port}"));

        stack.CpuSource.ShouldBe(source);
        stack.Services.ShouldBe(["web"]);
        (await Client.GetStringAsync(stack.Target)).ShouldBe("ok");
        var pid = int.Parse(await Client.GetStringAsync(new Uri(stack.Target, "/pid")), CultureInfo.InvariantCulture);
        var reading = stack.Read().ShouldHaveSingleItem();
        reading.Processes.ShouldBe(1);
        reading.Threads.ShouldBeGreaterThanOrEqualTo(1);
        reading.CpuNs.ShouldBeGreaterThan(1_000_000);
        reading.RssBytes.ShouldBeGreaterThan(1_000_000);
        var memory = stack.ReadMemory().ShouldHaveSingleItem();
        memory.UssBytes.ShouldBeInRange(1_000_000, memory.PssBytes);
        stack.FindDead().ShouldBeNull();

        var stop = (await stack.StopAsync()).ShouldHaveSingleItem();
        stop.ShouldBe(new ServiceStop("web", "SIGTERM", 0, stop.Duration, Escalated: false, Expected: true, stop.Leftovers));
        stop.Leftovers.ShouldBeEmpty();
        Directory.Exists($"/proc/{pid}").ShouldBeFalse();
        stack.LogTail("web", 10).ShouldBe(["starting", "serving", "stopping"]);
        (await stack.StopAsync()).ShouldHaveSingleItem().ShouldBe(stop);
    }
}
