using System.Globalization;
using Prony.Stacks.Processes;
using Prony.Stacks.Supervision;

namespace Prony.Cli.Control;

/// <summary>The commands that are answered with one line.</summary>
internal sealed class ControlCommands(IRunningStack stack, KeeperRecord self)
{
    /// <exception cref="UsageException">The request lacks something, or there is no such command.</exception>
    /// <exception cref="UnknownServiceException">There is no such service.</exception>
    /// <exception cref="ServiceControlException">It cannot be done.</exception>
    public async Task<ControlAnswer> RunAsync(ControlRequest request, CancellationToken stop)
    {
        var control = stack.Control;
        switch (request.Do)
        {
            case "status":
                return new ControlAnswer { Ok = true, Prony = self, Services = [.. control.Status().Select(ToRecord)] };
            case "start":
                await control.StartAsync(ServiceOf(request), stop);
                break;
            case "stop":
                await control.StopAsync(ServiceOf(request), stop);
                break;
            case "restart":
                await control.RestartAsync(ServiceOf(request), request.Rolling, stop);
                break;
            case "incr":
                return new ControlAnswer { Ok = true, Wanted = await control.IncreaseAsync(ServiceOf(request), By(request), stop) };
            case "decr":
                return new ControlAnswer { Ok = true, Wanted = await control.DecreaseAsync(ServiceOf(request), By(request), stop) };
            case "signal":
                control.Signal(ServiceOf(request), SignalOf(request), request.Instances);
                break;
            default:
                throw new UsageException($"there is no command '{request.Do}'; there is {string.Join(", ", ControlProtocol.Commands)}.");
        }

        return new ControlAnswer { Ok = true, Services = [.. control.Status().Where(status => status.Name == request.Service).Select(ToRecord)] };
    }

    private static ServiceStatusRecord ToRecord(ServiceStatus status) => new(
        status.Name, status.State.ToString().ToLowerInvariant(), status.Wanted, status.Ready, status.Pids, Math.Round(status.InState.TotalSeconds, 3), status.Restarts);

    private static string ServiceOf(ControlRequest request) =>
        request.Service ?? throw new UsageException($"'{request.Do}' needs a service.");

    private static int By(ControlRequest request) => request.By switch
    {
        null => 1,
        >= 1 and <= 256 => request.By.Value,
        _ => throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{request.By} instances more or less is out of range: expected 1 to 256.")),
    };

    private static int SignalOf(ControlRequest request)
    {
        var name = request.Signal ?? throw new UsageException("'signal' needs the name of a signal, such as SIGHUP.");
        var full = name.StartsWith("SIG", StringComparison.OrdinalIgnoreCase) ? name.ToUpperInvariant() : "SIG" + name.ToUpperInvariant();
        return Signals.TryGetNumber(full, out var number) ? number
            : int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is >= 1 and <= 64 ? number
            : throw new UsageException($"there is no signal '{name}'. Expected a name such as SIGHUP, HUP, or a number from 1 to 64.");
    }
}
