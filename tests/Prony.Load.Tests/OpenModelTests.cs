using Prony.Load.Arrivals;
using Prony.Load.Plans;
using Prony.Testing;
using Shouldly;

namespace Prony.Load.Tests;

public sealed class OpenModelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Exactly_the_arrivals_of_the_schedule_are_due(int threads)
    {
        using var server = ScriptedServer.Answering();
        var plan = Loads.Plan(server.EndPoint, new OpenModel(300, ArrivalKind.Poisson, 20), seconds: 1) with { Seed = 42, Threads = threads };

        var record = Loads.Run(plan).Record;

        record.Requests.Due.ShouldBe(ArrivalsBefore(new PoissonArrivals(300, 42), 1_000_000_000));
        record.Requests.Succeeded.ShouldBe(record.Requests.Due);
        record.Model.ShouldBe("open");
        record.RatePerS.ShouldBe(300);
        record.Arrivals.ShouldBe("poisson");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_spike_is_offered_as_planned(int threads)
    {
        using var server = ScriptedServer.Answering();
        var observer = new RecordingObserver();
        var model = new OpenModel(140 / 0.8, ArrivalKind.Uniform, 50)
        {
            Stages =
            [
                new RateStage(100, 100, TimeSpan.FromSeconds(0.3)), new RateStage(400, 400, TimeSpan.FromSeconds(0.2)),
                new RateStage(100, 100, TimeSpan.FromSeconds(0.3)),
            ],
        };
        var plan = Loads.Plan(server.EndPoint, model, seconds: 0.8) with { Warmup = TimeSpan.FromSeconds(0.2), Threads = threads };

        var requests = Loads.Run(plan, observer).Record.Requests;

        requests.Due.ShouldBeInRange(139, 141);
        (observer.Slices.Sum(s => s.Due) - requests.Due).ShouldBeInRange(19, 21, "the warm-up has the rate of the first stage");
        Should.Throw<ArgumentException>(() => Loads.Run(plan with { RequestLimit = 3 })).Message.ShouldContain("cannot end them");
    }

    [Fact]
    public void Only_arrivals_due_in_the_window_count()
    {
        using var server = ScriptedServer.Answering();
        var plan = Loads.Plan(server.EndPoint, new OpenModel(300, ArrivalKind.Poisson, 20), seconds: 0.5) with
        {
            Seed = 42,
            Warmup = TimeSpan.FromSeconds(0.3),
        };

        var schedule = new PoissonArrivals(300, 42);
        var expected = ArrivalsBefore(schedule, 800_000_000) - ArrivalsBefore(schedule, 300_000_000);

        Loads.Run(plan).Record.Requests.Due.ShouldBe(expected);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0.1)]
    public void A_count_of_requests_is_kept_exactly(int threads, double warmupS)
    {
        using var server = ScriptedServer.Answering();
        var plan = Loads.Plan(server.EndPoint, new OpenModel(500, ArrivalKind.Uniform, 20)) with
        {
            RequestLimit = 101,
            Threads = threads,
            Warmup = TimeSpan.FromSeconds(warmupS),
        };

        var record = Loads.Run(plan).Record;

        record.Requests.Due.ShouldBe(101);
        record.Requests.Succeeded.ShouldBe(101);
        record.Window.DurationS.ShouldBeGreaterThan(0.19);
    }

    [Fact]
    public void A_slow_server_makes_arrivals_wait_and_never_lowers_the_rate()
    {
        using var server = ScriptedServer.Answering(delay: TimeSpan.FromMilliseconds(100));
        var plan = Loads.Plan(server.EndPoint, new OpenModel(100, ArrivalKind.Uniform, 2), seconds: 1);

        var record = Loads.Run(plan).Record;

        // 100 arrivals in the second, and two connections of 10 answers a second each: the last has waited about 4 s, longer than the drain of 2 s.
        record.Requests.Due.ShouldBe(100);
        record.Connections.Opened.ShouldBe(2);
        record.Requests.Succeeded.ShouldBeInRange(2, 62);
        record.Requests.Unsent.ShouldBeGreaterThan(30);
        record.LagNs.Max.ShouldBeGreaterThan(700_000_000);
        record.LagGeneratorNs.Count.ShouldBeLessThan(5);
        record.ServiceNs.At("50").ShouldBeGreaterThan(99_000_000);
        record.ResponseNs.Max.ShouldBeGreaterThan(2_000_000_000);
    }

    [Fact]
    public void Connections_are_opened_as_needed_up_to_the_limit()
    {
        using var server = ScriptedServer.Answering(delay: TimeSpan.FromMilliseconds(300));
        var plan = Loads.Plan(server.EndPoint, new OpenModel(100, ArrivalKind.Uniform, 1000), seconds: 1);

        var record = Loads.Run(plan).Record;

        record.Requests.Succeeded.ShouldBe(100);
        record.Connections.Opened.ShouldBeInRange(30, 100);
        (record.Connections.Opened + record.Connections.Reused).ShouldBe(100);
    }

    [Fact]
    public void An_arrival_that_waits_longer_than_the_timeout_is_given_up_unsent()
    {
        using var server = ScriptedServer.Start(connection => connection.HangAsync());
        var plan = Loads.Plan(server.EndPoint, new OpenModel(100_000, ArrivalKind.Uniform, 1), seconds: 0.1) with { Timeout = TimeSpan.FromMilliseconds(250) };

        var record = Loads.Run(plan).Record;

        // The connection is free again when its request is too old; a hundred arrivals grow too old in each millisecond, and at most one of them is sent.
        record.Requests.Due.ShouldBe(10_000);
        record.Requests.Sent.ShouldBeInRange(1, 2000);
        record.Outcomes.Timeout.ShouldBe(record.Requests.Sent);
        record.ResponseNs.Min.ShouldBeGreaterThan(249_000_000);
    }

    [Fact]
    public void Behind_a_hanging_server_every_arrival_has_a_fate()
    {
        using var server = ScriptedServer.Start(connection => connection.HangAsync());
        var plan = Loads.Plan(server.EndPoint, new OpenModel(100, ArrivalKind.Uniform, 1), seconds: 1) with { Timeout = TimeSpan.FromMilliseconds(300) };

        var record = Loads.Run(plan).Record;

        record.Requests.Due.ShouldBe(100);
        record.Outcomes.Timeout.ShouldBe(record.Requests.Sent);
        record.ResponseNs.Min.ShouldBeGreaterThan(299_000_000);
    }

    [Fact]
    public void A_frozen_server_shows_in_the_response_times_as_long_as_it_was()
    {
        // The server freezes once for S of the T seconds; everything that was due meanwhile is answered at its end.
        // So P(response > x) = (S − x)/T, whatever the number of connections: p99 = S − T/100, p90 = S − T/10, mean = S²/2T.
        const double T = 4;
        const double S = 0.8;
        using var thaw = new ManualResetEventSlim(true);
        using var server = ScriptedServer.Start(async connection =>
        {
            while (await connection.ReadRequestAsync() is not null)
            {
                while (!thaw.IsSet)
                {
                    await connection.DelayAsync(TimeSpan.FromMilliseconds(1));
                }

                await connection.SendAsync(ScriptedServer.Ok);
            }
        });
        var observer = new RecordingObserver();
        observer.OnSlice = () =>
        {
            if (observer.Slices.Count == 1)
            {
                thaw.Reset();
                Thread.Sleep(TimeSpan.FromSeconds(S));
                thaw.Set();
            }
        };
        var plan = Loads.Plan(server.EndPoint, new OpenModel(500, ArrivalKind.Uniform, 64), seconds: T);

        var record = Loads.Run(plan, observer).Record;

        // Never shorter (a histogram bucket is 0.1 % wide, an arrival 2 ms); longer only by what this machine adds.
        record.Requests.Due.ShouldBe(2000);
        record.Requests.Succeeded.ShouldBe(2000);
        (record.ResponseNs.Max / 1e9).ShouldBeInRange(S - 0.01, S + 0.6);
        (record.ResponseNs.At("99") / 1e9).ShouldBeInRange(S - (T / 100) - 0.01, S + 0.5);
        (record.ResponseNs.At("90") / 1e9).ShouldBeInRange(S - (T / 10) - 0.01, S + 0.3);
        (record.ResponseNs.Mean / 1e9).ShouldBeInRange((S * S / (2 * T)) - 0.002, (S * S / (2 * T)) + 0.2);
        record.LagNs.Max.ShouldBeGreaterThan(500_000_000);   // only 64 of the 400 that were due meanwhile found a connection
    }

    [Fact]
    public void A_connection_that_the_server_closes_while_it_is_idle_is_replaced()
    {
        using var server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync(ScriptedServer.Ok);
            await connection.DelayAsync(TimeSpan.FromMilliseconds(1));
        });
        var plan = Loads.Plan(server.EndPoint, new OpenModel(20, ArrivalKind.Uniform, 5), seconds: 1);

        var record = Loads.Run(plan).Record;

        record.Requests.Succeeded.ShouldBeGreaterThan(15);   // one that is closed just as it is used is `closed`
        record.Connections.Opened.ShouldBeGreaterThan(15);
        record.Connections.ClosedIdle.ShouldBeGreaterThan(15);
    }

    [Fact]
    public void No_arrival_allocates()
    {
        using var server = ScriptedServer.Answering();
        var plan = Loads.Plan(server.EndPoint, new OpenModel(1000, ArrivalKind.Poisson, 16), seconds: 1);

        Loads.Run(plan).Record.Generator.AllocatedBytes.ShouldBeLessThan(4096);   // a thousand objects would be 24 kB
    }

    private static long ArrivalsBefore(PoissonArrivals schedule, long offsetNs) => ArrivalCursor.FirstIndexAt(schedule, offsetNs);
}
