using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Prony.Testing;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Loading;

/// <summary>Where <c>prony load</c> connects: IPv4, IPv6, Unix sockets, names, and somewhere else than the URL says.</summary>
public sealed class AddressTests
{
    [Fact]
    public void Ipv4_and_ipv6_and_unix_sockets_are_loaded()
    {
        using var work = new Workspace();
        using var four = ScriptedServer.Answering();
        using var six = ScriptedServer.Answering(address: new IPEndPoint(IPAddress.IPv6Loopback, 0));
        var path = Path.Combine(work.Folder, "socket");
        using var unix = ScriptedServer.Answering(address: new UnixDomainSocketEndPoint(path));

        Load($"http://127.0.0.1:{Port(four)}/").GetProperty("requests").GetProperty("succeeded").GetInt64().ShouldBe(5);
        Load($"http://[::1]:{Port(six)}/").GetProperty("requests").GetProperty("succeeded").GetInt64().ShouldBe(5);
        Load("http://example.test/", "--unix-socket", path).GetProperty("requests").GetProperty("succeeded").GetInt64().ShouldBe(5);
    }

    [Fact]
    public void Connect_to_leads_elsewhere_and_the_host_header_stays()
    {
        string? seen = null;
        using var server = ScriptedServer.Start(async connection =>
        {
            while (await connection.ReadRequestAsync() is { } request)
            {
                seen = request;
                await connection.SendAsync(ScriptedServer.Ok);
            }
        });

        var load = Load("http://example.test:81/path", "--connect-to", $"example.test:81:127.0.0.1:{Port(server)}");

        load.GetProperty("requests").GetProperty("succeeded").GetInt64().ShouldBe(5);
        load.GetProperty("target").GetString().ShouldBe($"http://example.test:81/path (over 127.0.0.1:{Port(server)})");
        seen!.ShouldStartWith("GET /path HTTP/1.1\r\n");
        seen.ShouldContain("\r\nHost: example.test:81\r\n", Case.Sensitive);
    }

    [Fact]
    public void Connect_to_an_address_that_is_not_ours_needs_a_yes()
    {
        var result = Tool.Run("load", "http://127.0.0.1/", "--connect-to", "203.0.113.7:80", "-n", "1");
        result.ExitCode.ShouldBe(2, result.ToString());
        result.Error.ShouldContain("203.0.113.7");
        result.Error.ShouldContain("--yes");
    }

    [Fact]
    public void A_name_is_looked_up_again_while_the_load_runs()
    {
        using var server = ScriptedServer.Answering();

        var load = Load($"http://localhost:{Port(server)}/", ["--resolve-every", "20ms", "-d", "1s", "-c", "2", "--no-keepalive"]);

        load.GetProperty("requests").GetProperty("failed").GetInt64().ShouldBe(0);
        load.GetProperty("lookups").GetProperty("count").GetInt64().ShouldBeGreaterThan(0);
        load.GetProperty("lookups").GetProperty("failed").GetInt64().ShouldBe(0);
        load.GetProperty("parts_ns").GetProperty("dns").GetProperty("max").GetInt64().ShouldBeGreaterThan(0);
        load.GetProperty("parts_ns").GetProperty("connect").GetProperty("min").GetInt64().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void The_summary_shows_the_parts_of_a_request()
    {
        using var server = ScriptedServer.Answering();
        var result = Tool.Run("load", $"http://127.0.0.1:{Port(server)}/", "-n", "5", "-c", "1");
        result.ExitCode.ShouldBe(0, result.ToString());
        foreach (var part in new[] { "\n dns ", "\n connect ", "\n write ", "\n wait ", "\n read " })
        {
            result.Output.ShouldContain(part);
        }
    }

    [Theory]
    [InlineData("expected HOST:PORT", "--connect-to", "8080")]
    [InlineData("there is no name to look up", "--resolve-every", "1s")]
    [InlineData(".jsonl", "--record", "rows.txt")]
    [InlineData("without --record", "--record-limit", "5")]
    public void Wrong_use_ends_with_code_2(string expected, params string[] flags)
    {
        var result = Tool.Run(["load", "http://127.0.0.1:1/", .. flags]);
        result.ExitCode.ShouldBe(2, result.ToString());
        result.Error.ShouldContain(expected);
    }

    private static int Port(ScriptedServer server) => ((IPEndPoint)server.EndPoint).Port;

    private static JsonElement Load(string url, params string[] flags)
    {
        string[] length = flags.Contains("-d") ? [] : ["-n", "5", "-c", "1"];
        var result = Tool.Run(["load", url, "--json", "-", .. length, .. flags]);
        result.ExitCode.ShouldBe(0, result.ToString());
        using var json = JsonDocument.Parse(result.Output);
        return json.RootElement.Clone();
    }
}
