using System.Globalization;
using Prony.Stacks.Definitions;

namespace Prony.Stacks.Supervision;

/// <summary>The values of one start: parameters, ports and sockets, and what else placeholders may name, for each stack file of its own.</summary>
internal sealed class StackValues
{
    /// <summary>By what <see cref="ServiceDefinition.Include"/> calls the file.</summary>
    private readonly Dictionary<string, FileValues> _files = new(StringComparer.Ordinal);

    /// <summary>By name of the service in the whole stack; null before a start.</summary>
    private readonly Dictionary<string, Place>? _places;

    private StackValues(CandidateDefinition candidate, Dictionary<string, Place>? places)
    {
        _places = places;
        var outer = new FileValues();
        AddOuter(outer, candidate);
        AddFile(new Position(candidate.Stack, "", static name => name), candidate.With, own => own.Over(outer));
        if (candidate.Stack.IsInline)
        {
            _files[""] = _files[""].Over(outer);
        }
    }

    /// <summary>Parameters and machine only: what can be said before a start.</summary>
    /// <remarks>A parameter may use dir, cpus and the parameters before it.</remarks>
    internal static StackValues ForPreparing(CandidateDefinition candidate) => new(candidate, null);

    /// <summary>What a candidate says of itself, without placeholders.</summary>
    /// <exception cref="PlaceholderException">A placeholder cannot be resolved.</exception>
    internal static Dictionary<string, string> Declared(CandidateDefinition candidate)
    {
        var all = ForPreparing(candidate);
        var values = all._files[""].WithTexts();
        var declared = candidate.Stack.Declares.ToDictionary(own => own.Key, own => Placeholders.Resolve(own.Value, values));
        ServiceStatements.AddTo(declared, candidate.Stack.Services, service => all.FileOf(service).WithTexts());
        return declared;
    }

    /// <summary>Everything, with the ports and folders of the services.</summary>
    /// <param name="candidate">Whose.</param>
    /// <param name="sockets">Of the services that have one.</param>
    /// <param name="places">Of all services.</param>
    /// <param name="kept">Ports that services had before and keep; null: none.</param>
    /// <exception cref="PlaceholderException">A placeholder cannot be resolved, or names something outside of the stack that does not run.</exception>
    internal static StackValues ForStarting(
        CandidateDefinition candidate,
        IReadOnlyDictionary<string, ManagedSocket> sockets,
        IReadOnlyDictionary<string, ServicePlace> places,
        IReadOnlyDictionary<string, IReadOnlyList<int>>? kept = null)
    {
        if (candidate.OuterNames.FirstOrDefault(name => !candidate.Outer.ContainsKey(name)) is { } missing)
        {
            throw new PlaceholderException($"'{{{missing}}}' has no value: the service that '{candidate.Name}' shares with others does not run.");
        }

        var unbound = candidate.Stack.Services.Where(service => !sockets.ContainsKey(service.Name)).Sum(service => places[service.Name].Instances);
        var free = new Queue<int>(ManagedSocket.FindFreePorts(unbound));
        return new(candidate, candidate.Stack.Services.ToDictionary(
            static service => service.Name,
            service => sockets.GetValueOrDefault(service.Name) is { } socket
                ? new Place([socket.Fact.Port], socket.Definition, places[service.Name].Data)
                : new Place(KeptPorts(service.Name) ?? [.. Enumerable.Range(0, places[service.Name].Instances).Select(_ => free.Dequeue())], null, places[service.Name].Data)));

        // A service that stays keeps its ports, or others would have to be told.
        IReadOnlyList<int>? KeptPorts(string service) =>
            kept?.GetValueOrDefault(service) is { } ports && ports.Count == places[service].Instances ? ports : null;
    }

    /// <summary>Ports that Prony chose or bound for a service: one for each instance, or the one of its managed socket.</summary>
    internal IReadOnlyList<int> PortsOf(string service) => _places![service].Ports;

    /// <summary>The scope of the texts of the file that a service stands in.</summary>
    internal FileValues FileOf(ServiceDefinition service) => _files[service.Include];

    /// <summary>The scope of the stack's own file.</summary>
    internal IReadOnlyDictionary<string, string> Own => _files[""].Known;

    /// <summary>The scope of what a stack file says of itself as a whole: what the file knows, and what is its front's own.</summary>
    /// <param name="include">What <see cref="ServiceDefinition.Include"/> calls the file.</param>
    /// <param name="front">Its front.</param>
    /// <param name="preparedFolder">Null when nothing is prepared for the front.</param>
    internal Dictionary<string, string> OfFile(string include, ServiceDefinition front, string? preparedFolder)
    {
        var values = new Dictionary<string, string>(_files[include].Known, StringComparer.Ordinal);
        foreach (var (name, value) in Of(front, preparedFolder).Where(static pair => pair.Key is "port" or "data" or "instance" or "prepared"))
        {
            values[name] = value;
        }

        return values;
    }

    /// <summary>The scope of one service's texts: <c>{port}</c> and <c>{data}</c> are its own.</summary>
    /// <param name="service">The service.</param>
    /// <param name="preparedFolder">Null when nothing is prepared for it.</param>
    /// <param name="instance">1-based.</param>
    internal Dictionary<string, string> Of(ServiceDefinition service, string? preparedFolder, int instance = 1)
    {
        var place = _places![service.Name];
        var values = new Dictionary<string, string>(FileOf(service).Known, StringComparer.Ordinal)
        {
            ["port"] = place.Ports[Math.Min(instance, place.Ports.Count) - 1].ToString(CultureInfo.InvariantCulture),
            ["data"] = place.Data,
            ["instance"] = instance.ToString(CultureInfo.InvariantCulture),
        };
        if (preparedFolder is not null)
        {
            values["prepared"] = preparedFolder;
        }

        return values;
    }

    /// <summary>The scope of the stack's target: <c>{port}</c> is that of the front.</summary>
    internal Dictionary<string, string> OfTarget(string front) => new(Own, StringComparer.Ordinal)
    {
        ["port"] = PortsOf(front)[0].ToString(CultureInfo.InvariantCulture),
    };

    private static void AddOuter(FileValues outer, CandidateDefinition candidate)
    {
        foreach (var name in candidate.OuterNames)
        {
            if (candidate.Outer.TryGetValue(name, out var value))
            {
                outer.Set(name, value);
            }
            else
            {
                outer.SetLate(name, $"{{{name}}}");
            }
        }
    }

    /// <summary>The values of a file, then of those that it includes.</summary>
    /// <param name="at">Which file.</param>
    /// <param name="with">Parameters that are given to it.</param>
    /// <param name="scopeOfWith">What these see, given the values of the file so far.</param>
    private void AddFile(Position at, IReadOnlyDictionary<string, string> with, Func<FileValues, FileValues> scopeOfWith)
    {
        var values = new FileValues();
        _files[at.Include] = values;
        AddMachine(values, at.Stack);
        AddParameters(values, at.Stack, with, scopeOfWith);
        foreach (var (name, service) in ServiceNames.Of(at.Stack))
        {
            AddService(values, name, service, _places?[at.NameOf(service.Name)]);
        }

        foreach (var include in at.Stack.Includes)
        {
            AddFile(at.Into(include), include.With, _ => values);
        }
    }

    private static void AddMachine(FileValues values, StackDefinition stack)
    {
        values.Set("dir", Path.GetFullPath(stack.Directory));
        values.Set("cpus", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture));
    }

    private static void AddParameters(
        FileValues values, StackDefinition stack, IReadOnlyDictionary<string, string> with, Func<FileValues, FileValues> scopeOfWith)
    {
        foreach (var (name, byDefault) in stack.Parameters)
        {
            if (with.TryGetValue(name, out var given))
            {
                values.Set(name, given, scopeOfWith(values));
            }
            else
            {
                values.Set(name, byDefault, values);
            }
        }
    }

    /// <summary>Everything that texts may name of a service; nothing of it has a value before the start.</summary>
    private static void AddService(FileValues values, string name, ServiceDefinition service, Place? place)
    {
        if (place is null)
        {
            foreach (var late in Placeholders.NamesOfService(service, name))
            {
                values.SetLate(late, $"{{{late}}}");
            }

            return;
        }

        AddAddress(values, name, place);
        AddSocket(values, name, place);
        values.Set(name + ".data", place.Data);
    }

    private static void AddAddress(FileValues values, string name, Place place)
    {
        var ports = place.Ports.Select(static port => port.ToString(CultureInfo.InvariantCulture)).ToList();
        values.Set(name + ".port", ports[0]);
        values.Set(name + ".address", AddressOf(ports[0]));
        values.Set(name + ".ports", string.Join(',', ports));
        values.Set(name + ".addresses", string.Join(',', ports.Select(AddressOf)));
    }

    private static string AddressOf(string port) => "127.0.0.1:" + port;

    private static void AddSocket(FileValues values, string name, Place place)
    {
        if (place.Socket is { } socket)
        {
            values.Set(name + ".fd", socket.As.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Where a service listens, and its folder.</summary>
    private sealed record Place(IReadOnlyList<int> Ports, ManagedSocketDefinition? Socket, string Data);

    /// <summary>A file among those of a stack.</summary>
    /// <param name="Stack">What the file says.</param>
    /// <param name="Include">What <see cref="ServiceDefinition.Include"/> calls it.</param>
    /// <param name="NameOf">From the name of a service in this file to that in the whole stack.</param>
    private sealed record Position(StackDefinition Stack, string Include, Func<string, string> NameOf)
    {
        internal Position Into(IncludedStack include) => new(
            include.Stack, Include.Length == 0 ? include.Name : $"{Include}.{include.Name}", service => NameOf(include.NameOf(service)));
    }
}
