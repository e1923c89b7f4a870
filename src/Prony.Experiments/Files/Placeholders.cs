using System.Globalization;
using System.Text.RegularExpressions;
using Prony.Experiments.Files.Nodes;

namespace Prony.Experiments.Files;

/// <summary>Finds placeholders that cannot be meant: misspelt names, parts that do not exist. Braces around anything else are literal.</summary>
/// <param name="words">Names that stand alone: parameters and the ones below.</param>
/// <param name="services">Names that may have a part.</param>
internal sealed partial class Placeholders(IReadOnlyCollection<string> words, IReadOnlyCollection<string> services)
{
    /// <summary>Words that every stack knows.</summary>
    public static readonly string[] Always = ["port", "dir", "cpus", "prepared"];

    /// <summary>What can be said of a service.</summary>
    private static readonly string[] Parts = ["address", "host", "port", "fd"];

    private readonly IReadOnlyCollection<string> _words = [.. words, .. Always];
    private readonly IReadOnlyCollection<string> _services = services;

    /// <summary>Reports every placeholder of a text that is wrong.</summary>
    public void Check(Node node, string text, DiagnosticBag bag)
    {
        foreach (Match match in Braces().Matches(text))
        {
            var inner = match.Groups[1].Value;
            if (SimpleRegex().Match(inner) is { Success: true } simple)
            {
                CheckName(node, simple.Groups[1].Value, simple.Groups[3].Value, simple.Groups[2].Success, bag);
            }
            else if (Expression().IsMatch(inner))
            {
                CheckExpression(node, inner, bag);
            }
        }
    }

    /// <summary>Whether a text holds the port of a service, under its own or the service's name.</summary>
    public static bool UsesPort(string text, string service) =>
        text.Contains("{port}", StringComparison.Ordinal)
        || text.Contains($"{{{service}.port}}", StringComparison.Ordinal)
        || text.Contains($"{{{service}.address}}", StringComparison.Ordinal);

    private void CheckName(Node node, string name, string part, bool hasPart, DiagnosticBag bag)
    {
        if (_services.Contains(name) && hasPart)
        {
            if (!Parts.Contains(part))
            {
                bag.Add(
                    node,
                    $"unknown placeholder {{{name}.{part}}}",
                    NearestName.Hint(part, Parts)?.Replace($"'{NearestName.Find(part, Parts)}'", $"{{{name}.{NearestName.Find(part, Parts)}}}", StringComparison.Ordinal)
                        ?? $"A service has {string.Join(", ", Parts)}.");
            }

            return;
        }

        if (_words.Contains(name) && hasPart)
        {
            bag.Add(node, $"unknown placeholder {{{name}.{part}}}", $"{{{name}}} has no parts.");
        }
        else if (_services.Contains(name) && !_words.Contains(name))
        {
            bag.Add(node, $"the placeholder {{{name}}} names a service, which has no value of its own", $"Write {{{name}.address}}, {{{name}.port}} or {{{name}.fd}}.");
        }
        else if (!_words.Contains(name) && NearestName.Find(name, hasPart ? _services : _words) is { } near)
        {
            var suffix = hasPart ? "." + part : "";
            bag.Add(node, $"unknown placeholder {{{name}{suffix}}}", $"Did you mean {{{near}{suffix}}}?");
        }
    }

    private void CheckExpression(Node node, string expression, DiagnosticBag bag)
    {
        var names = expression
            .Split([' ', '+', '*', '/', '(', ')', '\t'], StringSplitOptions.RemoveEmptyEntries)
            .Where(token => token != "-" && !decimal.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            .ToList();
        if (!names.Any(name => _words.Contains(name) || NearestName.Find(name, _words) is not null))
        {
            return; // Braces around a text of several words are literal.
        }

        foreach (var name in names.Where(name => !_words.Contains(name)))
        {
            var hint = NearestName.Hint(name, _words, $"Known are {string.Join(", ", _words)}.");
            bag.Add(node, $"unknown name '{name}' in the placeholder {{{expression}}}", hint);
        }
    }

    /// <summary>`{…}` that is not part of `{{…}}`.</summary>
    [GeneratedRegex(@"(?<!\{)\{([^{}\r\n]+)\}(?!\})")]
    private static partial Regex Braces();

    [GeneratedRegex(@"^([A-Za-z][A-Za-z0-9-]*)(\.([A-Za-z0-9-]+))?$")]
    private static partial Regex SimpleRegex();

    [GeneratedRegex(@"^[A-Za-z0-9_.+*/() \t-]+$")]
    private static partial Regex Expression();
}
