using System.Globalization;
using Prony.Stacks.Definitions;

namespace Prony.Stacks.Supervision;

/// <summary>The values of one start: parameters, ports and sockets, and what else placeholders may name.</summary>
internal sealed class StackValues
{
    private readonly Dictionary<string, string> _shared;
    private readonly Dictionary<string, int> _ports;

    private StackValues(Dictionary<string, string> shared, Dictionary<string, int> ports) => (_shared, _ports) = (shared, ports);

    /// <summary>Parameters and machine only: what can be said before a start.</summary>
    /// <remarks>A parameter may use dir, cpus and the parameters before it.</remarks>
    internal static Dictionary<string, string> ForPreparing(CandidateDefinition candidate)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["dir"] = Path.GetFullPath(candidate.Stack.Directory),
            ["cpus"] = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture),
        };
        foreach (var (name, byDefault) in candidate.Stack.Parameters)
        {
            values[name] = Placeholders.Resolve(candidate.With.GetValueOrDefault(name, byDefault), values);
        }

        return values;
    }

    /// <summary>What a candidate says of itself, without placeholders.</summary>
    /// <exception cref="PlaceholderException">A placeholder cannot be resolved.</exception>
    internal static Dictionary<string, string> Declared(CandidateDefinition candidate)
    {
        var values = ForPreparing(candidate);
        return candidate.Stack.Declares.ToDictionary(declared => declared.Key, declared => Placeholders.Resolve(declared.Value, values));
    }

    /// <summary>Everything, with the ports of the services.</summary>
    internal static StackValues ForStarting(CandidateDefinition candidate, IReadOnlyDictionary<string, ManagedSocket> sockets)
    {
        var shared = ForPreparing(candidate);
        var ports = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var service in candidate.Stack.Services)
        {
            var socket = sockets.GetValueOrDefault(service.Name);
            var port = socket?.Fact.Port ?? ManagedSocket.FindFreePort();
            ports[service.Name] = port;
            shared[service.Name + ".port"] = port.ToString(CultureInfo.InvariantCulture);
            shared[service.Name + ".address"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
            if (socket is not null)
            {
                shared[service.Name + ".fd"] = socket.Definition.As.ToString(CultureInfo.InvariantCulture);
            }
        }

        return new StackValues(shared, ports);
    }

    /// <summary>Port that Prony chose or bound for a service.</summary>
    internal int PortOf(string service) => _ports[service];

    /// <summary>The scope of one service's texts: <c>{port}</c> is its own.</summary>
    internal Dictionary<string, string> Of(string service, string? preparedFolder)
    {
        var values = new Dictionary<string, string>(_shared, StringComparer.Ordinal)
        {
            ["port"] = _ports[service].ToString(CultureInfo.InvariantCulture),
        };
        if (preparedFolder is not null)
        {
            values["prepared"] = preparedFolder;
        }

        return values;
    }
}
