using Prony.Stacks.Definitions;
using Prony.Stacks.Processes;

namespace Prony.Stacks.Supervision;

/// <summary>What stacks need, and how to get what is not there.</summary>
/// <remarks>Thread-safe: only looks.</remarks>
public static class Requirements
{
    private const string NodeModules = "node_modules";

    /// <summary>Where Debian and npm keep the packages that node finds from everywhere.</summary>
    private static readonly string[] GlobalNodeModules =
        ["/usr/local/lib/node_modules", "/usr/lib/node_modules", "/usr/share/nodejs", "/usr/lib/nodejs", "/usr/share/javascript"];

    /// <summary>What is missing of several stacks, in their order. All Python modules are asked for with one start of the interpreter.</summary>
    /// <param name="stacks">The stacks; what each names under requires, and the programs that its commands begin with.</param>
    public static IReadOnlyList<IReadOnlyList<MissingRequirement>> FindMissing(IReadOnlyList<StackDefinition> stacks)
    {
        ArgumentNullException.ThrowIfNull(stacks);
        var modules = stacks.SelectMany(WithIncluded).SelectMany(static stack => stack.Requires).Where(static r => r.Kind == RequirementKind.Python).Select(static r => r.Name);
        var lacking = PythonModules.FindMissing([.. modules.Distinct(StringComparer.Ordinal)]);
        return [.. stacks.Select(stack => WithIncluded(stack).SelectMany(one => FindMissing(one, lacking)).DistinctBy(static missing => missing.Name).ToList())];
    }

    internal static MissingRequirement NotFound(StackDefinition stack, string command) => Describe(
        stack, stack.Requires.FirstOrDefault(r => r.Kind == RequirementKind.Command && r.Name == command) ?? new Requirement(command, []));

    /// <summary>A stack and those that it includes.</summary>
    private static IEnumerable<StackDefinition> WithIncluded(StackDefinition stack) => stack.Includes.SelectMany(static include => WithIncluded(include.Stack)).Prepend(stack);

    private static IReadOnlyList<MissingRequirement> FindMissing(StackDefinition stack, HashSet<string> lackingModules)
    {
        var folder = Path.GetFullPath(stack.Directory);
        var begun = stack.Services
            .Where(static service => service.Include.Length == 0)
            .SelectMany(static service => service.Prepare.Select(static step => step.Command).Append(service.Command).Append(service.Ready.Command ?? []).Concat(service.Metrics.Select(static source => source.Command)))
            .Concat(stack.BeforeTrial.Concat(stack.AfterTrial).Select(static hook => hook.Command))
            .Where(static command => command.Count > 0 && IsNameable(command[0]))
            .Select(static command => command[0])
            .Where(command => !stack.Requires.Any(r => r.Kind == RequirementKind.Command && r.Name == command))
            .Distinct(StringComparer.Ordinal)
            .Select(static command => new Requirement(command, []));
        return [.. stack.Requires.Concat(begun).Distinct().Where(r => !IsThere(r, folder, lackingModules)).Select(r => Describe(stack, r))];
    }

    private static bool IsThere(Requirement requirement, string folder, HashSet<string> lackingModules) => requirement.Kind switch
    {
        RequirementKind.Python => !lackingModules.Contains(requirement.Name),
        RequirementKind.NodeModule => NodeFolders(folder).Any(at => Directory.Exists(Path.Combine(at, requirement.Name))),
        RequirementKind.File => PathPattern.Exists(Path.GetFullPath(requirement.Name, folder)),
        _ => ProgramFinder.Find(requirement.Name, folder) is not null,
    };

    private static MissingRequirement Describe(StackDefinition stack, Requirement requirement)
    {
        var what = requirement.Kind switch
        {
            RequirementKind.Python => $"Python module {requirement.Name}",
            RequirementKind.NodeModule => $"node module {requirement.Name}",
            RequirementKind.File => $"file {requirement.Name}",
            _ => requirement.Name,
        };
        var quoted = requirement.Kind == RequirementKind.Command ? $"'{requirement.Name}'" : $"The {what}";
        return new MissingRequirement(what, requirement.Debian, $"{quoted}, which stack '{stack.Name}' needs, was not found. {AdviceFor(requirement)}")
        {
            Kind = requirement.Kind,
            Npm = requirement.Npm,
            Get = requirement.Get,
        };
    }

    private static string AdviceFor(Requirement requirement)
    {
        string[] ways =
        [
            .. requirement.Debian.Count > 0 ? [$"On Debian or Ubuntu: apt-get install {string.Join(' ', requirement.Debian)}."] : Array.Empty<string>(),
            .. requirement.Npm.Count > 0 ? [$"With npm: npm install --global {string.Join(' ', requirement.Npm)}."] : Array.Empty<string>(),
            .. requirement.Get is { Length: > 0 } text ? [Sentence(text)] : Array.Empty<string>(),
        ];
        return ways.Length > 0 ? string.Join(' ', ways) : requirement switch
        {
            { Kind: RequirementKind.Python } => $"{PythonModules.Interpreter} must be able to import it: install its package.",
            { Kind: RequirementKind.NodeModule } => "Install it with npm in the folder of the stack, or with --global.",
            { Kind: RequirementKind.File } => "Correct the path, or install what brings it.",
            { Name: var name } when Path.GetFileName(name) == "dotnet" => "Install the .NET 10 SDK: https://dot.net/download.",
            { Name: var name } when name.Contains('/', StringComparison.Ordinal) => "Correct the path, and see that the file is executable.",
            _ => "Install it, or put its folder on PATH.",
        };
    }

    /// <summary>What stands behind a key in a file begins small and ends without a full stop.</summary>
    private static string Sentence(string text) => string.Concat(text[..1].ToUpperInvariant(), text.AsSpan(1), text.EndsWith('.') ? "" : ".");

    /// <summary>As node resolves a bare name: node_modules of the folder and of each above it, then the global places.</summary>
    private static IEnumerable<string> NodeFolders(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            yield return Path.Combine(at.FullName, NodeModules);
        }

        foreach (var place in GlobalNodeModules)
        {
            yield return place;
        }
    }

    /// <summary>A path may only exist after preparing, and a placeholder has no value yet.</summary>
    private static bool IsNameable(string command) => !command.Contains('/', StringComparison.Ordinal) && !command.Contains('{', StringComparison.Ordinal);
}
