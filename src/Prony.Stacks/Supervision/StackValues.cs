using System.Globalization;
using Prony.Stacks.Definitions;

namespace Prony.Stacks.Supervision;

/// <summary>The values of one start: parameters, ports and sockets, and what else placeholders may name, for each stack file of its own.</summary>
internal sealed class StackValues
{
    /// <summary>By what <see cref="ServiceDefinition.Include"/> calls the file.</summary>
    private readonly Dictionary<string, FileValues> _files = new(StringComparer.Ordinal);

    /// <summary>By name of the service in the whole stack; null before a start.</summary>
    private readonly Dictionary<string, ServicePlace>? _places;

    private StackValues(CandidateDefinition candidate, Dictionary<string, ServicePlace>? places)
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
        var values = ForPreparing(candidate)._files[""].WithTexts();
        return candidate.Stack.Declares.ToDictionary(declared => declared.Key, declared => Placeholders.Resolve(declared.Value, values));
    }

    /// <summary>Everything, with the ports of the services.</summary>
    /// <exception cref="PlaceholderException">A placeholder cannot be resolved, or names something outside of the stack that does not run.</exception>
    internal static StackValues ForStarting(CandidateDefinition candidate, IReadOnlyDictionary<string, ManagedSocket> sockets)
    {
        if (candidate.OuterNames.FirstOrDefault(name => !candidate.Outer.ContainsKey(name)) is { } missing)
        {
            throw new PlaceholderException($"'{{{missing}}}' has no value: the service that '{candidate.Name}' shares with others does not run.");
        }

        return new(candidate, candidate.Stack.Services.ToDictionary(
            static service => service.Name,
            service => sockets.GetValueOrDefault(service.Name) is { } socket
                ? new ServicePlace(socket.Fact.Port, socket.Definition)
                : new ServicePlace(ManagedSocket.FindFreePort(), null)));
    }

    /// <summary>Port that Prony chose or bound for a service.</summary>
    internal int PortOf(string service) => _places![service].Port;

    /// <summary>The scope of the texts of the file that a service stands in.</summary>
    internal FileValues FileOf(ServiceDefinition service) => _files[service.Include];

    /// <summary>The scope of the stack's own file.</summary>
    internal IReadOnlyDictionary<string, string> Own => _files[""].Known;

    /// <summary>The scope of one service's texts: <c>{port}</c> is its own.</summary>
    internal Dictionary<string, string> Of(ServiceDefinition service, string? preparedFolder)
    {
        var values = new Dictionary<string, string>(FileOf(service).Known, StringComparer.Ordinal)
        {
            ["port"] = PortOf(service.Name).ToString(CultureInfo.InvariantCulture),
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
        ["port"] = PortOf(front).ToString(CultureInfo.InvariantCulture),
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
    private static void AddService(FileValues values, string name, ServiceDefinition service, ServicePlace? place)
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
    }

    private static void AddAddress(FileValues values, string name, ServicePlace place)
    {
        values.Set(name + ".port", place.Port.ToString(CultureInfo.InvariantCulture));
        values.Set(name + ".address", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{place.Port}"));
    }

    private static void AddSocket(FileValues values, string name, ServicePlace place)
    {
        if (place.Socket is { } socket)
        {
            values.Set(name + ".fd", socket.As.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Where a service listens.</summary>
    private sealed record ServicePlace(int Port, ManagedSocketDefinition? Socket);

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
