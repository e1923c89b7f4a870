using System.CommandLine;
using System.Text.RegularExpressions;
using Prony.Experiments.Files.Nodes;

namespace Prony.Cli.Parsing;

/// <summary>Adds the nearest known word to the parser's complaints.</summary>
internal static partial class Suggestions
{
    /// <summary>"Unrecognized command or argument '--duratoin'." becomes a sentence that names '--duration'.</summary>
    public static string Improve(string message, ParseResult parsed)
    {
        if (Unrecognized().Match(message) is not { Success: true } match)
        {
            return message;
        }

        var word = match.Groups[1].Value;
        var known = Known(parsed.CommandResult.Command, option: word.StartsWith('-'));
        var nearest = NearestName.Find(word, known);
        return nearest is null ? $"'{word}' is not known here." : $"'{word}' is not known here. Did you mean '{nearest}'?";
    }

    private static IEnumerable<string> Known(Command command, bool option) => option
        ? command.Options.SelectMany(o => o.Aliases.Append(o.Name))
        : command.Subcommands.Select(c => c.Name);

    [GeneratedRegex("^Unrecognized command or argument '(.*)'\\.$")]
    private static partial Regex Unrecognized();
}
