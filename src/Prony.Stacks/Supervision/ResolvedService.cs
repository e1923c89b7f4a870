using System.Globalization;
using Prony.Stacks.Definitions;

namespace Prony.Stacks.Supervision;

/// <summary>A service with every placeholder replaced.</summary>
/// <param name="Definition">Command, environment, working directory (absolute) and path to ask, without placeholders.</param>
/// <param name="Processes">Expected processes; 0 when unknown.</param>
internal sealed record ResolvedService(ServiceDefinition Definition, int Processes)
{
    internal static ResolvedService From(ServiceDefinition service, IReadOnlyDictionary<string, string> values)
    {
        string Resolve(string text) => Placeholders.Resolve(text, values);
        var definition = service with
        {
            Command = [.. service.Command.Select(Resolve)],
            Env = [.. service.Env.Select(pair => KeyValuePair.Create(pair.Key, Resolve(pair.Value)))],
            Cwd = Path.GetFullPath(service.Cwd is null ? "." : Resolve(service.Cwd), values["dir"]),
            Ready = service.Ready with { HttpPath = service.Ready.HttpPath is { } path ? Resolve(path) : null },
        };
        return new ResolvedService(definition, ProcessCount(service, values));
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
