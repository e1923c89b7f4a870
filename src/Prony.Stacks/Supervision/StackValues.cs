using System.Globalization;
using Prony.Stacks.Definitions;

namespace Prony.Stacks.Supervision;

/// <summary>The values of one start: parameters, ports and sockets, and what else placeholders may name.</summary>
internal sealed class StackValues
{
    private readonly Dictionary<string, string> _shared;
    private readonly Dictionary<string, IReadOnlyList<int>> _ports;

    private StackValues(Dictionary<string, string> shared, Dictionary<string, IReadOnlyList<int>> ports) => (_shared, _ports) = (shared, ports);

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

    /// <summary>Everything, with the ports and folders of the services.</summary>
    internal static StackValues ForStarting(
        CandidateDefinition candidate, IReadOnlyDictionary<string, ManagedSocket> sockets, IReadOnlyDictionary<string, ServicePlace> places)
    {
        var shared = ForPreparing(candidate);
        var services = candidate.Stack.Services;
        var free = new Queue<int>(ManagedSocket.FindFreePorts(services.Where(service => !sockets.ContainsKey(service.Name)).Sum(service => places[service.Name].Instances)));
        var ports = new Dictionary<string, IReadOnlyList<int>>(StringComparer.Ordinal);
        foreach (var service in services)
        {
            var socket = sockets.GetValueOrDefault(service.Name);
            var place = places[service.Name];
            var own = socket is null ? [.. Enumerable.Range(0, place.Instances).Select(_ => free.Dequeue())] : new[] { socket.Fact.Port };
            ports[service.Name] = own;
            shared[service.Name + ".port"] = own[0].ToString(CultureInfo.InvariantCulture);
            shared[service.Name + ".address"] = AddressOf(own[0]);
            shared[service.Name + ".ports"] = string.Join(',', own.Select(port => port.ToString(CultureInfo.InvariantCulture)));
            shared[service.Name + ".addresses"] = string.Join(',', own.Select(AddressOf));
            shared[service.Name + ".data"] = place.Data;
            if (socket is not null)
            {
                shared[service.Name + ".fd"] = socket.Definition.As.ToString(CultureInfo.InvariantCulture);
            }
        }

        return new StackValues(shared, ports);
    }

    /// <summary>Ports that Prony chose or bound for a service: one for each instance, or the one of its managed socket.</summary>
    internal IReadOnlyList<int> PortsOf(string service) => _ports[service];

    /// <summary>The scope of one service's texts: <c>{port}</c> and <c>{data}</c> are its own.</summary>
    /// <param name="service">Its name.</param>
    /// <param name="preparedFolder">Null when nothing is prepared for it.</param>
    /// <param name="instance">1-based.</param>
    internal Dictionary<string, string> Of(string service, string? preparedFolder, int instance = 1)
    {
        var ports = _ports[service];
        var values = new Dictionary<string, string>(_shared, StringComparer.Ordinal)
        {
            ["port"] = ports[Math.Min(instance, ports.Count) - 1].ToString(CultureInfo.InvariantCulture),
            ["data"] = _shared[service + ".data"],
            ["instance"] = instance.ToString(CultureInfo.InvariantCulture),
        };
        if (preparedFolder is not null)
        {
            values["prepared"] = preparedFolder;
        }

        return values;
    }

    private static string AddressOf(int port) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
}
