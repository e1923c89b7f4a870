using System.Globalization;
using Prony.Stacks.Definitions;
using Prony.Stacks.Supervision;

namespace Prony.Stacks.Keeping;

/// <summary>Keeps one service at the number of instances that are wanted: starts again what died, until it dies too often.</summary>
/// <remarks>Thread: <see cref="RunAsync"/> is one loop; nothing else is called.</remarks>
internal sealed class ServiceKeeper(ServiceSteering service, RespawnDefinition definition, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly RespawnPolicy _policy = new(definition);
    private readonly long _begin = time.GetTimestamp();
    private TimeSpan _next;

    /// <summary>Since it began, by a clock that nobody sets.</summary>
    private TimeSpan Now => time.GetElapsedTime(_begin);

    /// <summary>Until it is cancelled.</summary>
    internal async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(Poll, CancellationToken.None).ConfigureAwait(false);
            try
            {
                await LookAsync(stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (ServiceControlException) when (stop.IsCancellationRequested)
            {
                // The stack is being stopped meanwhile.
                return;
            }
        }
    }

    private async Task LookAsync(CancellationToken stop)
    {
        if (service.TakeFreshStart())
        {
            _policy.Reset();
            _next = TimeSpan.Zero;
        }

        // Those that are found dead at one look died of one cause: a service is not given up sooner because it has more instances.
        if (service.HasDeadInstance() && await service.ClearDeadAsync(stop).ConfigureAwait(false) > 0)
        {
            await CountAsync(stop).ConfigureAwait(false);
        }

        if (service.IsShort && Now >= _next && !await service.TryFillAsync(stop).ConfigureAwait(false))
        {
            await CountAsync(stop).ConfigureAwait(false);
        }
    }

    private Task CountAsync(CancellationToken stop)
    {
        var now = Now;
        if (_policy.Died(now) is { } pause)
        {
            _next = now + pause;
            return service.AwaitAsync(pause, stop);
        }

        return service.GiveUpAsync(
            definition.Max == 0
                ? "it is not started again (respawn: false)"
                : string.Create(CultureInfo.InvariantCulture, $"it died {_policy.Deaths} times within {(definition.Within ?? RespawnDefinition.DefaultWithin).TotalSeconds:0.###} s (respawn)"),
            stop);
    }
}
