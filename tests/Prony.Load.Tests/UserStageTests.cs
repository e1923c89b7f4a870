using System.Collections.Concurrent;
using Prony.Load.Plans;
using Prony.Measurement.Clocks;
using Prony.Measurement.Runs;
using Prony.Testing;
using Shouldly;

namespace Prony.Load.Tests;

/// <summary>Numbers of users that rise and fall, as the server sees them.</summary>
public sealed class UserStageTests
{
    private static UserStage Stage(int from, int to, double seconds) => new(from, to, TimeSpan.FromSeconds(seconds));

    private static ClosedModel Shape(params UserStage[] stages) => new(stages.Max(s => Math.Max(s.From, s.To))) { Stages = stages };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_spike_of_users_is_loaded_as_planned(int threads)
    {
        using var server = ScriptedServer.Answering(delay: TimeSpan.FromMilliseconds(10));
        var plan = Loads.Plan(server.EndPoint, Shape(Stage(2, 2, 0.4), Stage(8, 8, 0.3), Stage(3, 3, 0.4)), seconds: 1.1) with { Threads = threads };

        var record = Loads.Run(plan).Record;

        record.Requests.Succeeded.ShouldBe(record.Requests.Due);
        record.Users.ShouldBe(8);
        record.Connections.Opened.ShouldBe(8);
        server.Accepted.ShouldBe(8);

        // Each user asks at most every 10 ms, in the time in which it is there.
        record.Requests.Due.ShouldBeInRange(8, (2 * 110) + 80 + (5 * 31));
    }

    [Fact]
    public void A_user_comes_when_the_number_passes_it_and_not_before()
    {
        var seen = new ConcurrentQueue<long>();
        using var server = ScriptedServer.Start(async connection =>
        {
            seen.Enqueue(MonotonicClock.NowNs);
            while (await connection.ReadRequestAsync() is not null)
            {
                await connection.SendAsync(ScriptedServer.Ok);
            }
        });
        var observer = new RecordingObserver();
        var model = Shape(Stage(0, 10, 1)) with { Think = TimeSpan.FromMilliseconds(50) };

        var record = Loads.Run(Loads.Plan(server.EndPoint, model, seconds: 1), observer).Record;

        var offsetsS = seen.Select(ns => (ns - observer.StartNs) / 1e9).Order().ToList();
        offsetsS.Count.ShouldBe(10);
        for (var user = 0; user < 10; user++)
        {
            offsetsS[user].ShouldBeGreaterThanOrEqualTo(user / 10.0);
        }

        record.Requests.Due.ShouldBeInRange(10, 10 * 20);
    }

    [Fact]
    public void A_request_under_way_is_never_cut_when_its_user_leaves()
    {
        using var server = ScriptedServer.Answering(delay: TimeSpan.FromMilliseconds(400));
        var plan = Loads.Plan(server.EndPoint, Shape(Stage(5, 5, 0.2), Stage(1, 1, 1.3)), seconds: 1.5);

        var record = Loads.Run(plan).Record;

        // All five ask at the beginning and are answered; only one is there to ask again.
        record.Requests.Due.ShouldBeInRange(6, 5 + 3);
        record.Requests.Succeeded.ShouldBe(record.Requests.Due);
    }

    [Fact]
    public void Users_who_leave_hang_up_and_open_a_connection_when_they_come_back()
    {
        // Who is kept waiting by a machine that stands still may find that it never had to leave: such a load is made again.
        var (record, most) = ComingAndGoing();
        for (var attempt = 1; attempt < 5 && record.ResponseNs.Max > 150_000_000; attempt++)
        {
            (record, most) = ComingAndGoing();
        }

        record.Requests.Succeeded.ShouldBe(record.Requests.Due);
        record.Connections.Opened.ShouldBe(6 + 5);
        record.Connections.ClosedIdle.ShouldBe(0);   // the server closed none of them
        most.Where(m => m.AtS is > 0.7 and < 0.8).ShouldAllBe(m => m.Open == 1);
    }

    private static (LoadRecord Record, IReadOnlyCollection<(double AtS, int Open)> Most) ComingAndGoing()
    {
        var open = 0;
        var most = new ConcurrentQueue<(double AtS, int Open)>();
        var observer = new RecordingObserver();
        using var server = ScriptedServer.Start(async connection =>
        {
            Interlocked.Increment(ref open);
            while (await connection.ReadRequestAsync() is not null)
            {
                most.Enqueue(((MonotonicClock.NowNs - observer.StartNs) / 1e9, Volatile.Read(ref open)));
                await connection.DelayAsync(TimeSpan.FromMilliseconds(10));
                await connection.SendAsync(ScriptedServer.Ok);
            }

            Interlocked.Decrement(ref open);
        });
        var plan = Loads.Plan(server.EndPoint, Shape(Stage(6, 6, 0.3), Stage(1, 1, 0.5), Stage(6, 6, 0.3)), seconds: 1.1);
        return (Loads.Run(plan, observer).Record, most);
    }

    [Fact]
    public void The_warm_up_has_the_users_of_the_beginning()
    {
        using var server = ScriptedServer.Answering(delay: TimeSpan.FromMilliseconds(5));
        var observer = new RecordingObserver();
        var plan = Loads.Plan(server.EndPoint, Shape(Stage(2, 2, 0.2), Stage(4, 4, 0.2)), seconds: 0.4) with { Warmup = TimeSpan.FromSeconds(0.3) };

        Loads.Run(plan, observer);

        observer.Slices.First(s => s.Phase == "warmup").InFlight.ShouldBe(2);
        observer.Counts["connect"].ShouldBe(4);
    }
}
