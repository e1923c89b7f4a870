using System.Text;

namespace Prony.Experiments.Files.Nodes;

/// <summary>Replaces `${NAME}` by the value of an environment variable, which is a secret from then on; `$${` stands for `${`.</summary>
internal static class EnvironmentText
{
    /// <summary>The text with variables replaced; one that is not set stays as it is.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="environment">Variables.</param>
    /// <param name="secret">Told of every value that was put in.</param>
    /// <param name="undefined">Told of every name that is not set, and where it stands.</param>
    public static string Expand(
        string text, IReadOnlyDictionary<string, string> environment, Action<string> secret, Action<string, int> undefined)
    {
        if (!text.Contains("${", StringComparison.Ordinal))
        {
            return text;
        }

        var result = new StringBuilder();
        var at = 0;
        while (at < text.Length)
        {
            if (text.AsSpan(at).StartsWith("$${", StringComparison.Ordinal))
            {
                result.Append("${");
                at += 3;
            }
            else if (NameAt(text, at) is { } name)
            {
                Append(result, name, at, environment, secret, undefined);
                at += name.Length + 3;
            }
            else
            {
                result.Append(text[at++]);
            }
        }

        return result.ToString();
    }

    private static void Append(
        StringBuilder result, string name, int at, IReadOnlyDictionary<string, string> environment, Action<string> secret, Action<string, int> undefined)
    {
        if (environment.TryGetValue(name, out var value))
        {
            secret(value);
            result.Append(value);
        }
        else
        {
            undefined(name, at);
            result.Append("${").Append(name).Append('}');
        }
    }

    /// <summary>The name in `${NAME}` at an index; null when there is no such thing.</summary>
    private static string? NameAt(string text, int at)
    {
        if (!text.AsSpan(at).StartsWith("${", StringComparison.Ordinal))
        {
            return null;
        }

        var end = at + 2;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
        {
            end++;
        }

        return end > at + 2 && end < text.Length && text[end] == '}' ? text[(at + 2)..end] : null;
    }
}
