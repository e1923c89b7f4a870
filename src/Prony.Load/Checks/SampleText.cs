using System.Globalization;
using System.Text;
using Prony.Measurement.Runs;

namespace Prony.Load.Checks;

/// <summary>Turns what a server sent into text for a record: cut, secrets masked, bytes that are no UTF-8 as \xNN.</summary>
internal sealed class SampleText(SecretMask secrets)
{
    /// <summary>Longest body of a sample, characters.</summary>
    public const int Longest = 2048;

    /// <summary>Longest value inside a sentence, characters.</summary>
    private const int LongestValue = 100;

    /// <summary>A character that the cut goes through, escaped byte by byte.</summary>
    private const int LongestEscape = 16;

    /// <summary>What is known to be secret of this response alone: its cookies.</summary>
    private readonly SecretMask _ofResponse = new();

    /// <summary>A cookie that a response sets is a secret wherever it stands in it.</summary>
    public void HideCookie(ReadOnlySpan<byte> setCookie)
    {
        var pair = Encoding.UTF8.GetString(setCookie).Split(';')[0];
        _ofResponse.Add(pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim().Trim('"'));
    }

    /// <summary>A text of ours, such as a check, that may hold a secret.</summary>
    public string Masked(string text) => secrets.Mask(_ofResponse.Mask(text));

    /// <summary>A value inside a sentence.</summary>
    public string Short(ReadOnlySpan<byte> bytes) => Cut(bytes, LongestValue);

    /// <summary>A body, or a header's value.</summary>
    public string Long(ReadOnlySpan<byte> bytes) => Cut(bytes, Longest);

    /// <summary>
    /// Subtle: a secret that the cut goes through would show its first half. So more than is shown is read, by the longest secret, and what could be
    /// the beginning of one at the end of that is dropped after masking.
    /// </summary>
    private string Cut(ReadOnlySpan<byte> bytes, int most)
    {
        var longest = Math.Max(secrets.LongestLength, _ofResponse.LongestLength);
        var read = Math.Min(bytes.Length, most + (longest * 4) + LongestEscape);
        var text = Masked(Decode(bytes[..read]));
        if (read < bytes.Length)
        {
            text = text[..Math.Max(0, text.Length - longest - LongestEscape)];
        }
        else if (text.Length <= most)
        {
            return text;
        }

        var end = Math.Min(most, text.Length);
        return text[..(end > 0 && char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + "…";
    }

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            var valid = Rune.DecodeFromUtf8(bytes, out var rune, out var length) == System.Buffers.OperationStatus.Done;
            if (valid)
            {
                text.Append(rune.ToString());
            }
            else
            {
                foreach (var odd in bytes[..length])
                {
                    text.Append(CultureInfo.InvariantCulture, $"\\x{odd:x2}");
                }
            }

            bytes = bytes[length..];
        }

        return text.ToString();
    }
}
