using System.Globalization;
using Prony.Measurement.Clocks;
using Prony.Measurement.Runs;
using Prony.Stacks.Accounting;
using Prony.Stacks.Containment;
using Prony.Stacks.Definitions;
using Prony.Stacks.Keeping;
using Prony.Stacks.Layers;
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

    public IServiceControl Control => Steering;

    internal required StackControl Steering { get; init; }

    internal required StackOrigin Origin { get; init; }

    public ReadyDefinition? FrontReady => _services.First(service => service.Name == Services[^1]).Definition.Ready;

    public StartTimes Times { get; }

    public required IReadOnlyList<string> Services { get; init; }

    public required IReadOnlyDictionary<string, string> Values { get; init; }

    public string CpuSource { get; }

    public IReadOnlyList<SocketFact> Sockets { get; }

    public IReadOnlyList<LayerSource> Layers { get; internal init; } = [];

    /// <summary>Null: the stack has no commands beside its trials.</summary>
    internal StackHooks? Hooks { get; init; }

    public IReadOnlyList<LimitNote> LimitsNotSet =>
        [.. _services.SelectMany(static service => service.Group.Limits.NotSet.Select(text => new LimitNote(service.Name, text)))];

    public IReadOnlyList<ServiceReading> Read() => [.. _services.Select(static service => GroupReader.Read(service.Name, service.Group))];

    public IReadOnlyList<MemoryReading> ReadMemory() => [.. _services.Select(static service => GroupReader.ReadMemory(service.Name, service.Group))];

    public IReadOnlyList<string> DescribeProcesses() => [.. _services.SelectMany(static service => ProcessStates.Describe(service.Group))];

    public IReadOnlyList<ServiceCondition> ReadConditions() =>
        [.. _services.Select(static service => ConditionReader.Read(service.Name, service.Group, service.Ports) with { Respawns = service.Definition.Respawns })];

    public IReadOnlyList<ServiceProcesses> ReadProcesses() =>
        [.. _services.Select(static service => ServiceProcesses.Read(service.Name, service.Group, service.Definition.Respawns))];

    public IReadOnlyList<ServiceStats> ReadStats() => [.. Services.Select(name => _services.First(service => service.Name == name))
        .Select(static service => StatsReader.Read(service.Name, service.Group, service.Ports, service.Definition.Socket is not null))];

    public bool HasHooks(HookMoment moment) => Hooks?.Has(moment) == true;

    public Task<HookFailure?> RunHooksAsync(HookMoment moment, string trialFolder, CancellationToken ct) =>
        Hooks?.RunAsync(moment, trialFolder, ct) ?? Task.FromResult<HookFailure?>(null);

    public IReadOnlyList<ServiceConnections> ReadConnections() => [.. _services.Select(static service => WorkerConnections.Read(service.Name, service.Group))];

    public IReadOnlyList<IdentityRecord> Identify() => [.. _services.Select(static service => service.Identify()).OfType<IdentityRecord>()];

    public DeadService? FindDead() => FindDead(static _ => false);

    public DeadService? FindDead(Func<string, bool> isExcused)
    {
        foreach (var service in _services)
        {
            if (service.HasDied() && !isExcused(service.Name))
            {
                return new DeadService(service.Name, HowOf(service), service.LogTail(LogFile.ShownLines));
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
            return _stop ??= CloseAndStopAsync();
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    private async Task<IReadOnlyList<ServiceStop>> CloseAndStopAsync()
    {
        IReadOnlyList<ServiceStop> stops;
        try
        {
            await Steering.CloseAsync().ConfigureAwait(false);
        }
        finally
        {
            stops = await StopAllAsync(_services, graceMax: null).ConfigureAwait(false);
        }

        return stops;
    }

    private static string HowOf(RunningService service)
    {
        var how = service.FirstExit()?.Text ?? "unknown exit code";
        return service.Group.ReadLive().Count is > 0 and var left ? string.Create(CultureInfo.InvariantCulture, $"{how}; {left} of its processes went on without it") : how;
    }

    /// <summary>Stops services one after the other, the last started first.</summary>
    internal static async Task<IReadOnlyList<ServiceStop>> StopAllAsync(IReadOnlyList<RunningService> services, TimeSpan? graceMax)
    {
        var stops = new List<ServiceStop>(services.Count);
        Exception? failure = null;
        foreach (var service in services.Reverse())
        {
            try
            {
                stops.Add(await service.StopAsync(graceMax).ConfigureAwait(false));
            }
            catch (Exception e) when (e is IOException or System.ComponentModel.Win32Exception)
            {
                // The others must not be left for that; thrown when all were stopped.
                failure ??= e;
            }
        }

        return failure is null ? stops : throw new IOException("A service could not be stopped in order: " + failure.Message, failure);
    }
}
