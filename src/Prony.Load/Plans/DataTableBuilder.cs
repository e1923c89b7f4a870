using System.Text;

namespace Prony.Load.Plans;

/// <summary>Collects the rows of a <see cref="DataTable"/>, value by value. Not thread-safe.</summary>
/// <param name="columns">Names of the columns, at least one, no two alike.</param>
public sealed class DataTableBuilder(IReadOnlyList<string> columns)
{
    private readonly List<int> _ends = [];
    private readonly List<int> _lines = [];
    private readonly int[] _longest = new int[columns.Count];
    private byte[] _bytes = new byte[4096];
    private int _length;

    /// <summary>Rows so far.</summary>
    public int RowCount => _lines.Count;

    /// <summary>Values of the row that is not ended yet.</summary>
    public int ValuesInRow => _ends.Count - (_lines.Count * columns.Count);

    /// <summary>Adds the next value of the row.</summary>
    /// <param name="utf8">The value as UTF-8.</param>
    public void Add(ReadOnlySpan<byte> utf8)
    {
        if (ValuesInRow == columns.Count)
        {
            throw new InvalidOperationException("The row has a value for every column already.");
        }

        if (_bytes.Length - _length < utf8.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(2L * _bytes.Length, (long)_length + utf8.Length)));
        }

        ref var longest = ref _longest[ValuesInRow];
        longest = Math.Max(longest, utf8.Length);
        utf8.CopyTo(_bytes.AsSpan(_length));
        _length += utf8.Length;
        _ends.Add(_length);
    }

    /// <summary>Ends the row, which has a value for each column.</summary>
    /// <param name="line">Line of the file on which it began, from 1; 0 for none.</param>
    public void EndRow(int line)
    {
        if (ValuesInRow != columns.Count)
        {
            throw new InvalidOperationException("The row lacks values.");
        }

        _lines.Add(line);
    }

    /// <summary>Adds a row of texts that come from no file.</summary>
    public DataTableBuilder AddRow(params IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var value in values)
        {
            Add(Encoding.UTF8.GetBytes(value));
        }

        EndRow(0);
        return this;
    }

    /// <summary>The table; the builder must not be used any more.</summary>
    /// <exception cref="InvalidOperationException">There is no row.</exception>
    public DataTable Build() => RowCount > 0
        ? new DataTable(columns, _bytes, [.. _ends], [.. _lines], _longest)
        : throw new InvalidOperationException("A table has at least one row.");
}
