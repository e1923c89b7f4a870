using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Prony.Experiments.Files.Keys;

/// <summary>Splits a command into words by the rules of POSIX quoting, without a shell: no variables, patterns, pipes or redirections.</summary>
internal static class CommandWords
{
    private static readonly string[] Operators = ["|", "||", "&", "&&", ";", "<", ">", ">>", "2>", "2>&1"];

    /// <summary>Reads words.</summary>
    /// <param name="text">"uvicorn --port {port} app:app".</param>
    /// <param name="words">At least one; empty when the text is no command.</param>
    /// <param name="error">What is wrong; null when the text is a command.</param>
    public static bool TrySplit(string text, out IReadOnlyList<string> words, [NotNullWhen(false)] out string? error)
    {
        words = [];
        var read = Split(text, out var open);
        var shell = read.FirstOrDefault(word => !word.Quoted && Operators.Contains(word.Text));
        error = open is { } quote ? $"the quote {quote} is not closed."
            : read.Count == 0 ? "the command is empty."
            : shell.Text is not null ? $"'{shell.Text}' needs a shell, and commands run without one; write it as a list: [sh, -c, \"exec …\"]."
            : !read[0].Quoted && IsAssignment(read[0].Text) ? $"'{read[0].Text}' is an assignment of the shell; put 'env' before it: env {read[0].Text} …"
            : null;
        if (error is null)
        {
            words = [.. read.Select(word => word.Text)];
        }

        return error is null;
    }

    private static bool IsAssignment(string word)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && !char.IsAsciiDigit(word[0]) && word[..equals].All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
    }

    private static List<(string Text, bool Quoted)> Split(string text, out char? open)
    {
        var words = new List<(string, bool)>();
        var word = new StringBuilder();
        var (begun, quoted) = (false, false);
        open = null;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (open is null && char.IsWhiteSpace(c))
            {
                End();
            }
            else if (open is null && (c is '"' or '\''))
            {
                (open, begun, quoted) = (c, true, true);
            }
            else if (c == open)
            {
                open = null;
            }
            else if (c == '\\' && i + 1 < text.Length && Escapes(open, text[i + 1]))
            {
                word.Append(text[++i]);
                (begun, quoted) = (true, true);
            }
            else
            {
                word.Append(c);
                begun = true;
            }
        }

        End();
        return words;

        void End()
        {
            if (begun)
            {
                words.Add((word.ToString(), quoted));
            }

            word.Clear();
            (begun, quoted) = (false, false);
        }
    }

    /// <summary>Outside quotes a backslash takes any character's meaning, inside double quotes only that of four, inside single quotes none's.</summary>
    private static bool Escapes(char? open, char next) =>
        open is null || (open == '"' && (next is '"' or '\\' or '$' or '`'));
}
