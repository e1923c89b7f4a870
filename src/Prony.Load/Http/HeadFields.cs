using System.Runtime.CompilerServices;
using System.Text;

namespace Prony.Load.Http;

/// <summary>What the head of a response says about its framing: the status line, the three fields that delimit it and how its content is coded.</summary>
internal struct HeadFields
{
    private bool _version11;
    private bool _closeAsked;
    private bool _keepAliveAsked;
    private byte _coding;

    /// <summary>Status code, 100 to 999.</summary>
    public int Status { get; private set; }

    /// <summary>Value of Content-Length, when there is one.</summary>
    public long ContentLength { get; private set; }

    public bool HasContentLength { get; private set; }

    public bool HasTransferEncoding { get; private set; }

    /// <summary>chunked is the last transfer coding.</summary>
    public bool Chunked { get; private set; }

    /// <summary>Persistence by RFC 9112 section 9.3. A transfer coding in HTTP/1.0 is faulty framing: used once, then closed (section 6.1).</summary>
    public readonly bool KeepAlive => !_closeAsked && (_version11 || (_keepAliveAsked && !HasTransferEncoding));

    /// <summary>One of <see cref="ResponseKind"/>, once the head was read whole.</summary>
    public byte Kind { get; private set; }

    /// <summary>The head is whole: says its kind, which a remembered head then brings along.</summary>
    public void Settle() => Kind = unchecked((byte)(_coding | (_version11 ? 0 : ResponseKind.Old) | (KeepAlive ? 0 : ResponseKind.Closing)));

    /// <summary>The body has no other end than that of the connection.</summary>
    public void EndWithConnection() => Kind |= ResponseKind.Closing;

    /// <summary>Whether bytes may be the beginning of a status line.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> bytes)
    {
        var prefix = "HTTP/1."u8;
        var length = Math.Min(prefix.Length, bytes.Length);
        return bytes[..length].SequenceEqual(prefix[..length]);
    }

    /// <summary>Value of a hexadecimal digit; −1 of anything else.</summary>
    public static int HexValue(byte b) => b switch
    {
        >= (byte)'0' and <= (byte)'9' => b - '0',
        >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
        _ => -1,
    };

    /// <summary>Reads "HTTP/1.x SP 3DIGIT [SP reason]".</summary>
    /// <param name="line">Without its LF.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool ReadStatusLine(ReadOnlySpan<byte> line)
    {
        if (line.Length < 12 || !MayBegin(line) || !IsDigit(line[7]) || line[8] != ' ')
        {
            return false;
        }

        if (!IsDigit(line[9]) || !IsDigit(line[10]) || !IsDigit(line[11]) || (line.Length > 12 && line[12] is not ((byte)' ' or (byte)'\r')))
        {
            return false;
        }

        _version11 = line[7] != '0';
        Status = ((line[9] - '0') * 100) + ((line[10] - '0') * 10) + (line[11] - '0');
        return Status >= 100;
    }

    /// <summary>Reads a field; those that say nothing about framing are only checked for their form.</summary>
    /// <param name="line">Without its last LF; folded continuations are part of it.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool ReadField(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0 || IsSpace(line[0]) || IsSpace(line[colon - 1]))
        {
            return false;
        }

        var name = line[..colon];
        switch (colon)
        {
            case 10 when Ascii.EqualsIgnoreCase(name, "Connection"u8):
                ReadConnection(line[11..]);
                return true;
            case 14 when Ascii.EqualsIgnoreCase(name, "Content-Length"u8):
                return ReadContentLength(line[15..]);
            case 16 when Ascii.EqualsIgnoreCase(name, "Content-Encoding"u8):
                _coding = ResponseKind.OfCoding(line[17..]);
                return true;
            case 17 when Ascii.EqualsIgnoreCase(name, "Transfer-Encoding"u8):
                return ReadTransferEncoding(line[18..]);
            default:
                return true;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadConnection(ReadOnlySpan<byte> value)
    {
        while (NextMember(ref value, out var member))
        {
            _closeAsked |= Ascii.EqualsIgnoreCase(member, "close"u8);
            _keepAliveAsked |= Ascii.EqualsIgnoreCase(member, "keep-alive"u8);
        }
    }

    /// <summary>Repeated equal values are one value (RFC 9110 section 8.6); different ones, signs and overflow are an error.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool ReadContentLength(ReadOnlySpan<byte> value)
    {
        while (NextMember(ref value, out var member))
        {
            if (!TryReadNumber(member, out var number) || (HasContentLength && number != ContentLength))
            {
                return false;
            }

            HasContentLength = true;
            ContentLength = number;
        }

        return HasContentLength;
    }

    private bool ReadTransferEncoding(ReadOnlySpan<byte> value)
    {
        while (NextMember(ref value, out var member))
        {
            if (member.Length == 0 || Ascii.EqualsIgnoreCase(member, "identity"u8))
            {
                continue;
            }

            var chunked = Ascii.EqualsIgnoreCase(member, "chunked"u8);
            if (chunked && Chunked)
            {
                return false;
            }

            HasTransferEncoding = true;
            Chunked = chunked;
        }

        return true;
    }

    /// <summary>Takes the next member off a comma-separated list, white space (and folds) around it removed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool NextMember(ref ReadOnlySpan<byte> list, out ReadOnlySpan<byte> member)
    {
        if (list.IsEmpty)
        {
            member = default;
            return false;
        }

        var comma = list.IndexOf((byte)',');
        member = comma < 0 ? list : list[..comma];
        while (member.Length > 0 && IsListSpace(member[0]))
        {
            member = member[1..];
        }

        while (member.Length > 0 && IsListSpace(member[^1]))
        {
            member = member[..^1];
        }

        list = comma < 0 ? default : list[(comma + 1)..];
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryReadNumber(ReadOnlySpan<byte> digits, out long number)
    {
        number = 0;
        if (digits.Length is 0 or > 18)   // 18 digits cannot overflow
        {
            return false;
        }

        foreach (var digit in digits)
        {
            if (!IsDigit(digit))
            {
                return false;
            }

            number = (number * 10) + (digit - '0');
        }

        return true;
    }

    private static bool IsDigit(byte b) => b is >= (byte)'0' and <= (byte)'9';

    private static bool IsListSpace(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    private static bool IsSpace(byte b) => b is (byte)' ' or (byte)'\t';
}
