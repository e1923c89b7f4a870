using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Prony.Stacks.Definitions;

namespace Prony.Stacks.Layers;

/// <summary>The small languages in which a stack says where a figure stands: regular expressions with one group, and paths into JSON.</summary>
public static class MetricPatterns
{
    /// <summary>A line is short; an expression that takes longer is one that never ends.</summary>
    private static readonly TimeSpan MatchWithin = TimeSpan.FromMilliseconds(100);

    /// <summary>What is wrong with the place of a figure, in a sentence without full stop; null when nothing is.</summary>
    /// <param name="format">How the answer is written.</param>
    /// <param name="from">See <see cref="MetricDefinition.From"/>.</param>
    public static string? FindFault(MetricFormat format, string from)
    {
        ArgumentNullException.ThrowIfNull(from);
        try
        {
            return format switch
            {
                MetricFormat.Lines => ToRegex(from).GetGroupNumbers().Length - 1 is var groups and not 1
                    ? string.Create(CultureInfo.InvariantCulture, $"'{from}' has {groups} groups, but one in parentheses says where the number stands; write (?:…) for others")
                    : null,
                MetricFormat.Json => ToSteps(from).Count == 0 ? "a path names something" : null,
                _ => from.Trim().Length == 0 ? "a column has a name" : null,
            };
        }
        catch (ArgumentException wrong)
        {
            return format == MetricFormat.Lines ? $"'{from}' is no regular expression: {wrong.Message.TrimEnd('.')}" : wrong.Message;
        }
    }

    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    internal static Regex ToRegex(string text) => new(text, RegexOptions.CultureInvariant, MatchWithin);

    /// <summary>The steps of <c>a.b[0].c</c>.</summary>
    /// <exception cref="ArgumentException">It is no such path.</exception>
    internal static IReadOnlyList<JsonStep> ToSteps(string path)
    {
        var steps = new List<JsonStep>();
        foreach (var part in path.Split('.'))
        {
            var open = part.IndexOf('[', StringComparison.Ordinal);
            var name = open < 0 ? part : part[..open];
            if (name.Length > 0)
            {
                steps.Add(new JsonStep(name, 0));
            }

            foreach (var index in open < 0 ? [] : part[open..].TrimEnd(']').Split('[', StringSplitOptions.RemoveEmptyEntries))
            {
                steps.Add(int.TryParse(index.TrimEnd(']'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new JsonStep(null, number) : throw NotPath(path));
            }

            if (part.Length == 0 || part.Contains("[]", StringComparison.Ordinal) || (open >= 0 && !part.EndsWith(']')))
            {
                throw NotPath(path);
            }
        }

        return steps;
    }

    private static ArgumentException NotPath(string path) => new($"'{path}' is no path into JSON; expected one such as server.connections[0].active");
}

/// <summary>One step of a path into JSON.</summary>
/// <param name="Name">Of a member; null for an item of an array.</param>
/// <param name="Index">Of the item, from 0.</param>
internal readonly record struct JsonStep(string? Name, int Index)
{
    /// <summary>Null when there is no such place.</summary>
    internal JsonElement? From(JsonElement at) =>
        Name is null ? (at.ValueKind == JsonValueKind.Array && Index < at.GetArrayLength() ? at[Index] : null)
        : at.ValueKind == JsonValueKind.Object && at.TryGetProperty(Name, out var member) ? member
        : null;
}
