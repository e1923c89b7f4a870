using System.Globalization;
using System.Text;
using Prony.Load.Plans;

namespace Prony.Experiments.Data;

/// <summary>Reads comma-separated values (RFC 4180) with a header row. Line ends may be LF as well; empty lines are passed over.</summary>
/// <param name="text">UTF-8.</param>
/// <param name="start">First byte after a byte order mark.</param>
internal sealed class CsvRows(byte[] text, int start)
{
    private int _at = start;
    private int _line = 1;
    private byte[] _unquoted = new byte[256];

    /// <summary>All rows.</summary>
    /// <exception cref="DataFormatException">The text is no such thing.</exception>
    public DataTableBuilder Read()
    {
        if (!SkipEmptyLines())
        {
            throw new DataFormatException(0, "the data file is empty", "Its first row names the columns.");
        }

        var columns = ReadHeader();
        var rows = new DataTableBuilder(columns);
        while (SkipEmptyLines())
        {
            DataFile.CheckRoom(rows, _line);
            ReadRow(rows, columns);
        }

        return rows;
    }

    private List<string> ReadHeader()
    {
        var line = _line;
        var columns = new List<string>();
        bool more;
        do
        {
            columns.Add(Encoding.UTF8.GetString(ReadField(out more)).Trim());
        }
        while (more);
        DataFile.CheckColumns(columns, line);
        return columns;
    }

    private void ReadRow(DataTableBuilder rows, List<string> columns)
    {
        var line = _line;
        var fields = 0;
        bool more;
        do
        {
            var field = ReadField(out more);
            if (++fields <= columns.Count)
            {
                rows.Add(field);
            }
        }
        while (more);
        if (fields != columns.Count)
        {
            throw new DataFormatException(
                line,
                string.Create(CultureInfo.InvariantCulture, $"this row has {fields} field{(fields == 1 ? "" : "s")}, but there are {columns.Count} columns ({Shown(columns)})"),
                fields > columns.Count ? "A field that holds a comma stands in double quotes." : null);
        }

        rows.EndRow(line);
    }

    private static string Shown(List<string> columns) => columns.Count <= 8 ? string.Join(", ", columns) : string.Join(", ", columns.Take(8)) + ", …";

    /// <returns>False at the end of the text.</returns>
    private bool SkipEmptyLines()
    {
        while (_at < text.Length && LineEnd() is > 0 and var length)
        {
            _at += length;
            _line++;
        }

        return _at < text.Length;
    }

    /// <summary>Bytes of the line end that begins here; 0 when none does.</summary>
    private int LineEnd() =>
        text[_at] == '\n' ? 1
        : text[_at] == '\r' && _at + 1 < text.Length && text[_at + 1] == '\n' ? 2
        : 0;

    private ReadOnlySpan<byte> ReadField(out bool more)
    {
        var field = _at < text.Length && text[_at] == '"' ? ReadQuoted() : ReadPlain();
        more = false;
        if (_at == text.Length)
        {
            return field;
        }

        if (text[_at] == ',')
        {
            more = true;
            _at++;
        }
        else if (LineEnd() is > 0 and var length)
        {
            _at += length;
            _line++;
        }
        else
        {
            throw new DataFormatException(_line, "something stands behind a closing quote", "Inside a quoted field a double quote is written twice.");
        }

        return field;
    }

    private ReadOnlySpan<byte> ReadPlain()
    {
        var rest = text.AsSpan(_at);
        var length = rest.IndexOfAny(",\n"u8);
        length = length < 0 ? rest.Length : length;
        if (length > 0 && length < rest.Length && rest[length] == '\n' && rest[length - 1] == '\r')
        {
            length--;
        }

        if (rest[..length].Contains((byte)'"'))
        {
            throw new DataFormatException(_line, "a double quote stands inside a field without quotes", "Put the field in double quotes and write the quote twice.");
        }

        _at += length;
        return rest[..length];
    }

    private ReadOnlySpan<byte> ReadQuoted()
    {
        var line = _line;
        var length = 0;
        for (_at++; _at < text.Length; _at++)
        {
            if (text[_at] == '"')
            {
                _at++;
                if (_at == text.Length || text[_at] != '"')
                {
                    return _unquoted.AsSpan(0, length);
                }
            }

            _line += text[_at] == '\n' ? 1 : 0;
            if (length == _unquoted.Length)
            {
                Array.Resize(ref _unquoted, 2 * length);
            }

            _unquoted[length++] = text[_at];
        }

        throw new DataFormatException(line, "a quoted field begins on this line and never ends");
    }
}
