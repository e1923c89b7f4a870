using System.Text.RegularExpressions;

namespace Prony.Stacks.Definitions;

/// <summary>What a text must hold: another text, or something that a pattern finds.</summary>
/// <param name="Text">The text, or the pattern: .NET's syntax without look-around and back-references, so that its time is linear in that of the text.</param>
/// <param name="IsPattern">It is a regular expression.</param>
public sealed record TextPattern(string Text, bool IsPattern)
{
    /// <summary>Whether a text holds it. A regular expression is compiled once per instance.</summary>
    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    public bool IsIn(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return IsPattern ? Expression().IsMatch(text) : text.Contains(Text, StringComparison.Ordinal);
    }

    /// <summary>What is wrong with a regular expression; null when it can be used.</summary>
    public static string? ProblemOf(string pattern)
    {
        try
        {
            _ = Create(pattern);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return e.Message;
        }
    }

    /// <summary>As people read it: 'text', or /pattern/.</summary>
    public override string ToString() => IsPattern ? $"/{Text}/" : $"'{Text}'";

    private Regex? _expression;

    private Regex Expression() => _expression ??= Create(Text);

    private static Regex Create(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>What it says, not whether its expression was already made.</summary>
    public bool Equals(TextPattern? other) => other is not null && other.Text == Text && other.IsPattern == IsPattern;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Text, IsPattern);
}
