using Prony.Reporting.Documents;

namespace Prony.Reporting.Runs;

/// <summary>A column with its cells, so that columns can be put together as a width allows.</summary>
internal sealed record TableColumn(Column Header, IReadOnlyList<string> Cells)
{
    // What the terminal's table puts between two columns, at most.
    private const int Gap = 3;

    private int Width => Math.Max(Header.Header.Length, Cells.Count == 0 ? 0 : Cells.Max(cell => cell.Length)) + Gap;

    /// <summary>Tables that each begin with the same columns and hold as many of the groups as fit; at least one group each.</summary>
    /// <param name="always">Columns of every table.</param>
    /// <param name="groups">Columns that stay together.</param>
    /// <param name="width">Columns of the terminal; null for no limit.</param>
    public static IEnumerable<FigureTable> Fit(IReadOnlyList<TableColumn> always, IReadOnlyList<IReadOnlyList<TableColumn>> groups, int? width)
    {
        var columns = always.ToList();
        foreach (var group in groups)
        {
            if (columns.Count > always.Count && columns.Concat(group).Sum(c => c.Width) > (width ?? int.MaxValue))
            {
                yield return Join(columns);
                columns = [.. always];
            }

            columns.AddRange(group);
        }

        yield return Join(columns);
    }

    /// <summary>Columns, at least one and of the same height, as a table.</summary>
    public static FigureTable Join(IReadOnlyList<TableColumn> columns) => new(
        [.. columns.Select(column => column.Header)],
        [.. Enumerable.Range(0, columns[0].Cells.Count).Select(row => (IReadOnlyList<string>)[.. columns.Select(column => column.Cells[row])])]);
}
