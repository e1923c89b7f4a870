using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Prony.Load.Checks;

/// <summary>One thing that a response has to be, besides its status. Immutable and thread-safe.</summary>
public abstract class ResponseCheck
{
    private protected ResponseCheck(string text) => Text = text;

    /// <summary>As people read it, such as <c>body contains "ok"</c>; a secret that it holds is not masked.</summary>
    public string Text { get; }

    /// <summary>Whether it looks at the body, which a HEAD request does not get.</summary>
    public bool LooksAtBody => Needs != CaptureNeeds.Fields;

    /// <summary>What of a response has to be kept for it.</summary>
    internal abstract CaptureNeeds Needs { get; }

    /// <summary>A check of a header; one of several fields of that name is enough.</summary>
    /// <param name="name">In any case.</param>
    /// <param name="relation">How the value is compared; white space around it does not count.</param>
    /// <param name="expected">A text or a regular expression.</param>
    /// <param name="check">The check, when it can be made.</param>
    /// <param name="error">What is wrong, otherwise.</param>
    public static bool TryHeader(
        string name, TextRelation relation, string expected, [NotNullWhen(true)] out ResponseCheck? check, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(expected);
        check = null;
        if (name.Length == 0 || name.Any(c => c is <= ' ' or > '~' or ':'))
        {
            error = $"'{name}' is not the name of a header. Expected letters, digits and hyphens, such as Content-Type.";
            return false;
        }

        check = TextTest.TryCreate(relation, expected, out var test, out error) ? new HeaderCheck(name, test) : null;
        return check is not null;
    }

    /// <summary>A check of the body's text.</summary>
    /// <param name="relation">How it is compared.</param>
    /// <param name="expected">A text or a regular expression.</param>
    /// <param name="check">The check, when it can be made.</param>
    /// <param name="error">What is wrong, otherwise.</param>
    public static bool TryBody(
        TextRelation relation, string expected, [NotNullWhen(true)] out ResponseCheck? check, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(expected);
        check = TextTest.TryCreate(relation, expected, out var test, out error) ? new BodyTextCheck(test) : null;
        return check is not null;
    }

    /// <summary>A check of the body's length, bytes without framing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public static ResponseCheck BodyLength(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        return new BodyLengthCheck(bytes);
    }

    /// <summary>A check of the body's SHA-256.</summary>
    /// <param name="hex">64 hexadecimal digits.</param>
    /// <param name="check">The check, when it can be made.</param>
    /// <param name="error">What is wrong, otherwise.</param>
    public static bool TryBodySha256(string hex, [NotNullWhen(true)] out ResponseCheck? check, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(hex);
        var right = hex.Length == 64 && hex.All(char.IsAsciiHexDigit);
        check = right ? new BodyHashCheck(Convert.FromHexString(hex)) : null;
        error = right ? null : string.Create(
            CultureInfo.InvariantCulture, $"'{hex}' is no SHA-256: expected 64 hexadecimal digits, but it has {hex.Length} characters. `sha256sum FILE` prints them.");
        return right;
    }

    /// <summary>A check of one value in a JSON body.</summary>
    /// <param name="pointer">Where it stands (RFC 6901), such as /items/0/id; empty for the whole body.</param>
    /// <param name="expected">What it has to be.</param>
    /// <param name="check">The check, when it can be made.</param>
    /// <param name="error">What is wrong, otherwise.</param>
    public static bool TryJson(
        string pointer, JsonScalar expected, [NotNullWhen(true)] out ResponseCheck? check, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(pointer);
        ArgumentNullException.ThrowIfNull(expected);
        check = JsonPointer.TryParse(pointer, out var parsed, out error) ? new JsonCheck(parsed, expected) : null;
        return check is not null;
    }

    /// <summary>The same check with nothing that threads would share.</summary>
    internal virtual ResponseCheck ForThread() => this;

    /// <summary>Whether a response is so.</summary>
    internal abstract bool Passes(ResponseCapture response);

    /// <summary>What a response that does not pass has instead, for a sample.</summary>
    internal abstract string Found(ResponseCapture response, SampleText text);
}
