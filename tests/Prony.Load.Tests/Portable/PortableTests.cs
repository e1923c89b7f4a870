using System.Net;
using System.Net.Sockets;
using Prony.Load.Plans;
using Prony.Measurement.Runs;
using Prony.Testing;
using Shouldly;

namespace Prony.Load.Tests.Portable;

/// <summary>The portable engine makes the same loads and the same records as the raw one.</summary>
public sealed class PortableTests
{
    [Fact]
    public void A_closed_load_is_recorded_whole()
    {
        using var server = ScriptedServer.Answering();

        var record = Run(Plan(server.EndPoint, new ClosedModel(3)) with { RequestLimit = 101 });

        record.Engine.ShouldBe(EngineName.Portable);
        record.Timestamps.ShouldBe(TimestampsName.Wire);
        record.HttpVersion.ShouldBe("1.1");
        record.Requests.Due.ShouldBe(101);
        record.Outcomes.Success.ShouldBe(101);
        record.Connections.Opened.ShouldBe(3);
        record.Connections.Reused.ShouldBe(98);
        record.Bytes.Body.ShouldBe(101 * 5);
        record.Bytes.Received.ShouldBe(101 * ScriptedServer.Ok.Length);
        record.LagNs.Count.ShouldBe(101);
        record.LagGeneratorNs.Count.ShouldBe(98);
        record.Generator.CpuS.ShouldBeGreaterThan(0);
        record.Generator.CpuPerRequestNs.ShouldBeGreaterThan(0);
        server.Accepted.ShouldBe(3);
    }

    [Fact]
    public void The_request_is_sent_as_the_raw_engine_sends_it()
    {
        var heads = new List<string>();
        foreach (var engine in new[] { LoadEngine.Raw, LoadEngine.Portable })
        {
            using var server = ScriptedServer.Start(async connection =>
            {
                heads.Add((await connection.ReadRequestAsync())!);
                await connection.SendAsync(ScriptedServer.Ok);
            });
            var request = new RequestDefinition("PUT", "/a/../b%7E?x=1&y=%20", [new("X-One", "1"), new("Content-Type", "text/x"), new("Cookie", "a=b; c=d")], "body"u8.ToArray());

            Run(Plan(server.EndPoint, new ClosedModel(1)) with { RequestLimit = 1, Requests = [request], Engine = engine }).Outcomes.Success.ShouldBe(1);
        }

        Fields(heads[1]).ShouldBe(Fields(heads[0]), ignoreOrder: true);
        heads[1].ShouldStartWith("PUT /a/../b%7E?x=1&y=%20 HTTP/1.1\r\n");
        heads[1].ShouldEndWith("\r\n\r\nbody");

        static string[] Fields(string request) => request.Split("\r\n");
    }

    [Theory]
    [InlineData(ArrivalKind.Poisson)]
    [InlineData(ArrivalKind.Uniform)]
    public void The_same_seed_gives_the_same_due_instants_as_in_the_raw_engine(ArrivalKind arrivals)
    {
        // Nothing is ever answered, so every response time is drain end − due: the histograms are the schedule.
        var responses = new List<double>();
        foreach (var engine in new[] { LoadEngine.Raw, LoadEngine.Portable })
        {
            using var server = ScriptedServer.Start(connection => connection.HangAsync());
            var plan = Plan(server.EndPoint, new OpenModel(200, arrivals, 1000), seconds: 0.5) with
            {
                Engine = engine, Seed = 7, Drain = TimeSpan.FromMilliseconds(100), Warmup = TimeSpan.FromMilliseconds(50),
            };

            var record = Run(plan);

            record.Requests.Censored.ShouldBe(record.Requests.Due);
            responses.AddRange([record.Requests.Due, record.ResponseNs.Mean, record.ResponseNs.Sd, record.ResponseNs.Min, record.ResponseNs.Max]);
        }

        responses[5..].ShouldBe(responses[..5]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    public void No_time_is_shorter_than_what_the_server_took(int delayMs)
    {
        using var server = ScriptedServer.Answering(delay: TimeSpan.FromMilliseconds(delayMs));

        var record = Run(Plan(server.EndPoint, new OpenModel(100, ArrivalKind.Poisson, 50), seconds: 1));

        record.Outcomes.Success.ShouldBe(record.Requests.Due);
        record.ServiceNs.Min.ShouldBeGreaterThanOrEqualTo(delayMs * 999_000);   // a value is kept within 0.05 %
        record.ResponseNs.Min.ShouldBeGreaterThanOrEqualTo(record.ServiceNs.Min);
        record.FirstByteNs.Min.ShouldBeGreaterThanOrEqualTo(delayMs * 999_000);
    }

    [Fact]
    public void A_hundred_users_think_and_keep_their_pace()
    {
        using var server = ScriptedServer.Answering();
        var model = new ClosedModel(100, TimeSpan.FromMilliseconds(100)) { Think = TimeSpan.FromMilliseconds(20), Pace = TimeSpan.FromMilliseconds(100) };

        var record = Run(Plan(server.EndPoint, model, seconds: 1));

        record.Outcomes.Success.ShouldBe(record.Requests.Due);
        record.Requests.Due.ShouldBeInRange(100, 100 * 10);
        record.Connections.Opened.ShouldBe(100);
    }

    [Fact]
    public void Arrivals_beyond_the_connections_wait_oldest_first_and_the_wait_is_lag()
    {
        using var server = ScriptedServer.Answering(delay: TimeSpan.FromMilliseconds(100));

        var record = Run(Plan(server.EndPoint, new OpenModel(40, ArrivalKind.Uniform, 2), seconds: 1) with { Timeout = TimeSpan.FromSeconds(5), Drain = TimeSpan.FromSeconds(5) });

        record.Requests.Due.ShouldBe(40);
        record.Outcomes.Success.ShouldBe(40);
        server.Accepted.ShouldBe(2);
        record.LagNs.Max.ShouldBeGreaterThan(500_000_000);   // 40 requests at 20/s take 2 s
    }

    [Fact]
    public void Arrivals_that_never_get_a_connection_are_unsent()
    {
        using var server = ScriptedServer.Start(connection => connection.HangAsync());

        var record = Run(Plan(server.EndPoint, new OpenModel(50, ArrivalKind.Uniform, 1), seconds: 1) with { Drain = TimeSpan.FromMilliseconds(100) });

        record.Requests.Due.ShouldBe(50);
        record.Requests.Censored.ShouldBe(1);
        record.Requests.Unsent.ShouldBe(49);
    }

    [Fact]
    public void Without_keep_alive_every_request_has_a_connection_of_its_own()
    {
        using var server = ScriptedServer.Answering();

        var record = Run(Plan(server.EndPoint, new ClosedModel(2)) with { RequestLimit = 20, KeepAlive = false });

        record.Outcomes.Success.ShouldBe(20);
        record.Connections.Opened.ShouldBe(20);
        record.Connections.Reused.ShouldBe(0);
        server.Accepted.ShouldBe(20);
    }

    [Fact]
    public void A_connection_that_the_server_closed_while_idle_is_replaced_and_counted()
    {
        using var server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync(ScriptedServer.Ok);
        });

        var record = Run(Plan(server.EndPoint, new ClosedModel(1) { Think = TimeSpan.FromMilliseconds(20) }) with { RequestLimit = 10 });

        record.Outcomes.Success.ShouldBe(10);
        record.Connections.Opened.ShouldBe(10);
        record.Connections.ClosedIdle.ShouldBe(9);
    }

    [Fact]
    public void A_Unix_socket_is_loaded()
    {
        var path = Path.Combine(Path.GetTempPath(), $"prony-{Guid.NewGuid():N}.sock");
        using (var server = ScriptedServer.Answering(address: new UnixDomainSocketEndPoint(path)))
        {
            Run(Plan(server.EndPoint, new ClosedModel(2)) with { RequestLimit = 10 }).Outcomes.Success.ShouldBe(10);
        }

        File.Delete(path);
    }

    [Fact]
    public void An_IPv6_address_is_loaded()
    {
        using var server = ScriptedServer.Answering(address: new IPEndPoint(IPAddress.IPv6Loopback, 0));

        Run(Plan(server.EndPoint, new ClosedModel(2)) with { RequestLimit = 10 }).Outcomes.Success.ShouldBe(10);
    }

    [Fact]
    public void A_window_that_is_cut_short_is_drained_and_returned()
    {
        using var server = ScriptedServer.Answering(delay: TimeSpan.FromMilliseconds(50));
        using var end = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        var result = LoadRunner.Run(Plan(server.EndPoint, new ClosedModel(5), seconds: 30), null, end.Token, CancellationToken.None);

        Loads.CheckIdentities(result);
        result.Ended.ShouldBe(LoadEnd.WindowCutShort);
        result.Record.Outcomes.Success.ShouldBe(result.Record.Requests.Due);
        result.Record.Window.DurationS.ShouldBeLessThan(10);
    }

    [Fact]
    public void A_load_that_is_stopped_leaves_no_connection()
    {
        using var server = ScriptedServer.Start(connection => connection.HangAsync());
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        Should.Throw<OperationCanceledException>(() => LoadRunner.Run(Plan(server.EndPoint, new ClosedModel(5), seconds: 30), null, CancellationToken.None, stop.Token));
    }

    [Fact]
    public void Phases_and_seconds_are_told_as_by_the_raw_engine()
    {
        using var server = ScriptedServer.Answering();
        var observer = new RecordingObserver();

        var result = Loads.Run(Plan(server.EndPoint, new ClosedModel(2) { Think = TimeSpan.FromMilliseconds(5) }, seconds: 1.2) with { Warmup = TimeSpan.FromMilliseconds(100) }, observer);

        observer.Calls.ShouldBe(["warmup-ending", "window-started", "window-ended"]);
        observer.Slices.Count.ShouldBeGreaterThanOrEqualTo(3);
        observer.Counts["response"].ShouldBeGreaterThanOrEqualTo(result.Response.Count);
    }

    [Fact]
    public void A_header_about_framing_is_refused_before_anything_is_sent()
    {
        var plan = Plan(ScriptedServer.UnusedAddress(), new ClosedModel(1)) with
        {
            Requests = [new RequestDefinition("GET", "/", [new("Transfer-Encoding", "chunked")], default)],
        };

        Should.Throw<ArgumentException>(() => Run(plan)).Message.ShouldContain("Transfer-Encoding");
    }

    internal static LoadPlan Plan(EndPoint server, LoadModel model, double seconds = 0.5) => Loads.Plan(server, model, seconds) with { Engine = LoadEngine.Portable };

    internal static LoadRecord Run(LoadPlan plan) => Loads.Run(plan).Record;
}
