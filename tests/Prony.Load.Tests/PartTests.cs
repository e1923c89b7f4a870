using System.Net;
using System.Net.Sockets;
using Prony.Load.Plans;
using Prony.Testing;
using Shouldly;

namespace Prony.Load.Tests;

/// <summary>Where the time of a request goes, on servers that take it in one part only. Every load test also checks that the parts add up (<see cref="Loads.CheckIdentities"/>).</summary>
public sealed class PartTests
{
    private const long Ms = 1_000_000;

    /// <summary>More than the system holds for both ends of a connection.</summary>
    private const int UploadBytes = 64 << 20;

    [Fact]
    public void The_time_until_the_first_byte_is_waiting()
    {
        using var server = ScriptedServer.Answering(delay: TimeSpan.FromMilliseconds(30));

        var parts = Loads.Run(Loads.Plan(server.EndPoint, new ClosedModel(2)) with { RequestLimit = 6 }).Record.PartsNs!;

        parts.Wait.Min.ShouldBeGreaterThan(29 * Ms);
        parts.Connect.Min.ShouldBe(0);
        parts.Connect.Max.ShouldBeGreaterThan(0);
        parts.Connect.Mean.ShouldBeLessThan(parts.Connect.Max);   // zeros of the four that found a connection open
        parts.Dns.Max.ShouldBe(0);
    }

    [Fact]
    public void The_time_from_the_first_byte_to_the_last_is_reading()
    {
        using var server = ScriptedServer.Start(async connection =>
        {
            while (await connection.ReadRequestAsync() is not null)
            {
                await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab");
                await connection.DelayAsync(TimeSpan.FromMilliseconds(40));
                await connection.SendAsync("cd");
            }
        });

        var parts = Loads.Run(Loads.Plan(server.EndPoint, new ClosedModel(1)) with { RequestLimit = 3 }).Record.PartsNs!;

        parts.Read.Min.ShouldBeGreaterThan(35 * Ms);   // the first byte may be noticed late
    }

    [Fact]
    public async Task The_time_in_which_a_server_does_not_take_an_upload_is_writing()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var server = Task.Run(async () =>
        {
            using var client = await listener.AcceptSocketAsync();
            await Task.Delay(60);
            var buffer = new byte[1 << 20];
            int read;
            for (long received = 0; received <= UploadBytes && (read = await client.ReceiveAsync(buffer)) > 0; received += read)   // the head comes on top
            {
            }

            await client.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
            await client.ReceiveAsync(buffer);
        });

        var parts = Loads.Run(Upload(listener.LocalEndpoint) with { RequestLimit = 1 }).Record.PartsNs!;
        await server;

        parts.Write.Min.ShouldBeGreaterThan(30 * Ms);
    }

    [Fact]
    public void An_early_answer_to_an_upload_is_not_waited_for_a_negative_time()
    {
        using var server = ScriptedServer.Start(async connection =>
        {
            await connection.SendAsync("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            await connection.HangAsync();
        });

        var record = Loads.Run(Upload(server.EndPoint) with { RequestLimit = 2 }).Record;

        record.Outcomes.Status.ShouldBe(2);
        record.PartsNs!.Wait.Max.ShouldBe(0);
        record.PartsNs.Write.Min.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_load_without_a_whole_response_has_parts_of_zero()
    {
        var parts = Loads.Run(Loads.Plan(ScriptedServer.UnusedAddress(), new ClosedModel(1), seconds: 0.1)).Record.PartsNs!;

        new[] { parts.Connect, parts.Write, parts.Wait, parts.Read }.ShouldAllBe(p => p.Mean == 0 && p.Min == 0 && p.Max == 0);
    }

    [Fact]
    public void The_lookup_before_the_load_is_the_dns_part()
    {
        using var server = ScriptedServer.Answering();
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(1)) with { RequestLimit = 3 };

        var dns = Loads.Run(plan with { Target = plan.Target with { LookupNs = 1234 } }).Record.PartsNs!.Dns;

        dns.ShouldBe(new(1234, 1234, 1234));
    }

    private static LoadPlan Upload(EndPoint server) => Loads.Plan(server, new ClosedModel(1)) with
    {
        Requests = [new RequestDefinition("POST", "/", [], new byte[UploadBytes])],
        Timeout = TimeSpan.FromSeconds(30),
    };
}
