using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Stacks;

/// <summary>How proxies, databases and servers that are not written in Python end: asked to, and killed.</summary>
[Trait("Speed", "Slow")]
public sealed partial class LayerStopTests
{
    private const int Sigkill = 9;

    [StackTheory("postgresql", "pgbouncer", "redis", "memcached", "node-http", "kestrel", "nginx-static", "fastify", "rust-hyper")]
    [InlineData("postgresql", "SIGINT", 0)]
    [InlineData("pgbouncer", "SIGINT", 0)]
    [InlineData("redis", "SIGTERM", 0)]
    [InlineData("memcached", "SIGTERM", 0)]
    [InlineData("node-http", "SIGTERM", 143)]
    [InlineData("kestrel", "SIGTERM", 0)]
    [InlineData("nginx-static", "SIGTERM", 0)]
    public async Task It_stops_as_its_stack_file_says(string stack, string signal, int exit)
    {
        await using var started = await ShippedStack.StartQuicklyAsync(stack, TimeSpan.FromSeconds(30));
        var stop = (await started.Running.StopAsync()).ShouldHaveSingleItem();
        stop.Signal.ShouldBe(signal);
        stop.ExitCode.ShouldBe(exit);
        stop.Expected.ShouldBeTrue();
        stop.Escalated.ShouldBeFalse();
        stop.Leftovers.ShouldBeEmpty();
    }

    [StackFact("postgresql")]
    public async Task PostgreSQL_stops_within_its_grace_although_clients_keep_their_sessions_open()
    {
        await using var started = await ShippedStack.StartQuicklyAsync("postgresql", TimeSpan.FromSeconds(30));
        await using var one = await PostgresSession.OpenAsync(started.Port, "app", "app");
        await using var other = await PostgresSession.OpenAsync(started.Port, "app", "app");
        var stop = (await started.Running.StopAsync()).ShouldHaveSingleItem();
        stop.Escalated.ShouldBeFalse();
        stop.ExitCode.ShouldBe(0);
        stop.Duration.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [StackTheory("postgresql", "pgbouncer", "redis", "memcached", "node-http", "kestrel", "nginx-static")]
    [InlineData("postgresql")]
    [InlineData("pgbouncer")]
    [InlineData("redis")]
    [InlineData("memcached")]
    [InlineData("node-http", "workers", "2")]
    [InlineData("kestrel", "workers", "2")]
    [InlineData("nginx-static", "workers", "2")]
    [InlineData("fastify")]
    [InlineData("rust-hyper")]
    public async Task A_leader_that_is_killed_leaves_nothing(string stack, params string[] with)
    {
        await using var started = await ShippedStack.StartQuicklyAsync(stack, TimeSpan.FromSeconds(30), with);
        await KillLeaderAsync(started);
    }

    [StackTheory("haproxy", "nginx", "apache", "node-http")]
    [InlineData("haproxy")]
    [InlineData("nginx", "workers", "2")]
    [InlineData("apache")]
    [InlineData("apache", "mpm", "prefork", "processes", "4", "threads", "1")]
    public async Task A_proxy_whose_leader_is_killed_leaves_nothing(string proxy, params string[] with)
    {
        await using var server = await ShippedStack.StartQuicklyAsync("node-http", TimeSpan.FromSeconds(30));
        var upstream = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{server.Port}");
        await using var started = await ShippedStack.StartQuicklyAsync(proxy, TimeSpan.FromSeconds(30), [.. with, "upstream", upstream]);
        await KillLeaderAsync(started);
    }

    /// <summary>Kills what Prony started first, stops, and looks for what was there before.</summary>
    private static async Task KillLeaderAsync(ShippedStack started)
    {
        var all = PidsOf(started);
        var leader = all.First(pid => ParentOf(pid) == Environment.ProcessId);
        Kill(leader, Sigkill).ShouldBe(0);
        await Task.Delay(200);
        var stops = await started.Running.StopAsync();
        stops.ShouldHaveSingleItem().Leftovers.ShouldBeEmpty();
        all.Where(IsAlive).ShouldBeEmpty();
        started.Running.Read().Sum(service => service.Processes).ShouldBe(0);
        ShippedStack.IsListenedOn(started.Port).ShouldBeFalse();
    }

    private static List<int> PidsOf(ShippedStack started) =>
        [.. started.Running.DescribeProcesses().Select(line => int.Parse(Number().Match(line).Value, CultureInfo.InvariantCulture))];

    /// <summary>0 for a process that has gone since it was listed (a program that asks whether the server is ready).</summary>
    private static int ParentOf(int pid)
    {
        try
        {
            return int.Parse(File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("PPid:", StringComparison.Ordinal))[5..], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>A zombie is dead; who reaps orphans may take its time.</summary>
    private static bool IsAlive(int pid)
    {
        try
        {
            return !File.ReadAllText($"/proc/{pid}/status").Contains("State:\tZ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int pid, int signal);
}
