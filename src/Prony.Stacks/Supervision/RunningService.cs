using Prony.Measurement.Clocks;
using Prony.Measurement.Runs;
using Prony.Stacks.Accounting;
using Prony.Stacks.Containment;
using Prony.Stacks.Definitions;
using Prony.Stacks.Layers;
using Prony.Stacks.Native;
using Prony.Stacks.Processes;

namespace Prony.Stacks.Supervision;

/// <summary>One service of a running stack: its leaders, the group that holds all of its processes, and its output.</summary>
internal sealed class RunningService
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);

    /// <summary>Looking for the processes of an instance reads /proc, which takes CPU from the servers that go on.</summary>
    private static readonly TimeSpan TreePoll = TimeSpan.FromMilliseconds(100);

    /// <summary>Helpers that end a moment after their leader (Python's resource tracker) are no leftovers.</summary>
    private static readonly TimeSpan LeftoverPatience = TimeSpan.FromMilliseconds(250);

    /// <summary>After SIGKILL only a process inside an uninterruptible call is still there.</summary>
    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(5);

    private readonly RunScope _scope;
    private readonly string? _dataFolder;
    private readonly ServiceLaunch _first;
    private readonly Lock _lock = new();
    private readonly List<ServiceInstance> _instances = [];
    private volatile bool _rests;

    private RunningService(RunScope scope, ServiceDefinition definition, ServiceGroup group, ServiceLaunch first, string? dataFolder)
    {
        _scope = scope;
        _dataFolder = dataFolder;
        _first = first;
        Definition = definition;
        Group = group;
        LogStart = new FileInfo(LogFilePath) is { Exists: true } log ? log.Length : 0;
    }

    internal ServiceDefinition Definition { get; }

    internal string Name => Definition.Name;

    internal ServiceGroup Group { get; }

    /// <summary>Those that were started and not taken away again, the oldest first.</summary>
    internal IReadOnlyList<ServiceInstance> Instances
    {
        get
        {
            lock (_lock)
            {
                return [.. _instances];
            }
        }
    }

    /// <summary>It is stopped, or between two instances, because somebody wants it so: not dead.</summary>
    internal bool Rests
    {
        get => _rests;
        set => _rests = value;
    }

    internal string LogFilePath => _first.OutputFile;

    /// <summary>Length of the output's file before this start.</summary>
    internal long LogStart { get; }

    /// <summary>Where it is asked, on this machine; 0 when that is not known. Of several ports the first.</summary>
    internal int Port => _first.Port;

    /// <summary>All of them.</summary>
    internal IReadOnlyList<int> Ports => [.. Instances.Select(static instance => instance.Launch.Port).Append(Port).Distinct()];

    private IEnumerable<ChildProcess> Leaders => Instances.Select(static instance => instance.Leader);

    /// <summary>Starts all instances; the leftovers of a failed one are killed.</summary>
    /// <param name="scope">Holds it.</param>
    /// <param name="definition">The service, or its first instance.</param>
    /// <param name="launches">One for each instance; mark and output file are the same in all.</param>
    /// <param name="dataFolder">Removed when it has stopped; null: it has none.</param>
    internal static RunningService Start(RunScope scope, ServiceDefinition definition, IReadOnlyList<ServiceLaunch> launches, string? dataFolder = null)
    {
        var service = Make(scope, definition, launches[0], dataFolder);
        try
        {
            for (var i = 0; i < launches.Count; i++)
            {
                service.Add(i + 1, launches[i]);
            }

            return service;
        }
        catch
        {
            service.KillAndRemove();
            throw;
        }
    }

    /// <summary>A service without an instance so far.</summary>
    internal static RunningService Make(RunScope scope, ServiceDefinition definition, ServiceLaunch first, string? dataFolder) =>
        new(scope, definition, scope.MakeGroup(first.Mark, definition.Limits), first, dataFolder);

    /// <summary>Starts one instance more.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The shell in front of it could not be started.</exception>
    internal ServiceInstance Add(int number, ServiceLaunch launch)
    {
        var instance = new ServiceInstance(number, launch, new ChildProcess(Spawner.Start(launch.ToRequest(Group, Name))));
        lock (_lock)
        {
            _instances.Add(instance);
        }

        _scope.AddLeader(Group, instance.Pid);
        return instance;
    }

    /// <summary>Its processes, to be looked at again and again.</summary>
    internal InstanceTree TreeOf(ServiceInstance instance) =>
        new(Group, instance.Pid, () => [.. Instances.Where(other => other != instance && other.Leader.Poll() is null).Select(static other => other.Pid)]);

    /// <summary>Ends one instance: signal, grace, then kill; takes it away. What it left behind is killed.</summary>
    /// <param name="instance">Which.</param>
    /// <param name="graceMax">Upper limit of the grace; null: the service's own.</param>
    /// <returns>How its first process ended; null when not even killing did it.</returns>
    internal async Task<ExitStatus?> StopInstanceAsync(ServiceInstance instance, TimeSpan? graceMax = null)
    {
        _ = Signals.TryGetNumber(Definition.Stop.Signal, out var signal);
        var grace = Definition.Stop.Grace ?? StopDefinition.DefaultGrace;
        var tree = TreeOf(instance);
        tree.Look();
        if (!instance.Leader.Signal(signal))
        {
            tree.Signal(signal);
        }

        // What it starts meanwhile is its own if it is seen before it loses its parent.
        var lookedNs = MonotonicClock.NowNs;
        bool HasLeaderEnded()
        {
            if (instance.Leader.Poll() is not null)
            {
                return true;
            }

            if (MonotonicClock.NowNs - lookedNs >= MonotonicClock.ToNs(TreePoll))
            {
                tree.Look();
                lookedNs = MonotonicClock.NowNs;
            }

            return false;
        }

        bool HasEnded() => instance.Leader.Poll() is not null && tree.Look().Count == 0;
        if (await WaitAsync(HasLeaderEnded, graceMax < grace ? graceMax.Value : grace).ConfigureAwait(false))
        {
            await WaitAsync(HasEnded, LeftoverPatience, TreePoll).ConfigureAwait(false);
        }

        await WaitAsync(
            () =>
            {
                if (HasEnded())
                {
                    return true;
                }

                instance.Leader.Signal(Signals.Kill);
                tree.Signal(Signals.Kill);
                return false;
            },
            KillPatience,
            TreePoll).ConfigureAwait(false);
        lock (_lock)
        {
            _instances.Remove(instance);
        }

        _scope.Forget(instance.Pid);
        return instance.Leader.Poll();
    }

    /// <summary>How the first leader that ended did so; null while all run.</summary>
    internal ExitStatus? FirstExit()
    {
        foreach (var leader in Leaders)
        {
            if (leader.Poll() is { } exit)
            {
                return exit;
            }
        }

        return null;
    }

    /// <summary>Runs another program once where the service runs: its user, folder and environment. Held and ended like the service itself.</summary>
    /// <param name="command">Program (absolute) and arguments.</param>
    /// <param name="instance">Of which instance the environment is.</param>
    /// <param name="outputFile">What it writes is appended to it.</param>
    internal RunningService StartBeside(IReadOnlyList<string> command, ServiceLaunch instance, string outputFile)
    {
        var mark = _scope.NextMark("ready", Name);
        var launch = instance with
        {
            Mark = mark,

            // With the service's own mark it would be taken for one of its processes.
            Environment = [.. instance.Environment.Where(static pair => pair.Key != CleanEnvironment.ServiceVariable), new(CleanEnvironment.ServiceVariable, mark.Text)],
            Program = command[0],
            Arguments = [.. command.Skip(1)],
            OutputFile = outputFile,
            Socket = null,
        };
        return Start(_scope, new ServiceDefinition { Name = Name, Command = command }, [launch]);
    }

    /// <summary>What it runs; null when that may not be looked at.</summary>
    /// <remarks>What is written into its data folder at each start holds that start's ports. It follows from the stack file, which is in the plan.</remarks>
    internal IdentityRecord? Identify() => Instances is not [var instance, ..] ? null : IdentityReader.Read(
        Name, instance.Pid, [.. Definition.Command.Where(word => _dataFolder is null || !word.StartsWith(_dataFolder + "/", StringComparison.Ordinal))], Definition.Cwd ?? "/", Port);

    /// <summary>No process is left: neither a leader nor anything that came from one.</summary>
    internal bool IsEmpty() => LeadersHaveEnded() && Group.ReadLive().Count == 0;

    /// <summary>Nothing of it is left, or its leaders ended badly: what they left (workers that outlive a killed parent) is no longer the server that was started.</summary>
    internal bool HasDied() => !Rests && LeadersHaveEnded() && (Leaders.Any(static leader => leader.Poll() is { Code: > 0 }) || Group.ReadLive().Count == 0);

    /// <summary>What it tells of itself; commands that are run for it write their errors beside its log.</summary>
    internal IEnumerable<LayerSource> Layers() => Definition.Metrics.Select(source => new LayerSource(Name, source, () => new SideCommand(_scope, new SideCommandSettings
    {
        Service = Name,
        Command = source.Command,
        Folder = Definition.Cwd ?? "/",
        Env = [.. _first.User?.Environment ?? [], .. Definition.Env],
        User = _first.User,
        Cpus = _first.Cpus,
        LogFile = Path.ChangeExtension(LogFilePath, ".metrics.log"),
        KeepsOutput = true,
    })));

    internal IReadOnlyList<string> LogTail(int lines) => LogFile.Tail(LogFilePath, lines);

    /// <summary>Signal, grace, then kill; afterwards nothing is left, or it is named.</summary>
    /// <param name="graceMax">Upper limit of the grace, when there is no time for the whole of it.</param>
    internal async Task<ServiceStop> StopAsync(TimeSpan? graceMax = null)
    {
        var startNs = MonotonicClock.NowNs;
        var stop = Definition.Stop;
        _ = Signals.TryGetNumber(stop.Signal, out var signal);
        var grace = stop.Grace ?? StopDefinition.DefaultGrace;
        grace = graceMax < grace ? graceMax.Value : grace;
        var wasStopped = Rests && Instances.Count == 0;
        var reachedLeaders = Leaders.Select(leader => leader.Signal(signal)).ToList().Contains(true);

        // A leader that made itself a daemon has ended before: then what it left is signalled and waited for in its place.
        var reached = reachedLeaders || SignalGroup(signal);
        var endedInTime = await WaitAsync(reachedLeaders ? LeadersHaveEnded : IsEmpty, grace).ConfigureAwait(false);
        if (endedInTime)
        {
            await WaitAsync(IsEmpty, LeftoverPatience).ConfigureAwait(false);
        }

        var leftovers = endedInTime ? Group.ReadLive().Select(static stat => stat.Label).ToList() : [];
        leftovers.AddRange(await KillAsync().ConfigureAwait(false));
        Remove();
        var exit = WorstExit(signal);
        return new ServiceStop(
            Name,
            reached ? stop.Signal : null,
            exit?.Code,
            MonotonicClock.ToTimeSpan(MonotonicClock.NowNs - startNs),
            Escalated: !endedInTime,
            Expected: wasStopped || (exit is { } status && IsExpected(status, signal)),
            leftovers);
    }

    private void KillAndRemove()
    {
        KillAsync().GetAwaiter().GetResult();
        Remove();
    }

    private void Remove()
    {
        _scope.Remove(Group, Leaders.Select(static leader => leader.Pid));
        if (_dataFolder is not null)
        {
            RunFolder.Remove(_dataFolder);
        }
    }

    private bool SignalGroup(int signal) =>
        Group.ReadLive().Select(stat => NativeLibc.kill(stat.Pid, signal) == 0).ToList().Contains(true);

    /// <summary>Kills until nothing is left; names what even that did not end.</summary>
    private async Task<IEnumerable<string>> KillAsync()
    {
        var isEmpty = await WaitAsync(
            () =>
            {
                if (IsEmpty())
                {
                    return true;
                }

                foreach (var leader in Leaders)
                {
                    // A leader that has not joined its group yet is in no list.
                    leader.Signal(Signals.Kill);
                }

                Group.Kill();
                return false;
            },
            KillPatience).ConfigureAwait(false);
        return isEmpty ? [] : Group.ReadLive().Select(static stat => stat.Label + " (could not be killed)");
    }

    private bool LeadersHaveEnded() => Leaders.All(static leader => leader.Poll() is not null);

    private bool IsExpected(ExitStatus exit, int signal) =>
        exit.Code is { } code && (Definition.Stop.ExitCodes ?? [0, 128 + signal]).Contains(code);

    /// <summary>With several instances, one that ended badly speaks for all.</summary>
    private ExitStatus? WorstExit(int signal)
    {
        var exits = Leaders.Select(static leader => leader.Poll()).OfType<ExitStatus>().ToList();
        return exits.Count == 0 ? null : exits.OrderBy(exit => IsExpected(exit, signal)).First();
    }

    private static async Task<bool> WaitAsync(Func<bool> condition, TimeSpan within, TimeSpan? poll = null)
    {
        var deadlineNs = MonotonicClock.NowNs + MonotonicClock.ToNs(within);
        while (!condition())
        {
            if (MonotonicClock.NowNs >= deadlineNs)
            {
                return false;
            }

            await Task.Delay(poll ?? Poll).ConfigureAwait(false);
        }

        return true;
    }
}
