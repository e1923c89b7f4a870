namespace Prony.Cli.Personalities.Wrk;

/// <summary>A long option of getopt_long.</summary>
/// <param name="Name">Without dashes.</param>
/// <param name="TakesValue">Whether a value belongs to it.</param>
/// <param name="Letter">What the program gets: that of the short option that is the same.</param>
internal sealed record LongOption(string Name, bool TakesValue, char Letter);

/// <summary>A command line as GNU getopt_long reads it: letters together, values joined or apart, long names shortened while they are clear, operands anywhere.</summary>
/// <param name="Options">Letters with their values, in order, up to an error.</param>
/// <param name="Operands">The other words.</param>
/// <param name="Error">The line that the library writes to standard error; null for none.</param>
internal sealed record GetoptLong(IReadOnlyList<(char Letter, string Value)> Options, IReadOnlyList<string> Operands, string? Error)
{
    /// <summary>Reads a command line.</summary>
    /// <param name="program">Name for the error.</param>
    /// <param name="words">The words after it.</param>
    /// <param name="shorts">As getopt has them: letters, each followed by ':' when it takes a value.</param>
    /// <param name="longs">The long options.</param>
    public static GetoptLong Read(string program, IReadOnlyList<string> words, string shorts, IReadOnlyList<LongOption> longs)
    {
        var reader = new Reader(words, shorts, longs);
        var error = reader.ReadAll();
        return new GetoptLong(reader.Options, reader.Operands, error is null ? null : $"{program}: {error}");
    }

    private sealed class Reader(IReadOnlyList<string> words, string shorts, IReadOnlyList<LongOption> longs)
    {
        private int _at;

        internal List<(char Letter, string Value)> Options { get; } = [];

        internal List<string> Operands { get; } = [];

        internal string? ReadAll()
        {
            for (string? error = null; _at < words.Count;)
            {
                var word = words[_at++];
                if (word == "--")
                {
                    Operands.AddRange(words.Skip(_at));
                    return null;
                }

                if (word.StartsWith("--", StringComparison.Ordinal))
                {
                    error = ReadLong(word);
                }
                else if (word.Length > 1 && word[0] == '-')
                {
                    error = ReadLetters(word);
                }
                else
                {
                    Operands.Add(word);
                }

                if (error is not null)
                {
                    return error;
                }
            }

            return null;
        }

        private string? ReadLong(string word)
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? word[2..] : word[2..equals];
            var fitting = longs.Where(option => option.Name == name).ToList();
            if (fitting.Count == 0)
            {
                fitting = [.. longs.Where(option => option.Name.StartsWith(name, StringComparison.Ordinal))];
            }

            if (fitting.Count != 1)
            {
                return fitting.Count == 0
                    ? $"unrecognized option '{word}'"
                    : $"option '{word}' is ambiguous; possibilities: {string.Join(' ', fitting.Select(option => $"'--{option.Name}'"))}";
            }

            var found = fitting[0];
            if (!found.TakesValue && equals >= 0)
            {
                return $"option '--{found.Name}' doesn't allow an argument";
            }

            if (found.TakesValue && equals < 0 && _at == words.Count)
            {
                return $"option '--{found.Name}' requires an argument";
            }

            Options.Add((found.Letter, !found.TakesValue ? "" : equals >= 0 ? word[(equals + 1)..] : words[_at++]));
            return null;
        }

        private string? ReadLetters(string word)
        {
            for (var i = 1; i < word.Length; i++)
            {
                var letter = word[i];
                var place = letter == ':' ? -1 : shorts.IndexOf(letter, StringComparison.Ordinal);
                if (place < 0)
                {
                    return $"invalid option -- '{letter}'";
                }

                if (place + 1 == shorts.Length || shorts[place + 1] != ':')
                {
                    Options.Add((letter, ""));
                    continue;
                }

                if (i + 1 == word.Length && _at == words.Count)
                {
                    return $"option requires an argument -- '{letter}'";
                }

                Options.Add((letter, i + 1 < word.Length ? word[(i + 1)..] : words[_at++]));
                return null;
            }

            return null;
        }
    }
}
