using System.Text;

namespace Prony.Stacks.Definitions;

/// <summary>Replaces <c>{name}</c>, <c>{name.part}</c> and simple arithmetic such as <c>{2 * cpus + 1}</c> in the texts of a stack.</summary>
/// <remarks>
/// Braces hold a placeholder only when they hold a name or an expression of names, whole numbers, + - * / and parentheses, and every name's
/// first word is in scope. All other braces are literal, so that JSON, shell and regular expressions need no escapes.
/// Numbers are whole: 7 / 2 is 3, as in a shell. A hyphen between letters belongs to the name (<c>{max-users}</c>), unless only what stands
/// before it is in scope (<c>{workers-1}</c>). Pure; thread-safe.
/// </remarks>
public static class Placeholders
{
    /// <summary>The text with every placeholder replaced.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="scope">Values by full name: "workers", "web.address".</param>
    /// <exception cref="PlaceholderException">A name's first word is in scope but its part is not; a value is not a whole number; a division by zero.</exception>
    public static string Resolve(string text, IReadOnlyDictionary<string, string> scope)
    {
        if (!text.Contains('{', StringComparison.Ordinal))
        {
            return text;
        }

        var names = new NameScope(scope.Keys);
        var result = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            if (text[at] == '{' && PlaceholderParser.Parse(text, at, names) is { } placeholder && placeholder.Names.All(names.KnowsFirstWord))
            {
                result.Append(Evaluate(placeholder, text, scope));
                at = placeholder.End;
            }
            else
            {
                result.Append(text[at++]);
            }
        }

        return result.ToString();
    }

    /// <summary>
    /// Names in braces that are not in scope, in order. One whose first word is in scope is an error (<c>{web.adress}</c>);
    /// another stays as it is written, but may well be a slip of the pen (<c>{workrs}</c>).
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <param name="names">Full names in scope: "workers", "web.address".</param>
    public static IReadOnlyList<UnknownPlaceholder> FindUnknown(string text, IEnumerable<string> names)
    {
        var scope = new NameScope(names);
        var unknown = new List<UnknownPlaceholder>();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '{' && PlaceholderParser.Parse(text, at, scope) is { } placeholder)
            {
                unknown.AddRange(placeholder.Names.Where(name => !scope.Knows(name))
                    .Select(name => new UnknownPlaceholder(name.Text, name.Position, scope.KnowsFirstWord(name))));
            }
        }

        return unknown;
    }

    /// <summary>Names that a service adds to the scope: address and port, and fd when Prony binds its socket.</summary>
    /// <param name="service">The service.</param>
    /// <param name="name">By which the texts call it. Default: its own name.</param>
    public static IReadOnlyList<string> NamesOfService(ServiceDefinition service, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(service);
        name ??= service.Name;
        return service.Socket is null
            ? [$"{name}.address", $"{name}.port"]
            : [$"{name}.address", $"{name}.port", $"{name}.fd"];
    }

    /// <summary>Names that are always there, besides parameters and services: the service's own port, the stack's folder, the CPUs that Prony may use, the folder of prepared results.</summary>
    public static IReadOnlyList<string> BuiltIn { get; } = ["port", "dir", "cpus", "prepared"];

    /// <summary>Names in braces that are in scope, in order.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="names">Full names in scope: "workers", "web.address".</param>
    public static IReadOnlyList<string> FindKnown(string text, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(text);
        var scope = new NameScope(names);
        var known = new List<string>();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '{' && PlaceholderParser.Parse(text, at, scope) is { } placeholder)
            {
                known.AddRange(placeholder.Names.Where(scope.Knows).Select(name => name.Text));
            }
        }

        return known;
    }

    private static string Evaluate(Placeholder placeholder, string text, IReadOnlyDictionary<string, string> scope)
    {
        if (placeholder.Names.FirstOrDefault(name => !scope.ContainsKey(name.Text)) is { Text: not null } missing)
        {
            var word = missing.Text.Split('.')[0] + ".";
            var parts = scope.Keys.Where(key => key.StartsWith(word, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
            throw new PlaceholderException(
                $"'{{{missing.Text}}}' in '{text}': there is no such value; there is {string.Join(", ", parts.DefaultIfEmpty(word.TrimEnd('.')))}.");
        }

        try
        {
            return placeholder.Value(name => scope[name]);
        }
        catch (Exception e) when (e is FormatException or DivideByZeroException or OverflowException)
        {
            var expression = text[placeholder.Start..placeholder.End];
            throw new PlaceholderException($"'{expression}' cannot be computed: {e.Message}");
        }
    }
}

/// <summary>A name in braces that is not in scope.</summary>
/// <param name="Name">The name.</param>
/// <param name="Position">Where it begins in the text, from 0.</param>
/// <param name="IsError">Its first word is in scope, so that it is a placeholder and cannot be resolved; else it stays literal.</param>
public sealed record UnknownPlaceholder(string Name, int Position, bool IsError);

/// <summary>A placeholder that cannot be resolved; the message quotes it.</summary>
public sealed class PlaceholderException : Exception
{
    internal PlaceholderException(string message)
        : base(message)
    {
    }
}
