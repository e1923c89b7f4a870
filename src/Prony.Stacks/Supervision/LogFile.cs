using System.Text;

namespace Prony.Stacks.Supervision;

/// <summary>The file that a service's output is appended to.</summary>
internal static class LogFile
{
    /// <summary>Lines that an error shows: a stack trace with its message, and still one screen.</summary>
    internal const int ShownLines = 20;

    private const int TailBytes = 64 * 1024;
    private const int LineLengthMax = 1000;

    /// <summary>The last lines, at most 64 KiB back; bytes that are no UTF-8 and control characters (colours, cursor movements) do not reach a terminal.</summary>
    internal static IReadOnlyList<string> Tail(string path, int lines)
    {
        byte[] bytes;
        bool isWhole;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var length = Math.Min(TailBytes, file.Length);
            isWhole = length == file.Length;
            file.Seek(-length, SeekOrigin.End);
            bytes = new byte[length];
            bytes = bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (IOException)
        {
            // No output file, no output: the service was never started.
            return [];
        }

        var all = Encoding.UTF8.GetString(bytes).Split('\n').Select(Printable).ToList();
        if (!isWhole)
        {
            // It begins in the middle of a line.
            all.RemoveAt(0);
        }

        return [.. all.Where(static line => line.Length > 0).TakeLast(lines)];
    }

    private static string Printable(string line)
    {
        var result = new StringBuilder(Math.Min(line.Length, LineLengthMax));
        for (var i = 0; i < line.Length && result.Length < LineLengthMax; i++)
        {
            if (line[i] == '\u001b')
            {
                i = EndOfEscape(line, i);
            }
            else if (line[i] == '\t' || !char.IsControl(line[i]))
            {
                result.Append(line[i]);
            }
        }

        return result.ToString().TrimEnd();
    }

    /// <summary>Position of the last character of an escape sequence: ESC [ parameters final (ECMA-48 5.4), else ESC and one character.</summary>
    private static int EndOfEscape(string line, int start)
    {
        if (start + 1 >= line.Length || line[start + 1] != '[')
        {
            return Math.Min(start + 1, line.Length - 1);
        }

        var end = start + 2;
        while (end < line.Length && line[end] is < '@' or > '~')
        {
            end++;
        }

        return Math.Min(end, line.Length - 1);
    }
}
