using System.Globalization;
using System.Text;

namespace Prony.Reporting.Documents;

/// <summary>Makes text from outside (names, server output, addresses) safe to print: no control sequences, no invisible reordering.</summary>
internal static class Foreign
{
    /// <summary>One line: control characters and line ends become spaces or vanish; directional and other invisible format characters vanish.</summary>
    /// <remarks>A server's output may hold escape sequences that clear the screen or rewrite the title of a terminal.</remarks>
    public static string Line(string text)
    {
        if (!text.Any(IsUnsafe))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\e')
            {
                i = EndOfEscape(text, i);
            }
            else if (text[i] is '\t' or '\n' or '\r')
            {
                safe.Append(' ');
            }
            else if (!IsUnsafe(text[i]))
            {
                safe.Append(text[i]);
            }
        }

        return safe.ToString();
    }

    // CSI ("\e[31m") ends with @ to ~; any other sequence is taken as two characters long, the rest of it is harmless text.
    private static int EndOfEscape(string text, int start)
    {
        if (start + 1 >= text.Length || text[start + 1] != '[')
        {
            return start + 1;
        }

        var end = start + 2;
        while (end < text.Length && text[end] is < '@' or > '~')
        {
            end++;
        }

        return end;
    }

    private static bool IsUnsafe(char c) =>
        char.IsControl(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
