using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Prony.Cli.Exporting;
using Prony.Measurement.Runs;
using Prony.Testing.Web;
using Shouldly;
using Xunit;

namespace Prony.Cli.Tests.Exporting;

public class OtlpSenderTests
{
    [Fact]
    public void What_a_run_counted_arrives_whole_at_its_end()
    {
        var received = new ConcurrentQueue<(string Path, string? Type, byte[] Body)>();
        using var server = WebServer.Start(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received.Enqueue((context.Request.Path, context.Request.ContentType, body.ToArray()));
        });
        var store = new MetricStore();
        using (var sender = new OtlpSender(store, new Uri($"http://{server.EndPoint}"), "0.1.0", "sync-vs-async"))
        {
            sender.Shown.ShouldBe($"http://{server.EndPoint}/v1/metrics");
            store.Planned(6);
            store.PhaseStarted(Fed.Trial(), PhaseName.Window);
            Fed.Second(store, Fed.Trial());
            Fed.Second(store, Fed.Trial(), 1);
            sender.End().ShouldBeTrue();
        }

        received.ShouldNotBeEmpty();
        received.ShouldAllBe(one => one.Path == "/v1/metrics" && one.Type == "application/x-protobuf");
        var metrics = new OtlpMetrics(received.Last().Body);
        metrics.ResourceTexts.ShouldContain("prony");
        metrics.ResourceTexts.ShouldContain("sync-vs-async");
        metrics.Names.ShouldBe(
            [
                "http.client.request.duration", "prony.response.duration", "prony.requests.due", "prony.requests.sent", "prony.requests.ended", "http.client.active_requests",
                "process.cpu.time", "process.memory.usage", "process.thread.count", "prony.service.processes", "process.context_switches", "prony.rounds", "prony.round",
            ],
            ignoreOrder: true);
        metrics.Histogram("http.client.request.duration").ShouldBe((200L, 0.4), new Close());
        metrics.Histogram("prony.response.duration").ShouldBe((202L, 4.4), new Close());
        metrics.Bounds("http.client.request.duration").ShouldBe(DurationBuckets.Bounds);
        metrics.Value("prony.requests.due").ShouldBe(206);
        metrics.Value("process.cpu.time").ShouldBe(0.5);
        metrics.Value("http.client.active_requests").ShouldBe(7);
        metrics.Unit("process.memory.usage").ShouldBe("By");
        metrics.IsMonotonic("prony.requests.due").ShouldBeTrue();
        metrics.IsMonotonic("http.client.active_requests").ShouldBeFalse();
        metrics.Attributes("process.cpu.time").ShouldBe(["prony.candidate", "prony.load", "prony.round", "prony.scenario", "prony.service"], ignoreOrder: true);
    }

    [Fact]
    public void Where_nobody_listens_the_end_says_so_and_nothing_else_happens()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));   // held and not listening: refused
        using var export = RunExport.Start(new ExportTarget(null, new Uri($"http://{listener.LocalEndPoint}/own/path")), "x");
        export.Where.ShouldBe($"Metrics: sent to http://{listener.LocalEndPoint}/own/path");
        var told = new List<string>();
        export.End(told.Add);
        told.ShouldHaveSingleItem().ShouldStartWith($"The last metrics could not be sent to http://{listener.LocalEndPoint}/own/path:");
    }

    [Fact]
    public void Without_the_flag_nothing_is_exported()
    {
        using var export = RunExport.Start(null, "x");
        export.Where.ShouldBeNull();
        export.End(text => throw new InvalidOperationException(text));
    }

    private sealed class Close : IEqualityComparer<(long Count, double Sum)>
    {
        public bool Equals((long Count, double Sum) x, (long Count, double Sum) y) => x.Count == y.Count && Math.Abs(x.Sum - y.Sum) < 0.005;

        public int GetHashCode((long Count, double Sum) obj) => obj.Count.GetHashCode();
    }
}
