using System.ComponentModel;
using System.Globalization;
using Prony.Stacks.Definitions;
using Prony.Stacks.Keeping;

// As at the other part of the class.
#pragma warning disable CA1001

namespace Prony.Stacks.Supervision;

/// <summary>What a keeper does with a service: sees what has died, and brings it back.</summary>
internal sealed partial class ServiceSteering
{
    /// <summary>From now on somebody brings back what dies.</summary>
    internal void Keep(RespawnDefinition respawn, TimeProvider time)
    {
        if (!_isKept)
        {
            _isKept = true;
            _service.Rests = !_isGivenUp;
            _keeper = Task.Run(() => new ServiceKeeper(this, respawn, time).RunAsync(_closed.Token));
        }
    }

    /// <summary>Instances are missing that somebody wants.</summary>
    internal bool IsShort
    {
        get
        {
            lock (_lock)
            {
                return !_isGivenUp && _state is not (ServiceState.Stopped or ServiceState.Stopping or ServiceState.Starting) && _service.Instances.Count < _wanted;
            }
        }
    }

    /// <summary>Whether a person has started it since this was last asked.</summary>
    internal bool TakeFreshStart()
    {
        lock (_lock)
        {
            (var fresh, _hasFreshStart) = (_hasFreshStart, false);
            return fresh;
        }
    }

    /// <summary>Whether an instance has ended that nobody told to: its first process ended badly, or nothing of it is left.</summary>
    internal bool HasDeadInstance() => _service.Instances.Any(IsDead);

    /// <summary>Takes away the instances that have died, with what they left behind.</summary>
    /// <returns>How many.</returns>
    internal Task<int> ClearDeadAsync(CancellationToken stop) => InTurnAsync(
        async _ =>
        {
            var dead = _service.Instances.Where(IsDead).ToList();
            foreach (var instance in dead)
            {
                _service.Rests = true;
                Enter(ServiceState.Respawning);
                instance.IsReady = false;
                Tell(ServiceChangeKind.Died, $"{instance.Label} ended with {instance.Leader.Poll()?.Text}");
                await _service.StopInstanceAsync(instance, TimeSpan.Zero).ConfigureAwait(false);
            }

            return dead.Count;
        },
        stop);

    /// <summary>Starts what is missing.</summary>
    /// <returns>False when one did not become ready.</returns>
    internal Task<bool> TryFillAsync(CancellationToken stop) => InTurnAsync(
        async ct =>
        {
            try
            {
                if (_service.Instances.Count == 0 && IsShort)
                {
                    _plan.Refresh();
                }

                while (IsShort)
                {
                    await AddAsync(FreeNumber(), ct).ConfigureAwait(false);
                    _restarts++;
                }

                if (_state == ServiceState.Respawning)
                {
                    Enter(ServiceState.Running);
                }

                return true;
            }
            catch (Exception e) when (e is ServiceControlException or IOException or UnauthorizedAccessException or Win32Exception)
            {
                // The keeper counts it like a death, and must not end by it.
                Tell(ServiceChangeKind.Respawning, $"it could not be started again: {e.Message.Split('\n')[0]}");
                return false;
            }
        },
        stop);

    /// <summary>It will be started again after a pause.</summary>
    internal Task AwaitAsync(TimeSpan pause, CancellationToken stop) => DecideAsync(
        () =>
        {
            if (_isGivenUp)
            {
                GoWithout();
                return;
            }

            // Fewer may be wanted than when it died.
            var isMissing = _service.Instances.Count < _wanted;
            Enter(isMissing ? ServiceState.Respawning : ServiceState.Running);
            if (isMissing && pause > TimeSpan.Zero)
            {
                Tell(ServiceChangeKind.Respawning, string.Create(CultureInfo.InvariantCulture, $"it is started again in {pause.TotalSeconds:0.###} s"));
            }
        },
        stop);

    /// <summary>It is not started again until a person does.</summary>
    internal Task GiveUpAsync(string why, CancellationToken stop) => DecideAsync(
        () =>
        {
            lock (_lock)
            {
                _isGivenUp = true;
            }

            Tell(ServiceChangeKind.GivenUp, $"{why}; start it when its cause is mended");
            GoWithout();
        },
        stop);

    /// <summary>In its turn, and unless a person has stopped or started it since: then what led to the decision is no longer so.</summary>
    private async Task DecideAsync(Action decide, CancellationToken stop) => await InTurnAsync(
        _ =>
        {
            bool isOvertaken;
            lock (_lock)
            {
                isOvertaken = _state == ServiceState.Stopped || _hasFreshStart;
            }

            if (!isOvertaken)
            {
                decide();
            }

            return Task.FromResult(0);
        },
        stop).ConfigureAwait(false);

    /// <summary>Those that live go on; where none does, clients are refused instead of waiting for nobody.</summary>
    private void GoWithout()
    {
        var isLeft = _service.Instances.Count > 0;
        if (!isLeft)
        {
            _plan.Socket?.Dispose();
        }

        _service.Rests = false;
        Enter(isLeft ? ServiceState.Running : ServiceState.Ended);
    }

    private bool IsDead(ServiceInstance instance) =>
        instance is { IsReady: true } && instance.Leader.Poll() is { } exit && (exit.Code != 0 || _service.TreeOf(instance).Look().Count == 0);

    /// <summary>A person wants it up: what was is forgotten.</summary>
    private void Renew()
    {
        lock (_lock)
        {
            (_isGivenUp, _hasFreshStart) = (false, true);
        }
    }
}
