using System.ComponentModel;
using System.Net.Sockets;
using Prony.Stacks.Definitions;
using Prony.Stacks.Readiness;

// As at the other part of the class.
#pragma warning disable CA1001

namespace Prony.Stacks.Supervision;

/// <summary>How single instances of a service are started and ended.</summary>
internal sealed partial class ServiceSteering
{
    private async Task<ServiceInstance> AddAsync(int number, CancellationToken ct)
    {
        var instance = Launch(number, out var definition, out var address, out var logFrom);
        Tell(ServiceChangeKind.Started, $"{instance.Label} was started");
        try
        {
            await ReadyWait.ForAddedAsync(_plan.Candidate, _service, instance, definition, address, logFrom, ct).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await _service.StopInstanceAsync(instance, GraceAfterFailure).ConfigureAwait(false);
            Tell(ServiceChangeKind.Stopped, $"{instance.Label} did not become ready and was ended");
            if (e is StackStartException failure)
            {
                throw new ServiceControlException(string.Join('\n', failure.LogTail.Select(static line => "  " + line).Prepend(failure.Message)), failure);
            }

            throw;
        }

        instance.IsReady = true;
        Tell(ServiceChangeKind.Ready, $"{instance.Label} is ready");
        return instance;
    }

    private ServiceInstance Launch(int number, out ServiceDefinition definition, out Uri address, out long logFrom)
    {
        try
        {
            (definition, var launch, address) = _plan.Instance(number);
            logFrom = File.Exists(launch.OutputFile) ? new FileInfo(launch.OutputFile).Length : 0;
            _plan.Socket?.TakeBack(Holders());
            return _service.Add(number, launch);
        }
        catch (Exception e) when (e is Win32Exception or SocketException or StackStartException or PlaceholderException or IOException)
        {
            throw new ServiceControlException($"'{Name}' could not be started: {e.Message}", e);
        }
    }

    private IEnumerable<int> Holders() => _service.Group.ReadLive().Select(static stat => stat.Pid);

    private int FreeNumber()
    {
        var taken = _service.Instances.Select(static instance => instance.Number).ToHashSet();
        return Enumerable.Range(1, MostInstances + 1).First(number => !taken.Contains(number));
    }

    private Task EndAllAsync() => Task.WhenAll(_service.Instances.Select(EndAsync));

    private async Task EndAsync(ServiceInstance instance)
    {
        instance.IsReady = false;
        var exit = await _service.StopInstanceAsync(instance).ConfigureAwait(false);
        Tell(ServiceChangeKind.Stopped, $"{instance.Label} was stopped: {exit?.Text ?? "it could not be killed"}");
    }
}
