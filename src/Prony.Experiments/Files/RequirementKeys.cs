using System.Text.RegularExpressions;
using Prony.Experiments.Files.Keys;
using Prony.Stacks.Definitions;

namespace Prony.Experiments.Files;

/// <summary>Keys of one entry of a stack's <c>requires</c>.</summary>
internal static partial class RequirementKeys
{
    /// <summary>Dotted names of Python.</summary>
    private const string ModulePattern = @"^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$";

    /// <summary>Names as deb-control(5) has them; an ending of - or + would be an order to apt-get (g++ and its like excepted).</summary>
    private const string PackagePattern = @"^[a-z0-9][a-z0-9+.-]*([a-z0-9.]|\+\+)$";

    public static readonly Key<string> Command = new("command", KeyTypes.Text, "A program on PATH, or its path.");

    public static readonly Key<string> Python = new(
        "python",
        new ScalarType<string>("name of a Python module", ReadModule, () => SchemaParts.Text(ModulePattern)),
        "A module that /usr/bin/python3 can import; whatever python3 on PATH is, servers that a distribution ships use that one.");

    public static readonly Key<string> NodeModule = new("node-module", KeyTypes.Text, "A package that node finds from the folder of this file.");

    public static readonly Key<string> File = new(
        "file", KeyTypes.Text, "A file or folder, relative to the folder of this file; parts of its path may hold *, such as \"/usr/lib/postgresql/*/bin/postgres\".");

    public static readonly Key<IReadOnlyList<Placed<string>>> Debian = new(
        "debian",
        new ListType<string>(new ScalarType<string>("name of a Debian package", ReadPackage, () => SchemaParts.Text(PackagePattern)), "list of text", allowSingle: true),
        "Debian packages that bring it.");

    public static readonly Key<IReadOnlyList<Placed<string>>> Npm = new(
        "npm", new ListType<string>(KeyTypes.Text, "list of text", allowSingle: true), "Packages of npm that bring it.");

    public static readonly Key<string> Get = new(
        "get", KeyTypes.Text, "How to get it where no package brings it, or why it cannot be had; shown when it is missing.");

    public static readonly KeyTable Table = new("Something that must be installed, and how to get it.", Command, Python, NodeModule, File, Debian, Npm, Get)
    {
        ExactlyOneOf = [Command.Name, Python.Name, NodeModule.Name, File.Name],
    };

    private static readonly (Key<string> Key, RequirementKind Kind)[] Kinds =
    [
        (Command, RequirementKind.Command),
        (Python, RequirementKind.Python),
        (NodeModule, RequirementKind.NodeModule),
        (File, RequirementKind.File),
    ];

    /// <summary>The entries that say what they need.</summary>
    public static IReadOnlyList<Requirement> Read(IReadOnlyList<Placed<BoundTable>> entries) => [.. entries.SelectMany(entry => Read(entry.Value))];

    private static IEnumerable<Requirement> Read(BoundTable entry)
    {
        foreach (var (key, kind) in Kinds)
        {
            if (entry.TryGet(key, out var name))
            {
                yield return new Requirement(name, Names(entry, Debian), kind) { Npm = Names(entry, Npm), Get = entry.GetOrDefault(Get) };
            }
        }
    }

    private static IReadOnlyList<string> Names(BoundTable entry, Key<IReadOnlyList<Placed<string>>> key) =>
        [.. (entry.GetOrDefault(key) ?? []).Select(name => name.Value)];

    private static bool ReadModule(string text, out string value, out string? error)
    {
        value = text;
        error = ModuleRegex().IsMatch(text) ? null : $"'{text}' is not the name of a Python module. Expected one that can be imported, such as asyncpg or uvicorn.workers.";
        return error is null;
    }

    /// <summary>apt-get runs as root, and would take -o for an option.</summary>
    private static bool ReadPackage(string text, out string value, out string? error)
    {
        value = text;
        error = PackageRegex().IsMatch(text) ? null : $"'{text}' is not the name of a Debian package: two or more small letters, digits, '+', '-' and '.'.";
        return error is null;
    }

    [GeneratedRegex(PackagePattern)]
    private static partial Regex PackageRegex();

    [GeneratedRegex(ModulePattern)]
    private static partial Regex ModuleRegex();
}
