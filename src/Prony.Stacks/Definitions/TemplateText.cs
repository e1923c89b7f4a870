using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Prony.Stacks.Definitions;

/// <summary>Replaces <c>{{prony:NAME}}</c> in the text of a file; everything else stays as it is, so that no configuration language needs escapes.</summary>
/// <remarks>
/// A line that holds <c>{{prony:SERVICE.each.address}}</c>, <c>….each.port}}</c> or <c>….each.instance}}</c> is repeated for each instance of that
/// service, as the servers of a proxy need it. Pure; thread-safe.
/// </remarks>
public static partial class TemplateText
{
    private const string Opening = "{{prony:";
    private const string Each = ".each.";

    /// <summary>What a line can be repeated with, and the name that holds its values for all instances.</summary>
    private static readonly Dictionary<string, string> ListOf = new(StringComparer.Ordinal)
    {
        ["address"] = "addresses",
        ["port"] = "ports",
        ["instance"] = "ports",
    };

    /// <summary>Every place of the text that cannot be replaced.</summary>
    /// <param name="text">Text of a file.</param>
    /// <param name="names">Full names in scope.</param>
    public static IReadOnlyList<TemplateProblem> FindProblems(string text, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(text);
        var known = names.ToHashSet(StringComparer.Ordinal);
        var problems = new List<TemplateProblem>();
        foreach (var (line, number) in text.Split('\n').Select((line, index) => (line, index + 1)))
        {
            var marks = Marks().Matches(line);
            problems.AddRange(marks.Where(mark => !IsKnown(mark.Groups[1].Value, known))
                .Select(mark => new TemplateProblem(number, mark.Index + 1, mark.Groups[1].Value, TemplateProblemKind.Unknown)));
            problems.AddRange(FindOpen(line, marks).Select(at => new TemplateProblem(number, at + 1, "", TemplateProblemKind.NotClosed)));
            if (marks.Select(mark => ServiceOf(mark.Groups[1].Value)).OfType<string>().Distinct().Skip(1).Any())
            {
                problems.Add(new TemplateProblem(number, marks[0].Index + 1, "", TemplateProblemKind.TwoLists));
            }
        }

        return problems;
    }

    /// <summary>The names that a text asks for; of a line that is repeated, those of the service's addresses or ports.</summary>
    public static IReadOnlyList<string> NamesIn(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. Marks().Matches(text).Select(mark => mark.Groups[1].Value).Distinct().SelectMany(name => ListNameOf(name) is { } list ? new[] { name, list } : [name])];
    }

    /// <summary>The text with everything replaced.</summary>
    /// <param name="text">Text of a file.</param>
    /// <param name="values">Values by full name.</param>
    /// <exception cref="PlaceholderException">A name has no value.</exception>
    public static string Render(string text, IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(values);
        if (FindProblems(text, values.Keys) is [var first, ..])
        {
            throw new PlaceholderException(string.Create(CultureInfo.InvariantCulture, $"line {first.Line} of a file: {first.Message}."));
        }

        var result = new StringBuilder(text.Length);
        foreach (var line in Lines(text))
        {
            var service = Marks().Matches(line).Select(mark => ServiceOf(mark.Groups[1].Value)).OfType<string>().FirstOrDefault();
            if (service is null)
            {
                result.Append(Replace(line, values, 0));
                continue;
            }

            // The last line of a file may have no end, and its copies need one between them.
            var count = values[$"{service}.ports"].Split(',').Length;
            var copies = Enumerable.Range(0, count).Select(index => Replace(line, values, index)).ToList();
            result.AppendJoin(line.EndsWith('\n') ? "" : "\n", copies);
        }

        return result.ToString();
    }

    private static string Replace(string line, IReadOnlyDictionary<string, string> values, int index) => Marks().Replace(line, mark =>
    {
        var name = mark.Groups[1].Value;
        return ListNameOf(name) is not { } list ? values[name]
            : name.EndsWith(".instance", StringComparison.Ordinal) ? (index + 1).ToString(CultureInfo.InvariantCulture)
            : values[list].Split(',')[index];
    });

    /// <summary>Lines with their ends, so that files with CRLF keep them.</summary>
    private static IEnumerable<string> Lines(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            yield return text[start..end];
            start = end;
        }
    }

    private static bool IsKnown(string name, HashSet<string> known) => known.Contains(ListNameOf(name) ?? name);

    /// <summary>"web.addresses" for "web.each.address"; null for a name that repeats nothing.</summary>
    private static string? ListNameOf(string name) =>
        ServiceOf(name) is { } service && ListOf.TryGetValue(name[(service.Length + Each.Length)..], out var list) ? $"{service}.{list}" : null;

    private static string? ServiceOf(string name) => name.IndexOf(Each, StringComparison.Ordinal) is > 0 and var at ? name[..at] : null;

    private static IEnumerable<int> FindOpen(string line, MatchCollection closed)
    {
        for (var at = line.IndexOf(Opening, StringComparison.Ordinal); at >= 0; at = line.IndexOf(Opening, at + 1, StringComparison.Ordinal))
        {
            if (!closed.Any(mark => mark.Index == at))
            {
                yield return at;
            }
        }
    }

    [GeneratedRegex(@"\{\{prony:([^{}\r\n]*)\}\}")]
    private static partial Regex Marks();
}

/// <summary>A place of a template that cannot be replaced.</summary>
/// <param name="Line">1-based.</param>
/// <param name="Column">1-based.</param>
/// <param name="Name">The name as it is written; empty where there is none.</param>
/// <param name="Kind">What is wrong.</param>
public sealed record TemplateProblem(int Line, int Column, string Name, TemplateProblemKind Kind)
{
    /// <summary>What is wrong, without a full stop.</summary>
    public string Message => Kind switch
    {
        TemplateProblemKind.NotClosed => "'{{prony:' is not closed by '}}' in the same line",
        TemplateProblemKind.TwoLists => "a line can be repeated for the instances of one service only",
        _ => $"unknown placeholder '{{{{prony:{Name}}}}}'",
    };
}

/// <summary>What is wrong with a place of a template.</summary>
public enum TemplateProblemKind
{
    /// <summary>No such name is in scope.</summary>
    Unknown,

    /// <summary>The braces do not close.</summary>
    NotClosed,

    /// <summary>Two services in one line that is to be repeated.</summary>
    TwoLists,
}
