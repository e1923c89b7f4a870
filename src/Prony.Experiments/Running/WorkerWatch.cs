using System.Globalization;
using Prony.Measurement.Clocks;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Prony.Stacks.Accounting;

namespace Prony.Experiments.Running;

/// <summary>Follows the processes of services under load: which workers went, which came. Decides from readings alone; docs/stacks/layers.md.</summary>
/// <remarks>
/// Workers are the processes that live when the load begins, shells excepted, and those that come in the place of one that went. A worker that is gone has died if it had a part in
/// the work: it used CPU under load, or another of its name came for it. A process that comes without any having gone (a child of a request, a connection of a database) has started
/// when it is still there a second later; its going tells nothing, because its work may be done. Thread: one call at a time.
/// </remarks>
internal sealed class WorkerWatch
{
    /// <summary>Events of one kind that are written; the others are summed up in one line.</summary>
    internal const int MostEvents = 20;

    private static readonly string[] Shells = ["sh", "bash", "dash", "ash", "busybox"];

    private readonly Dictionary<string, Members> _services;
    private readonly Dictionary<string, int> _told = [];
    private readonly List<WorkerCount> _window = [];

    /// <param name="begin">Who lives when the load begins.</param>
    public WorkerWatch(IReadOnlyList<ServiceProcesses> begin) => _services = begin.ToDictionary(
        service => service.Service,
        service => new Members(service.Respawns, service.Live.Where(process => !Shells.Contains(process.Name)).ToDictionary(Key), service.Live));

    /// <summary>Workers that went and processes that came so far, of services that do not say <c>respawns</c>.</summary>
    public IReadOnlyList<WorkerCount> Counts => [.. _services.Where(service => !service.Value.Respawns).Select(service => new WorkerCount(service.Key, service.Value.Lost, service.Value.Started))];

    /// <summary>The counts when the window began.</summary>
    public IReadOnlyList<WorkerCount> BeforeWindow => _window;

    public void WindowStarted() => _window.AddRange(Counts);

    /// <summary>A second has passed.</summary>
    /// <param name="atS">Seconds since the start of the load.</param>
    /// <param name="now">Who lives now.</param>
    /// <returns>What to write.</returns>
    public IReadOnlyList<EventRecord> Add(double atS, IReadOnlyList<ServiceProcesses> now)
    {
        var events = new List<EventRecord>();
        foreach (var service in now.Where(service => _services.ContainsKey(service.Service)))
        {
            events.AddRange(Compare(atS, service, _services[service.Service]));
        }

        return [.. events.Where(IsTold)];
    }

    /// <summary>Lines that stand for what was too much to be told.</summary>
    public IReadOnlyList<EventRecord> Rest(double atS) =>
    [
        .. _told.Where(kind => kind.Value > MostEvents).Select(kind => new EventRecord(atS, kind.Key, null, string.Create(
            CultureInfo.InvariantCulture, $"{CountText.Of(kind.Value - MostEvents)} more {(kind.Key == EventKind.WorkerDied ? "went" : "came")} and {(kind.Value - MostEvents == 1 ? "is" : "are")} not told one by one."))),
    ];

    private bool IsTold(EventRecord happened) => (_told[happened.Kind] = _told.GetValueOrDefault(happened.Kind) + 1) <= MostEvents;

    private static List<EventRecord> Compare(double atS, ServiceProcesses now, Members members)
    {
        var events = new List<EventRecord>();
        var live = now.Live.ToDictionary(Key);
        var came = live.Where(process => !members.All.ContainsKey(process.Key)).Select(process => process.Value).ToList();
        foreach (var worker in members.Workers.Values.Where(worker => !live.ContainsKey(Key(worker.Latest))).ToList())
        {
            members.Workers.Remove(Key(worker.Latest));
            if (worker.Latest.CpuNs > worker.FirstCpuNs || came.Exists(process => process.Name == worker.Latest.Name))
            {
                members.Lost++;
                members.Missing.Add(worker.Latest.Name);
                events.Add(new EventRecord(atS, EventKind.WorkerDied, now.Service, $"{Label(worker.Latest)} of {now.Service} went {Figure(atS)} s after the load began{Lived(worker.Latest)}."));
            }
        }

        // First seen a second ago: a replacement is told at once, whatever else came when it has stayed.
        var stayed = members.New.Values.Where(process => live.ContainsKey(Key(process))).ToList();
        var replacing = came.Where(process => members.Missing.Remove(process.Name)).ToList();
        foreach (var process in replacing.Concat(stayed))
        {
            members.Started++;
            events.Add(new EventRecord(atS, EventKind.WorkerStarted, now.Service, $"{Label(process)} of {now.Service} came about {Figure(atS)} s after the load began."));
        }

        members.Follow(live, replacing, came.Except(replacing));
        return events;
    }

    private static string Lived(LiveProcess process) =>
        process.AgeNs == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", having lived {MonotonicClock.ToSeconds(process.AgeNs):0.0} s");

    private static string Figure(double seconds) => seconds.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Label(LiveProcess process) => string.Create(CultureInfo.InvariantCulture, $"{process.Pid} {process.Name}");

    private static (int Pid, long StartTicks) Key(LiveProcess process) => (process.Pid, process.StartTicks);

    /// <summary>The processes of one service.</summary>
    private sealed class Members(bool respawns, Dictionary<(int, long), LiveProcess> workers, IReadOnlyList<LiveProcess> all)
    {
        public bool Respawns { get; } = respawns;

        public int Lost { get; set; }

        public int Started { get; set; }

        public Dictionary<(int, long), Worker> Workers { get; } = workers.ToDictionary(worker => worker.Key, worker => new Worker(worker.Value.CpuNs, worker.Value));

        /// <summary>Everything that lived at the reading before.</summary>
        public Dictionary<(int, long), LiveProcess> All { get; private set; } = all.ToDictionary(Key);

        /// <summary>What came with the reading before and replaced nobody.</summary>
        public Dictionary<(int, long), LiveProcess> New { get; private set; } = [];

        /// <summary>Names of workers that went and in whose place nobody has come yet.</summary>
        public List<string> Missing { get; } = [];

        public void Follow(Dictionary<(int, long), LiveProcess> live, IEnumerable<LiveProcess> replacing, IEnumerable<LiveProcess> others)
        {
            foreach (var process in replacing)
            {
                Workers[Key(process)] = new Worker(0, process);
            }

            foreach (var (key, process) in live)
            {
                if (Workers.TryGetValue(key, out var worker))
                {
                    Workers[key] = worker with { Latest = process };
                }
            }

            New = others.Where(process => !Shells.Contains(process.Name)).ToDictionary(Key);
            All = live;
        }
    }

    private readonly record struct Worker(long FirstCpuNs, LiveProcess Latest);
}

/// <summary>How many processes of a service went and came.</summary>
internal sealed record WorkerCount(string Service, int Lost, int Started);
