using System.Diagnostics;
using Prony.Load.Plans;
using Prony.Measurement.Runs;
using Prony.Testing;
using Shouldly;

namespace Prony.Load.Tests.Portable;

/// <summary>What becomes of the portable engine's requests to servers that fail in every way: the same as with the raw engine.</summary>
public sealed class PortableOutcomeTests
{
    [Fact]
    public void An_error_status_is_completed_but_no_success()
    {
        using var server = ScriptedServer.Answering("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n");

        var record = Run(server);

        record.Outcomes.Status.ShouldBe(10);
        record.Status["500"].ShouldBe(10);
        record.FailedNs.Count.ShouldBe(10);
        record.Connections.Opened.ShouldBe(1);
    }

    [Fact]
    public void A_refused_connection_is_counted_and_does_not_spin()
    {
        var record = PortableTests.Run(PortableTests.Plan(ScriptedServer.UnusedAddress(), new ClosedModel(3), seconds: 0.5));

        record.Outcomes.Refused.ShouldBe(record.Requests.Due);
        record.Requests.Due.ShouldBeInRange(3, 3 * 50);
        record.ConnectErrors.Keys.ShouldBe(["ECONNREFUSED"]);
    }

    [Fact]
    public void A_reset_after_the_request_is_a_reset()
    {
        using var server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            connection.Reset();
        });

        Run(server).Outcomes.Reset.ShouldBe(10);
    }

    [Fact]
    public void A_reset_in_the_middle_of_the_body_is_a_reset()
    {
        using var server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart");
            await connection.DelayAsync(TimeSpan.FromMilliseconds(5));
            connection.Reset();
        });

        Run(server).Outcomes.Reset.ShouldBe(10);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")]
    public void A_close_before_the_response_is_whole_is_closed(string sent)
    {
        using var server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync(sent);
            connection.Finish();
            await connection.ReadRequestAsync();
        });

        Run(server).Outcomes.Closed.ShouldBe(10);
    }

    [Fact]
    public void A_close_on_a_reused_connection_is_closed_and_never_sent_again()
    {
        var requests = 0;
        using var server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            Interlocked.Increment(ref requests);
            await connection.SendAsync(ScriptedServer.Ok);
            await connection.ReadRequestAsync();
            Interlocked.Increment(ref requests);
        });

        var record = Run(server);

        record.Outcomes.Success.ShouldBe(5);
        record.Outcomes.Closed.ShouldBe(5);
        requests.ShouldBe(10);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("HTTP/1.1 2x0 OK\r\nContent-Length: 5\r\n\r\nhello")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n")]
    public void Bytes_that_are_no_response_are_a_protocol_error(string sent)
    {
        using var server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync(sent);
            await connection.HangAsync();
        });

        Run(server).Outcomes.Protocol.ShouldBe(10);
    }

    [Fact]
    public void Endless_headers_are_a_protocol_error()
    {
        using var server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\n");
            while (true)
            {
                await connection.SendAsync("X-More: " + new string('x', 1000) + "\r\n");
            }
        });

        Run(server).Outcomes.Protocol.ShouldBe(10);
    }

    [Fact]
    public void A_timeout_counts_from_due_and_stays_at_its_age()
    {
        using var server = ScriptedServer.Start(connection => connection.HangAsync());
        var plan = PortableTests.Plan(server.EndPoint, new ClosedModel(2)) with { RequestLimit = 6, Timeout = TimeSpan.FromMilliseconds(100) };

        var record = PortableTests.Run(plan);

        record.Outcomes.Timeout.ShouldBe(6);
        record.ResponseNs.Min.ShouldBeGreaterThanOrEqualTo(99_900_000);
        server.Accepted.ShouldBe(6);
    }

    [Fact]
    public void A_body_that_never_ends_is_a_timeout()
    {
        using var server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n");
            while (true)
            {
                await connection.SendAsync(new string('x', 10_000));
                await connection.DelayAsync(TimeSpan.FromMilliseconds(1));
            }
        });
        var plan = PortableTests.Plan(server.EndPoint, new ClosedModel(1)) with { RequestLimit = 3, Timeout = TimeSpan.FromMilliseconds(150) };

        PortableTests.Run(plan).Outcomes.Timeout.ShouldBe(3);
    }

    [Fact]
    public void A_load_on_a_silent_server_ends_on_time()
    {
        using var server = ScriptedServer.Start(connection => connection.HangAsync());
        var watch = Stopwatch.StartNew();

        var record = PortableTests.Run(PortableTests.Plan(server.EndPoint, new ClosedModel(20), seconds: 0.3) with { Drain = TimeSpan.FromMilliseconds(200), Timeout = TimeSpan.FromSeconds(30) });

        record.Requests.Censored.ShouldBe(20);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_body_that_ends_with_the_connection_is_whole()
    {
        using var server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync("HTTP/1.0 200 OK\r\n\r\nhello");
        });

        var record = Run(server);

        record.Outcomes.Success.ShouldBe(10);
        record.Bytes.Body.ShouldBe(50);
        record.Connections.Opened.ShouldBe(10);
    }

    [Fact]
    public void A_large_body_is_counted_and_not_kept()
    {
        using var server = ScriptedServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n" + new string('x', 3_000_000));

        var record = Run(server);

        record.Bytes.Body.ShouldBe(10 * 3_000_000);
        record.Generator.AllocatedBytes.ShouldBeLessThan(600_000_000);   // of this process, the server's text included
    }

    private static LoadRecord Run(ScriptedServer server) =>
        PortableTests.Run(PortableTests.Plan(server.EndPoint, new ClosedModel(1)) with { RequestLimit = 10 });
}
