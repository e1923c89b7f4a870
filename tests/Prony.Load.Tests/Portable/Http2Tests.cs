using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Prony.Load.Plans;
using Prony.Testing;
using Prony.Testing.Web;
using Shouldly;
using HttpProtocol = Prony.Load.Plans.HttpProtocol;

namespace Prony.Load.Tests.Portable;

/// <summary>HTTP/2 without TLS, with prior knowledge.</summary>
public sealed class Http2Tests
{
    [Fact]
    public void H2c_is_spoken_with_prior_knowledge_in_the_open_model()
    {
        using var server = WebServer.Start(
            async context =>
            {
                await Task.Delay(20);
                context.Response.StatusCode = context.Request.Protocol == "HTTP/2" ? 200 : 500;
                await context.Response.WriteAsync("hello");
            },
            HttpProtocols.Http2);

        var record = PortableTests.Run(Plan(server, new OpenModel(200, ArrivalKind.Poisson, 50)));

        record.Outcomes.Success.ShouldBe(record.Requests.Due);
        record.ResponseNs.At("50").ShouldBeGreaterThanOrEqualTo(15_000_000);
        record.Connections.Opened.ShouldBe(1);
    }

    [Fact]
    public void A_stream_that_the_server_resets_is_a_reset()
    {
        using var server = WebServer.Start(
            context =>
            {
                context.Abort();
                return Task.CompletedTask;
            },
            HttpProtocols.Http2);

        PortableTests.Run(Plan(server, new ClosedModel(2)) with { RequestLimit = 10 }).Outcomes.Reset.ShouldBe(10);
    }

    [Fact]
    public void A_timeout_ends_a_stream_and_not_the_connection()
    {
        var connections = new ConcurrentDictionary<string, bool>();
        using var server = WebServer.Start(
            context =>
            {
                connections[context.Connection.Id] = true;
                return Task.Delay(TimeSpan.FromSeconds(30), context.RequestAborted);
            },
            HttpProtocols.Http2);

        // A machine that stands still for the first requests lets none reach the server; then there is no connection to speak of.
        for (var attempt = 0; attempt < 5 && connections.IsEmpty; attempt++)
        {
            var record = PortableTests.Run(Plan(server, new ClosedModel(3)) with { RequestLimit = 9, Timeout = TimeSpan.FromMilliseconds(300) });
            record.Outcomes.Timeout.ShouldBe(9);
        }

        connections.Count.ShouldBe(1);
    }

    [Fact]
    public void A_refused_connection_is_refused()
    {
        var plan = PortableTests.Plan(ScriptedServer.UnusedAddress(), new ClosedModel(3)) with { HttpVersion = HttpProtocol.Http2, RequestLimit = 9 };

        var record = PortableTests.Run(plan);

        record.Outcomes.Refused.ShouldBe(9);
        record.LagNs.Count.ShouldBe(0);
    }

    [Fact]
    public void A_server_of_HTTP_1_only_is_a_protocol_error()
    {
        using var server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        });
        var plan = PortableTests.Plan(server.EndPoint, new ClosedModel(1)) with { HttpVersion = HttpProtocol.Http2, RequestLimit = 3 };

        PortableTests.Run(plan).Outcomes.Protocol.ShouldBe(3);
    }

    private static LoadPlan Plan(WebServer server, LoadModel model) => PortableTests.Plan(server.EndPoint, model) with { HttpVersion = HttpProtocol.Http2 };
}
