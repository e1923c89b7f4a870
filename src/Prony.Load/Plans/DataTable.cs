using System.Text;

namespace Prony.Load.Plans;

/// <summary>Rows of named texts that requests are filled with; a row without values does not exist. Immutable and thread-safe.</summary>
/// <remarks>All texts lie in one array as UTF-8, so that a million rows cost little more than their file and a request is filled without allocating.</remarks>
public sealed class DataTable
{
    private readonly byte[] _bytes;
    private readonly int[] _ends;
    private readonly int[] _lines;
    private readonly int[] _longest;

    internal DataTable(IReadOnlyList<string> columns, byte[] bytes, int[] ends, int[] lines, int[] longest)
    {
        Columns = columns;
        _bytes = bytes;
        _ends = ends;
        _lines = lines;
        _longest = longest;
    }

    /// <summary>Names of the columns, at least one, no two alike.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Number of rows, at least 1.</summary>
    public int RowCount => _lines.Length;

    /// <summary>A value as UTF-8.</summary>
    public ReadOnlySpan<byte> Value(int row, int column)
    {
        var cell = (row * Columns.Count) + column;
        var start = cell == 0 ? 0 : _ends[cell - 1];
        return _bytes.AsSpan(start, _ends[cell] - start);
    }

    /// <summary>A value as text.</summary>
    public string Text(int row, int column) => Encoding.UTF8.GetString(Value(row, column));

    /// <summary>Line of the file on which a row begins, from 1; 0 when it comes from no file.</summary>
    public int LineOf(int row) => _lines[row];

    /// <summary>Length of the longest value of a column, bytes.</summary>
    public int LongestBytes(int column) => _longest[column];

    /// <summary>Number of a column; −1 when there is none of that name.</summary>
    public int IndexOf(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i] == column)
            {
                return i;
            }
        }

        return -1;
    }
}
