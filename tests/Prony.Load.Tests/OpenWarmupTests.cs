using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Prony.Load.Arrivals;
using Prony.Load.Plans;
using Prony.Measurement.Histograms;
using Prony.Measurement.Requests;
using Prony.Measurement.Runs;
using Prony.Testing;
using Shouldly;

namespace Prony.Load.Tests;

/// <summary>Warm-ups whose end is decided while they last, on both engines.</summary>
public sealed class OpenWarmupTests
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(700);

    public static TheoryData<LoadEngine> Engines() => [LoadEngine.Raw, LoadEngine.Portable];

    [Theory]
    [MemberData(nameof(Engines))]
    public void The_window_begins_when_the_observer_says_so(LoadEngine engine)
    {
        using var server = ScriptedServer.Answering();
        var watch = new Decider(steps => steps >= 6);

        var result = Loads.Run(Plan(server.EndPoint, Users(4), engine) with { Threads = 2 }, watch);

        watch.Notes.Calls.ShouldBe(["warmup-ending", "window-started", "window-ended"]);
        var window = watch.Notes.Slices.First(s => s.Phase == PhaseName.Window);
        window.TS.ShouldBeInRange(1.4, 10);   // six steps and the lead
        result.Record.Window.DurationS.ShouldBe(0.5, 0.001);
        result.Record.Generator.CpuS.ShouldBeGreaterThan(0);
        (DateTimeOffset.UtcNow - result.Record.Window.StartUtc).ShouldBeInRange(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(10));
        watch.Steps.Select(s => s.AtS).ShouldBe(watch.Steps.Select(s => s.AtS).Order());
        watch.Steps.Sum(s => s.Ended).ShouldBeGreaterThan(0);
        watch.Steps.Where(s => s.Ended > 0).ShouldAllBe(s => s.ResponseNs > 0 && s.ResponseNs < 5e9);
    }

    [Fact]
    public void An_answer_before_the_shortest_warm_up_does_not_count()
    {
        using var server = ScriptedServer.Answering();
        var watch = new Decider(_ => true);

        Loads.Run(Plan(server.EndPoint, Users(2)), watch);

        watch.Notes.Slices.First(s => s.Phase == PhaseName.Window).TS.ShouldBeGreaterThanOrEqualTo(Shortest.TotalSeconds);
    }

    [Fact]
    public void The_longest_warm_up_ends_without_being_told()
    {
        using var server = ScriptedServer.Answering();
        var watch = new Decider(_ => false);

        Loads.Run(Plan(server.EndPoint, Users(2)) with { Warmup = TimeSpan.FromSeconds(1) }, watch);

        watch.Notes.Slices.First(s => s.Phase == PhaseName.Window).TS.ShouldBeInRange(0.8, 8);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void The_window_has_the_same_arrivals_and_the_same_requests_however_long_the_warm_up_took(LoadEngine engine)
    {
        var (first, firstPaths) = Window(engine, steps: 3, threads: 1);
        var (second, secondPaths) = Window(engine, steps: 8, threads: 2);

        first.ShouldBe(second);
        var schedule = new PoissonArrivals(200, 7);
        first.ShouldBe(Enumerable.Range(0, first.Count).Select(i => schedule.DueOffsetNs(i)));
        schedule.DueOffsetNs(first.Count).ShouldBeGreaterThanOrEqualTo(500_000_000);
        firstPaths.ShouldBe(secondPaths);
        firstPaths.ShouldBe(Enumerable.Range(0, first.Count).Select(i => (long)i));
    }

    [Fact]
    public void The_warm_up_has_arrivals_at_the_rate_of_the_window_and_numbers_of_its_own()
    {
        var paths = new ConcurrentBag<long>();
        using var server = Noting(paths);

        Loads.Run(Numbered(server, new OpenModel(200, ArrivalKind.Uniform, 20), LoadEngine.Raw), new Decider(steps => steps >= 10));

        var warm = paths.Where(p => p >= ArrivalCursor.FirstOfWarmup).Order().ToList();
        warm.Count.ShouldBeInRange(400, 2_000);   // 2.2 s and more
        warm.ShouldBe(Enumerable.Range(0, warm.Count).Select(i => ArrivalCursor.FirstOfWarmup + i));
        paths.Count(p => p < ArrivalCursor.FirstOfWarmup).ShouldBe(100);
    }

    [Theory]
    [InlineData(1, false, LoadEngine.Raw)]
    [InlineData(3, false, LoadEngine.Raw)]
    [InlineData(3, true, LoadEngine.Raw)]
    [InlineData(1, true, LoadEngine.Portable)]
    [InlineData(1, false, LoadEngine.Portable)]
    public void A_count_of_requests_is_kept_exactly_and_numbered_from_0(int threads, bool open, LoadEngine engine)
    {
        var paths = new ConcurrentBag<long>();
        using var server = Noting(paths);
        var plan = Numbered(server, open ? new OpenModel(500, ArrivalKind.Poisson, 20) : Users(4), engine) with { RequestLimit = 101, Threads = threads };

        var record = Loads.Run(plan, new Decider(steps => steps >= 3)).Record;

        record.Requests.Due.ShouldBe(101);
        record.Requests.Succeeded.ShouldBe(101);
        paths.Count(p => p < ArrivalCursor.FirstOfWarmup).ShouldBe(101);
        if (open || threads == 1)
        {
            paths.Where(p => p < ArrivalCursor.FirstOfWarmup).Order().ShouldBe(Enumerable.Range(0, 101).Select(i => (long)i));
        }
    }

    [Fact]
    public void Fewer_requests_than_threads_end_all_the_same()
    {
        using var server = ScriptedServer.Answering();

        Loads.Run(Plan(server.EndPoint, Users(4)) with { RequestLimit = 1, Threads = 4 }, new Decider(_ => true)).Record.Requests.Succeeded.ShouldBe(1);
    }

    [Fact]
    public void Arrivals_that_wait_for_a_connection_go_over_into_the_window()
    {
        // 100 arrivals a second, and two connections of 10 answers a second each.
        using var server = ScriptedServer.Answering(delay: TimeSpan.FromMilliseconds(100));
        var plan = Plan(server.EndPoint, new OpenModel(100, ArrivalKind.Uniform, 2)) with { Timeout = TimeSpan.FromSeconds(1) };
        var watch = new Decider(_ => true);

        var record = Loads.Run(plan, watch).Record;

        record.Requests.Due.ShouldBe(50);
        (record.Requests.Unsent + record.Outcomes.Timeout).ShouldBeGreaterThan(20, "who came before has the connections, or had them until the time was up");
        watch.Notes.Slices[0].Due.ShouldBeGreaterThanOrEqualTo(70);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_load_that_is_ended_in_its_warm_up_measured_nothing(LoadEngine engine)
    {
        using var server = ScriptedServer.Answering();
        using var end = new CancellationTokenSource();
        var watch = new Decider(steps =>
        {
            if (steps == 2)
            {
                end.Cancel();
            }

            return false;
        });
        var clock = Stopwatch.StartNew();

        var result = LoadRunner.Run(Plan(server.EndPoint, Users(2), engine), watch, end.Token, CancellationToken.None);

        result.Ended.ShouldBe(LoadEnd.WindowCutShort);
        result.Record.Window.DurationS.ShouldBe(0);
        result.Record.Requests.Due.ShouldBe(0);
        watch.Notes.Calls.ShouldBeEmpty();
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void Plans_that_cannot_end_their_warm_up_are_refused()
    {
        var plan = Plan(new IPEndPoint(IPAddress.Loopback, 1), Users(1));

        Refused(plan, null).ShouldContain("needs an observer");
        Refused(plan with { ShortestWarmup = TimeSpan.Zero }, new Decider(_ => true)).ShouldContain("above zero");
        Refused(plan with { Warmup = TimeSpan.FromMilliseconds(1) }, new Decider(_ => true)).ShouldContain("no longer than the longest");
        Refused(plan with { Model = new ClosedModel(2) { Stages = [new UserStage(1, 2, TimeSpan.FromSeconds(1))] } }, new Decider(_ => true)).ShouldContain("give its warm-up a length");
    }

    [Fact]
    public void A_cursor_goes_over_to_the_window_at_its_instant()
    {
        var cursor = new ArrivalCursor(
            new UniformArrivals(1000, 1), 0, first: 1, step: 2, long.MaxValue, new WindowArrivals(new UniformArrivals(1000, 2), 4));
        cursor.Index.ShouldBe(ArrivalCursor.FirstOfWarmup + 1);
        cursor.DueNs.ShouldBe(new UniformArrivals(1000, 1).DueOffsetNs(1));
        cursor.Advance();

        cursor.ContinueAt(3_000_000);   // the third arrival of the warm-up, due behind it, does not come
        (cursor.Index, cursor.DueNs).ShouldBe((1, 3_000_000 + new UniformArrivals(1000, 2).DueOffsetNs(1)));
        cursor.Advance();
        cursor.Index.ShouldBe(3);
        cursor.Advance();
        cursor.DueNs.ShouldBe(ArrivalCursor.Never);
    }

    private static string Refused(LoadPlan plan, ILoadObserver? observer) =>
        Should.Throw<ArgumentException>(() => LoadRunner.Run(plan, observer, CancellationToken.None, CancellationToken.None)).Message;

    private static ClosedModel Users(int users) => new(users) { Think = TimeSpan.FromMilliseconds(5) };

    private static LoadPlan Plan(EndPoint server, LoadModel model, LoadEngine engine = LoadEngine.Raw) =>
        Loads.Plan(server, model) with { Engine = engine, Warmup = TimeSpan.FromSeconds(20), ShortestWarmup = Shortest, Seed = 7 };

    private static LoadPlan Numbered(ScriptedServer server, LoadModel model, LoadEngine engine) =>
        Plan(server.EndPoint, model, engine) with { Requests = [new RequestDefinition("GET", "/{index}", [], default)] };

    private static (List<long> Offsets, List<long> Paths) Window(LoadEngine engine, int steps, int threads)
    {
        var paths = new ConcurrentBag<long>();
        using var server = Noting(paths);
        var watch = new Decider(seen => seen >= steps);
        Loads.Run(Numbered(server, new OpenModel(200, ArrivalKind.Poisson, 50), engine) with { Threads = threads, RowLimit = 10_000 }, watch);
        return (
            [.. watch.Notes.Rows.Select(r => r.DueNs - watch.Notes.StartNs).Order()],
            [.. paths.Where(p => p < ArrivalCursor.FirstOfWarmup).Order()]);
    }

    private static ScriptedServer Noting(ConcurrentBag<long> paths) => ScriptedServer.Start(async connection =>
    {
        while (await connection.ReadRequestAsync() is { } request)
        {
            paths.Add(long.Parse(request.Split(' ')[1][1..], CultureInfo.InvariantCulture));
            await connection.SendAsync(ScriptedServer.Ok);
        }
    });

    /// <summary>Lets the window begin when a function of the steps so far says so.</summary>
    private sealed class Decider(Func<int, bool> decide) : ILoadObserver
    {
        public RecordingObserver Notes { get; } = new();

        public List<WarmupMean> Steps { get; } = [];

        public bool WarmupMayEnd(WarmupMean mean)
        {
            Steps.Add(mean);
            return decide(Steps.Count);
        }

        public void WarmupEnding() => Notes.WarmupEnding();

        public void WindowStarted(long startNs) => Notes.WindowStarted(startNs);

        public void WindowEnded(long endNs) => Notes.WindowEnded(endNs);

        public void SliceCompleted(SliceRecord slice, IReadOnlyDictionary<string, Histogram> times) => Notes.SliceCompleted(slice, times);

        public void RequestsEnded(ReadOnlySpan<RequestRow> rows, long windowStartNs) => Notes.RequestsEnded(rows, windowStartNs);
    }
}
