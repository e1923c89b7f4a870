using System.Buffers;
using System.Globalization;

namespace Prony.Load.Plans;

/// <summary>Which values of a data column a header can carry: a line break or another control character would end it and begin something else.</summary>
public static class HeaderValues
{
    private static readonly SearchValues<byte> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 32).Where(c => c != '\t').Append(127).Select(c => (byte)c)]);

    /// <summary>The first row whose value no header can carry; null when there is none.</summary>
    public static int? FindUnfit(DataTable table, int column)
    {
        ArgumentNullException.ThrowIfNull(table);
        for (var row = 0; row < table.RowCount; row++)
        {
            if (table.Value(row, column).ContainsAny(Controls))
            {
                return row;
            }
        }

        return null;
    }

    /// <summary>What is wrong with such a row, as a sentence without its value.</summary>
    public static string Problem(DataTable table, int column, int row, string header)
    {
        ArgumentNullException.ThrowIfNull(table);
        var where = table.LineOf(row) > 0 ? $"on line {table.LineOf(row).ToString(CultureInfo.InvariantCulture)}" : $"of row {(row + 1).ToString(CultureInfo.InvariantCulture)}";
        return $"The column '{table.Columns[column]}' {where} of the data holds a line break or control character, which the header {header} cannot carry.";
    }
}
