using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Stacks.Accounting;
using Prony.Stacks.Containment;
using Prony.Stacks.Processes;

namespace Prony.Stacks.Supervision;

/// <summary>A candidate that already runs: never started, never stopped. With a process id the resources of its tree are read from /proc.</summary>
public sealed class RemoteStack : IRunningStack
{
    private const string ServiceName = "remote";

    private readonly ServiceGroup? _tree;
    private readonly int? _pid;
    private readonly long _startTicks;

    /// <param name="target">Where it runs.</param>
    /// <param name="pid">Root of its process tree; null: resources are unknown.</param>
    /// <exception cref="StackStartException">There is no such process.</exception>
    public RemoteStack(Uri target, int? pid = null)
    {
        Target = target;
        _pid = pid;
        if (pid is { } root)
        {
            if (!ProcessStat.TryRead(root, out var stat))
            {
                throw new StackStartException(
                    StartFailureKind.NotFound,
                    ServiceName,
                    string.Create(CultureInfo.InvariantCulture, $"There is no process {root}, which 'pid' names as the server behind {target}. Correct it, or leave it out."),
                    []);
            }

            _startTicks = stat.StartTicks;
            _tree = new ProcGroup([]);
            _tree.AddLeader(root);
        }
    }

    /// <inheritdoc/>
    public Uri Target { get; }

    /// <summary>Zero: it was there before.</summary>
    public StartTimes Times { get; } = new(TimeSpan.Zero, TimeSpan.Zero, SettledInTime: true);

    /// <summary>One service named "remote" when its process id is known; else none.</summary>
    public IReadOnlyList<string> Services => _tree is null ? [] : [ServiceName];

    /// <summary>proc, or none without a process id.</summary>
    public string CpuSource => _tree is null ? CpuSourceName.None : CpuSourceName.Proc;

    /// <inheritdoc/>
    public IReadOnlyList<ServiceReading> Read() => _tree is null ? [] : [GroupReader.Read(ServiceName, _tree)];

    /// <inheritdoc/>
    public IReadOnlyList<MemoryReading> ReadMemory() => _tree is null ? [] : [GroupReader.ReadMemory(ServiceName, _tree)];

    /// <inheritdoc/>
    public IReadOnlyList<string> DescribeProcesses() => _tree is null ? [] : ProcessStates.Describe(_tree);

    /// <inheritdoc/>
    public IReadOnlyList<ServiceCondition> ReadConditions() => _tree is null ? [] : [ConditionReader.Read(ServiceName, _tree, [Target.Port])];

    /// <inheritdoc/>
    public IReadOnlyList<ServiceProcesses> ReadProcesses() => _tree is null ? [] : [ServiceProcesses.Read(ServiceName, _tree, respawns: false)];

    /// <inheritdoc/>
    public IReadOnlyList<ServiceConnections> ReadConnections() => _tree is null ? [] : [WorkerConnections.Read(ServiceName, _tree)];

    /// <inheritdoc/>
    public IReadOnlyList<IdentityRecord> Identify() => _pid is { } pid && IdentityReader.Read(ServiceName, pid, [], "/", Target.Port) is { } identity ? [identity] : [];

    /// <summary>Dead when the process has gone, or its id belongs to another one by now.</summary>
    public DeadService? FindDead() =>
        _pid is { } pid && !(ProcessStat.TryRead(pid, out var stat) && stat.IsAlive && stat.StartTicks == _startTicks)
            ? new DeadService(ServiceName, "unknown exit code", [])
            : null;

    /// <summary>Empty: its output is not Prony's.</summary>
    public IReadOnlyList<string> LogTail(string service, int lines) => [];

    /// <summary>Does nothing.</summary>
    public Task<IReadOnlyList<ServiceStop>> StopAsync() => Task.FromResult<IReadOnlyList<ServiceStop>>([]);

    /// <summary>Does nothing.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
