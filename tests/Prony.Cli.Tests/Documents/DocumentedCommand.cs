using System.Text.RegularExpressions;
using Prony.Cli.Tests.Personalities;

namespace Prony.Cli.Tests.Documents;

/// <summary>A command line of prony that a text of the clone shows.</summary>
/// <param name="Place">File and line.</param>
/// <param name="Words">What stands behind prony, as a shell reads it.</param>
/// <param name="IsWhole">It stands on a line of its own, to be typed; false: a sentence speaks of it, or it holds what is to be replaced.</param>
internal sealed partial record DocumentedCommand(string Place, IReadOnlyList<string> Words, bool IsWhole)
{
    private static readonly string[] Rooms = ["docs", "experiments", "stacks"];

    /// <summary>All of them: in documents, and in the comments of experiments and stacks.</summary>
    public static List<DocumentedCommand> All() =>
    [
        .. Rooms.SelectMany(room => Directory.EnumerateFiles(Clone.PathOf(room), "*", SearchOption.AllDirectories)).Append(Clone.PathOf("README.md"))
            .Where(file => !file.Contains("/node_modules/", StringComparison.Ordinal))
            .SelectMany(Of),
    ];

    private static IEnumerable<DocumentedCommand> Of(string file) => Path.GetExtension(file) switch
    {
        ".md" => InDocument(file),
        ".yaml" => InComments(file),
        _ => [],
    };

    private static IEnumerable<DocumentedCommand> InDocument(string file)
    {
        var isBlock = false;
        foreach (var (line, place) in Lines(file))
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                isBlock = !isBlock;
            }
            else if (isBlock)
            {
                foreach (Match typed in Typed().Matches(line))
                {
                    yield return Read(place, typed.Groups[1].Value, isTyped: true);
                }
            }
            else
            {
                // Brackets stand around what may be left out.
                foreach (Match spoken in Spoken().Matches(line))
                {
                    yield return Read(place, spoken.Groups[1].Value.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal), isTyped: false);
                }
            }
        }
    }

    private static IEnumerable<DocumentedCommand> InComments(string file) =>
        Lines(file).SelectMany(line => Commented().Matches(line.Text).Select(typed => Read(line.Place, typed.Groups[1].Value, isTyped: true)));

    private static IEnumerable<(string Text, string Place)> Lines(string file) =>
        File.ReadLines(file).Select((text, index) => (text, $"{Path.GetRelativePath(Clone.PathOf(""), file)}:{index + 1}"));

    /// <summary>Words up to a comment, to two spaces (an explanation stands behind them), or to what the shell does with the output.</summary>
    private static DocumentedCommand Read(string place, string line, bool isTyped)
    {
        var words = Word().Matches(line).Select(word => word.Value.TrimStart(' '))
            .TakeWhile(word => word[0] is not ('#' or '>' or '|') && word != "&")
            .Select(word => Quoted().Replace(word, quoted => quoted.Value[1..^1]))
            .ToList();
        return new DocumentedCommand(place, words, isTyped && !words.Exists(word => Placeholder().IsMatch(word)));
    }

    [GeneratedRegex(@"^(?:\$ )?(?:[A-Z_]+=\S+ )*(?:\./)?prony (.+)$")]
    private static partial Regex Typed();

    [GeneratedRegex(@"`(?:[A-Z_]+=\S+ )*(?:\./)?prony ([^`]+)`")]
    private static partial Regex Spoken();

    [GeneratedRegex(@"^ *# +(?:[A-Z_]+=\S+ )*\./prony (.+)$")]
    private static partial Regex Commented();

    [GeneratedRegex(@"\G ?(?:'[^']*'|""[^""]*""|[^\s'""])+")]
    private static partial Regex Word();

    [GeneratedRegex(@"'[^']*'|""[^""]*""")]
    private static partial Regex Quoted();

    /// <summary>A name in capitals, or something left out.</summary>
    [GeneratedRegex("^[A-Z_]{2,}$|…")]
    private static partial Regex Placeholder();
}
