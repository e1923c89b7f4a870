using System.Buffers;

namespace Prony.Load.Requests;

/// <summary>Writes a value into a path or query (RFC 3986 section 3), so that it stays inside its place there.</summary>
/// <remarks>
/// What may stand in a path stays as it is, '/' and percent-encoded bytes (%20) included: a value that is a path, or a segment that is encoded already, survives.
/// In a query '&amp;', '+' and ';' are encoded as well, because they would end the value or mean a space, and '?' stays. Everything else becomes %XX, a '%' that encodes nothing too.
/// </remarks>
internal static class PercentText
{
    /// <summary>%XX.</summary>
    public const int MostBytesPerByte = 3;

    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private static readonly SearchValues<byte> Path = Of(Unreserved + "!$&'()*+,;=:@/");
    private static readonly SearchValues<byte> Query = Of(Unreserved + "!$'()*,=:@/?");

    /// <summary>Writes it.</summary>
    /// <param name="value">UTF-8.</param>
    /// <param name="escape">Path or query.</param>
    /// <param name="destination">Three times as long as the value, to be sure.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(ReadOnlySpan<byte> value, ValueEscape escape, Span<byte> destination)
    {
        var allowed = escape == ValueEscape.Path ? Path : Query;
        var at = 0;
        while (true)
        {
            var plain = value.IndexOfAnyExcept(allowed);
            if (plain < 0)
            {
                value.CopyTo(destination[at..]);
                return at + value.Length;
            }

            value[..plain].CopyTo(destination[at..]);
            at += plain;
            if (IsEncoded(value[plain..]))
            {
                destination[at++] = (byte)'%';
            }
            else
            {
                destination[at++] = (byte)'%';
                destination[at++] = Digit(value[plain] >> 4);
                destination[at++] = Digit(value[plain] & 15);
            }

            value = value[(plain + 1)..];
        }
    }

    private static bool IsEncoded(ReadOnlySpan<byte> text) =>
        text.Length >= 3 && text[0] == '%' && char.IsAsciiHexDigit((char)text[1]) && char.IsAsciiHexDigit((char)text[2]);

    private static byte Digit(int value) => (byte)(value < 10 ? '0' + value : 'A' + value - 10);

    private static SearchValues<byte> Of(string characters) => SearchValues.Create([.. characters.Select(c => (byte)c)]);
}
