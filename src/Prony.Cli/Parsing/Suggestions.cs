using System.CommandLine;
using System.Text.RegularExpressions;
using Prony.Experiments.Files.Nodes;

namespace Prony.Cli.Parsing;

/// <summary>Adds the nearest known word to the parser's complaints.</summary>
internal static partial class Suggestions
{
    /// <summary>What is wrong with a line. Where a verb is missing and the line has words, the first of them is what went wrong: the parser's other complaints follow from it.</summary>
    public static IReadOnlyList<string> Complaints(ParseResult parsed)
    {
        var messages = parsed.Errors.Select(error => error.Message).ToList();
        var words = parsed.CommandResult.Command.Subcommands.Count == 0 ? [] : messages.Where(message => Unrecognized().IsMatch(message)).ToList();
        var first = words.Find(message => !Unrecognized().Match(message).Groups[1].Value.StartsWith('-')) ?? words.FirstOrDefault();
        return first is null ? [.. messages.Select(message => Improve(message, parsed))] : [Improve(first, parsed)];
    }

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
