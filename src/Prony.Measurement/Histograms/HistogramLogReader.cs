using System.Globalization;
using Prony.Measurement.Runs;

namespace Prony.Measurement.Histograms;

/// <summary>Reads an HdrHistogram log (formats 1.0 to 1.3) with the tolerance of HdrHistogram's <c>HistogramLogReader</c>.</summary>
/// <remarks>
/// <para>Comments, the legend and blank lines are passed over; fields are split at commas and spaces; the shown maximum is ignored. A last line that
/// was cut by the death of its writer is left out and reported by <see cref="LastLineWasCut"/>.</para>
/// <para>Thread: one reader. A file that is still being written can be read.</para>
/// </remarks>
/// <param name="open">Opens the text from its beginning; disposed of after each reading.</param>
public sealed class HistogramLogReader(Func<Stream> open)
{
    private const string StartTimeHead = "#[StartTime:";
    private const string BaseTimeHead = "#[BaseTime:";
    private const string TagHead = "Tag=";
    private const double YearS = 365 * 24 * 3600.0;
    private static readonly char[] Separators = [',', ' '];

    private double? _baseS;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path; it is opened when lines are asked for.</param>
    public HistogramLogReader(string path)
        : this(() => TextLines.Open(path))
    {
    }

    /// <summary>Start of the log, seconds since 1970; null until a line that says it was read.</summary>
    public double? StartTimeS { get; private set; }

    /// <summary>The file ends in a line that is not whole. Known after all lines were read.</summary>
    public bool LastLineWasCut { get; private set; }

    /// <summary>The lines in their order, read as they are asked for. Starts anew on each call.</summary>
    /// <exception cref="FormatException">A whole line is not a line of a histogram log; the message holds its number.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public IEnumerable<HistogramLogLine> ReadLines()
    {
        (_baseS, StartTimeS, LastLineWasCut) = (null, null, false);
        foreach (var line in TextLines.Of(open()))
        {
            if (IsHead(line.Text))
            {
                continue;
            }

            if (TryParse(line, out var parsed))
            {
                yield return parsed;
            }
            else if (line.Whole)
            {
                throw new FormatException($"Line {line.Number}: not a line of a histogram log ([Tag=text,]start,length,max,histogram).");
            }
            else
            {
                LastLineWasCut = true;
            }
        }
    }

    private bool IsHead(string text)
    {
        if (text.StartsWith(StartTimeHead, StringComparison.Ordinal))
        {
            StartTimeS = HeadSeconds(text, StartTimeHead) ?? StartTimeS;
        }
        else if (text.StartsWith(BaseTimeHead, StringComparison.Ordinal))
        {
            _baseS = HeadSeconds(text, BaseTimeHead) ?? _baseS;
        }

        return string.IsNullOrWhiteSpace(text) || text[0] is '#' or '"';
    }

    private bool TryParse(TextLine line, out HistogramLogLine parsed)
    {
        parsed = null!;
        var fields = line.Text.Split(Separators);
        string? tag = null;
        if (fields[0].StartsWith(TagHead, StringComparison.Ordinal))
        {
            tag = fields[0][TagHead.Length..];
            fields = fields[1..];
        }

        if (fields.Length < 4 || !TryNumber(fields[0], out var stampS) || !TryNumber(fields[1], out var lengthS))
        {
            return false;
        }

        // A cut text may still be base64; only a line feed or a decodable text shows that the line is whole.
        if (!line.Whole && !IsDecodable(fields[3]))
        {
            return false;
        }

        parsed = new HistogramLogLine(tag, SinceStart(stampS), lengthS, fields[3], line.Number);
        return true;
    }

    // Without a BaseTime a stamp is either absolute or relative to StartTime; HistogramLogReader tells them apart by a year's distance, once.
    private double SinceStart(double stampS)
    {
        StartTimeS ??= stampS;
        _baseS ??= stampS < StartTimeS - YearS ? StartTimeS : 0;

        // In this order: the difference of the two large numbers is exact, mostly 0.
        return stampS + (_baseS.Value - StartTimeS.Value);
    }

    private static bool IsDecodable(string text)
    {
        try
        {
            HistogramCodec.DecodeText(text);
            return true;
        }
        catch (FormatException)
        {
            // The answer itself: the caller reports the line as cut.
            return false;
        }
    }

    private static double? HeadSeconds(string text, string head)
    {
        var number = text[head.Length..].TrimStart().Split(' ', ']')[0];
        return TryNumber(number, out var seconds) ? seconds : null;
    }

    private static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
}
