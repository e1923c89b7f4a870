using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Prony.Load.Checks;

/// <summary>Names one value in a JSON document (RFC 6901). Immutable and thread-safe.</summary>
internal sealed class JsonPointer
{
    private JsonPointer(string text, Token[] tokens) => (Text, Tokens) = (text, tokens);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>From the root to the value.</summary>
    public Token[] Tokens { get; }

    /// <summary>Reads a pointer, or says what is wrong with it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out JsonPointer? pointer, [NotNullWhen(false)] out string? error)
    {
        pointer = null;
        error = text.Length > 0 && text[0] != '/' ? $"'{text}' is no JSON pointer: expected one that begins with '/', such as /{text}."
            : HasLooseTilde(text) ? $"'{text}' is no JSON pointer: '~' is written ~0 and '/' inside a name ~1."
            : null;
        if (error is null)
        {
            pointer = new JsonPointer(text, [.. text.Split('/').Skip(1).Select(Token.Of)]);
        }

        return pointer is not null;
    }

    private static bool HasLooseTilde(string text)
    {
        for (var at = text.IndexOf('~', StringComparison.Ordinal); at >= 0; at = text.IndexOf('~', at + 1))
        {
            if (at + 1 == text.Length || text[at + 1] is not ('0' or '1'))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>One step.</summary>
    /// <param name="Name">Member of an object, UTF-8.</param>
    /// <param name="Index">Place in a list; −1 when the token names none.</param>
    internal readonly record struct Token(byte[] Name, int Index)
    {
        /// <summary>"~1" before "~0", so that "~01" means "~1" (RFC 6901 section 4).</summary>
        public static Token Of(string text)
        {
            var name = text.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            var isIndex = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && (name == "0" || name[0] != '0');
            return new Token(Encoding.UTF8.GetBytes(name), isIndex ? index : -1);
        }
    }
}
