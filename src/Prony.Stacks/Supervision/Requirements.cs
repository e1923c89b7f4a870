using Prony.Stacks.Definitions;
using Prony.Stacks.Processes;

namespace Prony.Stacks.Supervision;

/// <summary>Which programs a stack needs, and how to get those that are not there.</summary>
internal static class Requirements
{
    /// <summary>Also of the stacks that it includes.</summary>
    internal static IReadOnlyList<MissingRequirement> FindMissing(StackDefinition stack) =>
        [.. FindOwnMissing(stack).Concat(stack.Includes.SelectMany(include => FindMissing(include.Stack))).DistinctBy(missing => missing.Command)];

    private static IReadOnlyList<MissingRequirement> FindOwnMissing(StackDefinition stack)
    {
        var folder = Path.GetFullPath(stack.Directory);
        var commands = stack.Requires.Select(static requirement => requirement.Command)
            .Concat(stack.Services.Where(static service => service.Include.Length == 0).SelectMany(static service => service.Prepare.Select(static step => step.Command[0]).Append(service.Command[0])));
        return
        [
            .. commands.Distinct(StringComparer.Ordinal)
                .Where(command => IsNameable(command) && ProgramFinder.Find(command, folder) is null)
                .Select(command => NotFound(stack, command)),
        ];
    }

    internal static MissingRequirement NotFound(StackDefinition stack, string command)
    {
        var packages = stack.Requires.FirstOrDefault(requirement => requirement.Command == command)?.Debian ?? [];
        var name = Path.GetFileName(command);
        var advice = packages.Count > 0 ? $"On Debian or Ubuntu: apt-get install {string.Join(' ', packages)}."
            : name == "dotnet" ? "Install the .NET 10 SDK: https://dot.net/download."
            : command.Contains('/', StringComparison.Ordinal) ? "Correct the path, and see that the file is executable."
            : "Install it, or put its folder on PATH.";
        return new MissingRequirement(command, packages, $"'{command}', which stack '{stack.Name}' needs, was not found. {advice}");
    }

    /// <summary>A path may only exist after preparing, and a placeholder has no value yet.</summary>
    private static bool IsNameable(string command) => !command.Contains('/', StringComparison.Ordinal) && !command.Contains('{', StringComparison.Ordinal);
}
