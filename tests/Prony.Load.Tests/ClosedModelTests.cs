using Prony.Load.Plans;
using Prony.Testing;
using Shouldly;

namespace Prony.Load.Tests;

public sealed class ClosedModelTests
{
    [Fact]
    public void Users_keep_their_connection_and_ask_again_when_they_are_answered()
    {
        using var server = ScriptedServer.Answering(delay: TimeSpan.FromMilliseconds(20));

        var record = Loads.Run(Loads.Plan(server.EndPoint, new ClosedModel(4), seconds: 1)).Record;

        record.Requests.Succeeded.ShouldBeInRange(4, 4 * 50);   // 20 ms each: at most 50 per user
        record.Requests.Succeeded.ShouldBe(record.Requests.Due);
        record.Connections.Opened.ShouldBe(4);
        record.Connections.Reused.ShouldBe(record.Requests.Sent - 4);
        server.Accepted.ShouldBe(4);
        record.ServiceNs.Min.ShouldBeGreaterThan(19_900_000);
        record.ResponseNs.At("50").ShouldBeGreaterThanOrEqualTo(record.ServiceNs.At("50"));
        record.Window.DurationS.ShouldBe(1);
        record.ThroughputPerS.ShouldBeInRange(1, 200);
        record.Model.ShouldBe("closed");
        record.Users.ShouldBe(4);
        record.Engine.ShouldBe("raw");
        record.Timestamps.ShouldBe("wire");
        record.Status.ShouldBe(new Dictionary<string, long> { ["200"] = record.Requests.Completed });
    }

    [Fact]
    public void Bytes_are_those_of_the_requests_of_the_window()
    {
        using var server = ScriptedServer.Answering();
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(2)) with { RequestLimit = 10 };

        var bytes = Loads.Run(plan).Record.Bytes;

        bytes.Body.ShouldBe(10 * 5);
        bytes.Received.ShouldBe(10 * ScriptedServer.Ok.Length);
        (bytes.Sent % 10).ShouldBe(0);
        bytes.Sent.ShouldBeGreaterThan(10 * 30);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 2, 1003)]
    [InlineData(50, 2, 20)]
    [InlineData(2, 4, 501)]
    public void A_count_of_requests_is_kept_exactly(int users, int threads, int count)
    {
        using var server = ScriptedServer.Answering();
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(users)) with
        {
            Threads = threads,
            RequestLimit = count,
            Warmup = TimeSpan.FromMilliseconds(100),
        };

        var result = Loads.Run(plan);

        result.Record.Requests.Due.ShouldBe(count);
        result.Record.Requests.Succeeded.ShouldBe(count);
        result.Ended.ShouldBe(LoadEnd.Completed);
        result.Record.Window.DurationS.ShouldBeInRange(0.000001, 30);
        result.Record.ThroughputPerS.ShouldBeGreaterThanOrEqualTo((count / result.Record.Window.DurationS) - 1);
    }

    [Fact]
    public void The_window_of_a_count_ends_with_the_last_request()
    {
        using var server = ScriptedServer.Answering(delay: TimeSpan.FromMilliseconds(100));
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(2)) with { RequestLimit = 4 };

        var record = Loads.Run(plan).Record;

        record.Window.DurationS.ShouldBeGreaterThan(0.2);
        record.Window.DurationS.ShouldBe(record.ResponseNs.Mean * 2 / 1e9, 0.2);
    }

    [Fact]
    public void Warm_up_is_not_part_of_the_result()
    {
        using var server = ScriptedServer.Answering(delay: TimeSpan.FromMilliseconds(50));
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(1), seconds: 0.3) with { Warmup = TimeSpan.FromSeconds(0.5) };

        var record = Loads.Run(plan).Record;

        record.Requests.Due.ShouldBeInRange(0, 7);   // 50 ms each in 300 ms: the ten of the warm-up would not fit
        record.Connections.Opened.ShouldBe(0);
        record.Connections.Reused.ShouldBe(record.Requests.Sent);
    }

    [Fact]
    public void A_ramp_starts_one_user_after_the_other()
    {
        using var server = ScriptedServer.Answering(delay: TimeSpan.FromSeconds(2));
        var observer = new RecordingObserver();
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(4, TimeSpan.FromSeconds(2)), seconds: 2.4);

        Loads.Run(plan, observer);

        observer.Slices[0].Due.ShouldBe(2);   // at 0 and 0.5 s
        observer.Slices[1].Due.ShouldBe(2);   // at 1 and 1.5 s
    }

    [Fact]
    public void A_user_thinks_between_the_end_of_a_request_and_the_next()
    {
        using var server = ScriptedServer.Answering();
        var observer = new RecordingObserver();
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(4) { Think = TimeSpan.FromMilliseconds(200) }, seconds: 1);

        var record = Loads.Run(plan, observer).Record;

        // At least 200 ms from one due instant to the next: at most five of each user in a second, four when the answers take up to 133 ms.
        record.Requests.Due.ShouldBeInRange(4, 20);
        record.Requests.Succeeded.ShouldBe(record.Requests.Due);
        record.ThinkS.ShouldBe(0.2);
        record.Connections.Opened.ShouldBe(4);
        observer.Slices.Sum(s => s.Due).ShouldBe(record.Requests.Due);
    }

    [Fact]
    public void A_pace_counts_from_one_due_instant_to_the_next_and_a_slow_answer_is_followed_at_once()
    {
        using var quick = ScriptedServer.Answering(delay: TimeSpan.FromMilliseconds(50));
        using var slow = ScriptedServer.Answering(delay: TimeSpan.FromMilliseconds(300));
        var model = new ClosedModel(1) { Pace = TimeSpan.FromMilliseconds(200) };

        // Due at 0, 200, 400, 600 and 800 ms although each answer takes 50 ms: 200 ms of thinking would leave room for four.
        Loads.Run(Loads.Plan(quick.EndPoint, model, seconds: 0.95)).Record.Requests.Due.ShouldBeInRange(2, 5);
        var late = Loads.Run(Loads.Plan(slow.EndPoint, model, seconds: 1)).Record;
        late.Requests.Due.ShouldBeInRange(2, 4);
        late.LagNs.Max.ShouldBeLessThan(300_000_000, "the next request is due when the answer is there, not when the pace said");
    }

    [Fact]
    public void Thinking_users_make_exactly_the_requests_that_were_asked_for()
    {
        using var server = ScriptedServer.Answering();
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(3) { Think = TimeSpan.FromMilliseconds(10), Pace = TimeSpan.FromMilliseconds(20) });

        Loads.Run(plan with { RequestLimit = 20, Threads = 2 }).Record.Requests.Succeeded.ShouldBe(20);
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "close")]
    [InlineData(true, "upgrade, Close")]
    public void Without_keep_alive_every_request_has_a_connection_of_its_own(bool keepAlive, string? header)
    {
        // With a header of its own the client may send nothing more on that connection, even though this server says nothing and waits for more.
        using var server = ScriptedServer.Start(async connection =>
        {
            var request = await connection.ReadRequestAsync();
            var asked = request!.Contains($"\r\nConnection: {header ?? "close"}\r\n", StringComparison.Ordinal);
            await connection.SendAsync(asked ? ScriptedServer.Ok : "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            await connection.ReadRequestAsync();
        });
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(2)) with { KeepAlive = keepAlive, RequestLimit = 30 };
        if (header is not null)
        {
            plan = plan with { Requests = [plan.Requests[0] with { Headers = [KeyValuePair.Create("Connection", header)] }] };
        }

        var record = Loads.Run(plan).Record;

        record.Requests.Succeeded.ShouldBe(30);
        record.Connections.Opened.ShouldBe(30);
        record.Connections.Reused.ShouldBe(0);
        record.LagGeneratorNs.Count.ShouldBe(0);
        record.ConnectNs.Count.ShouldBe(30);
    }

    [Fact]
    public void A_server_that_says_close_gets_a_new_connection_each_time()
    {
        using var server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nconnection: CLOSE\r\nContent-Length: 2\r\n\r\nok");
        });
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(3)) with { RequestLimit = 30 };

        var record = Loads.Run(plan).Record;

        record.Requests.Succeeded.ShouldBe(30);
        record.Connections.Opened.ShouldBe(30);
        record.Connections.ClosedIdle.ShouldBe(0);
    }

    [Fact]
    public void A_body_that_ends_with_the_connection_is_whole()
    {
        using var server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync("HTTP/1.0 200 OK\r\n\r\nsome text");
        });
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(1)) with { RequestLimit = 5 };

        var record = Loads.Run(plan).Record;

        record.Requests.Succeeded.ShouldBe(5);
        record.Bytes.Body.ShouldBe(5 * 9);
    }

    [Fact]
    public void No_request_allocates()
    {
        using var server = ScriptedServer.Answering();
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(4));

        var few = Loads.Run(plan with { RequestLimit = 100 }).Record;
        var many = Loads.Run(plan with { RequestLimit = 3000 }).Record;

        many.Requests.Succeeded.ShouldBe(3000);
        (many.Generator.AllocatedBytes - few.Generator.AllocatedBytes).ShouldBeLessThan(2900);   // an object takes at least 24 bytes
    }

    [Fact]
    public void The_generator_says_what_it_used()
    {
        using var server = ScriptedServer.Answering();

        var generator = Loads.Run(Loads.Plan(server.EndPoint, new ClosedModel(8)) with { Threads = 2 }).Record.Generator;

        generator.Threads.ShouldBe(2);
        generator.CpuS.ShouldBeGreaterThan(0);
        generator.CpuPerRequestNs.ShouldBeGreaterThan(0);
        generator.OverheadCpuS.ShouldBeGreaterThan(0);   // the server runs in this process
        generator.BusiestThreadShare.ShouldBeInRange(0.000001, 1.2);
    }

    [Fact]
    public void A_large_upload_is_sent_whole()
    {
        var body = new byte[3_000_000];
        using var server = ScriptedServer.Answering();
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(1)) with
        {
            Requests = [new RequestDefinition("POST", "/upload", [], body)],
            RequestLimit = 2,
            Timeout = TimeSpan.FromSeconds(30),
        };

        var record = Loads.Run(plan).Record;

        record.Requests.Succeeded.ShouldBe(2);
        record.Bytes.Sent.ShouldBeGreaterThan(6_000_000);
    }

    [Fact]
    public void A_large_download_is_read_whole()
    {
        var response = "HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n" + new string('x', 5_000_000);
        using var server = ScriptedServer.Answering(response);
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(2)) with { RequestLimit = 4 };

        var record = Loads.Run(plan).Record;

        record.Requests.Succeeded.ShouldBe(4);
        record.Bytes.Body.ShouldBe(4 * 5_000_000);
        record.Bytes.Received.ShouldBe(4L * response.Length);
    }
}
