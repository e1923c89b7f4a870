namespace Prony.Measurement.Histograms;

/// <summary>The numbers of a payload: zigzag, then 7 bits a byte with the low bits first, and a ninth byte of 8 plain bits (HdrHistogram <c>ZigZagEncoding</c>).</summary>
/// <remarks>Not protobuf's varint: that one needs ten bytes for the largest numbers. Never reads beyond <paramref name="length"/> bytes. One reader, one thread.</remarks>
internal sealed class ZigZagReader(Stream payload, int length)
{
    /// <summary>Bytes of the longest number.</summary>
    public const int LongestBytes = 9;

    private const int ShiftOfLastByte = 56;
    private int _left = length;

    /// <summary>The whole payload was read.</summary>
    public bool AtEnd => _left == 0;

    /// <summary>The next number.</summary>
    /// <exception cref="FormatException">The payload ends inside it.</exception>
    public long Next()
    {
        ulong bits = 0;
        for (var shift = 0; shift < ShiftOfLastByte; shift += 7)
        {
            var part = NextByte();
            bits |= (part & 0x7f) << shift;
            if (part < 0x80)
            {
                return Signed(bits);
            }
        }

        return Signed(bits | (NextByte() << ShiftOfLastByte));
    }

    /// <summary>Writes one number and returns how many bytes it took, at most <see cref="LongestBytes"/>.</summary>
    public static int Write(Span<byte> target, long value)
    {
        unchecked
        {
            var bits = (ulong)((value << 1) ^ (value >> 63));
            for (var i = 0; i < LongestBytes - 1; i++)
            {
                if (bits < 0x80)
                {
                    target[i] = (byte)bits;
                    return i + 1;
                }

                target[i] = (byte)(bits | 0x80);
                bits >>= 7;
            }

            target[LongestBytes - 1] = (byte)bits;
            return LongestBytes;
        }
    }

    private static long Signed(ulong bits) => unchecked((long)(bits >> 1) ^ -(long)(bits & 1));

    private ulong NextByte()
    {
        var value = _left > 0 ? payload.ReadByte() : -1;
        if (value < 0)
        {
            throw new FormatException("The histogram is cut off: its payload ends early.");
        }

        _left--;
        return (ulong)value;
    }
}
