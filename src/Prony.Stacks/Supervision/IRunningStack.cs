using Prony.Measurement.Runs;
using Prony.Stacks.Accounting;
using Prony.Stacks.Definitions;
using Prony.Stacks.Keeping;
using Prony.Stacks.Layers;

namespace Prony.Stacks.Supervision;

/// <summary>A candidate that was started and is ready, until it is stopped.</summary>
/// <remarks>Thread: readings may be taken from another thread than the one that starts and stops.</remarks>
public interface IRunningStack : IAsyncDisposable
{
    /// <summary>The address of its front, resolved: "http://127.0.0.1:34567".</summary>
    Uri Target { get; }

    /// <summary>When its front counts as ready, placeholders resolved: the path that can be asked, and the status that it answers. Default: unknown.</summary>
    ReadyDefinition? FrontReady => null;

    /// <summary>How long it took from the start of the first service until the last was ready, and until all were settled.</summary>
    StartTimes Times { get; }

    /// <summary>Names of the services in the order of the file, front last.</summary>
    IReadOnlyList<string> Services { get; }

    /// <summary>What the texts of its file may name, with the values of this start: parameters, "web.address", "web.port". Default: nothing.</summary>
    IReadOnlyDictionary<string, string> Values => new Dictionary<string, string>();

    /// <summary>cgroup-v2, cgroup-v1 or proc.</summary>
    string CpuSource { get; }

    /// <summary>The sockets that Prony bound, with the backlog that the kernel gave them. Default: none.</summary>
    IReadOnlyList<SocketFact> Sockets => [];

    /// <summary>Limits that a service states and that could not be set here: it runs without them. Default: none.</summary>
    IReadOnlyList<LimitNote> LimitsNotSet => [];

    /// <summary>CPU so far, RSS, processes, threads and context switches, per service. Costs about 15 µs per process and thread.</summary>
    IReadOnlyList<ServiceReading> Read();

    /// <summary>PSS and USS per service. Costs about 1 ms of CPU per process: not inside a window.</summary>
    IReadOnlyList<MemoryReading> ReadMemory();

    /// <summary>What every process does right now, such as "1234 python3: 6 threads, all asleep (futex_wait_queue)"; for a server that does not answer. Default: unknown.</summary>
    IReadOnlyList<string> DescribeProcesses() => [];

    /// <summary>Processes, threads and what bounds them, per service. Costs about 15 µs per process and thread. Default: nothing is known.</summary>
    IReadOnlyList<ServiceCondition> ReadConditions() => [];

    /// <summary>Which process holds how many connections, per service. Costs about 3 µs per open file: not inside a window. Default: nothing is known.</summary>
    IReadOnlyList<ServiceConnections> ReadConnections() => [];

    /// <summary>What serves, by content of its program files, and its backlog, per service. A program is read once: some 10 ms. Default: nothing is known.</summary>
    IReadOnlyList<IdentityRecord> Identify() => [];

    /// <summary>The live processes of each service. Costs about 15 µs per process. Default: nothing is known.</summary>
    IReadOnlyList<ServiceProcesses> ReadProcesses() => [];

    /// <summary>What services tell of themselves, to be read under load. Default: nothing.</summary>
    IReadOnlyList<LayerSource> Layers => [];

    /// <summary>Whether the stack wants commands run beside a trial. Default: false.</summary>
    bool HasHooks(HookMoment moment) => false;

    /// <summary>Runs the commands that the stack wants run beside a trial. Default: there are none.</summary>
    /// <param name="moment">Which of them.</param>
    /// <param name="trialFolder">Gets their output (hooks.log); its name is the placeholder <c>{trial}</c>.</param>
    /// <param name="ct">Kills the one that runs; that is no failure.</param>
    /// <returns>The first failure; null when there was none.</returns>
    Task<HookFailure?> RunHooksAsync(HookMoment moment, string trialFolder, CancellationToken ct) => Task.FromResult<HookFailure?>(null);

    /// <summary>Steering of its services. Default: of what Prony did not start there is none.</summary>
    IServiceControl Control => NoServiceControl.Instance;

    /// <summary>What each process and each socket uses. Costs about 1 ms of CPU per process. Default: nothing is known.</summary>
    IReadOnlyList<ServiceStats> ReadStats() => [];

    /// <summary>The service that has died: its tree is empty, or its first process ended badly and left workers behind. With how it ended and its last output; null while all live.</summary>
    DeadService? FindDead();

    /// <summary>The same of services that are not excused, so that one that may be dead does not hide another. Default: right where there is one service.</summary>
    /// <param name="isExcused">Whether a service of that name may be dead; asked once it is.</param>
    DeadService? FindDead(Func<string, bool> isExcused) => FindDead() is { } dead && !isExcused(dead.Service) ? dead : null;

    /// <summary>Last lines of a service's output.</summary>
    IReadOnlyList<string> LogTail(string service, int lines);

    /// <summary>Stops all services, front first; never throws for a service that resists: it is killed and said.</summary>
    Task<IReadOnlyList<ServiceStop>> StopAsync();
}

/// <summary>A limit that could not be set.</summary>
/// <param name="Service">Whose.</param>
/// <param name="Text">Which, why, and what to do.</param>
public sealed record LimitNote(string Service, string Text);

/// <summary>Durations from the first start.</summary>
/// <param name="Ready">Until every service was ready.</param>
/// <param name="Settled">Until every service was quiet; equal to <paramref name="Ready"/> when not waited for.</param>
/// <param name="SettledInTime">False when a service never became quiet within its limit.</param>
public sealed record StartTimes(TimeSpan Ready, TimeSpan Settled, bool SettledInTime);

/// <summary>A service that has died.</summary>
/// <param name="Service">Its name.</param>
/// <param name="How">"exit code 1", "signal SIGKILL", "signal SIGKILL; 2 of its processes went on without it".</param>
/// <param name="LogTail">Its last lines.</param>
public sealed record DeadService(string Service, string How, IReadOnlyList<string> LogTail);

/// <summary>How a service stopped.</summary>
public sealed record ServiceStop(
    string Service,
    string? Signal,
    int? ExitCode,
    TimeSpan Duration,
    bool Escalated,
    bool Expected,
    IReadOnlyList<string> Leftovers)
{
    /// <summary>As it is written.</summary>
    public StopRecord ToRecord() => new(Service, Signal, ExitCode, Duration.TotalSeconds, Escalated, Expected, Leftovers);
}
