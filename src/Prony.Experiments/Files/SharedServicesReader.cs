using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;
using Prony.Stacks.Definitions;

namespace Prony.Experiments.Files;

/// <summary>Reads `services:` of an experiment: what is started once for all candidates.</summary>
/// <param name="file">The experiment.</param>
/// <param name="stacks">Reads what is included.</param>
/// <param name="bag">Collects the errors.</param>
internal sealed class SharedServicesReader(SourceFile file, StackCatalog stacks, DiagnosticBag bag)
{
    /// <summary>No candidate has this name, since names hold no space.</summary>
    private const string Name = "shared services";

    /// <summary>What the experiment shares, as far as it can be read; null when there is nothing.</summary>
    public CandidateDefinition? Definition { get; private set; }

    /// <summary>Names that texts of candidates may use, such as "database.address"; null when an included stack could not be read, so that nobody knows them.</summary>
    public IReadOnlyList<string>? Names { get; private set; } = [];

    /// <summary>Reads the key, when it is there.</summary>
    public void Read(BoundTable root)
    {
        if (root.GetOrDefault(ExperimentKeys.SharedServices) is not { Count: > 0 } entries)
        {
            return;
        }

        var services = new ServiceListReader(file, stacks, bag).Read(entries);
        var target = StackFile.DefaultTarget(entries[^1].Name, services.IncludedStacks);
        var stack = new StackDefinition
        {
            Name = Name,
            Directory = file.Folder,
            Services = services.Services,
            Includes = services.IncludedStacks,
            Target = target,
        };
        new StackTexts([], services, stack, bag).CheckServices();
        StackFile.CheckPorts(services.Own, services.OwnServices, target, bag);
        Definition = new CandidateDefinition(Name, stack, new Dictionary<string, string>());

        // A socket is inherited by those that Prony starts with it, not by others.
        Names = services.IsWhole ? [.. ServiceNames.PlaceholdersOf(stack).Where(name => !name.EndsWith(".fd", StringComparison.Ordinal))] : null;
    }
}
