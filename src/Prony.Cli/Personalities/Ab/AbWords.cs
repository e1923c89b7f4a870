namespace Prony.Cli.Personalities.Ab;

/// <summary>A command line as apr_getopt reads it: -n5, -n 5, -kq; up to the first word that is no flag. What it complains about ends the reading, not the program.</summary>
/// <param name="Flags">Letters in their order; the value of a switch is empty.</param>
/// <param name="Rest">Words behind them.</param>
/// <param name="Complaint">For standard error; empty for none.</param>
internal sealed record AbWords(IReadOnlyList<(char Letter, string Value)> Flags, IReadOnlyList<string> Rest, string Complaint)
{
    /// <summary>Reads a line.</summary>
    public static AbWords Read(IReadOnlyList<string> words)
    {
        var flags = new List<(char, string)>();
        var at = 0;
        while (at < words.Count && words[at] is { Length: > 0 } word && word[0] == '-')
        {
            if (word.StartsWith("--", StringComparison.Ordinal))
            {
                at++;   // any word that begins so ends the flags
                break;
            }

            if (word.Length == 1)
            {
                break;
            }

            at++;
            for (var i = 1; i < word.Length; i++)
            {
                var letter = word[i];
                var known = letter == ':' ? -1 : AbText.Letters.IndexOf(letter, StringComparison.Ordinal);
                if (known < 0)
                {
                    // The letters behind it are not looked at, and the word counts as read only when it has none.
                    return new AbWords(flags, [.. words.Skip(i == word.Length - 1 ? at : at - 1)], $"ab: illegal option -- {letter}\n");
                }

                if (known + 1 >= AbText.Letters.Length || AbText.Letters[known + 1] != ':')
                {
                    flags.Add((letter, ""));
                    continue;
                }

                if (i + 1 < word.Length)
                {
                    flags.Add((letter, word[(i + 1)..]));
                }
                else if (at < words.Count)
                {
                    flags.Add((letter, words[at]));
                    at++;
                }
                else
                {
                    return new AbWords(flags, [], $"ab: option requires an argument -- {letter}\n");
                }

                break;
            }
        }

        return new AbWords(flags, [.. words.Skip(at)], "");
    }
}
