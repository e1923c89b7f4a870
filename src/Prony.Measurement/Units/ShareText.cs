using System.Diagnostics.CodeAnalysis;

namespace Prony.Measurement.Units;

/// <summary>Shares of a whole, as per cent or as a fraction. Invariant culture; pure and thread-safe.</summary>
public static class ShareText
{
    /// <summary>Reads "5%" or "0.05".</summary>
    /// <param name="text">What to read.</param>
    /// <param name="share">0 to 1.</param>
    /// <param name="error">What is wrong and what is expected; null when the text is a share.</param>
    public static bool TryParse(string text, out double share, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        share = 0;
        if (!TryRead(text, out var read))
        {
            var close = Figures.WithoutSpaces(text);
            error = close != text && TryRead(close, out _)
                ? $"'{text}' is not a share: write {close}, without a space."
                : $"'{text}' is not a share. Expected per cent or a fraction of 1, such as 5% or 0.05.";
            return false;
        }

        if (read > 1)
        {
            error = text.EndsWith('%')
                ? $"'{text}' is out of range: a share is at most 100%."
                : $"'{text}' is out of range: a fraction is at most 1; write {text}% for per cent.";
            return false;
        }

        share = (double)read;
        error = null;
        return true;
    }

    /// <summary>For people: three significant digits without trailing zeros ("5 %", "0.123 %").</summary>
    /// <remarks>What is not all never shows as 100 %, what is not nothing never as 0 %.</remarks>
    /// <param name="share">0.05 for five per cent; may be negative or above 1 (a change).</param>
    public static string Format(double share)
    {
        var percent = share * 100;
        if (percent is > 0 and < 0.001)
        {
            return "<0.001 %";
        }

        if (percent is >= 99.95 and < 100)
        {
            return ">99.9 %";
        }

        return Figures.WithoutZeros(Figures.Three(percent)) + " %";
    }

    private static bool TryRead(string text, out decimal share)
    {
        var length = Figures.ReadNumber(text, out share);
        if (length is 0 or > 15)
        {
            return false;
        }

        var rest = text.AsSpan(length);
        if (rest.SequenceEqual("%"))
        {
            share /= 100;
            return true;
        }

        return rest.IsEmpty;
    }
}
