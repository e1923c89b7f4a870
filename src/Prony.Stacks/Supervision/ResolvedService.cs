using System.Globalization;
using Prony.Stacks.Definitions;
using Prony.Stacks.Layers;
using Prony.Stacks.Processes;

namespace Prony.Stacks.Supervision;

/// <summary>A service with every placeholder replaced.</summary>
/// <param name="Definition">Command, environment, working directory (absolute) and path to ask, without placeholders.</param>
/// <param name="Processes">Expected processes; 0 when unknown.</param>
internal sealed record ResolvedService(ServiceDefinition Definition, int Processes)
{
    internal static ResolvedService From(ServiceDefinition service, IReadOnlyDictionary<string, string> values)
    {
        Check(service);
        string Resolve(string text) => Placeholders.Resolve(text, values);
        var definition = service with
        {
            Command = [.. service.Command.Select(Resolve)],
            Env = [.. service.Env.Select(pair => KeyValuePair.Create(pair.Key, Resolve(pair.Value)))],
            Metrics = MetricTexts.Resolve(service.Metrics, values),
            Cwd = Path.GetFullPath(service.Cwd is null ? "." : Resolve(service.Cwd), values["dir"]),
            Ready = service.Ready with { HttpPath = service.Ready.HttpPath is { } path ? Resolve(path) : null },
        };
        return new ResolvedService(definition, ProcessCount(service, values));
    }

    /// <summary>What a reader of stack files checks with positions; a definition made in code has only this.</summary>
    private static void Check(ServiceDefinition service)
    {
        var problem =
            service.Command.Count == 0 ? "it has no command"
            : service.Instances < 1 ? "instances must be at least 1"
            : service.Instances > 1 && service.Socket is null ? "several instances need a socket that Prony binds (socket:); each on a port of its own is not possible yet"
            : service.Socket is { As: < 0 or 1 or 2 } ? "its socket cannot be handed over as descriptor 1 or 2, which are its output"
            : service.Socket is { ListenFds: true, As: not 3 } ? "with LISTEN_FDS its socket is descriptor 3"
            : !Signals.TryGetNumber(service.Stop.Signal, out _) ? $"there is no signal '{service.Stop.Signal}'; write a name such as SIGTERM"
            : null;
        if (problem is not null)
        {
            throw new StackStartException(StartFailureKind.Invalid, service.Name, $"Service '{service.Name}' cannot be started: {problem}.", []);
        }
    }

    private static int ProcessCount(ServiceDefinition service, IReadOnlyDictionary<string, string> values)
    {
        if (service.Processes is null)
        {
            return 0;
        }

        var text = Placeholders.Resolve(service.Processes, values);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : throw new PlaceholderException($"processes of '{service.Name}' is '{text}', which is not a whole number. Write a number or an expression such as {{workers + 1}}.");
    }
}
