using System.Globalization;
using System.Text;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Stacks;

/// <summary>Servers that are not written in Python answer what the Python applications answer, and proxies pass it on.</summary>
[Trait("Speed", "Slow")]
public sealed class ServerAnswerTests
{
    [StackTheory("node-http", "express", "fastify", "kestrel")]
    [InlineData("node-http")]
    [InlineData("express")]
    [InlineData("fastify")]
    [InlineData("kestrel")]
    [InlineData("kestrel", "mode", "sync")]
    [InlineData("kestrel", "mode", "threads")]
    public async Task Every_server_answers_the_same_bytes(string stack, params string[] with)
    {
        await using var started = await ShippedStack.StartQuicklyAsync(stack, TimeSpan.FromSeconds(30), with);
        await ShouldAnswerAsync(started);
    }

    [StackTheory("haproxy", "nginx", "apache", "node-http")]
    [InlineData("haproxy")]
    [InlineData("nginx")]
    [InlineData("nginx", "keepalive", "0")]
    [InlineData("apache")]
    [InlineData("apache", "reuse", "off")]
    [InlineData("apache", "mpm", "prefork", "processes", "4", "threads", "1")]
    public async Task A_proxy_spreads_requests_over_its_servers_and_passes_their_answers_on(string proxy, params string[] with)
    {
        await using var one = await ShippedStack.StartQuicklyAsync("node-http", TimeSpan.FromSeconds(30));
        await using var other = await ShippedStack.StartQuicklyAsync("node-http", TimeSpan.FromSeconds(30));
        var upstream = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{one.Port},127.0.0.1:{other.Port}");
        await using var started = await ShippedStack.StartQuicklyAsync(proxy, TimeSpan.FromSeconds(30), [.. with, "upstream", upstream]);
        await ShouldAnswerAsync(started);
        var seen = new HashSet<string>();
        for (var i = 0; i < 10; i++)
        {
            seen.Add(await started.GetTextAsync("/pid"));
        }

        seen.Count.ShouldBe(2);
    }

    [StackFact("nginx-static")]
    public async Task The_ceiling_answers_hello()
    {
        await using var started = await ShippedStack.StartQuicklyAsync("nginx-static", TimeSpan.FromSeconds(30));
        (await started.GetTextAsync("/")).ShouldBe("Hello, world!\n");
    }

    [StackTheory("node-http", "kestrel")]
    [InlineData("node-http")]
    [InlineData("kestrel")]
    public async Task Processes_on_one_socket_share_the_load(string stack)
    {
        await using var started = await ShippedStack.StartAsync(stack, "workers", "3");
        var seen = new HashSet<string>();
        for (var attempt = 0; attempt < 100 && seen.Count < 3; attempt++)
        {
            seen.UnionWith(await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => started.GetTextAsync("/pid"))));
        }

        seen.Count.ShouldBe(3);
    }

    internal static async Task ShouldAnswerAsync(ShippedStack started)
    {
        (await started.GetTextAsync("/")).ShouldBe("Hello, world!\n");
        (await started.GetTextAsync("/wait?ms=20")).ShouldBe("waited 20 ms\n");
        (await started.GetTextAsync("/wait")).ShouldBe("waited 100 ms\n");
        (await started.GetTextAsync("/work")).ShouldBe("done\n");
        (await started.GetAsync("/json")).ShouldBe(File.ReadAllBytes(Clone.PathOf("stacks", "python-apps", "recipes.json")));
        int.Parse(await started.GetTextAsync("/pid"), CultureInfo.InvariantCulture).ShouldBeGreaterThan(1);
        var body = Encoding.UTF8.GetBytes(new string('é', 100_000));
        (await started.PostAsync("/echo", body)).ShouldBe(body);
    }
}
