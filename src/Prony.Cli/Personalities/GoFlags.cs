using System.Globalization;
using System.Text.RegularExpressions;

namespace Prony.Cli.Personalities;

/// <summary>What a flag of Go's <c>flag</c> package takes.</summary>
internal enum GoKind
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>Any text, as often as it is given.</summary>
    Many,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A duration: 10s, 1m30s.</summary>
    Duration,

    /// <summary>Nothing, or =true and =false.</summary>
    Switch,
}

/// <summary>A command line as Go's <c>flag</c> package reads it: <c>-n 5</c>, <c>-n=5</c> and <c>--n</c>, up to the first word that is no flag.</summary>
internal sealed partial class GoFlags
{
    private readonly Dictionary<string, List<string>> _values = [];

    /// <summary>The words behind the flags.</summary>
    public IReadOnlyList<string> Rest { get; private set; } = [];

    /// <summary>Somebody asked for help: -help or --help.</summary>
    public bool Help { get; private set; }

    /// <summary>Reads a line.</summary>
    /// <param name="words">The words.</param>
    /// <param name="kinds">The flags by their names, without the minus.</param>
    /// <param name="usage">What stands below a complaint.</param>
    /// <exception cref="ToolExitException">Go's complaint and exit code 2.</exception>
    public static GoFlags Read(IReadOnlyList<string> words, IReadOnlyDictionary<string, GoKind> kinds, string usage)
    {
        var flags = new GoFlags();
        var at = 0;
        while (at < words.Count && !flags.Help && words[at] is { Length: >= 2 } word && word[0] == '-')
        {
            at++;
            if (word == "--")
            {
                break;
            }

            at = flags.ReadOne(word, words, at, kinds, problem => new ToolExitException(2, problem + "\n" + usage));
        }

        flags.Rest = [.. words.Skip(at)];
        return flags;
    }

    /// <summary>Whether a flag was given.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>Its last value; a default when it was not given.</summary>
    public string Text(string name, string otherwise = "") => _values.TryGetValue(name, out var all) ? all[^1] : otherwise;

    /// <summary>All its values.</summary>
    public IReadOnlyList<string> All(string name) => _values.TryGetValue(name, out var all) ? all : [];

    /// <summary>A whole number.</summary>
    public long Whole(string name, long otherwise) => _values.TryGetValue(name, out var all) ? ReadWhole(all[^1]).Value : otherwise;

    /// <summary>A number.</summary>
    public double Number(string name, double otherwise) => _values.TryGetValue(name, out var all) ? ReadNumber(all[^1])!.Value : otherwise;

    /// <summary>A duration.</summary>
    public TimeSpan Duration(string name) => _values.TryGetValue(name, out var all) ? ReadDuration(all[^1])!.Value : TimeSpan.Zero;

    /// <summary>A switch.</summary>
    public bool Switch(string name) => _values.TryGetValue(name, out var all) && ReadSwitch(all[^1])!.Value;

    private int ReadOne(string word, IReadOnlyList<string> words, int at, IReadOnlyDictionary<string, GoKind> kinds, Func<string, ToolExitException> complain)
    {
        var name = word[(word[1] == '-' ? 2 : 1)..];
        if (name.Length == 0 || name[0] is '-' or '=')
        {
            throw complain("bad flag syntax: " + word);
        }

        var equals = name.IndexOf('=', StringComparison.Ordinal);
        var value = equals > 0 ? name[(equals + 1)..] : null;
        name = equals > 0 ? name[..equals] : name;
        if (!kinds.TryGetValue(name, out var kind))
        {
            Help = name is "help" or "h";
            return Help ? at : throw complain("flag provided but not defined: -" + name);
        }

        if (kind == GoKind.Switch)
        {
            value ??= "true";
            Keep(name, ReadSwitch(value) is null ? throw complain($"invalid boolean value {Quote(value)} for -{name}: parse error") : value);
            return at;
        }

        if (value is null)
        {
            value = at < words.Count ? words[at] : throw complain("flag needs an argument: -" + name);
            at++;
        }

        Keep(name, Problem(kind, value) is { } problem ? throw complain($"invalid value {Quote(value)} for flag -{name}: {problem}") : value);
        return at;
    }

    private void Keep(string name, string value)
    {
        if (!_values.TryGetValue(name, out var all))
        {
            _values[name] = all = [];
        }

        all.Add(value);
    }

    private static string? Problem(GoKind kind, string value) => kind switch
    {
        GoKind.Whole => ReadWhole(value).Problem,
        GoKind.Number => ReadNumber(value) is null ? "parse error" : null,
        GoKind.Duration => ReadDuration(value) is null ? "parse error" : null,
        _ => null,
    };

    private static string Quote(string text) => '"' + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + '"';

    private static bool? ReadSwitch(string text) => text switch
    {
        "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
        "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
        _ => null,
    };

    private static (long Value, string? Problem) ReadWhole(string text)
    {
        if (!WholeNumber().IsMatch(text))
        {
            return (0, "parse error");
        }

        var hex = text.Contains('x', StringComparison.OrdinalIgnoreCase);
        var digits = text.TrimStart('+', '-');
        var read = hex
            ? long.TryParse(digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && value >= 0
            : long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        return read ? (text[0] == '-' ? -value : value, null) : (0, "value out of range");
    }

    private static double? ReadNumber(string text) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : null;

    private static TimeSpan? ReadDuration(string text)
    {
        if (text is "0" or "+0" or "-0")
        {
            return TimeSpan.Zero;
        }

        if (!DurationText().IsMatch(text))
        {
            return null;
        }

        var seconds = DurationPart().Matches(text).Sum(part =>
            double.Parse("0" + part.Groups[1].Value, CultureInfo.InvariantCulture) * SecondsOf(part.Groups[2].Value));
        return seconds < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(text[0] == '-' ? -seconds : seconds) : null;
    }

    private static double SecondsOf(string unit) => unit switch
    {
        "h" => 3600,
        "m" => 60,
        "s" => 1,
        "ms" => 1e-3,
        "ns" => 1e-9,
        _ => 1e-6,
    };

    [GeneratedRegex(@"^[+-]?(0[xX][0-9a-fA-F]+|[0-9]+)$")]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"^[+-]?(([0-9]+\.?[0-9]*|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+$")]
    private static partial Regex DurationText();

    [GeneratedRegex(@"([0-9]*\.?[0-9]*)(ns|us|µs|μs|ms|s|m|h)")]
    private static partial Regex DurationPart();
}
