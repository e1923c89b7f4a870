using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Prony.Load.Plans;
using Prony.Load.Requests;
using Prony.Testing;
using Shouldly;

namespace Prony.Load.Tests;

/// <summary>What a real server receives when there are several requests, or variables in them.</summary>
public sealed class VariedRequestTests
{
    private static readonly RequestData Users = new(new DataTableBuilder(["name"]).AddRow("ann").AddRow("bob").AddRow("cleo").Build(), DataOrder.Random);

    private static readonly RequestDefinition[] Mixed =
    [
        new("GET", "/items/{index}", [], default) { Weight = 3 },
        new("GET", "/fixed", [], default),
        new("POST", "/users/{data.name}", [new("X-Key", "{random.100}")], "{\"n\":{index},\"r\":{random}}"u8.ToArray()) { Weight = 2 },
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_closed_model_asks_the_requests_of_its_numbers(int threads) =>
        CheckReceived(new ClosedModel(6), threads, 300);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_open_model_asks_the_requests_of_its_numbers(int threads) =>
        CheckReceived(new OpenModel(1500, ArrivalKind.Poisson, 30), threads, 300);

    [Fact]
    public void In_the_open_model_two_servers_are_asked_the_same_whatever_they_do()
    {
        var model = new OpenModel(400, ArrivalKind.Poisson, 20);

        var fast = Received(p => p with { RequestLimit = 150 }, model, delay: TimeSpan.Zero);
        var slow = Received(p => p with { RequestLimit = 150, Threads = 2 }, model, delay: TimeSpan.FromMilliseconds(40));

        fast.ShouldBe(slow);
    }

    [Fact]
    public void Numbers_go_on_from_the_warmup_into_the_window()
    {
        var received = Received(
            p => p with { Requests = [new("GET", "/{index}", [], default)], Warmup = TimeSpan.FromMilliseconds(100), RequestLimit = 20 },
            new OpenModel(200, ArrivalKind.Uniform, 20),
            delay: TimeSpan.Zero);

        received.Count.ShouldBeInRange(38, 42);   // 20 in the warm-up, 20 in the window
        received.Select(r => int.Parse(r.Split(' ')[1][1..], CultureInfo.InvariantCulture)).Order().ShouldBe(Enumerable.Range(0, received.Count));
    }

    [Fact]
    public void A_head_request_among_others_has_no_body_in_its_response()
    {
        using var server = ScriptedServer.Start(async connection =>
        {
            while (await connection.ReadRequestAsync() is { } request)
            {
                await connection.SendAsync(request.StartsWith("HEAD", StringComparison.Ordinal) ? "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" : ScriptedServer.Ok);
            }
        });
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(3)) with
        {
            Requests = [new("HEAD", "/", [], default), new("GET", "/", [], default), new("HEAD", "/{index}", [], default)],
            RequestLimit = 200,
        };

        var record = Loads.Run(plan).Record;

        record.Requests.Succeeded.ShouldBe(200);
        record.Connections.Opened.ShouldBe(3);
    }

    [Fact]
    public void A_request_that_is_not_sent_at_once_arrives_whole_and_is_not_mixed_with_others()
    {
        const int filling = 1_000_000;   // a Unix socket takes about 200 kB at once
        var folder = Directory.CreateTempSubdirectory("prony-load-");
        var wrong = new ConcurrentQueue<string>();
        using var server = ScriptedServer.Start(async connection =>
        {
            await connection.DelayAsync(TimeSpan.FromMilliseconds(30));   // so that all connections fill their sockets first
            while (await connection.ReadRequestAsync() is { } request)
            {
                var body = request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
                var number = request.Split(' ')[1][1..];
                if (body != $"{number}:{new string('x', filling)}:{number}")
                {
                    wrong.Enqueue(number);
                }

                await connection.SendAsync(ScriptedServer.Ok);
            }
        }, new UnixDomainSocketEndPoint(Path.Combine(folder.FullName, "s")));
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(3)) with
        {
            Requests = [new("PUT", "/{index}", [], Encoding.ASCII.GetBytes("{index}:" + new string('x', filling) + ":{index}"))],
            RequestLimit = 6,
            Timeout = TimeSpan.FromSeconds(30),
        };

        var record = Loads.Run(plan).Record;

        record.Requests.Succeeded.ShouldBe(6);
        record.Bytes.Sent.ShouldBeGreaterThan(6L * filling);
        wrong.ShouldBeEmpty();
        folder.Delete(recursive: true);
    }

    [Fact]
    public void No_request_with_variables_allocates()
    {
        using var server = ScriptedServer.Answering();
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(4)) with { Requests = Mixed, Data = Users };

        var few = Loads.Run(plan with { RequestLimit = 100 }).Record;
        var many = Loads.Run(plan with { RequestLimit = 3000 }).Record;

        many.Requests.Succeeded.ShouldBe(3000);
        (many.Generator.AllocatedBytes - few.Generator.AllocatedBytes).ShouldBeLessThan(2900);   // an object takes at least 24 bytes
    }

    [Fact]
    public void No_arrival_with_variables_allocates()
    {
        using var server = ScriptedServer.Answering();
        var plan = Loads.Plan(server.EndPoint, new OpenModel(1000, ArrivalKind.Poisson, 16), seconds: 1) with { Requests = Mixed, Data = Users };

        Loads.Run(plan).Record.Generator.AllocatedBytes.ShouldBeLessThan(4096);   // a thousand objects would be 24 kB
    }

    [Fact]
    public void A_plan_without_requests_or_with_a_weight_of_nothing_is_refused()
    {
        var plan = Loads.Plan(ScriptedServer.UnusedAddress(), new ClosedModel(1));

        Should.Throw<ArgumentException>(() => Loads.Run(plan with { Requests = [] })).Message.ShouldContain("at least 1 request");
        Should.Throw<ArgumentException>(() => Loads.Run(plan with { Requests = [plan.Requests[0] with { Weight = 0 }] })).Message.ShouldContain("1 to 1,000,000");
        Should.Throw<ArgumentException>(() => Loads.Run(plan with { Requests = [plan.Requests[0] with { Weight = 1_000_001 }] })).Message.ShouldContain("1 to 1,000,000");
        Should.Throw<ArgumentException>(() => Loads.Run(plan with { Requests = [plan.Requests[0] with { PathAndQuery = "/{data.x}" }] })).Message.ShouldContain("no data");
    }

    /// <summary>Numbers 0 to count − 1, each exactly once, whichever thread asked it.</summary>
    private static void CheckReceived(LoadModel model, int threads, int count)
    {
        LoadPlan? used = null;
        var received = Received(p => used = p with { Threads = threads, RequestLimit = count }, model, delay: TimeSpan.Zero);

        var source = new RequestSource(used!);
        var expected = Enumerable.Range(0, count).Select(i => source.Of(i)).Select(r => $"{r.Method} {r.PathAndQuery} {string.Join(',', r.Headers.Select(h => h.Value))} {Encoding.UTF8.GetString(r.Body.Span)}");
        received.ShouldBe([.. expected.Order(StringComparer.Ordinal)]);
    }

    /// <summary>What the server received, sorted: method, path, the value of X-Key, body.</summary>
    private static List<string> Received(Func<LoadPlan, LoadPlan> change, LoadModel model, TimeSpan delay)
    {
        var received = new ConcurrentQueue<string>();
        using var server = ScriptedServer.Start(async connection =>
        {
            while (await connection.ReadRequestAsync() is { } request)
            {
                var lines = request.Split("\r\n");
                var key = lines.FirstOrDefault(l => l.StartsWith("X-Key: ", StringComparison.Ordinal))?["X-Key: ".Length..] ?? "";
                received.Enqueue($"{lines[0][..^" HTTP/1.1".Length]} {key} {lines[^1]}");
                await connection.DelayAsync(delay);
                await connection.SendAsync(ScriptedServer.Ok);
            }
        });
        var plan = change(Loads.Plan(server.EndPoint, model) with { Requests = Mixed, Data = Users });
        Loads.Run(plan).Record.Requests.Unsent.ShouldBe(0);
        return [.. received.Order(StringComparer.Ordinal)];
    }
}
