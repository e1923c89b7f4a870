namespace Prony.Measurement.Histograms;

/// <summary>One line of a histogram log; its histogram is decoded when asked for, so that passing over lines is cheap.</summary>
/// <param name="Tag">What it is of; null when untagged.</param>
/// <param name="StartS">Its start, seconds after the start of the log.</param>
/// <param name="LengthS">Its length in seconds.</param>
/// <param name="Text">The encoded histogram.</param>
/// <param name="LineNumber">1-based, for messages.</param>
public sealed record HistogramLogLine(string? Tag, double StartS, double LengthS, string Text, int LineNumber)
{
    /// <summary>The histogram.</summary>
    /// <exception cref="FormatException">The text is damaged; the message holds the number of the line.</exception>
    public Histogram Decode()
    {
        try
        {
            return HistogramCodec.DecodeText(Text);
        }
        catch (FormatException e)
        {
            throw new FormatException($"Line {LineNumber}: {e.Message}", e);
        }
    }
}
