using System.Diagnostics;
using Prony.Load.Plans;
using Prony.Measurement.Runs;
using Prony.Testing;
using Shouldly;

namespace Prony.Load.Tests;

/// <summary>What becomes of requests to servers that fail in every way.</summary>
public sealed class OutcomeTests
{
    [Fact]
    public void An_error_status_is_completed_but_no_success()
    {
        using var server = ScriptedServer.Answering("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n");

        var record = Loads.Run(Loads.Plan(server.EndPoint, new ClosedModel(2)) with { RequestLimit = 20 }).Record;

        record.Outcomes.Status.ShouldBe(20);
        record.ThroughputPerS.ShouldBe(0);
        record.CompletedPerS.ShouldBeGreaterThan(0);
        record.ResponseNs.Count.ShouldBe(0);
        record.FailedNs.Count.ShouldBe(20);
        record.Status["500"].ShouldBe(20);
        record.Connections.Opened.ShouldBe(2);
    }

    [Fact]
    public void The_expected_statuses_can_be_chosen()
    {
        using var server = ScriptedServer.Answering("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        StatusSet.TryParse("404", out var expected, out _).ShouldBeTrue();

        var record = Loads.Run(Loads.Plan(server.EndPoint, new ClosedModel(1)) with { RequestLimit = 5, ExpectStatus = expected }).Record;

        record.Outcomes.Success.ShouldBe(5);
    }

    [Fact]
    public void A_refused_connection_is_counted_and_does_not_spin()
    {
        var record = Loads.Run(Loads.Plan(ScriptedServer.UnusedAddress(), new ClosedModel(3), seconds: 0.5)).Record;

        record.Outcomes.Refused.ShouldBe(record.Requests.Due);
        record.Requests.Due.ShouldBeInRange(3, 3 * 50);   // a user pauses 10 ms after each
        record.ResponseNs.Count.ShouldBe(0);
        record.Connections.Opened.ShouldBe(0);
        record.ConnectErrors.Keys.ShouldBe(["ECONNREFUSED"]);
    }

    [Fact]
    public void A_refused_arrival_is_counted_in_the_open_model()
    {
        var plan = Loads.Plan(ScriptedServer.UnusedAddress(), new OpenModel(200, ArrivalKind.Uniform, 4), seconds: 0.5);

        var record = Loads.Run(plan).Record;

        record.Requests.Due.ShouldBe(100);
        record.Outcomes.Refused.ShouldBe(100);
    }

    [Fact]
    public void A_reset_after_the_request_is_a_reset()
    {
        using var server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            connection.Reset();
        });

        var record = Run(server);

        record.Outcomes.Reset.ShouldBe(10);
        record.Connections.Opened.ShouldBe(10);
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

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("\u0015\u0003\u0003\u0000\u0002\u0002\u0046")]   // what a TLS server answers to plain text
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n")]
    public void Bytes_that_are_no_response_are_a_protocol_error_at_once(string sent)
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
    public void An_endless_body_ends_with_the_timeout()
    {
        using var server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n");
            while (true)
            {
                await connection.SendAsync(new string('x', 100_000));
            }
        });
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(2), seconds: 0.5) with { Timeout = TimeSpan.FromMilliseconds(200) };

        var record = Loads.Run(plan).Record;

        record.Outcomes.Timeout.ShouldBe(record.Requests.Due);
    }

    [Fact]
    public void A_silent_server_gives_timeouts_at_their_age_on_new_connections()
    {
        using var server = ScriptedServer.Start(connection => connection.HangAsync());
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(3), seconds: 0.5) with { Timeout = TimeSpan.FromMilliseconds(150) };

        var record = Loads.Run(plan).Record;

        record.Outcomes.Timeout.ShouldBe(record.Requests.Due);
        record.Requests.Due.ShouldBeInRange(3, 12);
        record.ResponseNs.Min.ShouldBeGreaterThanOrEqualTo(149_900_000);
        record.ResponseNs.Max.ShouldBeGreaterThanOrEqualTo(150_000_000);
        record.ThroughputPerS.ShouldBe(0);
        record.Connections.Opened.ShouldBe(record.Requests.Sent);
    }

    [Fact]
    public void A_load_on_a_silent_server_ends_when_it_should()
    {
        using var server = ScriptedServer.Start(connection => connection.HangAsync());
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(3), seconds: 0.3) with
        {
            Drain = TimeSpan.FromMilliseconds(200),
            Timeout = TimeSpan.FromMinutes(5),
        };
        var clock = Stopwatch.StartNew();

        var record = Loads.Run(plan).Record;

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        record.Requests.Censored.ShouldBe(3);
        record.ResponseNs.Min.ShouldBeGreaterThan(400_000_000);   // at their age: window and drain
        record.LagNs.Count.ShouldBe(3);
        record.Window.DurationS.ShouldBe(0.3);
    }

    [Fact]
    public void The_default_drain_waits_two_seconds_for_what_is_under_way()
    {
        using var server = ScriptedServer.Answering(delay: TimeSpan.FromMilliseconds(700));

        var record = Loads.Run(Loads.Plan(server.EndPoint, new ClosedModel(2), seconds: 0.2)).Record;

        record.Requests.Succeeded.ShouldBe(2);
        record.ThroughputPerS.ShouldBe(0);   // answered after the window
        record.Requests.Censored.ShouldBe(0);
    }

    [Fact]
    public void A_server_of_one_byte_at_a_time_is_understood()
    {
        using var server = ScriptedServer.Start(async connection =>
        {
            while (await connection.ReadRequestAsync() is not null)
            {
                await connection.DribbleAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", TimeSpan.Zero);
            }
        });
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(2)) with { RequestLimit = 10, Timeout = TimeSpan.FromSeconds(30) };

        var record = Loads.Run(plan).Record;

        record.Requests.Succeeded.ShouldBe(10);
        record.Connections.Opened.ShouldBe(2);
        record.Bytes.Body.ShouldBe(20);
    }

    [Fact]
    public void A_slow_drip_is_a_timeout_however_lively_it_is()
    {
        using var server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.DribbleAsync("HTTP/1.1 200 OK\r\n" + new string('x', 10_000), TimeSpan.FromMilliseconds(20));
        });
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(2)) with { RequestLimit = 2, Timeout = TimeSpan.FromMilliseconds(250) };

        Loads.Run(plan).Record.Outcomes.Timeout.ShouldBe(2);
    }

    [Fact]
    public void Bytes_after_a_response_close_the_connection_and_are_nobodys_response()
    {
        using var server = ScriptedServer.Answering(ScriptedServer.Ok + ScriptedServer.Ok);

        var record = Run(server);

        record.Requests.Succeeded.ShouldBe(10);
        record.Connections.Opened.ShouldBe(10);
    }

    [Fact]
    public void An_interim_response_is_not_the_answer()
    {
        using var server = ScriptedServer.Answering("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + ScriptedServer.Ok);

        var record = Run(server);

        record.Status.ShouldBe(new Dictionary<string, long> { ["200"] = 10 });
        record.Connections.Opened.ShouldBe(1);
    }

    [Fact]
    public void A_head_request_has_no_body_to_wait_for()
    {
        using var server = ScriptedServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(1)) with
        {
            RequestLimit = 5,
            Requests = [new RequestDefinition("HEAD", "/", [], ReadOnlyMemory<byte>.Empty)],
        };

        Loads.Run(plan).Record.Requests.Succeeded.ShouldBe(5);
    }

    [Fact]
    public void An_answer_before_the_upload_is_whole_counts_and_the_connection_is_not_used_again()
    {
        using var server = ScriptedServer.Start(async connection =>
        {
            await connection.SendAsync("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
            await connection.HangAsync();
        });
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(1)) with
        {
            RequestLimit = 3,
            Requests = [new RequestDefinition("POST", "/", [], new byte[50_000_000])],
        };

        var record = Loads.Run(plan).Record;

        record.Outcomes.Status.ShouldBe(3);
        record.Connections.Opened.ShouldBe(3);
    }

    /// <summary>Ten requests by one user.</summary>
    private static LoadRecord Run(ScriptedServer server) =>
        Loads.Run(Loads.Plan(server.EndPoint, new ClosedModel(1)) with { RequestLimit = 10, Timeout = TimeSpan.FromSeconds(30) }).Record;
}
