using System.Text.RegularExpressions;

namespace Prony.Cli.Personalities.Loadtest;

/// <summary>A command line as npm's stdio 0.2.7 reads it: flags anywhere, -n 5, -n=5, --maxRequests 5, -kr; a value belongs to the flag before it as long as that one wants one.</summary>
internal sealed partial class LoadtestWords
{
    private readonly Dictionary<string, List<string>> _values = [];

    /// <summary>Words that belong to no flag.</summary>
    public List<string> Rest { get; } = [];

    /// <summary>Reads a line.</summary>
    /// <exception cref="ToolExitException">The parser's complaint and exit code.</exception>
    public static LoadtestWords Read(IReadOnlyList<string> words)
    {
        if (words.Contains("--help"))
        {
            throw new ToolExitException(0, "", ToolHelp.Mark(LoadtestText.Usage, LoadtestText.Flags));
        }

        var read = new LoadtestWords();
        LoadtestOption? last = null;
        var afterValue = false;
        foreach (var word in words.SelectMany(Split))
        {
            if (word is "-" or "--")
            {
                throw Stop($"Wrong argument provided: \"{word}\".");
            }

            if (IsFlag(word))
            {
                last = Find(word);
                read._values.TryAdd(last.Name, []);
                afterValue = false;
                continue;
            }

            var values = last is null ? null : read._values[last.Name];
            if (values is null || (last!.Multiple ? afterValue : !last.TakesValue || values.Count > 0))
            {
                last = null;
                read.Rest.Add(word);
            }
            else
            {
                values.Add(word);
            }

            afterValue = true;
        }

        return read;
    }

    /// <summary>Whether a flag was given.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>Its value; null when it was not given.</summary>
    /// <exception cref="UsageException">It was given without one.</exception>
    public string? Value(string name) => !_values.TryGetValue(name, out var values) ? null
        : values.Count > 0 ? values[0] : throw new UsageException($"loadtest --{name}: a value is missing.");

    /// <summary>All its values.</summary>
    public IReadOnlyList<string> All(string name) => _values.TryGetValue(name, out var values) ? values : [];

    /// <summary>-abc is -a -b -c, and -a=b is -a b.</summary>
    private static IEnumerable<string> Split(string word)
    {
        if (word.Length == 0 || !IsFlag(word))
        {
            return [word];
        }

        var equals = word.IndexOf('=', StringComparison.Ordinal);
        if (equals >= 0)
        {
            return [word[..equals], word[(equals + 1)..]];
        }

        return word.Length > 2 && word[1] != '-' ? word[1..].Select(letter => "-" + letter) : [word];
    }

    private static bool IsFlag(string word) => word.StartsWith('-') && !NumberText().IsMatch(word);

    private static LoadtestOption Find(string word)
    {
        var isLong = word.StartsWith("--", StringComparison.Ordinal);
        var name = word[(isLong ? 2 : 1)..];
        return LoadtestText.Options.FirstOrDefault(o => isLong ? o.Name == name : o.Key.Length > 0 && o.Key == name)
            ?? throw Stop(isLong ? $"Unknown option \"--{name}\".{Nearest(name)}" : $"Unknown option: \"-{name}\".");
    }

    /// <summary>What stdio proposes: the first of the names that are nearest, up to two letters away.</summary>
    private static string Nearest(string name)
    {
        var near = LoadtestText.Options.MinBy(o => Distance(o.Name, name))!;
        return Distance(near.Name, name) < 3 ? $" Did you mean \"--{near.Name}\"?" : "";
    }

    /// <summary>Levenshtein's distance: letters to insert, remove or change.</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var above = row[j];
                row[j] = one[i - 1] == other[j - 1] ? diagonal : 1 + Math.Min(diagonal, Math.Min(above, row[j - 1]));
                diagonal = above;
            }
        }

        return row[^1];
    }

    /// <summary>The parser ends with -1, which a shell sees as 255.</summary>
    private static ToolExitException Stop(string problem) => new(255, "", problem + "\nTry \"--help\" for more information.\n");

    [GeneratedRegex(@"^[\d\-.,]+$")]
    private static partial Regex NumberText();
}
