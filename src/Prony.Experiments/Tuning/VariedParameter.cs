using System.Globalization;

namespace Prony.Experiments.Tuning;

/// <summary>A parameter of a stack with the values that it is to take: "workers=1..16" or "threads=1,2,4,8".</summary>
/// <param name="Name">Of the parameter.</param>
/// <param name="Values">At least one, in order, each once.</param>
public sealed record VariedParameter(string Name, IReadOnlyList<string> Values)
{
    private const string Form = "Write NAME=FROM..TO with whole numbers, or NAME=A,B,C.";

    /// <summary>More values than anybody waits for are a mistake.</summary>
    private const int MostValues = 64;

    /// <summary>Reads it.</summary>
    /// <exception cref="FormatException">It is none; the message says what is wrong and what to write instead.</exception>
    public static VariedParameter Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = text.IndexOf('=', StringComparison.Ordinal);
        var name = at < 0 ? "" : text[..at].Trim();
        if (name.Length == 0)
        {
            throw new FormatException($"'{text}' names no parameter. {Form}");
        }

        var values = text[(at + 1)..].Trim();
        var list = values.Contains("..", StringComparison.Ordinal) ? Range(text, values) : [.. values.Split(',', StringSplitOptions.TrimEntries)];
        if (list.Any(value => value.Length == 0))
        {
            throw new FormatException($"'{text}' holds an empty value. {Form}");
        }

        if (list.Distinct().Count() < list.Count)
        {
            throw new FormatException($"'{text}' holds a value twice. Each is tried once.");
        }

        return new VariedParameter(name, list);
    }

    private static List<string> Range(string text, string values)
    {
        var ends = values.Split("..", 2, StringSplitOptions.TrimEntries);
        if (!int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            || !int.TryParse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture, out var to) || to < from)
        {
            throw new FormatException($"'{text}' is no range. {Form}");
        }

        return to - from >= MostValues
            ? throw new FormatException($"'{text}' has {(long)to - from + 1} values, and {MostValues} are the most. Name some of them, such as 1,2,4,8.")
            : [.. Enumerable.Range(from, to - from + 1).Select(value => value.ToString(CultureInfo.InvariantCulture))];
    }
}
