using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;
using Prony.Measurement.Runs;
using Prony.Stacks.Definitions;

namespace Prony.Experiments.Files;

/// <summary>What `services:` of a file says.</summary>
/// <param name="Entries">Its entries, in the order of the file.</param>
/// <param name="Own">Entries that are services.</param>
/// <param name="OwnServices">Their definitions, in the same order.</param>
/// <param name="Includes">Entries that are stacks.</param>
/// <param name="IncludedStacks">Their definitions, in the same order.</param>
/// <param name="Services">All services, those of included stacks in their place.</param>
/// <param name="IsWhole">Every included stack could be read, so that all names are known.</param>
internal sealed record ServiceList(
    IReadOnlyList<NamedEntry<BoundTable>> Entries,
    IReadOnlyList<NamedEntry<BoundTable>> Own,
    IReadOnlyList<ServiceDefinition> OwnServices,
    IReadOnlyList<NamedEntry<BoundTable>> Includes,
    IReadOnlyList<IncludedStack> IncludedStacks,
    IReadOnlyList<ServiceDefinition> Services,
    bool IsWhole);

/// <summary>Reads `services:` of a stack or of an experiment: services, stacks that are included, and what each of them needs.</summary>
/// <param name="file">Where they stand.</param>
/// <param name="stacks">Reads what is included.</param>
/// <param name="bag">Collects the errors.</param>
internal sealed class ServiceListReader(SourceFile file, StackCatalog stacks, DiagnosticBag bag)
{
    /// <summary>All that an include may say.</summary>
    private static readonly Key[] KeysOfInclude = [StackKeys.IncludedStack, StackKeys.IncludedWith, StackKeys.Needs, MachineKeys.Machine];

    /// <summary>Reads the entries, as far as they can be read.</summary>
    public ServiceList Read(IReadOnlyList<NamedEntry<BoundTable>> entries)
    {
        var read = entries.Select(Read).ToList();
        var services = Flatten(read);
        var own = read.Where(entry => entry.Service is not null).ToList();
        var includes = read.Where(entry => entry.Include is not null).ToList();
        CheckOrder(read, services);
        return new ServiceList(
            entries,
            [.. own.Select(entry => entry.Entry)],
            [.. own.Select(entry => services.Find(service => service.Name == entry.Entry.Name) ?? entry.Service!)],
            [.. includes.Select(entry => entry.Entry)],
            [.. includes.Select(entry => entry.Include!)],
            services,
            IsWhole: read.TrueForAll(entry => entry.Service is not null || entry.Include is not null));
    }

    private ReadEntry Read(NamedEntry<BoundTable> entry)
    {
        if (!entry.Value.IsWritten(StackKeys.IncludedStack))
        {
            var service = StackFile.ReadService(entry, file.Folder, bag);
            stacks.Add(service.Files);
            return new ReadEntry(entry, service, null);
        }

        foreach (var other in entry.Value.Node.Entries.Where(other => StackKeys.ServiceTable.Keys.Any(key => key.Name == other.Name) && KeysOfInclude.All(key => key.Name != other.Name)))
        {
            // A command beside it is the table's to report.
            if (other.Name != StackKeys.Command.Name)
            {
                bag.Add(
                    other.Key,
                    $"'{other.Name}' cannot stand beside 'stack' in services.{entry.Name}",
                    "The included stack says it for its own services; what it lets others choose is given by 'with'.");
            }
        }

        var stack = entry.Value.TryGet(StackKeys.IncludedStack, out var path) ? stacks.Read(file, path, entry.Value.At(StackKeys.IncludedStack)) : null;
        return stack is null || stack.Services.Count == 0
            ? new ReadEntry(entry, null, null)
            : new ReadEntry(entry, null, new IncludedStack(entry.Name, stack, ReadWith(stack, entry.Value)));
    }

    private Dictionary<string, string> ReadWith(StackDefinition stack, BoundTable table)
    {
        var with = new Dictionary<string, string>();
        foreach (var setting in table.GetOrDefault(StackKeys.IncludedWith) ?? [])
        {
            if (StackParameters.Check(stack, setting, bag))
            {
                with[setting.Name] = setting.Value;
            }
        }

        return with;
    }

    /// <summary>All services in the order of the file, each with the names of what it needs.</summary>
    private List<ServiceDefinition> Flatten(List<ReadEntry> entries)
    {
        // By every name that `needs` may hold.
        var names = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            names[entry.Entry.Name] = entry.FlatNames;
        }

        foreach (var service in entries.SelectMany(entry => entry.FlatNames))
        {
            names.TryAdd(service, [service]);
        }

        var services = new List<ServiceDefinition>();
        IReadOnlyList<string> above = [];
        foreach (var entry in entries)
        {
            var needs = NeedsOf(entry.Entry, names) ?? above;
            var own = entry.Include is { } include ? OnMachine(include.Flatten(needs), MachineKeys.Read(entry.Entry.Value)) : (entry.Service is { } service ? [service with { Needs = needs }] : []);
            foreach (var twice in own.Where(added => services.Exists(other => other.Name == added.Name)))
            {
                bag.Add(entry.Entry.Key, $"two services would be called '{twice.Name}'", "A service of an included stack is called NAME-SERVICE: give one of the two another name.");
            }

            services.AddRange(own.Where(added => !services.Exists(other => other.Name == added.Name)));
            above = entry.FlatNames;
        }

        return services;
    }

    /// <summary>What the include says of its machine stands for all its services.</summary>
    private static IReadOnlyList<ServiceDefinition> OnMachine(IReadOnlyList<ServiceDefinition> services, StatedMachine? machine) =>
        machine is null ? services : [.. services.Select(service => service with { Machine = machine })];

    /// <summary>Null without the key.</summary>
    private List<string>? NeedsOf(NamedEntry<BoundTable> entry, Dictionary<string, IReadOnlyList<string>> names)
    {
        if (!entry.Value.TryGet(StackKeys.Needs, out var needs))
        {
            return null;
        }

        foreach (var unknown in needs.Where(need => !names.ContainsKey(need.Value)))
        {
            var others = names.Keys.Where(name => name != entry.Name).ToList();
            var all = others.Count == 0 ? "There is no other one." : $"There is {string.Join(", ", others)}.";
            bag.Add(unknown.Node, $"services.{entry.Name}.needs: there is no service '{unknown.Value}'", NearestName.Hint(unknown.Value, others, all));
        }

        return [.. needs.SelectMany(need => names.GetValueOrDefault(need.Value, [])).Distinct()];
    }

    private void CheckOrder(List<ReadEntry> entries, List<ServiceDefinition> services)
    {
        var circle = StartOrder.FindCircle(services);

        // A circle inside an included stack was reported there.
        if (entries.Find(entry => entry.FlatNames.Any(circle.Contains) && entry.Entry.Value.IsWritten(StackKeys.Needs))?.Entry is { } entry)
        {
            bag.Add(
                entry.Value.At(StackKeys.Needs),
                $"services need one another in a circle: {string.Join(" -> ", circle)}",
                "Each starts when what it needs is ready, so none of them could: remove one of these needs.");
        }
    }

    /// <summary>One entry: a service, a stack, or neither where that could not be read.</summary>
    private sealed record ReadEntry(NamedEntry<BoundTable> Entry, ServiceDefinition? Service, IncludedStack? Include)
    {
        public IReadOnlyList<string> FlatNames => Include is { } include
            ? [.. include.Stack.Services.Select(service => include.NameOf(service.Name))]
            : Service is { } service ? [service.Name] : [];
    }
}
