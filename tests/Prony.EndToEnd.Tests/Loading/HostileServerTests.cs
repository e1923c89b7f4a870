using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Prony.EndToEnd.Tests.Torture;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Loading;

/// <summary>The tool against servers that mean harm: the right outcome, a message that says what to do, bounded memory, and an end when it should be.</summary>
[Trait("Speed", "Slow")]
public sealed class HostileServerTests
{
    private const long MostMemoryKiB = 256 * 1024;

    [Theory]
    [InlineData("drip", "timeout", "slower than the timeout allows")]
    [InlineData("backlog", "timeout", "slower than the timeout allows")]
    [InlineData("chunks", "timeout", "slower than the timeout allows")]
    [InlineData("huge", "timeout", "slower than the timeout allows")]
    [InlineData("reset", "reset", "closes every connection without an answer")]
    [InlineData("reset-body", "reset", "closes every connection without an answer")]
    [InlineData("fin-head", "closed", "closes every connection without an answer")]
    [InlineData("fin-body", "closed", "closes every connection without an answer")]
    [InlineData("banner", "protocol", "not the protocol that was asked for")]
    [InlineData("garbage", "protocol", "not the protocol that was asked for")]
    [InlineData("headers", "protocol", "not the protocol that was asked for")]
    public void What_it_does_is_named_and_costs_neither_time_nor_memory(string mode, string outcome, string advice)
    {
        using var server = new HostileServer(mode);

        var (result, elapsed, memoryKiB) = Load(server.Url, "-c", "20", "-d", "1s", "--timeout", "1s", "--json", "-");

        result.ExitCode.ShouldBe(5, result.ToString());
        using var json = JsonDocument.Parse(result.Output);
        var due = json.RootElement.GetProperty("requests").GetProperty("due").GetInt64();
        due.ShouldBeGreaterThanOrEqualTo(20);
        json.RootElement.GetProperty("outcomes").GetProperty(outcome).GetInt64().ShouldBe(due);
        string.Join(' ', result.Error.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ShouldContain(advice);
        result.Error.ShouldContain("no valid result: not one of");
        elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15));
        memoryKiB.ShouldBeLessThan(MostMemoryKiB);
    }

    [Fact]
    public void A_tls_port_answers_no_plain_request_and_the_advice_names_tls()
    {
        using var server = new HostileServer("tls");

        var (result, _, _) = Load(server.Url, "-c", "4", "-d", "1s", "--timeout", "1s");

        result.ExitCode.ShouldBe(5, result.ToString());
        string.Join(' ', result.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ShouldContain("whether it expects TLS (https)");
    }

    /// <summary>By default a request may take ten seconds, but nobody waits for those that are out when the window has ended: two seconds of drain are enough.</summary>
    [Theory]
    [InlineData("drip")]
    [InlineData("backlog")]
    public void A_silent_server_does_not_hold_the_end_back(string mode)
    {
        using var server = new HostileServer(mode);
        Load(server.Url, "-n", "1", "-c", "1", "--timeout", "10ms");   // so that no build is in the time

        var (result, elapsed, _) = Load(server.Url, "-c", "4", "-d", "1s");

        result.ExitCode.ShouldBe(5, result.ToString());
        result.Output.ShouldContain("unanswered: 4");
        elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(9), "1 s of window and 2 s of drain; with the timeout of 10 s it would be 11 s");
    }

    [NetworkNamespaceFact]
    public void Without_a_free_port_the_reason_and_the_remedy_are_named()
    {
        const string LoopbackUp = "import fcntl,socket,struct; fcntl.ioctl(socket.socket(), 0x8914, struct.pack(\"16sh14x\", b\"lo\", 0x41))";
        var result = Shell.Run($$"""
            unshare -n bash -c '
                python3 -c "$2" || exit 90
                echo 20000 20009 > /proc/sys/net/ipv4/ip_local_port_range || exit 91
                python3 "$1" drip 8080 > /dev/null & server=$!
                sleep 1
                "$prony" load http://127.0.0.1:8080/ -c 16 -d 1s --timeout 1s; code=$?
                kill $server
                exit $code' - '{{HostileServer.Script}}' '{{LoopbackUp}}'
            """);

        result.ExitCode.ShouldBe(5, result.ToString());
        var text = string.Join(' ', result.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        text.ShouldContain("no free port for another connection");
        text.ShouldContain("EADDRNOTAVAIL");
    }

    private static (ToolResult Result, TimeSpan Elapsed, long MemoryKiB) Load(string url, params string[] flags)
    {
        var clock = Stopwatch.StartNew();
        using var tool = Tool.Start(["load", url, .. flags]);
        long peakKiB = 0;
        using var watch = new Timer(_ => peakKiB = Math.Max(peakKiB, PeakKiB(tool.ProcessId)), null, 0, 50);
        var result = tool.WaitForEnd(TimeSpan.FromMinutes(4));
        return (result, clock.Elapsed, peakKiB);
    }

    /// <summary>Most memory that a process had so far; 0 when it is gone.</summary>
    private static long PeakKiB(int pid)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;   // it has ended between two looks
        }
    }
}

/// <summary>A test that needs a network namespace; skipped where the user may make none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NetworkNamespaceFactAttribute : FactAttribute
{
    private static readonly string? Missing =
        Shell.Run("unshare -n true").ExitCode == 0 ? null : "Needs root (or CAP_SYS_ADMIN) and unshare of util-linux: makes a network namespace.";

    public NetworkNamespaceFactAttribute() => Skip = Missing;
}
