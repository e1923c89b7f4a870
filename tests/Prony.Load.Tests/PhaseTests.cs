using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Prony.Load.Plans;
using Prony.Testing;
using Shouldly;

namespace Prony.Load.Tests;

/// <summary>Phases, slices, early ends and addresses.</summary>
public sealed class PhaseTests
{
    [Fact]
    public void An_observer_hears_of_every_phase_in_order_on_the_calling_thread()
    {
        using var server = ScriptedServer.Answering(delay: TimeSpan.FromMilliseconds(20));
        var observer = new RecordingObserver();
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(2), seconds: 1.2) with { Warmup = TimeSpan.FromSeconds(0.4) };

        var result = Loads.Run(plan, observer);

        observer.Calls.ShouldBe(["warmup-ending", "window-started", "window-ended"]);
        observer.Thread.ShouldBe(Environment.CurrentManagedThreadId);
        (observer.EndNs - observer.StartNs).ShouldBe(1_200_000_000);
        (observer.StartNs - observer.LoadStartNs).ShouldBe(400_000_000, "second 0 of slices and events");
        observer.Slices.Select(s => s.Phase).Distinct().ShouldBeSubsetOf(["warmup", "window", "drain"]);
        observer.Slices.Select(s => s.TS).Take(3).ShouldBe([0, 0.4, 1.4]);
        observer.Slices.Take(3).Select(s => s.Phase).ShouldBe(["warmup", "window", "window"]);
        observer.Slices.Sum(s => s.Sent).ShouldBe(observer.Slices.Sum(s => s.Completed));
        observer.Counts["response"].ShouldBe(observer.Slices.Sum(s => s.Completed));
        observer.Counts["connect"].ShouldBe(2);
        observer.Slices.Where(s => s.Phase == "window").Sum(s => s.Outcomes.Success).ShouldBe((long)Math.Round(result.Record.ThroughputPerS * 1.2));
        observer.Slices[1].P50Ns.ShouldBeGreaterThan(19_000_000);
        observer.Slices[1].P99Ns.ShouldBeGreaterThanOrEqualTo(observer.Slices[1].P90Ns);
        observer.Slices[1].InFlight.ShouldBe(2);
    }

    [Fact]
    public void Slices_of_a_window_add_up_to_its_result_over_all_threads()
    {
        using var server = ScriptedServer.Answering();
        var observer = new RecordingObserver();
        var plan = Loads.Plan(server.EndPoint, new OpenModel(200, ArrivalKind.Poisson, 10), seconds: 2) with { Threads = 3 };

        var record = Loads.Run(plan, observer).Record;

        observer.Slices.Sum(s => s.Due).ShouldBe(record.Requests.Due);
        observer.Slices.Sum(s => s.Sent).ShouldBe(record.Requests.Sent);
        observer.Slices.Sum(s => s.Outcomes.Success).ShouldBe(record.Requests.Succeeded);
        observer.Slices.Count(s => s.Phase == "window").ShouldBe(2);
    }

    [Fact]
    public void A_slow_observer_delays_slices_and_no_request()
    {
        using var server = ScriptedServer.Answering();
        var observer = new RecordingObserver { OnSlice = () => Thread.Sleep(1500) };
        var plan = Loads.Plan(server.EndPoint, new OpenModel(50, ArrivalKind.Uniform, 10), seconds: 4);

        var record = Loads.Run(plan, observer).Record;

        record.Requests.Succeeded.ShouldBe(200);
        observer.Slices.Where(s => s.Phase == "window").Select(s => s.TS).ShouldBe([0, 1, 2, 3]);
        observer.Slices.Take(4).ShouldAllBe(s => s.Due >= 49 && s.Due <= 51);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1_000_000L)]
    public void A_window_can_be_ended_early_and_keeps_what_was_measured(long? requestLimit)
    {
        using var end = new CancellationTokenSource();
        var answered = 0;
        using var server = ScriptedServer.Start(async connection =>
        {
            while (await connection.ReadRequestAsync() is not null)
            {
                await connection.DelayAsync(TimeSpan.FromMilliseconds(20));
                await connection.SendAsync(ScriptedServer.Ok);
                if (Interlocked.Increment(ref answered) == 10)
                {
                    await end.CancelAsync();
                }
            }
        });
        var observer = new RecordingObserver();
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(2), seconds: 60) with { RequestLimit = requestLimit };
        var clock = Stopwatch.StartNew();

        var result = LoadRunner.Run(plan, observer, end.Token, CancellationToken.None);

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
        Loads.CheckIdentities(result);
        result.Ended.ShouldBe(LoadEnd.WindowCutShort);
        result.Record.Window.DurationS.ShouldBeInRange(0.1, 20);
        result.Record.Requests.Succeeded.ShouldBeGreaterThanOrEqualTo(8);
        result.Record.ThroughputPerS.ShouldBeInRange(1, 101);
        observer.Calls.ShouldBe(["warmup-ending", "window-started", "window-ended"]);
    }

    [Fact]
    public void A_load_that_is_ended_in_its_warm_up_measured_nothing()
    {
        using var server = ScriptedServer.Answering();
        using var end = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(2)) with { Warmup = TimeSpan.FromSeconds(60) };

        var result = LoadRunner.Run(plan, null, end.Token, CancellationToken.None);

        result.Ended.ShouldBe(LoadEnd.WindowCutShort);
        result.Record.Window.DurationS.ShouldBe(0);
        result.Record.Requests.Due.ShouldBe(0);
        result.Record.ThroughputPerS.ShouldBe(0);
    }

    [Fact]
    public void A_load_can_be_stopped_at_once()
    {
        using var server = ScriptedServer.Start(connection => connection.HangAsync());
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(2), seconds: 60) with { Timeout = TimeSpan.FromMinutes(5) };
        var clock = Stopwatch.StartNew();

        Should.Throw<OperationCanceledException>(() => LoadRunner.Run(plan, null, CancellationToken.None, stop.Token));

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void An_observer_that_throws_ends_the_load()
    {
        using var server = ScriptedServer.Answering();
        var observer = new RecordingObserver { OnSlice = () => throw new IOException("disk full") };

        Should.Throw<IOException>(() => LoadRunner.Run(
            Loads.Plan(server.EndPoint, new ClosedModel(1), seconds: 60), observer, CancellationToken.None, CancellationToken.None));
    }

    [Fact]
    public void A_unix_socket_is_served()
    {
        var path = Path.Combine(Path.GetTempPath(), $"prony-load-{Environment.ProcessId}.sock");
        File.Delete(path);
        using (var server = ScriptedServer.Answering(address: new UnixDomainSocketEndPoint(path)))
        {
            Loads.Run(Loads.Plan(server.EndPoint, new ClosedModel(3)) with { RequestLimit = 50 }).Record.Requests.Succeeded.ShouldBe(50);
        }

        File.Delete(path);
        Loads.Run(Loads.Plan(new UnixDomainSocketEndPoint(path), new ClosedModel(1)) with { RequestLimit = 3 })
            .Record.ConnectErrors.ShouldBe(new Dictionary<string, long> { ["ENOENT"] = 3 });
    }

    [Fact]
    public void An_IPv6_address_is_served()
    {
        if (!Socket.OSSupportsIPv6)
        {
            return;   // nothing to listen on: this machine has no IPv6
        }

        using var server = ScriptedServer.Answering(address: new IPEndPoint(IPAddress.IPv6Loopback, 0));

        Loads.Run(Loads.Plan(server.EndPoint, new ClosedModel(3)) with { RequestLimit = 50 }).Record.Requests.Succeeded.ShouldBe(50);
    }

    [Fact]
    public void Two_loads_at_once_do_not_meet()
    {
        using var server = ScriptedServer.Answering();
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(2)) with { RequestLimit = 200 };

        var results = Enumerable.Range(0, 2).AsParallel().WithDegreeOfParallelism(2).Select(_ => Loads.Run(plan)).ToList();

        results.ShouldAllBe(r => r.Record.Requests.Succeeded == 200);
    }

    public static TheoryData<LoadPlan, string> WrongPlans()
    {
        var plan = Loads.Plan(new IPEndPoint(IPAddress.Loopback, 1), new ClosedModel(1));
        return new TheoryData<LoadPlan, string>
        {
            { plan with { Model = new ClosedModel(0) }, "at least 1 user" },
            { plan with { Model = new OpenModel(0, ArrivalKind.Poisson, 1) }, "rate" },
            { plan with { Model = new OpenModel(1, ArrivalKind.Poisson, 0) }, "at least 1 connection" },
            { plan with { Model = new ClosedModel(2) { Stages = [new UserStage(1, 3, TimeSpan.FromSeconds(1))] } }, "users from 0 to those of the load" },
            { plan with { Model = new ClosedModel(2) { Stages = [new UserStage(1, 2, TimeSpan.Zero)] } }, "needs a length" },
            { plan with { Model = new ClosedModel(2) { Stages = [new UserStage(0, 0, TimeSpan.FromSeconds(1))] } }, "need a user" },
            { plan with { Model = new ClosedModel(2, TimeSpan.FromSeconds(1)) { Stages = [new UserStage(1, 2, TimeSpan.FromSeconds(1))] } }, "instead of giving a ramp" },
            { plan with { Model = new ClosedModel(2) { Stages = [new UserStage(1, 2, TimeSpan.FromSeconds(1))] }, RequestLimit = 5 }, "a count of requests cannot end them" },
            { plan with { HeadLimit = LoadPlan.LeastHeadLimit - 1 }, "256 bytes to 16 MiB" },
            { plan with { HeadLimit = LoadPlan.MostHeadLimit + 1 }, "256 bytes to 16 MiB" },
            { plan with { Threads = 0 }, "at least 1 thread" },
            { plan with { Measure = TimeSpan.Zero }, "window" },
            { plan with { RequestLimit = 0 }, "at least 1" },
            { plan with { Timeout = TimeSpan.Zero }, "timeout" },
            { plan with { Target = plan.Target with { EndPoint = new DnsEndPoint("localhost", 80) } }, "resolve names" },
            { plan with { Requests = [plan.Requests[0] with { PathAndQuery = "/a b" }] }, "path" },
        };
    }

    [Theory]
    [MemberData(nameof(WrongPlans))]
    public void A_plan_that_cannot_be_carried_out_is_refused(LoadPlan plan, string says) =>
        Should.Throw<ArgumentException>(() => LoadRunner.Run(plan, null, CancellationToken.None, CancellationToken.None)).Message.ShouldContain(says);
}
