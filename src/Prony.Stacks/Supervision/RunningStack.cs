using Prony.Measurement.Clocks;
using Prony.Measurement.Runs;
using Prony.Stacks.Accounting;
using Prony.Stacks.Containment;
using Prony.Stacks.Processes;

namespace Prony.Stacks.Supervision;

/// <summary>A stack that Prony started.</summary>
internal sealed class RunningStack : IRunningStack
{
    /// <summary>In the order in which they were started.</summary>
    private readonly IReadOnlyList<RunningService> _services;
    private readonly Lock _lock = new();
    private Task<IReadOnlyList<ServiceStop>>? _stop;

    internal RunningStack(Uri target, string cpuSource, IReadOnlyList<RunningService> services, IReadOnlyList<SocketFact> sockets, StartTimes times)
    {
        Target = target;
        CpuSource = cpuSource;
        _services = services;
        Sockets = sockets;
        Times = times;
    }

    public Uri Target { get; }

    public StartTimes Times { get; }

    public required IReadOnlyList<string> Services { get; init; }

    public required IReadOnlyDictionary<string, string> Values { get; init; }

    public string CpuSource { get; }

    public IReadOnlyList<SocketFact> Sockets { get; }

    public IReadOnlyList<ServiceReading> Read() => [.. _services.Select(static service => GroupReader.Read(service.Name, service.Group))];

    public IReadOnlyList<MemoryReading> ReadMemory() => [.. _services.Select(static service => GroupReader.ReadMemory(service.Name, service.Group))];

    public IReadOnlyList<string> DescribeProcesses() => [.. _services.SelectMany(static service => ProcessStates.Describe(service.Group))];

    public IReadOnlyList<ServiceCondition> ReadConditions() =>
        [.. _services.Select(static service => ConditionReader.Read(service.Name, service.Group, service.Port) with { Respawns = service.Definition.Respawns })];

    public IReadOnlyList<ServiceConnections> ReadConnections() => [.. _services.Select(static service => WorkerConnections.Read(service.Name, service.Group))];

    public IReadOnlyList<IdentityRecord> Identify() => [.. _services.Select(static service => service.Identify()).OfType<IdentityRecord>()];

    public DeadService? FindDead()
    {
        foreach (var service in _services)
        {
            if (service.IsEmpty())
            {
                return new DeadService(service.Name, service.FirstExit()?.Text ?? "unknown exit code", service.LogTail(LogFile.ShownLines));
            }
        }

        return null;
    }

    public IReadOnlyList<string> LogTail(string service, int lines) =>
        _services.FirstOrDefault(running => running.Name == service)?.LogTail(lines)
        ?? throw new ArgumentException($"There is no service '{service}'; there is {string.Join(", ", Services)}.", nameof(service));

    public Task<IReadOnlyList<ServiceStop>> StopAsync()
    {
        lock (_lock)
        {
            return _stop ??= StopAllAsync(_services, graceMax: null);
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    /// <summary>Stops services one after the other, the last started first.</summary>
    internal static async Task<IReadOnlyList<ServiceStop>> StopAllAsync(IReadOnlyList<RunningService> services, TimeSpan? graceMax)
    {
        var stops = new List<ServiceStop>(services.Count);
        foreach (var service in services.Reverse())
        {
            stops.Add(await service.StopAsync(graceMax).ConfigureAwait(false));
        }

        return stops;
    }
}
