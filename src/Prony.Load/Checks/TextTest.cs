using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Prony.Load.Checks;

/// <summary>Compares bytes with a text or a pattern. Immutable and thread-safe.</summary>
internal sealed class TextTest
{
    private readonly TextRelation _relation;
    private readonly byte[] _expected;
    private readonly Regex? _pattern;

    private TextTest(TextRelation relation, string expected, Regex? pattern)
    {
        _relation = relation;
        _expected = Encoding.UTF8.GetBytes(expected);
        _pattern = pattern;
        Text = relation switch
        {
            TextRelation.Equal => $"equals \"{expected}\"",
            TextRelation.Contain => $"contains \"{expected}\"",
            _ => $"matches \"{expected}\"",
        };
    }

    /// <summary>contains "ok".</summary>
    public string Text { get; }

    /// <summary>A test, or what is wrong with <paramref name="expected"/>.</summary>
    public static bool TryCreate(
        TextRelation relation, string expected, [NotNullWhen(true)] out TextTest? test, [NotNullWhen(false)] out string? error)
    {
        test = null;
        Regex? pattern = null;
        error = expected.Length == 0 && relation != TextRelation.Equal ? "an empty text is found everywhere. Expected at least one character."
            : relation == TextRelation.Match ? ReadPattern(expected, out pattern)
            : null;
        test = error is null ? new TextTest(relation, expected, pattern) : null;
        return test is not null;
    }

    /// <summary>The same test for another thread: a pattern that several use at once would allocate for each match.</summary>
    public TextTest ForThread() => _pattern is null ? this : new TextTest(_relation, _pattern.ToString(), Compile(_pattern.ToString()));

    /// <summary>Whether the bytes are as expected.</summary>
    /// <param name="bytes">UTF-8; what is none reads as U+FFFD to a pattern.</param>
    /// <param name="scratch">Lends room for characters.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Passes(ReadOnlySpan<byte> bytes, CapturePool scratch) => _relation switch
    {
        TextRelation.Equal => bytes.SequenceEqual(_expected),
        TextRelation.Contain => bytes.IndexOf(_expected) >= 0,
        _ => _pattern!.IsMatch(scratch.Characters(bytes)),
    };

    /// <summary>Time grows with the length of what is searched and never with its content (no backtracking), so a server cannot make a pattern run for ever.</summary>
    private static Regex Compile(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static string? ReadPattern(string expected, out Regex? pattern)
    {
        pattern = null;
        try
        {
            pattern = Compile(expected);
            return null;
        }
        catch (RegexParseException error)
        {
            return $"'{expected}' is no regular expression: {error.Message}";
        }
        catch (NotSupportedException)
        {
            return $"'{expected}' is too large, or uses what could take for ever (look-around, back-references, atomic groups). Write it without.";
        }
    }
}
