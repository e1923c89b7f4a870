namespace Prony.Stacks.Supervision;

/// <summary>Of a stack that Prony did not start: there is nothing to steer.</summary>
internal sealed class NoServiceControl : IServiceControl
{
    internal static readonly NoServiceControl Instance = new();

    public IReadOnlyList<ServiceStatus> Status() => [];

    public Task StartAsync(string service, CancellationToken stop) => throw Unknown(service);

    public Task StopAsync(string service, CancellationToken stop) => throw Unknown(service);

    public Task RestartAsync(string service, bool rolling, CancellationToken stop) => throw Unknown(service);

    public Task<int> IncreaseAsync(string service, int by, CancellationToken stop) => throw Unknown(service);

    public Task<int> DecreaseAsync(string service, int by, CancellationToken stop) => throw Unknown(service);

    public Task ReviveAsync(string service, CancellationToken stop) => throw Unknown(service);

    public void Signal(string service, int signal, int? instances) => throw Unknown(service);

    public IDisposable Watch(Action<ServiceChange> changed) => new Nothing();

    private static UnknownServiceException Unknown(string service) => new(service, []);

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
