using System.Buffers.Binary;
using System.IO.Compression;
using Prony.Measurement.Histograms;
using Shouldly;
using Xunit;

namespace Prony.Measurement.Tests.Histograms;

public sealed class HistogramCodecTests
{
    [Theory]
    [InlineData(0, "00")]
    [InlineData(1, "02")]
    [InlineData(-1, "01")]
    [InlineData(63, "7e")]
    [InlineData(-64, "7f")]
    [InlineData(64, "8001")]
    [InlineData(-65, "8101")]
    [InlineData(8191, "fe7f")]
    [InlineData(8192, "808001")]
    [InlineData(1L << 62, "808080808080808080")]
    [InlineData(long.MinValue, "ffffffffffffffffff")]
    [InlineData(long.MaxValue, "feffffffffffffffff")]
    public void A_number_is_written_and_read_as_HdrHistogram_does(long number, string hex)
    {
        var bytes = new byte[ZigZagReader.LongestBytes];
        var length = ZigZagReader.Write(bytes, number);

        Convert.ToHexStringLower(bytes, 0, length).ShouldBe(hex);
        var reader = new ZigZagReader(new MemoryStream(bytes), length);
        reader.Next().ShouldBe(number);
        reader.AtEnd.ShouldBeTrue();
    }

    [Fact]
    public void The_plain_block_of_H1_is_byte_for_byte_that_of_HdrHistogram() =>
        Convert.ToHexStringLower(HistogramCodec.Encode(Samples.H1())).ShouldBe(Samples.BlockOfH1);

    [Fact]
    public void The_block_and_the_text_of_HdrHistogram_are_read()
    {
        HistogramCodec.Decode(Convert.FromHexString(Samples.BlockOfH1)).SameAs(Samples.H1()).ShouldBeTrue();
        HistogramCodec.DecodeText(Samples.TextOfH1).SameAs(Samples.H1()).ShouldBeTrue();
    }

    [Fact]
    public void The_compressed_block_is_zlib_around_the_plain_one()
    {
        var block = HistogramCodec.EncodeCompressed(Samples.H1());

        BinaryPrimitives.ReadUInt32BigEndian(block).ShouldBe(0x1c849314u);
        BinaryPrimitives.ReadInt32BigEndian(block.AsSpan(4)).ShouldBe(block.Length - 8);
        block[8].ShouldBe((byte)0x78);
        using var zlib = new ZLibStream(new MemoryStream(block, 8, block.Length - 8), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        zlib.CopyTo(plain);
        Convert.ToHexStringLower(plain.ToArray()).ShouldBe(Samples.BlockOfH1);
    }

    [Fact]
    public void The_text_starts_as_every_V2_text_does_and_has_no_line_break()
    {
        var text = HistogramCodec.EncodeText(Samples.Of(Histogram.ForDurations(), Enumerable.Range(0, 5000).Select(i => i * 7919L)));

        text.ShouldStartWith("HISTFAAA");
        text.ShouldNotContain("\n");
    }

    [Fact]
    public void An_empty_histogram_survives_and_is_one_zero()
    {
        var block = HistogramCodec.Encode(Histogram.ForDurations());

        Convert.ToHexStringLower(block.AsSpan(40)).ShouldBe("00");
        HistogramCodec.Decode(block).SameAs(Histogram.ForDurations()).ShouldBeTrue();
    }

    [Fact]
    public void The_last_bucket_survives()
    {
        var full = Samples.Of(new Histogram(1, long.MaxValue, 3), long.MaxValue);

        HistogramCodec.Decode(HistogramCodec.Encode(full)).SameAs(full).ShouldBeTrue();
    }

    [Fact]
    public void Another_word_size_in_the_cookie_is_read() =>
        HistogramCodec.Decode(Changed(b => b[3] = 0x83)).SameAs(Samples.H1()).ShouldBeTrue();

    [Fact]
    public void Bytes_behind_the_payload_are_left_alone()
    {
        byte[] plain = [.. Convert.FromHexString(Samples.BlockOfH1), 0xff, 0xff, 0xff];
        byte[] compressed = [.. HistogramCodec.EncodeCompressed(Samples.H1()), 1, 2, 3];

        HistogramCodec.Decode(plain).SameAs(Samples.H1()).ShouldBeTrue();
        HistogramCodec.Decode(compressed).SameAs(Samples.H1()).ShouldBeTrue();
    }

    [Theory]
    [InlineData("1c849301", "V1")]
    [InlineData("1c849302", "V1")]
    [InlineData("1c849308", "V0")]
    [InlineData("1c849309", "V0")]
    [InlineData("0c72124e", "DoubleHistogram")]
    [InlineData("0c72124f", "DoubleHistogram")]
    [InlineData("12345678", "no HdrHistogram V2 block")]
    public void Other_forms_are_refused_by_name(string cookie, string named)
    {
        var block = Changed(b => Convert.FromHexString(cookie).CopyTo(b, 0));

        Refused(block).ShouldSatisfyAllConditions(m => m.ShouldContain(named), m => m.ShouldContain("0x" + cookie));
    }

    // 16384, 32768 … 200 · 16384 in (1, 3600000000, 3), shifted left by 3 and right by 2 bits, as written by HdrHistogram 2.1.11 (Java).
    [Theory]
    [InlineData("HISTFAAAAD942pNpmSzMwMC4gIGBhwEImBkggBFEXJu8hMH+A0Tgfz3TX36mv+xgxIyEGLGjWgLQlkIoO8CQd5BBAFaGMZ4=", 13115391, 25968639, 26230783, 1.31774736E7)]
    [InlineData("HISTFAAAAEB42pNpmSzMwMC44P//HwxAwMwAAYwg4trkJQz2HyAC//WZ/vIz/WUHI2YkxIgd1RKAthRC2QGGvIMMAgDruzQ4", 409855, 811519, 819711, 411796.05)]
    public void A_rotation_of_the_memory_of_the_writer_is_not_in_the_payload(string text, long p50, long p99, long max, double mean)
    {
        var histogram = HistogramCodec.DecodeText(text);

        histogram.Count.ShouldBe(200);
        (histogram.ValueAtPercentile(50), histogram.ValueAtPercentile(99), histogram.Max).ShouldBe((p50, p99, max));
        histogram.Mean.ShouldBe(mean, 1e-6);
    }

    [Fact]
    public void A_layout_that_cannot_be_is_refused()
    {
        Refused(Changed(b => b[15] = 9)).ShouldContain("9 significant digits");
        Refused(Changed(b => b[23] = 0)).ShouldContain("span 0 to");
        Refused(Changed(b => b[16] = 0x80)).ShouldContain("span -");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(39)]
    [InlineData(40)]
    [InlineData(66)]
    public void A_cut_block_is_refused(int length)
    {
        Refused(Convert.FromHexString(Samples.BlockOfH1)[..length]).ShouldContain("cut off");
    }

    [Fact]
    public void Every_cut_of_the_compressed_block_is_refused()
    {
        var block = HistogramCodec.EncodeCompressed(Samples.H1());
        for (var length = 0; length < block.Length; length++)
        {
            Refused(block[..length]).ShouldContain("cut off");
        }

        // The declared length follows the cut: then zlib itself must notice, unless only its checksum is missing.
        for (var length = 8; length < block.Length; length++)
        {
            var cut = block[..length];
            BinaryPrimitives.WriteInt32BigEndian(cut.AsSpan(4), length - 8);
            IsRefusedOrUnchanged(cut).ShouldBeTrue($"cut to {length} of {block.Length}");
        }

        var half = block[..(block.Length / 2)];
        BinaryPrimitives.WriteInt32BigEndian(half.AsSpan(4), half.Length - 8);
        Refused(half).ShouldContain("cut off");
    }

    [Fact]
    public void A_changed_bit_of_the_compressed_part_is_mostly_noticed_and_never_another_kind_of_error()
    {
        var good = HistogramCodec.EncodeCompressed(Samples.H1());
        var refused = 0;
        for (var bit = 64; bit < good.Length * 8; bit++)
        {
            var bad = good.ToArray();
            bad[bit / 8] ^= (byte)(1 << (bit % 8));

            // A few bits of zlib's framing say nothing, and one that hides the end of the stream hides the checksum behind it.
            refused += IsRefused(bad) ? 1 : 0;
        }

        refused.ShouldBeGreaterThan((good.Length - 8) * 8 * 9 / 10);
    }

    [Fact]
    public void A_payload_longer_than_the_counts_is_refused() =>
        Refused(Changed(b => BinaryPrimitives.WriteInt32BigEndian(b.AsSpan(4), int.MaxValue))).ShouldContain("payload of 2147483647 bytes");

    [Fact]
    public void A_negative_payload_length_is_refused() =>
        Refused(Changed(b => BinaryPrimitives.WriteInt32BigEndian(b.AsSpan(4), -1))).ShouldContain("payload of -1 bytes");

    [Theory]
    [InlineData(-23553)]
    [InlineData(long.MinValue)]
    [InlineData(long.MinValue + 1)]
    public void Zeros_beyond_the_layout_are_refused(long run) =>
        Refused(WithPayload(run)).ShouldContain("more counts than its layout of 23552");

    [Fact]
    public void A_count_beyond_the_layout_is_refused() =>
        Refused(WithPayload(-23551, 1, 1)).ShouldContain("more counts than its layout");

    [Fact]
    public void Counts_beyond_64_bits_are_refused() =>
        Refused(WithPayload(long.MaxValue, 1)).ShouldContain("64 bits");

    [Fact]
    public void A_bomb_is_refused_without_being_unpacked()
    {
        // 200 MB of zeros behind a header, 200 kB compressed.
        var head = Changed(b => BinaryPrimitives.WriteInt32BigEndian(b.AsSpan(4), 200_000_000))[..40];
        using var packed = new MemoryStream();
        packed.Write(new byte[8]);
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(head);
            var zeros = new byte[1_000_000];
            for (var i = 0; i < 200; i++)
            {
                zlib.Write(zeros);
            }
        }

        var bomb = packed.ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(bomb, 0x1c849314);
        BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(4), bomb.Length - 8);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Refused(bomb).ShouldContain("payload");

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(2_000_000);
    }

    [Theory]
    [InlineData("not base64!")]
    [InlineData("")]
    [InlineData("HISTFAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAA")]
    public void Text_that_is_no_histogram_is_refused(string text) =>
        Should.Throw<FormatException>(() => HistogramCodec.DecodeText(text)).Message.ShouldStartWith("The histogram ");

    private static byte[] Changed(Action<byte[]> change)
    {
        var block = Convert.FromHexString(Samples.BlockOfH1);
        change(block);
        return block;
    }

    private static byte[] WithPayload(params long[] numbers)
    {
        var block = new List<byte>(Convert.FromHexString(Samples.BlockOfH1)[..40]);
        var bytes = new byte[ZigZagReader.LongestBytes];
        foreach (var number in numbers)
        {
            block.AddRange(bytes[..ZigZagReader.Write(bytes, number)]);
        }

        var result = block.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(result.AsSpan(4), result.Length - 40);
        return result;
    }

    private static bool IsRefusedOrUnchanged(byte[] block) => IsRefused(block) || HistogramCodec.Decode(block).SameAs(Samples.H1());

    private static bool IsRefused(byte[] block)
    {
        try
        {
            HistogramCodec.Decode(block);
            return false;
        }
        catch (FormatException)
        {
            return true;
        }
    }

    private static string Refused(byte[] block) => Should.Throw<FormatException>(() => HistogramCodec.Decode(block)).Message;
}
