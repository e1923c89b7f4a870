namespace Prony.Load.Http;

/// <summary>What kind of work a response is, in five bits, so that responses are counted by kind with one addition: how its content is coded, the version of HTTP, whether it ends its connection.</summary>
internal static class ResponseKind
{
    /// <summary>Kinds are below this.</summary>
    public const int Limit = 32;

    /// <summary>The server speaks HTTP/1.0.</summary>
    public const byte Old = 8;

    /// <summary>The connection cannot carry another request after it.</summary>
    public const byte Closing = 16;

    private const byte CodingMask = 7;

    private const byte OtherCoding = 5;

    private static readonly string[] Codings = ["identity", "gzip", "br", "deflate", "zstd", "other"];

    /// <summary>The kind of a value of Content-Encoding: of its last coding when there are several, as they were applied in that order.</summary>
    /// <param name="value">Trimmed, or a list.</param>
    public static byte OfCoding(ReadOnlySpan<byte> value)
    {
        var comma = value.LastIndexOf((byte)',');
        var last = value[(comma + 1)..].Trim(" \t\r\n"u8);
        for (var i = 0; i < Codings.Length - 1; i++)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(last, Codings[i]))
            {
                return unchecked((byte)i);
            }
        }

        return System.Text.Ascii.EqualsIgnoreCase(last, "x-gzip") ? unchecked((byte)1) : OtherCoding;
    }

    /// <summary>identity, gzip, br, deflate, zstd or other.</summary>
    public static string CodingOf(int kind) => Codings[kind & CodingMask];
}
