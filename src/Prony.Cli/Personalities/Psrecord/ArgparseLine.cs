namespace Prony.Cli.Personalities.Psrecord;

/// <summary>A command line that argparse cannot read: what stands behind "error: ".</summary>
internal sealed class ArgparseException(string message) : Exception(message);

/// <summary>A command line with one operand, as argparse of Python 3 reads it: long names may be shortened while they are clear, the last of several values counts.</summary>
internal sealed class ArgparseLine
{
    private readonly IReadOnlyList<ToolFlag> _flags;
    private readonly Dictionary<ToolFlag, string> _found = [];
    private readonly List<string> _operands = [];
    private readonly List<string> _unknown = [];

    private ArgparseLine(IReadOnlyList<ToolFlag> flags) => _flags = flags;

    /// <summary>The operand; empty when only the help was asked for.</summary>
    public string Operand => _operands.FirstOrDefault("");

    /// <summary>The flags that were given, in the order of the help.</summary>
    public IEnumerable<ToolFlag> Given => _flags.Where(_found.ContainsKey);

    /// <summary>Reads a line.</summary>
    /// <param name="words">The words after the program's name.</param>
    /// <param name="flags">What there is.</param>
    /// <param name="operand">Name of the operand.</param>
    /// <exception cref="ArgparseException">It is none.</exception>
    public static ArgparseLine Read(IReadOnlyList<string> words, IReadOnlyList<ToolFlag> flags, string operand)
    {
        var line = new ArgparseLine(flags);
        var onlyOperands = false;
        for (var at = 0; at < words.Count; at++)
        {
            var word = words[at];
            if (onlyOperands || word.Length < 2 || word[0] != '-')
            {
                line._operands.Add(word);
            }
            else if (word == "--")
            {
                onlyOperands = true;
            }
            else
            {
                at = line.ReadFlag(words, at);
            }
        }

        line.Check(operand);
        return line;
    }

    /// <summary>Whether a flag was given.</summary>
    public bool Has(string name) => _found.ContainsKey(Flag(name));

    /// <summary>The value of a flag; null when it was not given.</summary>
    public string? Value(string name) => _found.GetValueOrDefault(Flag(name));

    private ToolFlag Flag(string name) => _flags.First(flag => flag.Names.Contains(name));

    private void Check(string operand)
    {
        if (Has("-h"))
        {
            return;
        }

        if (_operands.Count == 0)
        {
            throw new ArgparseException($"the following arguments are required: {operand}");
        }

        if (_unknown.Count > 0 || _operands.Count > 1)
        {
            throw new ArgparseException($"unrecognized arguments: {string.Join(' ', _unknown.Concat(_operands.Skip(1)))}");
        }
    }

    private int ReadFlag(IReadOnlyList<string> words, int at)
    {
        var equals = words[at].IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? words[at] : words[at][..equals];
        var fitting = _flags.Where(flag => flag.Names.Contains(name)).ToList();
        if (fitting.Count == 0 && name.StartsWith("--", StringComparison.Ordinal))
        {
            fitting = [.. _flags.Where(flag => flag.Names.Any(n => n.StartsWith(name, StringComparison.Ordinal)))];
        }

        if (fitting.Count > 1)
        {
            throw new ArgparseException($"ambiguous option: {name} could match {string.Join(", ", fitting.Select(flag => flag.Names[^1]))}");
        }

        if (fitting.Count == 0)
        {
            _unknown.Add(words[at]);
            return at;
        }

        return Take(fitting[0], words, at, equals < 0 ? null : words[at][(equals + 1)..]);
    }

    private int Take(ToolFlag flag, IReadOnlyList<string> words, int at, string? joined)
    {
        if (flag.Value.Length == 0)
        {
            _found[flag] = joined is null ? "" : throw new ArgparseException($"argument {string.Join('/', flag.Names)}: ignored explicit argument '{joined}'");
            return at;
        }

        if (joined is null && (at + 1 == words.Count || (words[at + 1].Length > 1 && words[at + 1][0] == '-' && !IsNumber(words[at + 1]))))
        {
            throw new ArgparseException($"argument {string.Join('/', flag.Names)}: expected one argument");
        }

        _found[flag] = joined ?? words[at + 1];
        return joined is null ? at + 1 : at;
    }

    /// <summary>A negative number is a value where no flag looks like one.</summary>
    private static bool IsNumber(string word) => word.Skip(1).All(c => char.IsAsciiDigit(c) || c == '.');
}
