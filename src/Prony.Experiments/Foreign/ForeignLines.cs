using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Prony.Experiments.Foreign;

/// <summary>The lines of a text from elsewhere, as readers want them: without the indentation, quotation marks, tags and colours of what it was pasted into.</summary>
/// <remarks>Holds the bytes and where lines begin, no more: memory is bounded by <see cref="LargestBytes"/> and <see cref="MostLines"/>. Not thread-safe.</remarks>
internal sealed partial class ForeignLines
{
    public const int LargestBytes = 64 << 20;
    public const int MostLines = 5_000_000;

    /// <summary>No tool prints longer lines for people; logs of histograms are read as bytes.</summary>
    private const int LongestLine = 1 << 16;

    private static readonly byte[][] HtmlMarks = [.. new[] { "<pre", "<PRE", "<html", "<HTML", "<code", "<!DOCTYPE", "<!doctype" }.Select(mark => Encoding.ASCII.GetBytes(mark))];

    private readonly byte[] _bytes;
    private readonly List<int> _starts = [];
    private readonly bool _isHtml;
    private (int Index, string Text) _last = (-1, "");

    private ForeignLines(string name, byte[] bytes)
    {
        Name = name;
        _bytes = AsUtf8(bytes);
        var start = _bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        while (start < _bytes.Length)
        {
            if (_starts.Count == MostLines)
            {
                throw new ForeignFormatException(0, string.Create(CultureInfo.InvariantCulture, $"the file has more than {MostLines:N0} lines"), "Import a part of it.");
            }

            _starts.Add(start);
            var length = _bytes.AsSpan(start).IndexOf((byte)'\n');
            start = length < 0 ? _bytes.Length : start + length + 1;
        }

        var nul = _bytes.AsSpan().IndexOf((byte)0);
        if (nul >= 0)
        {
            throw new ForeignFormatException(LineOf(nul) + 1, "a byte of 0 stands here, so this is no text", "Name a file with the text that the tool printed.");
        }

        _isHtml = HtmlMarks.Any(mark => _bytes.AsSpan().IndexOf(mark) >= 0);
    }

    /// <summary>As a person named it.</summary>
    public string Name { get; }

    public int Count => _starts.Count;

    /// <summary>A line as the tool printed it, trimmed.</summary>
    public string this[int index]
    {
        get
        {
            if (_last.Index != index)
            {
                _last = (index, Clean(Raw(index)));
            }

            return _last.Text;
        }
    }

    /// <exception cref="ForeignFormatException">It is no text, or larger than the bounds.</exception>
    public static ForeignLines Of(string name, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return bytes.Length <= LargestBytes ? new ForeignLines(name, bytes) : throw TooLarge(bytes.Length);
    }

    public static ForeignFormatException TooLarge(long bytes) => new(
        0,
        string.Create(CultureInfo.InvariantCulture, $"the file has {bytes / (1024.0 * 1024):0.#} MiB, and at most {LargestBytes >> 20} MiB are read"),
        "Import a part of it, or the tool's summary.");

    /// <summary>A line as it stands in the file, without its end.</summary>
    public string Raw(int index)
    {
        var line = _bytes.AsSpan(_starts[index], Math.Min(EndOf(index) - _starts[index], LongestLine));
        return Encoding.UTF8.GetString(line).TrimEnd('\n', '\r');
    }

    /// <summary>The bytes from the beginning of a line to the end of the text, UTF-8.</summary>
    public ReadOnlyMemory<byte> From(int index) => _bytes.AsMemory(_starts[index]);

    /// <summary>The bytes of some lines, UTF-8.</summary>
    public MemoryStream Stream(int first, int end) => new(_bytes, _starts[first], EndOf(end - 1) - _starts[first], writable: false);

    /// <summary>Index of the line that holds a byte.</summary>
    /// <param name="first">A line before it, or its own.</param>
    /// <param name="bytes">Its distance from the beginning of that line.</param>
    public int LineOf(int first, long bytes) => LineOf((int)Math.Min(_starts[first] + bytes, _bytes.Length - 1));

    private int LineOf(int offset)
    {
        var found = _starts.BinarySearch(offset);
        return Math.Max(0, found >= 0 ? found : ~found - 1);
    }

    private int EndOf(int index) => index + 1 < _starts.Count ? _starts[index + 1] : _bytes.Length;

    private string Clean(string line)
    {
        var text = line.Contains('\e', StringComparison.Ordinal) ? Escapes().Replace(line, "") : line;
        text = _isHtml ? WebUtility.HtmlDecode(Tags().Replace(text, "")) : text;
        text = text.Trim();
        while (text.StartsWith('>'))
        {
            // Quoted in a letter or in markdown.
            text = text[1..].TrimStart();
        }

        return text;
    }

    private static byte[] AsUtf8(byte[] bytes) => bytes switch
    {
        [0xFF, 0xFE, ..] => Encoding.UTF8.GetBytes(Encoding.Unicode.GetString(bytes)),
        [0xFE, 0xFF, ..] => Encoding.UTF8.GetBytes(Encoding.BigEndianUnicode.GetString(bytes)),
        _ => bytes,
    };

    [GeneratedRegex(@"\e\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Escapes();

    [GeneratedRegex("</?[A-Za-z][^<>]*>")]
    private static partial Regex Tags();
}
