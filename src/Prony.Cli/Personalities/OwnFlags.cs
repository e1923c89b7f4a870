namespace Prony.Cli.Personalities;

/// <summary>The two words that every personality takes besides its original's: they may stand anywhere on the line but behind "--" and where a flag of the original has its value.</summary>
/// <param name="Truth">Whether to say what the original would have got wrong; <c>--no-truth</c> silences it.</param>
/// <param name="Yes"><c>--yes</c>: the address may be loaded although it is not on this machine or its network.</param>
/// <param name="Rest">The line without them: the original's.</param>
internal sealed record OwnFlags(bool Truth, bool Yes, IReadOnlyList<string> Rest)
{
    /// <summary>The word that silences the block of truth.</summary>
    public const string NoTruthWord = "--no-truth";

    /// <summary>The word that permits an address.</summary>
    public const string YesWord = "--yes";

    /// <summary>Takes them out of a command line.</summary>
    /// <param name="arguments">The line.</param>
    /// <param name="flags">The original's: a body of <c>-d --yes</c> permits nothing.</param>
    public static OwnFlags Take(IReadOnlyList<string> arguments, IReadOnlyList<ToolFlag> flags)
    {
        var (truth, yes) = (true, false);
        var rest = new List<string>();
        for (var at = 0; at < arguments.Count; at++)
        {
            var word = arguments[at];
            if (word == "--")
            {
                rest.AddRange(arguments.Skip(at));
                break;
            }

            truth &= word != NoTruthWord;
            yes |= word == YesWord;
            if (word is NoTruthWord or YesWord)
            {
                continue;
            }

            rest.Add(word);
            if (at + 1 < arguments.Count && WantsNext(word, flags))
            {
                rest.Add(arguments[++at]);
            }
        }

        return new OwnFlags(truth, yes, rest);
    }

    /// <summary>Whether the word behind this one is its value, however the original spells flags: -n, --n (Go), -kn (letters together), --req (shortened).</summary>
    private static bool WantsNext(string word, IReadOnlyList<ToolFlag> flags)
    {
        if (word.Length < 2 || word[0] != '-' || word.Contains('=', StringComparison.Ordinal))
        {
            return false;
        }

        var isLong = word[1] == '-';
        var same = flags.FirstOrDefault(flag => flag.Names.Contains(word) || (isLong && flag.Names.Contains(word[1..])));
        if (same is not null)
        {
            return same.Value.Length > 0;
        }

        if (isLong)
        {
            return flags.Any(flag => flag.Value.Length > 0 && flag.Names.Any(name => name.StartsWith(word, StringComparison.Ordinal)));
        }

        // Of letters together the first that takes a value has the rest of the word for it, or the next one.
        var taking = word.Skip(1).TakeWhile(letter => !TakesValue(letter, flags)).Count() + 1;
        return taking == word.Length - 1;
    }

    private static bool TakesValue(char letter, IReadOnlyList<ToolFlag> flags) => flags.Any(flag => flag.Value.Length > 0 && flag.Names.Contains("-" + letter));
}
