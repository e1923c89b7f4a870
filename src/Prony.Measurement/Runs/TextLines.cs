using System.Text;

namespace Prony.Measurement.Runs;

/// <summary>One line of a text file.</summary>
/// <param name="Text">Without its end.</param>
/// <param name="Number">1-based.</param>
/// <param name="Whole">It ended with a line feed; only the last line of a file can lack it.</param>
internal readonly record struct TextLine(string Text, int Number, bool Whole);

/// <summary>Lines of a file that may still be written to, or whose writer died inside a line.</summary>
internal static class TextLines
{
    /// <summary>The lines, read as they are asked for; none when the file is empty.</summary>
    public static IEnumerable<TextLine> Of(string path)
    {
        foreach (var line in Of(Open(path)))
        {
            yield return line;
        }
    }

    /// <summary>A file that its writer may have open.</summary>
    public static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>The lines of a text, which is disposed of at the end.</summary>
    public static IEnumerable<TextLine> Of(Stream text)
    {
        using var reader = new StreamReader(text, Encoding.UTF8);
        var buffer = new char[4096];
        var line = new StringBuilder();
        var number = 1;
        int read;
        while ((read = reader.Read(buffer)) > 0)
        {
            var start = 0;
            int length;
            while ((length = Array.IndexOf(buffer, '\n', start, read - start) - start) >= 0)
            {
                line.Append(buffer, start, length);
                yield return new TextLine(Take(line), number++, Whole: true);
                start += length + 1;
            }

            line.Append(buffer, start, read - start);
        }

        if (line.Length > 0)
        {
            yield return new TextLine(Take(line), number, Whole: false);
        }
    }

    private static string Take(StringBuilder line)
    {
        var text = line.ToString().TrimEnd('\r');
        line.Clear();
        return text;
    }
}
