using System.Globalization;
using System.Text;

namespace Prony.Measurement.Histograms;

/// <summary>Writes an HdrHistogram log, format 1.3: one tagged histogram a line, as HdrHistogram's own tools read it.</summary>
/// <remarks>
/// <para>Only appends. Lines are gathered until <see cref="Flush"/> hands them to the operating system in one write: what was flushed
/// survives the death of this process.</para>
/// <para>Thread: one writer.</para>
/// </remarks>
public sealed class HistogramLogWriter : IDisposable
{
    /// <summary>Divides the maximum that a line shows, so that nanoseconds show as milliseconds (the default of HdrHistogram's Java tools).</summary>
    public const double NanosecondsAsMilliseconds = 1e6;

    private readonly FileStream _file;
    private readonly double _unitRatio;
    private readonly StringBuilder _pending = new();

    /// <summary>Creates the file and writes its head.</summary>
    /// <param name="path">A file that does not exist yet.</param>
    /// <param name="startUtc">The instant that the starts of lines count from.</param>
    /// <param name="unitRatio">What the shown maximum is divided by; more than 0.</param>
    /// <exception cref="IOException">It exists already or cannot be created.</exception>
    public HistogramLogWriter(string path, DateTimeOffset startUtc, double unitRatio)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(unitRatio);
        _unitRatio = unitRatio;
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        var seconds = (startUtc.ToUnixTimeMilliseconds() / 1000.0).ToString("F3", CultureInfo.InvariantCulture);
        var date = startUtc.UtcDateTime.ToString("ddd MMM dd HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture);
        var version = typeof(HistogramLogWriter).Assembly.GetName().Version?.ToString(3);
        _pending.Append(CultureInfo.InvariantCulture, $"#[Logged with Prony {version}]\n");
        _pending.Append("#[Histogram log format version 1.3]\n");
        _pending.Append(CultureInfo.InvariantCulture, $"#[StartTime: {seconds} (seconds since epoch), {date}]\n");
        _pending.Append(CultureInfo.InvariantCulture, $"#[BaseTime: {seconds} (seconds since epoch)]\n");
        _pending.Append("\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_Histogram\"\n");
        Flush();
    }

    /// <summary>Adds a line; it is written by the next <see cref="Flush"/>.</summary>
    /// <param name="tag">What the histogram is of; null for none.</param>
    /// <param name="startS">Its start, seconds after the start of the log.</param>
    /// <param name="lengthS">Its length in seconds.</param>
    /// <param name="histogram">Values, in the unit that the log's ratio divides.</param>
    /// <exception cref="ArgumentException">The tag is empty or has a comma, a space or a control character: readers split there.</exception>
    public void Write(string? tag, double startS, double lengthS, Histogram histogram)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        if (tag is not null)
        {
            CheckTag(tag);
            _pending.Append("Tag=").Append(tag).Append(',');
        }

        var text = HistogramCodec.EncodeText(histogram);
        _pending.Append(CultureInfo.InvariantCulture, $"{startS:F3},{lengthS:F3},{histogram.Max / _unitRatio:F3},{text}\n");
    }

    /// <summary>Hands the gathered lines to the operating system.</summary>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    public void Flush()
    {
        if (_pending.Length == 0)
        {
            return;
        }

        _file.Write(Encoding.UTF8.GetBytes(_pending.ToString()));
        _pending.Clear();
    }

    /// <summary>Flushes and closes the file.</summary>
    public void Dispose()
    {
        try
        {
            Flush();
        }
        finally
        {
            _file.Dispose();
        }
    }

    // HdrHistogram's own check is a regular expression that only ever fires on tags of three characters; a bad tag would split the line.
    private static void CheckTag(string tag)
    {
        if (tag.Length == 0 || tag.Any(c => c == ',' || char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            throw new ArgumentException($"'{tag}' cannot be a tag of a histogram log: it must not be empty or hold a comma, a space or a line break.", nameof(tag));
        }
    }
}
