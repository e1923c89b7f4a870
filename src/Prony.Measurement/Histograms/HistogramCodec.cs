using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace Prony.Measurement.Histograms;

/// <summary>Histograms as HdrHistogram's V2 blocks, plain or compressed, and as the base64 text of its logs.</summary>
/// <remarks>
/// <para>Source: HdrHistogram <c>AbstractHistogram.encodeIntoByteBuffer</c>. All numbers are big-endian; a block is a header of 40 bytes and a payload of
/// zigzag numbers in which a run of zeros is one negative number. <see cref="Histogram.OutOfRange"/> has no place in it and is not carried.</para>
/// <para>The header's normalizing index offset tells how the writer had rotated its array in memory. The payload goes by value whatever it says
/// (HdrHistogram 2.1.11 writes 3072 after a shift by three bits, hdr-histogram-js 3.0.1 always 1), so it is written as 0 and ignored in reading.</para>
/// <para>Thread-safe: holds no state.</para>
/// </remarks>
public static class HistogramCodec
{
    private const int PlainBase = 0x1c849303;
    private const int CompressedBase = 0x1c849304;

    // The second lowest digit of a cookie is the word size; V2 writes 1 there and its readers ignore it.
    private const int WordSizeMask = 0xf0;
    private const int WordSizeOfV2 = 0x10;
    private const int HeaderBytes = 40;
    private const int CompressedHeaderBytes = 8;

    /// <summary>The plain V2 block.</summary>
    public static byte[] Encode(Histogram histogram)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        var payload = PayloadOf(histogram);
        var block = new byte[HeaderBytes + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(block, PlainBase | WordSizeOfV2);
        BinaryPrimitives.WriteInt32BigEndian(block.AsSpan(4), payload.Length);
        BinaryPrimitives.WriteInt32BigEndian(block.AsSpan(8), 0);
        BinaryPrimitives.WriteInt32BigEndian(block.AsSpan(12), histogram.SignificantDigits);
        BinaryPrimitives.WriteInt64BigEndian(block.AsSpan(16), histogram.LowestDiscernible);
        BinaryPrimitives.WriteInt64BigEndian(block.AsSpan(24), histogram.HighestTrackable);
        BinaryPrimitives.WriteDoubleBigEndian(block.AsSpan(32), 1.0);
        payload.CopyTo(block.AsSpan(HeaderBytes));
        return block;
    }

    /// <summary>The compressed V2 block: cookie, length, and the plain block in a zlib stream.</summary>
    public static byte[] EncodeCompressed(Histogram histogram)
    {
        using var compressed = new MemoryStream();
        compressed.Write(stackalloc byte[CompressedHeaderBytes]);
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(Encode(histogram));
        }

        var block = compressed.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(block, CompressedBase | WordSizeOfV2);
        BinaryPrimitives.WriteInt32BigEndian(block.AsSpan(4), block.Length - CompressedHeaderBytes);
        return block;
    }

    /// <summary>The compressed block as base64 without line breaks: the last field of a line of an .hlog; starts with <c>HISTFAAA</c>.</summary>
    public static string EncodeText(Histogram histogram) => Convert.ToBase64String(EncodeCompressed(histogram));

    /// <summary>Reads what <see cref="EncodeText"/> or another HdrHistogram library wrote.</summary>
    /// <exception cref="FormatException">The text is not base64, or not such a block; the message says what was found.</exception>
    public static Histogram DecodeText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        byte[] block;
        try
        {
            block = Convert.FromBase64String(text);
        }
        catch (FormatException e)
        {
            throw new FormatException("The histogram is not base64 text.", e);
        }

        return Decode(block);
    }

    /// <summary>Reads a plain or a compressed V2 block; bytes behind it are left alone.</summary>
    /// <remarks>Memory is bounded by the layout that the header declares (at most about 50 MB, at 5 digits), whatever the compressed bytes expand to.</remarks>
    /// <exception cref="FormatException">The block is older than V2, cut, or damaged; the message says which.</exception>
    public static Histogram Decode(byte[] block)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (block.Length < CompressedHeaderBytes)
        {
            throw Truncated();
        }

        var cookie = BinaryPrimitives.ReadInt32BigEndian(block);
        if ((cookie & ~WordSizeMask) != CompressedBase)
        {
            return DecodePlain(new MemoryStream(block, writable: false));
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(block.AsSpan(4));
        if (length < 0 || length > block.Length - CompressedHeaderBytes)
        {
            throw Truncated();
        }

        return DecodeCompressed(new MemoryStream(block, CompressedHeaderBytes, length, writable: false));
    }

    private static Histogram DecodeCompressed(MemoryStream compressed)
    {
        try
        {
            using var zlib = new ZLibStream(compressed, CompressionMode.Decompress);
            using var plain = new BufferedStream(zlib, 4096);
            var histogram = DecodePlain(plain);

            // Reading on to the end of the stream is what makes zlib compare its checksum.
            _ = plain.ReadByte();
            return histogram;
        }
        catch (InvalidDataException e)
        {
            throw new FormatException("The compressed part of the histogram is damaged (not a whole zlib stream).", e);
        }
    }

    private static Histogram DecodePlain(Stream block)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        var read = block.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false);
        if (read >= 4)
        {
            CheckCookie(BinaryPrimitives.ReadInt32BigEndian(header));
        }

        if (read < HeaderBytes)
        {
            throw Truncated();
        }

        var histogram = EmptyOf(header);
        var payloadLength = BinaryPrimitives.ReadInt32BigEndian(header[4..]);
        if (payloadLength < 0 || payloadLength > (long)histogram.Length * ZigZagReader.LongestBytes)
        {
            throw new FormatException($"The histogram declares a payload of {payloadLength} bytes, which {histogram.Length} counts cannot have.");
        }

        ReadCounts(new ZigZagReader(block, payloadLength), histogram);
        return histogram;
    }

    private static void ReadCounts(ZigZagReader payload, Histogram histogram)
    {
        long index = 0;
        long total = 0;
        while (!payload.AtEnd)
        {
            var number = payload.Next();
            var width = number < 0 ? unchecked(-number) : 1;

            // The negative of Int64.MinValue is itself: hence both ends are checked.
            if (width < 1 || width > histogram.Length - index)
            {
                throw new FormatException($"The histogram holds more counts than its layout of {histogram.Length}.");
            }

            if (number > 0)
            {
                if (number > long.MaxValue - total)
                {
                    throw new FormatException("The counts of the histogram add up to more than 64 bits.");
                }

                total += number;
                histogram.SetCountAt((int)index, number);
            }

            index += width;
        }
    }

    private static Histogram EmptyOf(ReadOnlySpan<byte> header)
    {
        var digits = BinaryPrimitives.ReadInt32BigEndian(header[12..]);
        var lowest = BinaryPrimitives.ReadInt64BigEndian(header[16..]);
        var highest = BinaryPrimitives.ReadInt64BigEndian(header[24..]);
        try
        {
            return new Histogram(lowest, highest, digits);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new FormatException($"No histogram can span {lowest} to {highest} with {digits} significant digits.", e);
        }
    }

    private static void CheckCookie(int cookie)
    {
        var kind = (cookie & ~WordSizeMask) switch
        {
            PlainBase => null,
            0x1c849301 or 0x1c849302 => "is encoded as V1, an older form; write it again with HdrHistogram 2.1 or later",
            0x1c849308 or 0x1c849309 => "is encoded as V0, an older form; write it again with HdrHistogram 2.1 or later",
            0x0c72124e & ~WordSizeMask or 0x0c72124f & ~WordSizeMask => "is a DoubleHistogram; only histograms of whole numbers can be read",
            CompressedBase => "is compressed twice",
            _ => "is no HdrHistogram V2 block",
        };
        if (kind is not null)
        {
            throw new FormatException($"The histogram {kind} (cookie 0x{cookie:x8}).");
        }
    }

    private static ReadOnlySpan<byte> PayloadOf(Histogram histogram)
    {
        // Grows as needed: the longest payload possible is 300 kB, a second's is a few kB.
        var payload = new ArrayBufferWriter<byte>(512);
        var counts = histogram.Counts[..(Math.Max(histogram.HighestIndex, 0) + 1)];
        for (var i = 0; i < counts.Length; i++)
        {
            var number = counts[i];
            if (number == 0)
            {
                var rest = counts[i..];
                var next = rest.IndexOfAnyExcept(0L);
                var zeros = next < 0 ? rest.Length : next;
                number = zeros > 1 ? -zeros : 0;
                i += zeros - 1;
            }

            payload.Advance(ZigZagReader.Write(payload.GetSpan(ZigZagReader.LongestBytes), number));
        }

        return payload.WrittenSpan;
    }

    private static FormatException Truncated() => new("The histogram is cut off: its header is not whole.");
}
