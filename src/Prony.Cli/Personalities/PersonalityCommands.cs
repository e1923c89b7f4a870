using System.CommandLine;

namespace Prony.Cli.Personalities;

/// <summary>The personalities as commands, for the help and the completion; their lines are read by themselves, before anything here sees them.</summary>
internal static class PersonalityCommands
{
    /// <summary>One command for each.</summary>
    public static IEnumerable<Command> Create() => PersonalityTable.All.Select(Create);

    private static Command Create(IPersonality tool)
    {
        var command = new Command(tool.Name, $"Read the command line of {tool.Original} as that tool does, and print what it prints") { TreatUnmatchedTokensAsErrors = false };

        // The usual help has -h, which is a flag of several tools.
        foreach (var flag in tool.Flags.Where(f => f.State == FlagState.Supported && !f.Names.Any(n => n is "-h" or "-?" or "--help")))
        {
            command.Options.Add(new Option<string?>(flag.Names[0], [.. flag.Names.Skip(1)]) { Description = flag.Meaning, Arity = ArgumentArity.ZeroOrOne });
        }

        return command;
    }
}
