using System.Text;

namespace Prony.Stacks.Layers;

/// <summary>Comma-separated values (RFC 4180) with a header; haproxy's header begins with "# ".</summary>
internal sealed class CsvTable
{
    private readonly IReadOnlyList<string> _columns;
    private readonly IReadOnlyList<IReadOnlyList<string>> _rows;

    private CsvTable(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows) => (_columns, _rows) = (columns, rows);

    /// <exception cref="LayerException">It is empty.</exception>
    internal static CsvTable Read(string text)
    {
        var lines = Split(text).Where(static line => line.Count > 1 || line[0].Length > 0).ToList();
        if (lines.Count == 0)
        {
            throw new LayerException("the answer is empty");
        }

        return new CsvTable([.. lines[0].Select(static (name, index) => (index == 0 ? name.TrimStart('#') : name).Trim())], lines[1..]);
    }

    /// <summary>Rows in which all of these columns have these values.</summary>
    /// <exception cref="LayerException">There is no such column.</exception>
    internal IReadOnlyList<IReadOnlyList<string>> Where(IReadOnlyList<KeyValuePair<string, string>> wanted) =>
        [.. _rows.Where(row => wanted.All(pair => Field(row, pair.Key).Trim() == pair.Value))];

    /// <summary>Empty where the row is shorter than the header.</summary>
    /// <exception cref="LayerException">There is no such column.</exception>
    internal string Field(IReadOnlyList<string> row, string column)
    {
        for (var i = 0; i < _columns.Count; i++)
        {
            if (_columns[i] == column)
            {
                return i < row.Count ? row[i] : "";
            }
        }

        throw new LayerException($"there is no column '{column}'; there is {string.Join(", ", _columns.Where(static name => name.Length > 0).Take(100))}");
    }

    private static List<List<string>> Split(string text)
    {
        var lines = new List<List<string>>();
        var line = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        void EndField()
        {
            line.Add(field.ToString());
            field.Clear();
        }

        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : '\n';
            if (isQuoted && i < text.Length)
            {
                // A doubled quote is one of the text; a single one ends the field.
                isQuoted = c != '"' || (i + 1 < text.Length && text[i + 1] == '"');
                if (isQuoted)
                {
                    field.Append(c);
                    i += c == '"' ? 1 : 0;
                }
            }
            else if (c == '"' && field.Length == 0)
            {
                isQuoted = true;
            }
            else if (c == ',')
            {
                EndField();
            }
            else if (c == '\n')
            {
                EndField();
                lines.Add(line);
                line = [];
            }
            else if (c != '\r')
            {
                field.Append(c);
            }
        }

        return lines;
    }
}
