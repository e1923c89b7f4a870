using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Prony.Load.Plans;
using Prony.Measurement.Runs;
using Prony.Testing;
using Shouldly;

namespace Prony.Load.Tests;

/// <summary>Servers that mean harm: the right outcome, bounded memory, and an end when it should be.</summary>
[Trait("Speed", "Slow")]
public sealed class HostileServerTests
{
    private const string Chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    /// <summary>Managed bytes of a load by one user on a server that floods: the longest head that is held is below 100 KiB.</summary>
    private const long MostAllocated = 1 << 20;

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe")]
    public void A_reset_at_any_phase_of_the_response_is_a_reset(string sent)
    {
        using var server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync(sent);
            await connection.DelayAsync(TimeSpan.FromMilliseconds(5));
            connection.Reset();
        });

        Run(server).Outcomes.Reset.ShouldBe(10);
    }

    [Fact]
    public void A_reset_at_once_is_a_reset()
    {
        using var server = ScriptedServer.Start(connection =>
        {
            connection.Reset();
            return Task.CompletedTask;
        });

        Run(server).Outcomes.Reset.ShouldBe(10);
    }

    [Fact]
    public void A_reset_during_an_upload_is_a_reset()
    {
        using var server = ScriptedServer.Start(async connection =>
        {
            await connection.DelayAsync(TimeSpan.FromMilliseconds(5));
            connection.Reset();
        });
        var plan = Plan(server) with { RequestLimit = 3, Requests = [new RequestDefinition("POST", "/", [], new byte[50_000_000])] };

        Loads.Run(plan).Record.Outcomes.Reset.ShouldBe(3);
    }

    [Fact]
    public void A_reset_of_an_idle_connection_costs_no_request()
    {
        using var server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync(ScriptedServer.Ok);
            await connection.DelayAsync(TimeSpan.FromMilliseconds(20));
            connection.Reset();
        });
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(1) { Think = TimeSpan.FromMilliseconds(200) }) with { RequestLimit = 3 };

        var record = Loads.Run(plan).Record;

        record.Requests.Succeeded.ShouldBe(3);
        record.Connections.Opened.ShouldBe(3);
    }

    [Fact]
    public void A_close_before_the_request_is_read_is_closed()
    {
        using var server = ScriptedServer.Start(async connection =>
        {
            connection.Finish();
            await connection.ReadRequestAsync();
        });

        Run(server).Outcomes.Closed.ShouldBe(10);
    }

    [Fact]
    public void A_server_that_speaks_first_is_a_protocol_error_at_once()
    {
        using var server = ScriptedServer.Start(async connection =>
        {
            await connection.SendAsync("SSH-2.0-OpenSSH_9.2\r\n");
            await connection.HangAsync();
        });

        Run(server).Outcomes.Protocol.ShouldBe(10);
    }

    [Fact]
    public void A_megabyte_of_garbage_is_a_protocol_error()
    {
        var garbage = new byte[1 << 20];
        new Random(4).NextBytes(garbage);
        garbage[0] = (byte)'G';
        using var server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync(System.Text.Encoding.Latin1.GetString(garbage));
        });

        Run(server).Outcomes.Protocol.ShouldBe(10);
    }

    [Theory]
    [InlineData("", "HTTP/1.1 100 Continue\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX: ", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("HTTP/1.1 200 OK\r\nX: a\r\n", " folded again and again\r\n")]
    [InlineData(Chunked + "5;", "extension=again;")]
    [InlineData(Chunked + "0\r\n", "Trailer: again\r\n")]
    public void A_head_without_end_is_a_protocol_error_and_takes_no_memory(string begin, string again)
    {
        using var server = Flooding(begin, again);

        var record = Loads.Run(Plan(server) with { RequestLimit = 10 }).Record;

        record.Outcomes.Protocol.ShouldBe(10);
        record.Generator.AllocatedBytes.ShouldBeLessThan(MostAllocated);
    }

    [Theory]
    [InlineData(Chunked, "5\r\nhello\r\n")]
    [InlineData(Chunked + "7FFFFFFFFFFFFFF\r\n", "one chunk of half an exabyte ")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100000000000000000\r\n\r\n", "a hundred petabytes ")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", "until the connection closes, which it never does ")]
    public void A_body_without_end_is_a_timeout_and_takes_no_memory(string begin, string again)
    {
        using var server = Flooding(begin, again);
        var clock = Stopwatch.StartNew();

        var record = Loads.Run(Plan(server) with { RequestLimit = 3, Timeout = TimeSpan.FromMilliseconds(200) }).Record;

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        record.Outcomes.Timeout.ShouldBe(3);
        record.Bytes.Body.ShouldBeGreaterThan(1000);
        record.Generator.AllocatedBytes.ShouldBeLessThan(MostAllocated);
    }

    [Fact]
    public void One_byte_a_second_ends_when_the_window_and_the_drain_do()
    {
        using var server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.DribbleAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", TimeSpan.FromSeconds(1));
        });
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(5), seconds: 0.3) with { Drain = TimeSpan.FromMilliseconds(200), Timeout = TimeSpan.FromMinutes(5) };
        var clock = Stopwatch.StartNew();

        var record = Loads.Run(plan).Record;

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        record.Requests.Censored.ShouldBe(5);
    }

    [Theory]
    [InlineData(1000, 4, 0)]
    [InlineData(1001, 0, 4)]
    public void A_head_may_be_as_long_as_the_plan_says_and_no_more(int length, long success, long protocol)
    {
        const string Begin = "HTTP/1.1 204 No Content\r\nX: ";
        using var server = ScriptedServer.Answering(Begin + new string('x', length - Begin.Length - 4) + "\r\n\r\n");

        var record = Loads.Run(Plan(server) with { RequestLimit = 4, HeadLimit = 1000 }).Record;

        (record.Outcomes.Success, record.Outcomes.Protocol).ShouldBe((success, protocol));
    }

    [Fact]
    public void A_head_that_is_longer_than_the_default_is_read_where_the_plan_allows_it()
    {
        using var server = ScriptedServer.Answering("HTTP/1.1 204 No Content\r\nX: " + new string('x', 200_000) + "\r\n\r\n");

        Loads.Run(Plan(server) with { RequestLimit = 4 }).Record.Outcomes.Protocol.ShouldBe(4);
        Loads.Run(Plan(server) with { RequestLimit = 4, HeadLimit = 300_000 }).Record.Outcomes.Success.ShouldBe(4);
    }

    [Fact]
    public void A_full_backlog_is_a_timeout_at_its_age()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);   // and nobody accepts: the kernel finishes two handshakes and lets the others wait
        var plan = Loads.Plan(listener.LocalEndPoint!, new ClosedModel(8), seconds: 0.3) with { Timeout = TimeSpan.FromMilliseconds(400) };

        var record = Loads.Run(plan).Record;

        record.Outcomes.Timeout.ShouldBe(8);
        record.Connections.Opened.ShouldBeLessThan(8);
        record.ResponseNs.Min.ShouldBeGreaterThan(399_000_000);
        record.ConnectErrors.ShouldBeEmpty();
    }

    [Fact]
    public void A_full_backlog_of_a_unix_socket_is_named()
    {
        var path = Path.Combine(Path.GetTempPath(), $"prony-backlog-{Environment.ProcessId}.sock");
        File.Delete(path);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
        var plan = Loads.Plan(new UnixDomainSocketEndPoint(path), new ClosedModel(8), seconds: 0.3) with { Timeout = TimeSpan.FromMilliseconds(400) };

        var record = Loads.Run(plan).Record;

        File.Delete(path);
        record.ConnectErrors.Keys.ShouldBe(["EAGAIN"]);
        record.Outcomes.Refused.ShouldBe(record.ConnectErrors["EAGAIN"]);
        record.Outcomes.Timeout.ShouldBe(record.Connections.Opened);
    }

    [NetworkNamespaceFact]
    public void Without_a_free_port_a_connection_is_refused_and_the_reason_is_named() => NetworkNamespace.Run(() =>
    {
        NetworkNamespace.SetLocalPorts(20_000, 20_009);
        using var server = ScriptedServer.Start(connection => connection.HangAsync(), new IPEndPoint(IPAddress.Loopback, 8080));

        var record = Loads.Run(Loads.Plan(server.EndPoint, new ClosedModel(16), seconds: 0.3) with { Drain = TimeSpan.Zero }).Record;

        record.Connections.Opened.ShouldBe(10);
        record.Requests.Censored.ShouldBe(10);
        record.ConnectErrors.Keys.ShouldBe(["EADDRNOTAVAIL"]);
        record.Outcomes.Refused.ShouldBe(record.ConnectErrors["EADDRNOTAVAIL"]);
        record.Outcomes.Refused.ShouldBeInRange(6, 6 * 31);   // each of the six asks again after 10 ms
    });

    private static ScriptedServer Flooding(string begin, string again)
    {
        var flood = string.Concat(Enumerable.Repeat(again, 1 + (100_000 / again.Length)));
        return ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync(begin);
            while (true)
            {
                await connection.SendAsync(flood);
            }
        });
    }

    private static LoadPlan Plan(ScriptedServer server) => Loads.Plan(server.EndPoint, new ClosedModel(1)) with { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Ten requests by one user.</summary>
    private static LoadRecord Run(ScriptedServer server) => Loads.Run(Plan(server) with { RequestLimit = 10 }).Record;
}
