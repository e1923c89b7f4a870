using Prony.Experiments.Files.Nodes;

namespace Prony.Cli.Personalities.Oha;

/// <summary>A command line that clap cannot read: the lines that it prints to standard error; exit code 2.</summary>
internal sealed class ClapException(string message) : Exception(message);

/// <summary>A command line as clap 4 reads it: letters together, values joined, after '=' or apart, no shortened names, each flag once unless it may come again.</summary>
internal sealed class ClapLine
{
    private const string Usage = "Usage: oha [OPTIONS] <URL>";
    private const string TryHelp = "For more information, try '--help'.";

    private readonly IReadOnlyList<ToolFlag> _flags;
    private readonly Dictionary<ToolFlag, List<string>> _found = [];

    private ClapLine(IReadOnlyList<ToolFlag> flags) => _flags = flags;

    /// <summary>The one operand; null when there is none.</summary>
    public string? Operand { get; private set; }

    /// <summary>The flags that were given, in the order of the help.</summary>
    public IEnumerable<ToolFlag> Given => _flags.Where(_found.ContainsKey);

    /// <summary>Reads a line.</summary>
    /// <param name="words">The words after the program's name.</param>
    /// <param name="flags">What there is.</param>
    /// <param name="many">Names of flags that may come again.</param>
    /// <exception cref="ClapException">It is none.</exception>
    public static ClapLine Read(IReadOnlyList<string> words, IReadOnlyList<ToolFlag> flags, IReadOnlySet<string> many)
    {
        var line = new ClapLine(flags);
        for (var at = 0; at < words.Count; at++)
        {
            var word = words[at];
            if (word == "--")
            {
                foreach (var operand in words.Skip(at + 1))
                {
                    line.AddOperand(operand);
                }

                break;
            }

            if (word.StartsWith("--", StringComparison.Ordinal))
            {
                at = line.ReadLong(words, at, many);
            }
            else if (word.Length > 1 && word[0] == '-')
            {
                at = line.ReadLetters(words, at, many);
            }
            else
            {
                line.AddOperand(word);
            }
        }

        return line;
    }

    /// <summary>Whether a flag was given.</summary>
    public bool Has(string name) => _found.ContainsKey(Flag(name));

    /// <summary>The value of a flag; null when it was not given.</summary>
    public string? Value(string name) => _found.TryGetValue(Flag(name), out var values) ? values[^1] : null;

    /// <summary>All values of a flag.</summary>
    public IReadOnlyList<string> Values(string name) => _found.TryGetValue(Flag(name), out var values) ? values : [];

    /// <summary>Two flags exclude each other.</summary>
    public void Exclude(string one, string other)
    {
        if (Has(one) && Has(other))
        {
            throw Wrong($"the argument '{Shown(Flag(one))}' cannot be used with '{Shown(Flag(other))}'");
        }
    }

    /// <summary>A flag wants another one.</summary>
    public void Require(string one, string other)
    {
        if (Has(one) && !Has(other))
        {
            throw new ClapException($"error: the following required arguments were not provided:\n  {Shown(Flag(other))}\n\nUsage: oha {Shown(Flag(other))} {Shown(Flag(one))} <URL>\n\n{TryHelp}");
        }
    }

    /// <summary>The operand has to be there.</summary>
    public string RequireOperand() =>
        Operand ?? throw new ClapException($"error: the following required arguments were not provided:\n  <URL>\n\nUsage: oha <URL>\n\n{TryHelp}");

    /// <summary>What clap says of a value that cannot be read.</summary>
    public ClapException Invalid(string name, string value, string why) => new($"error: invalid value '{value}' for '{Shown(Flag(name))}': {why}\n\n{TryHelp}");

    /// <summary>What clap says of a value that is none of those that there are.</summary>
    public ClapException NoChoice(string name, string value, IEnumerable<string> choices) =>
        new($"error: invalid value '{value}' for '{Shown(Flag(name))}'\n  [possible values: {string.Join(", ", choices)}]\n\n{TryHelp}");

    private static ClapException Wrong(string what) => new($"error: {what}\n\n{Usage}\n\n{TryHelp}");

    /// <summary>"--method &lt;METHOD&gt;": the long name where there is one, as clap shows it.</summary>
    private static string Shown(ToolFlag flag)
    {
        var name = flag.Names.FirstOrDefault(n => n.StartsWith("--", StringComparison.Ordinal)) ?? flag.Names[0];
        return flag.Value.Length == 0 ? name : $"{name} <{flag.Value}>";
    }

    private ToolFlag Flag(string name) => _flags.First(flag => flag.Names.Contains(name));

    private void AddOperand(string word) => Operand = Operand is null ? word : throw Wrong($"unexpected argument '{word}' found");

    private int ReadLong(IReadOnlyList<string> words, int at, IReadOnlySet<string> many)
    {
        var equals = words[at].IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? words[at] : words[at][..equals];
        if (_flags.FirstOrDefault(f => f.Names.Contains(name)) is not { } flag)
        {
            var near = NearestName.Find(name[2..], _flags.SelectMany(f => f.Names).Where(n => n.StartsWith("--", StringComparison.Ordinal)).Select(n => n[2..]));
            var tip = near is null ? $"to pass '{name}' as a value, use '-- {name}'" : $"a similar argument exists: '--{near}'";
            throw new ClapException($"error: unexpected argument '{name}' found\n\n  tip: {tip}\n\n{Usage}\n\n{TryHelp}");
        }

        if (flag.Value.Length == 0)
        {
            Add(flag, equals < 0 ? "" : throw Wrong($"unexpected value '{words[at][(equals + 1)..]}' for '{name}' found; no more were expected"), many);
            return at;
        }

        return equals >= 0 ? AddAt(flag, words[at][(equals + 1)..], at, many) : AddNext(flag, words, at, many);
    }

    private int ReadLetters(IReadOnlyList<string> words, int at, IReadOnlySet<string> many)
    {
        var word = words[at];
        for (var i = 1; i < word.Length; i++)
        {
            var name = "-" + word[i];
            if (_flags.FirstOrDefault(f => f.Names.Contains(name)) is not { } flag)
            {
                throw new ClapException($"error: unexpected argument '{name}' found\n\n  tip: to pass '{name}' as a value, use '-- {name}'\n\n{Usage}\n\n{TryHelp}");
            }

            if (flag.Value.Length > 0)
            {
                var joined = word[(i + 1)..];
                return joined.Length == 0 ? AddNext(flag, words, at, many) : AddAt(flag, joined[0] == '=' ? joined[1..] : joined, at, many);
            }

            Add(flag, "", many);
        }

        return at;
    }

    private int AddAt(ToolFlag flag, string value, int at, IReadOnlySet<string> many)
    {
        Add(flag, value, many);
        return at;
    }

    /// <summary>A word that begins with '-' is no value but the next flag.</summary>
    private int AddNext(ToolFlag flag, IReadOnlyList<string> words, int at, IReadOnlySet<string> many)
    {
        if (at + 1 == words.Count || (words[at + 1].Length > 1 && words[at + 1][0] == '-'))
        {
            throw new ClapException($"error: a value is required for '{Shown(flag)}' but none was supplied\n\n{TryHelp}");
        }

        Add(flag, words[at + 1], many);
        return at + 1;
    }

    private void Add(ToolFlag flag, string value, IReadOnlySet<string> many)
    {
        if (!_found.TryGetValue(flag, out var values))
        {
            _found[flag] = [value];
        }
        else if (flag.Names.Any(many.Contains))
        {
            values.Add(value);
        }
        else
        {
            throw Wrong($"the argument '{Shown(flag)}' cannot be used multiple times");
        }
    }
}
