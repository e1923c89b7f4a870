using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Prony.Measurement.Runs;

namespace Prony.Reporting.Usage;

/// <summary>The plot of <see cref="UsagePlot"/> as a PNG (W3C PNG, third edition), for who cannot show SVG: the same lines, on white, with letters of dots.</summary>
/// <remarks>Pure; thread-safe.</remarks>
public static partial class UsagePicture
{
    /// <summary>Dots of the picture for a unit of the drawing.</summary>
    private const int Scale = 2;

    private const int LetterDot = 2;
    private const uint CrcPolynomial = 0xEDB88320;   // of the CRC that PNG has, reflected (PNG, annex D)

    /// <summary>Classes of the drawing with their colours on light paper; the first is the paper.</summary>
    private static readonly (string Class, int Colour)[] Palette =
        [("paper", 0xFFFFFF), ("text", 0x1F2328), ("aside", 0x59636E), ("axis", 0x1F2328), ("grid", 0xD1D9E0), ("cpu", 0x0969DA), ("rss", 0x8C959F), ("pss", 0xCF222E)];

    /// <summary>The file's bytes.</summary>
    public static byte[] Png(UsageRecord usage)
    {
        var svg = XDocument.Parse(UsagePlot.Render(usage)).Root!;
        var size = svg.Attribute("viewBox")!.Value.Split(' ');
        var canvas = new Canvas(Whole(size[2]) * Scale, Whole(size[3]) * Scale);
        foreach (var element in svg.Elements())
        {
            Draw(canvas, element);
        }

        return Encode(canvas);
    }

    private static void Draw(Canvas canvas, XElement element)
    {
        var colour = (byte)Math.Max(0, Array.FindIndex(Palette, entry => entry.Class == element.Attribute("class")?.Value.Split(' ')[^1]));
        switch (element.Name.LocalName)
        {
            case "line":
                canvas.Line(Place(element, "x1"), Place(element, "y1"), Place(element, "x2"), Place(element, "y2"), colour);
                break;
            case "path":
                Path(canvas, element.Attribute("d")!.Value, colour);
                break;
            case "text":
                var width = element.Value.Length * (PlotFont.Columns + 1) * LetterDot;
                var left = element.Attribute("text-anchor")!.Value switch { "end" => width, "middle" => width / 2, _ => 0 };
                canvas.Text(Place(element, "x") - left, Place(element, "y") - (PlotFont.Rows * LetterDot), element.Value, colour);
                break;
            default:
                break;   // title and style, and the paper, which is there
        }
    }

    /// <summary>Lines from point to point; the last is a dot, so that one point alone is seen.</summary>
    private static void Path(Canvas canvas, string data, byte colour)
    {
        (int X, int Y)? before = null;
        foreach (Match point in Point().Matches(data))
        {
            var (x, y) = (Dots(point.Groups[2].Value), Dots(point.Groups[3].Value));
            var (fromX, fromY) = point.Groups[1].Value == "L" ? before ?? (x, y) : (x, y);
            if (data.EndsWith("h0", StringComparison.Ordinal))
            {
                canvas.Line(fromX, fromY, x, y, colour);
            }

            before = (x, y);
        }
    }

    private static int Place(XElement element, string name) => Dots(element.Attribute(name)!.Value);

    private static int Dots(string coordinate) => (int)Math.Round(double.Parse(coordinate, CultureInfo.InvariantCulture) * Scale);

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static byte[] Encode(Canvas canvas)
    {
        const byte bitsPerDot = 8, indexed = 3;
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n']);
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, canvas.Width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), canvas.Height);
        (head[8], head[9]) = (bitsPerDot, indexed);
        Chunk(file, "IHDR"u8, head);
        Chunk(file, "PLTE"u8, [.. Palette.SelectMany(entry => new[] { (byte)(entry.Colour >> 16), (byte)((entry.Colour >> 8) & 0xFF), (byte)(entry.Colour & 0xFF) })]);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var row = 0; row < canvas.Height; row++)
            {
                zlib.WriteByte(0);   // no filter
                zlib.Write(canvas.Row(row));
            }
        }

        Chunk(file, "IDAT"u8, packed.ToArray());
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(data, Crc(type, uint.MaxValue)));
        file.Write(number);
    }

    private static uint Crc(ReadOnlySpan<byte> data, uint crc)
    {
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ CrcPolynomial;
            }
        }

        return crc;
    }

    [GeneratedRegex(@"([ML])(-?[0-9.]+) (-?[0-9.]+)")]
    private static partial Regex Point();

    /// <summary>Dots with the number of their colour.</summary>
    private sealed class Canvas(int width, int height)
    {
        private const int Thickness = 3;

        private readonly byte[] _dots = new byte[width * height];

        public int Width => width;

        public int Height => height;

        public ReadOnlySpan<byte> Row(int row) => _dots.AsSpan(row * width, width);

        /// <summary>A step to the next dot along the longer side at a time.</summary>
        public void Line(int x1, int y1, int x2, int y2, byte colour)
        {
            var steps = Math.Max(1, Math.Max(Math.Abs(x2 - x1), Math.Abs(y2 - y1)));
            for (var step = 0; step <= steps; step++)
            {
                Square(x1 + (int)Math.Round((x2 - x1) * (double)step / steps), y1 + (int)Math.Round((y2 - y1) * (double)step / steps), Thickness, colour);
            }
        }

        public void Text(int left, int top, string text, byte colour)
        {
            for (var i = 0; i < text.Length; i++)
            {
                for (var dot = 0; dot < PlotFont.Columns * PlotFont.Rows; dot++)
                {
                    var (row, column) = Math.DivRem(dot, PlotFont.Columns);
                    if (PlotFont.Has(text[i], column, row))
                    {
                        Square(left + (((i * (PlotFont.Columns + 1)) + column) * LetterDot), top + (row * LetterDot), LetterDot, colour);
                    }
                }
            }
        }

        private void Square(int left, int top, int side, byte colour)
        {
            for (var y = Math.Max(0, top); y < Math.Min(height, top + side); y++)
            {
                for (var x = Math.Max(0, left); x < Math.Min(width, left + side); x++)
                {
                    _dots[(y * width) + x] = colour;
                }
            }
        }
    }
}
