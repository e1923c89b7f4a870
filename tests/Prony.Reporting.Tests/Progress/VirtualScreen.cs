using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Prony.Reporting.Tests.Progress;

/// <summary>What stands on a terminal after something was written to it: as much of one as the live views use, and an error for anything else.</summary>
/// <param name="width">Columns.</param>
/// <param name="height">Lines that can be seen; what is pushed up is kept.</param>
internal sealed partial class VirtualScreen(int width, int height) : StringWriter(CultureInfo.InvariantCulture)
{
    private readonly List<StringBuilder> _lines = [new()];
    private int _row;
    private int _column;
    private int _width = width;

    /// <summary>The cursor stands at the beginning of a line, where a shell would go on.</summary>
    public bool IsAtStartOfLine => _column == 0;

    /// <summary>All that was ever on it and not written over, line by line.</summary>
    public string Everything => string.Concat(_lines.Select(line => line.ToString().TrimEnd() + "\n")).TrimEnd('\n') + "\n";

    /// <summary>Longest line.</summary>
    public int Longest => _lines.Max(line => line.ToString().TrimEnd().Length);

    /// <summary>The window is made narrower or wider, and what stands on it is wrapped anew, as terminals do. Only lines that end with a break.</summary>
    public void Resize(int columns)
    {
        var texts = _lines.Take(_row).Select(line => line.ToString().TrimEnd()).ToList();
        _lines.Clear();
        foreach (var text in texts)
        {
            for (var at = 0; at == 0 || at < text.Length; at += columns)
            {
                _lines.Add(new StringBuilder(text.Substring(at, Math.Min(columns, text.Length - at))));
            }
        }

        _lines.Add(new StringBuilder());
        (_row, _column, _width) = (_lines.Count - 1, 0, columns);
    }

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        var text = value ?? "";
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\e')
            {
                var sequence = Sequence().Match(text, i);
                if (!sequence.Success)
                {
                    throw new NotSupportedException($"No terminal is asked for this: {text[i..Math.Min(text.Length, i + 8)]}");
                }

                Do(sequence.Groups["number"].Value, sequence.Groups["what"].Value);
                i += sequence.Length - 1;
                continue;
            }

            Put(text[i]);
        }
    }

    private void Put(char c)
    {
        if (c == '\r')
        {
            _column = 0;
            return;
        }

        if (c == '\n' || _column == _width)
        {
            _row++;
            _column = 0;
            if (_row == _lines.Count)
            {
                _lines.Add(new StringBuilder());
            }
        }

        if (c == '\n')
        {
            return;
        }

        var line = _lines[_row];
        while (line.Length <= _column)
        {
            line.Append(' ');
        }

        line[_column++] = c;
    }

    private void Do(string number, string what)
    {
        switch (what)
        {
            case "A":
                // A cursor does not go above what can be seen.
                _row = Math.Max(Math.Max(0, _lines.Count - height), _row - int.Parse(number, CultureInfo.InvariantCulture));
                break;
            case "K":
                _lines[_row].Length = Math.Min(_lines[_row].Length, _column);
                break;
            case "J":
                _lines[_row].Length = Math.Min(_lines[_row].Length, _column);
                _lines.RemoveRange(_row + 1, _lines.Count - _row - 1);
                break;
            default:
                break;
        }
    }

    [GeneratedRegex(@"\G\e\[(?<number>\d*)(?<what>[AKJm])", RegexOptions.ExplicitCapture)]
    private static partial Regex Sequence();
}
