using System.Net;
using System.Net.Sockets;
using Prony.Experiments.Running;
using Prony.Load.Plans;
using Prony.Measurement.Machine;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Running;

/// <summary>Readings of this machine, whatever else it does: only what must be there is asked for.</summary>
public sealed class SurroundingsWatchTests
{
    [Fact]
    public void A_window_has_readings_of_everything()
    {
        var watch = new SurroundingsWatch(Plan(new IPEndPoint(IPAddress.Loopback, 1), TimeSpan.FromSeconds(1)));
        using var thread = new NamedThread("generator-7");
        watch.WindowStarted();
        Thread.Sleep(100);
        watch.SecondEnded();
        watch.Found.ShouldBeNull();
        watch.WindowEnded();

        var found = watch.Found.ShouldNotBeNull();
        found.LengthS.ShouldBeGreaterThan(0.09);
        found.Cpus.Count.ShouldBe(CpuTimes.ReadCpus().Count);
        found.Cpus.Sum(cpu => cpu.TotalS).ShouldBeGreaterThan(0.05);
        (found.IsTcp, found.IsLoopback).ShouldBe((true, true));
        found.Tcp.ShouldNotBeNull();
        found.TcpBefore.ShouldNotBeNull();
        found.OpenFiles!.Value.ShouldBeInRange(1, (int)Math.Min(int.MaxValue, found.OpenFilesLimit));
        found.Ports.ShouldNotBeNull();
        found.ClockDriftPpm.ShouldNotBeNull();
        found.LongestWaitNs.ShouldNotBeNull();
    }

    [Fact]
    public void A_collection_in_the_window_is_seen_with_its_pause()
    {
        var watch = new SurroundingsWatch(Plan(new IPEndPoint(IPAddress.Loopback, 1), TimeSpan.Zero));
        watch.WindowStarted();
        GC.Collect();
        watch.SecondEnded();
        watch.WindowEnded();

        watch.Found!.Collections.ShouldBeGreaterThanOrEqualTo(1);
        watch.Found.LongestPauseNs.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_Unix_socket_has_no_TCP_counters()
    {
        var watch = new SurroundingsWatch(Plan(new UnixDomainSocketEndPoint("/tmp/none"), TimeSpan.Zero));
        watch.WindowStarted();
        watch.WindowEnded();

        (watch.Found!.IsTcp, watch.Found.IsLoopback, watch.Found.Tcp).ShouldBe((false, false, null));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Connections_that_a_full_queue_drops_belong_to_the_window_without_a_warmup_and_before_it_with_one(int warmupS, bool inWindow)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        var watch = new SurroundingsWatch(Plan((IPEndPoint)listener.LocalEndPoint!, TimeSpan.FromSeconds(warmupS)));
        var clients = Enumerable.Range(0, 8).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false }).ToList();
        foreach (var client in clients)
        {
            // Would block: nobody accepts, and after two the queue is full.
            Should.Throw<SocketException>(() => client.Connect(listener.LocalEndPoint!));
        }

        watch.WindowStarted();
        watch.WindowEnded();
        clients.ForEach(client => client.Dispose());

        var found = watch.Found!;
        (inWindow ? found.Tcp : found.TcpBefore)!.Value.ListenDrops.ShouldBeGreaterThanOrEqualTo(6);
    }

    private static LoadPlan Plan(EndPoint endPoint, TimeSpan warmup) => new()
    {
        Target = new LoadTarget(endPoint, "x", "http://x/"),
        Requests = [new RequestDefinition("GET", "/", [], default)],
        Model = new ClosedModel(1),
        Warmup = warmup,
    };

    /// <summary>A thread that has run a little and then waits.</summary>
    private sealed class NamedThread : IDisposable
    {
        private readonly ManualResetEventSlim _end = new();
        private readonly Thread _thread;

        public NamedThread(string name)
        {
            using var ready = new ManualResetEventSlim();
            _thread = new Thread(() =>
            {
                Thread.SpinWait(100_000);
                ready.Set();
                _end.Wait();
            }) { Name = name };
            _thread.Start();
            ready.Wait();
            Thread.Sleep(20);
        }

        public void Dispose()
        {
            _end.Set();
            _thread.Join();
        }
    }
}
