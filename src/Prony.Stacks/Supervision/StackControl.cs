using Prony.Stacks.Definitions;

namespace Prony.Stacks.Supervision;

/// <summary>Steering of all services of a running stack.</summary>
internal sealed class StackControl : IServiceControl
{
    private readonly Lock _lock = new();
    private readonly IReadOnlyList<ServiceSteering> _services;
    private readonly List<Action<ServiceChange>> _watchers = [];

    /// <param name="services">In the order of the file.</param>
    internal StackControl(IReadOnlyList<ServiceSteering> services)
    {
        _services = services;
        foreach (var service in services)
        {
            service.Changed = Tell;
        }
    }

    internal IReadOnlyList<ServiceSteering> Services => _services;

    public IReadOnlyList<ServiceStatus> Status() => [.. _services.Select(static service => service.Status())];

    public Task StartAsync(string service, CancellationToken stop) => Find(service).StartAsync(stop);

    public Task StopAsync(string service, CancellationToken stop) => Find(service).StopAsync(stop);

    public Task RestartAsync(string service, bool rolling, CancellationToken stop) => Find(service).RestartAsync(rolling, stop);

    public Task<int> IncreaseAsync(string service, int by, CancellationToken stop) => Find(service).IncreaseAsync(by, stop);

    public Task<int> DecreaseAsync(string service, int by, CancellationToken stop) => Find(service).DecreaseAsync(by, stop);

    public Task ReviveAsync(string service, CancellationToken stop) => Find(service).ReviveAsync(stop);

    public void Signal(string service, int signal, int? instances) => Find(service).Signal(signal, instances);

    public IDisposable Watch(Action<ServiceChange> changed)
    {
        lock (_lock)
        {
            _watchers.Add(changed);
        }

        return new Watching(this, changed);
    }

    /// <summary>Brings back what dies, from now on.</summary>
    /// <param name="byDefault">For services that say nothing; null: these are left as they die.</param>
    /// <param name="time">For pauses.</param>
    internal void Keep(RespawnDefinition? byDefault, TimeProvider time)
    {
        foreach (var service in _services)
        {
            if ((service.Service.Definition.Respawn ?? byDefault) is { } respawn && (respawn.Max > 0 || byDefault is not null))
            {
                service.Keep(respawn, time);
            }
        }
    }

    /// <summary>Ends what is being done and takes no more: the stack is about to be stopped.</summary>
    internal Task CloseAsync() => Task.WhenAll(_services.Select(static service => service.CloseAsync()));

    private ServiceSteering Find(string name) =>
        _services.FirstOrDefault(service => service.Name == name) ?? throw new UnknownServiceException(name, [.. _services.Select(static service => service.Name)]);

    private void Tell(ServiceChange change)
    {
        // Under the lock, so that all see the same order.
        lock (_lock)
        {
            foreach (var watcher in _watchers)
            {
                watcher(change);
            }
        }
    }

    private sealed class Watching(StackControl control, Action<ServiceChange> changed) : IDisposable
    {
        public void Dispose()
        {
            lock (control._lock)
            {
                control._watchers.Remove(changed);
            }
        }
    }
}
