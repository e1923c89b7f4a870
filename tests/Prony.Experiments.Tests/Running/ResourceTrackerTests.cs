using Prony.Experiments.Running;
using Prony.Measurement.Runs;
using Prony.Stacks.Accounting;
using Prony.Stacks.Supervision;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Running;

/// <summary>The sums of a window of 2 s, from readings that a test sets.</summary>
public sealed class ResourceTrackerTests : IAsyncDisposable
{
    private readonly SetStack _web = new("web");
    private readonly SetStack _database = new("database");

    [Fact]
    public void Shared_services_are_listed_apart_and_once_in_a_sum()
    {
        var summary = Window(new ResourceTracker(_web, idleCores: 0.05, _database))!;
        summary.CpuS.ShouldBe(0.8, 1e-9);
        summary.CpuPerRequestNs!.Value.ShouldBe(0.7e9 / 100, 1, "the idle CPU and the shared services are not part of it");
        summary.Services.Keys.ShouldBe(["web"]);
        summary.SharedServices.Keys.ShouldBe(["database"]);
        summary.SharedServices["database"].CpuS.ShouldBe(3.8, 1e-9);
        summary.SharedServices["database"].Shared.ShouldBeTrue();
        summary.Services["web"].Shared.ShouldBeFalse();
        summary.CpuWithSharedS!.Value.ShouldBe(4.6, 1e-9);
        (summary.Processes, summary.Threads, summary.MemoryPssBytes).ShouldBe((2, 8, 1000L));
    }

    [Fact]
    public void Without_shared_services_there_is_no_sum_with_them()
    {
        var summary = Window(new ResourceTracker(_web, 0))!;
        summary.SharedServices.ShouldBeEmpty();
        summary.CpuWithSharedS.ShouldBeNull();
    }

    [Fact]
    public void Cores_and_switches_are_those_of_the_window()
    {
        var web = Window(new ResourceTracker(_web, 0))!.Services["web"];
        web.CoresMean.ShouldBe(0.4, 1e-9);
        web.CoresPeak.ShouldBe(0.6, 1e-9);
        (web.VoluntarySwitches, web.InvoluntarySwitches).ShouldBe((200L, 20L));
    }

    [Fact]
    public void Lines_of_a_second_tell_of_both_and_which_is_shared()
    {
        var tracker = new ResourceTracker(_web, 0, _database);
        tracker.Begin();
        Advance(1, 0.3);
        var lines = tracker.Sample(Slice(0, PhaseName.Window));
        lines.Select(line => (line.Service, line.Shared, line.Switches)).ShouldBe([("web", false, 110L), ("database", true, 110L)]);
        lines[0].CpuS.ShouldBe(0.3, 1e-9);
        lines[0].PssBytes.ShouldBeNull();
        tracker.LatestCores!.Value.ShouldBe(0.3, 1e-9, "the candidate's own");
    }

    [Fact]
    public void Connections_that_were_closed_before_the_look_after_the_window_are_those_of_the_warm_up()
    {
        _web.Accepted = [3, 5];
        var summary = Window(new ResourceTracker(_web, 0), hangUp: true)!;
        summary.Services["web"].Spread.ShouldBe(new ConnectionSpread(2, 3, 5, 8));
        summary.Services["web"].Workers.Select(worker => worker.Connections).ShouldBe([3, 5]);
    }

    [Fact]
    public void Pss_stands_in_the_line_after_it_was_read()
    {
        var tracker = new ResourceTracker(_web, 0);
        Window(tracker);
        tracker.Sample(Slice(3, PhaseName.Drain)).ShouldHaveSingleItem().PssBytes.ShouldBe(1000);
        tracker.Sample(Slice(4, PhaseName.Drain)).ShouldHaveSingleItem().PssBytes.ShouldBeNull();
    }

    [Fact]
    public void The_peak_of_a_control_group_is_a_kind_of_its_own_and_a_sum_only_where_every_service_has_one()
    {
        _web.CgroupPeak = 5000;
        var summary = Window(new ResourceTracker(_web, 0, _database))!;
        (summary.MemoryPeakKind, summary.MemoryPeakBytes, summary.CgroupPeakBytes).ShouldBe((MemoryPeakName.PssSampled, 1000L, 5000L));
        _web.CgroupPeak = null;
        Window(new ResourceTracker(_web, 0))!.CgroupPeakBytes.ShouldBeNull();
    }

    [Fact]
    public void Uses_of_shared_services_say_so()
    {
        var tracker = new ResourceTracker(_web, 0, _database);
        Window(tracker);
        tracker.Uses().ShouldHaveSingleItem().Shared.ShouldBeFalse();
        var database = tracker.SharedUses().ShouldHaveSingleItem();
        (database.Name, database.Shared).ShouldBe(("database", true));
        database.Cores.ShouldBe(1.9, 1e-9);
    }

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>Two seconds: the web service uses 0.2 and 0.6 CPU seconds in them, the database 1.9 each.</summary>
    private ResourceSummary? Window(ResourceTracker tracker, bool hangUp = false)
    {
        tracker.Begin();
        Advance(1, 0.5);
        tracker.Sample(Slice(0, PhaseName.Warmup));
        tracker.MarkWarmupEnding();
        tracker.MarkWindowStart();
        Advance(1, 0.2);
        tracker.Sample(Slice(1, PhaseName.Window));
        Advance(1, 0.6);
        tracker.Sample(Slice(2, PhaseName.Window));
        _web.Accepted = hangUp ? [0, 0] : _web.Accepted;
        tracker.MarkWindowEnd();
        return tracker.Summarise(2, successes: 100);
    }

    private void Advance(double seconds, double webCpuS)
    {
        _web.Advance(seconds, webCpuS);
        _database.Advance(seconds, 1.9 * seconds);
    }

    private static SliceRecord Slice(double tS, string phase) => new(tS, phase, 1, 1, 1, new OutcomeCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0), 0, 0, 0, 0);

    /// <summary>A stack of one service whose readings are set: what is tested is the sums made of them.</summary>
    private sealed class SetStack(string name) : IRunningStack
    {
        private long _atNs = 1;
        private long _cpuNs;
        private SwitchReading _switches;

        public long? CgroupPeak { get; set; }

        /// <summary>Connections of its two processes.</summary>
        public int[] Accepted { get; set; } = [0, 0];

        public Uri Target { get; } = new("http://127.0.0.1:1/");

        public StartTimes Times { get; } = new(TimeSpan.Zero, TimeSpan.Zero, true);

        public IReadOnlyList<string> Services { get; } = [name];

        public string CpuSource => CpuSourceName.CgroupV2;

        public void Advance(double seconds, double cpuS)
        {
            _atNs += (long)(seconds * 1e9);
            _cpuNs += (long)(cpuS * 1e9);
            _switches += new SwitchReading(100, 10);
        }

        public IReadOnlyList<ServiceReading> Read() => [new ServiceReading(name, _atNs, _cpuNs, 2000, 2, 8) { Switches = _switches }];

        public IReadOnlyList<MemoryReading> ReadMemory() => [new MemoryReading(name, 1000, 500) { CgroupPeakBytes = CgroupPeak }];

        public IReadOnlyList<ServiceCondition> ReadConditions() => [new ServiceCondition(name, _atNs, [Process(1), Process(2)])];

        public IReadOnlyList<ServiceConnections> ReadConnections() => [new ServiceConnections(name, [new ProcessConnections(1, Accepted[0], [7]), new ProcessConnections(2, Accepted[1], [7])])];

        private static ProcessReading Process(int pid) => new(pid, 1, "web", "web", 0, null) { Threads = 4 };

        public DeadService? FindDead() => null;

        public IReadOnlyList<string> LogTail(string service, int lines) => [];

        public Task<IReadOnlyList<ServiceStop>> StopAsync() => Task.FromResult<IReadOnlyList<ServiceStop>>([]);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
