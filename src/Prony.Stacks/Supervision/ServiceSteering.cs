using System.Globalization;
using Prony.Measurement.Clocks;
using Prony.Stacks.Processes;

namespace Prony.Stacks.Supervision;

// Neither the semaphore nor the source holds anything that has to be given back, and a late caller must still be told that all is closed.
#pragma warning disable CA1001

/// <summary>Steering of one service: what is wanted of it, one change after the other.</summary>
internal sealed partial class ServiceSteering
{
    /// <summary>More processes than a person means.</summary>
    private const int MostInstances = 256;

    /// <summary>One that did not become ready has no requests to finish.</summary>
    private static readonly TimeSpan GraceAfterFailure = TimeSpan.FromSeconds(2);

    private readonly RunningService _service;
    private readonly ServicePlan _plan;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _closed = new();
    private readonly Lock _lock = new();
    private ServiceState _state = ServiceState.Running;
    private long _stateNs = MonotonicClock.NowNs;
    private int _wanted;
    private int _restarts;
    private Task _keeper = Task.CompletedTask;
    private bool _isKept;
    private bool _isGivenUp;
    private bool _hasFreshStart;

    /// <param name="service">Runs, with all instances ready.</param>
    /// <param name="plan">How others are started.</param>
    internal ServiceSteering(RunningService service, ServicePlan plan)
    {
        _service = service;
        _plan = plan;
        _wanted = service.Instances.Count;
        foreach (var instance in service.Instances)
        {
            instance.IsReady = true;
        }
    }

    internal string Name => _service.Name;

    internal RunningService Service => _service;

    /// <summary>Instances that are wanted of a service that could not be started.</summary>
    internal int FirstWanted
    {
        init => _wanted = value;
    }

    /// <summary>Told of what happens.</summary>
    internal Action<ServiceChange> Changed { private get; set; } = static _ => { };

    internal ServiceStatus Status()
    {
        var instances = _service.Instances;
        lock (_lock)
        {
            return new ServiceStatus(
                Name,
                _state == ServiceState.Running && _service.HasDied() ? ServiceState.Ended : _state,
                _wanted,
                instances.Count(static instance => instance.IsReady && instance.Leader.Poll() is null or { Code: 0 }),
                [.. instances.Where(static instance => instance.Leader.Poll() is null).Select(static instance => instance.Pid)],
                MonotonicClock.ToTimeSpan(MonotonicClock.NowNs - _stateNs),
                _restarts);
        }
    }

    internal Task StartAsync(CancellationToken stop) => InTurnAsync(
        async ct =>
        {
            if (_service.Instances.Count == 0 || _service.HasDied())
            {
                Renew();
                await EndAllAsync().ConfigureAwait(false);
                await StartAllAsync(ct).ConfigureAwait(false);
            }
            else if (_isGivenUp)
            {
                // Some of its instances live: the keeper brings the others.
                Renew();
                Enter(ServiceState.Running);
            }

            return 0;
        },
        stop);

    internal Task StopAsync(CancellationToken stop) => InTurnAsync(
        async _ =>
        {
            _service.Rests = true;
            Enter(ServiceState.Stopping);
            await EndAllAsync().ConfigureAwait(false);
            _plan.Socket?.Dispose();
            Enter(ServiceState.Stopped);
            return 0;
        },
        stop);

    internal Task RestartAsync(bool rolling, CancellationToken stop) => InTurnAsync(
        async ct =>
        {
            Renew();
            if (rolling && _service.Instances.Count > 0)
            {
                await RollAsync(ct).ConfigureAwait(false);
            }
            else
            {
                _service.Rests = true;
                _plan.Socket?.TakeBack(Holders());
                Enter(ServiceState.Stopping);
                await EndAllAsync().ConfigureAwait(false);
                await StartAllAsync(ct).ConfigureAwait(false);
            }

            return 0;
        },
        stop);

    internal Task<int> IncreaseAsync(int by, CancellationToken stop) => InTurnAsync(
        async ct =>
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(by);
            if (_plan.HasOwnPorts)
            {
                throw new ServiceControlException(
                    $"'{Name}' cannot get more instances while it runs: each listens on a port of its own, of which nobody would know. Give it 'socket', so that they share one.");
            }

            if (_plan.HasOwnFiles)
            {
                throw new ServiceControlException(
                    $"'{Name}' cannot get more instances while it runs: each has a file of its own ({{instance}}), which is written when all are started. Raise 'instances' and start it again.");
            }

            if (_service.Instances.Count == 0)
            {
                throw new ServiceControlException($"'{Name}' does not run. Start it first.");
            }

            if (_wanted + by > MostInstances)
            {
                throw new ServiceControlException(string.Create(CultureInfo.InvariantCulture, $"'{Name}' would have {_wanted + by} instances; the most is {MostInstances}."));
            }

            for (var i = 0; i < by; i++)
            {
                Enter(ServiceState.Starting);
                await AddAsync(FreeNumber(), ct).ConfigureAwait(false);
                Want(_wanted + 1);
            }

            return _wanted;
        },
        stop);

    internal Task<int> DecreaseAsync(int by, CancellationToken stop) => InTurnAsync(
        async _ =>
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(by);
            if (_wanted - by < 1)
            {
                throw new ServiceControlException(string.Create(
                    CultureInfo.InvariantCulture, $"'{Name}' has {_wanted} instance{(_wanted == 1 ? "" : "s")}, and at least one stays: take away at most {_wanted - 1}, or stop it."));
            }

            Want(_wanted - by);

            // The dead are no surplus: where instances are missing already, so many fewer are ended.
            var live = _service.Instances.Where(instance => !IsDead(instance)).ToList();
            if (live.Count > _wanted)
            {
                Enter(ServiceState.Stopping);
                await Task.WhenAll(live.Skip(_wanted).Reverse().Select(EndAsync)).ConfigureAwait(false);
                Enter(ServiceState.Running);
            }
            else if (_state == ServiceState.Respawning && live.Count == _wanted)
            {
                Enter(ServiceState.Running);
            }

            return _wanted;
        },
        stop);

    internal Task ReviveAsync(CancellationToken stop) => InTurnAsync(
        async ct =>
        {
            var ended = _service.Instances.Where(static instance => instance.Leader.Poll() is not null).ToList();
            if (ended.Count == 0)
            {
                return 0;
            }

            _service.Rests = true;
            Enter(ServiceState.Starting);
            if (ended.Count == _service.Instances.Count)
            {
                _plan.Refresh();
            }

            foreach (var instance in ended)
            {
                await _service.StopInstanceAsync(instance, TimeSpan.Zero).ConfigureAwait(false);
                await AddAsync(instance.Number, ct).ConfigureAwait(false);
                _restarts++;
            }

            Enter(ServiceState.Running);
            return 0;
        },
        stop);

    internal void Signal(int signal, int? count)
    {
        if (count < 1)
        {
            throw new ServiceControlException($"A signal goes to at least one instance of '{Name}'. Leave the number away for all.");
        }

        var instances = _service.Instances.Take(count ?? int.MaxValue).ToList();
        var isReached = false;
        foreach (var instance in instances)
        {
            isReached |= signal is Signals.Kill or Signals.Stop or Signals.Continue && _service.TreeOf(instance).Signal(signal);
            isReached |= instance.Leader.Signal(signal);
        }

        if (!isReached)
        {
            throw new ServiceControlException($"No process of '{Name}' could get {Signals.NameOf(signal)}: none of those that it goes to lives. Look at its state; if it has ended, start it first.");
        }

        Tell(ServiceChangeKind.Signalled, string.Create(CultureInfo.InvariantCulture, $"{Signals.NameOf(signal)} to {string.Join(", ", instances.Select(static instance => instance.Label))}"));
    }

    /// <summary>Ends what is being done and takes no more.</summary>
    /// <param name="keepSocket">Its socket has another use.</param>
    internal async Task CloseAsync(bool keepSocket = false)
    {
        if (_closed.IsCancellationRequested)
        {
            return;
        }

        await _closed.CancelAsync().ConfigureAwait(false);
        await _turn.WaitAsync().ConfigureAwait(false);

        // The turn is not given back: whoever waits for it sees that all is closed. Whatever ended the keeper, the service is to be stopped now.
        await _keeper.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!keepSocket)
        {
            _plan.Socket?.Dispose();
        }
    }

    private async Task<T> InTurnAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken stop)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, _closed.Token);
        try
        {
            await _turn.WaitAsync(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw new ServiceControlException($"'{Name}' is being stopped with its whole stack.");
        }

        try
        {
            return await work(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw new ServiceControlException($"'{Name}' was stopped with its whole stack.");
        }
        finally
        {
            if (_state is ServiceState.Starting or ServiceState.Stopping)
            {
                Enter(_service.Instances.Count > 0 ? ServiceState.Running : ServiceState.Ended);
            }

            _service.Rests = _state == ServiceState.Stopped || (_isKept && !_isGivenUp);
            if (!_plan.KeepsSocket)
            {
                _plan.Socket?.Dispose();
            }

            _turn.Release();
        }
    }

    /// <summary>On a shared socket first the new one, then the old one goes; what is an instance's own goes from the old to the new.</summary>
    private async Task RollAsync(CancellationToken ct)
    {
        foreach (var old in _service.Instances)
        {
            Enter(ServiceState.Starting);
            if (_plan.HasOwnPorts || _plan.HasOwnFiles)
            {
                _service.Rests = true;
                _plan.Socket?.TakeBack(Holders());
                await EndAsync(old).ConfigureAwait(false);
                await AddAsync(old.Number, ct).ConfigureAwait(false);
                _service.Rests = false;
            }
            else
            {
                await AddAsync(FreeNumber(), ct).ConfigureAwait(false);
                await EndAsync(old).ConfigureAwait(false);
            }

            _restarts++;
        }

        Enter(ServiceState.Running);
    }

    private async Task StartAllAsync(CancellationToken ct)
    {
        Enter(ServiceState.Starting);
        _plan.Refresh();
        for (var number = 1; number <= _wanted; number++)
        {
            await Task.Delay(number == 1 ? TimeSpan.Zero : _service.Definition.StartDelay, ct).ConfigureAwait(false);
            await AddAsync(number, ct).ConfigureAwait(false);
            _restarts++;
        }

        _service.Rests = false;
        Enter(ServiceState.Running);
    }

    private void Want(int wanted)
    {
        lock (_lock)
        {
            _wanted = wanted;
        }

        Tell(ServiceChangeKind.Wanted, string.Create(CultureInfo.InvariantCulture, $"{wanted} instance{(wanted == 1 ? "" : "s")} wanted"));
    }

    private void Enter(ServiceState state)
    {
        lock (_lock)
        {
            if (_state != state)
            {
                (_state, _stateNs) = (state, MonotonicClock.NowNs);
            }
        }
    }

    private void Tell(string kind, string text) => Changed(new ServiceChange(MonotonicClock.NowNs, Name, kind, text));
}
