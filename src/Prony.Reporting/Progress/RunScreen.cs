namespace Prony.Reporting.Progress;

/// <summary>What a run's live view shows.</summary>
/// <param name="Title">The experiment.</param>
/// <param name="Progress">How far it is, in a few words each.</param>
/// <param name="Share">Of the whole, 0 to 1.</param>
/// <param name="Now">Who is tried with what, and for how long already.</param>
/// <param name="Second">The last second of load; null while there is none.</param>
/// <param name="Current">The candidate that is tried.</param>
/// <param name="Scenario">Which the rows are about; null before the first.</param>
/// <param name="Rows">Of all candidates.</param>
/// <param name="Events">What happened, the latest last.</param>
internal sealed record RunScreenState(
    string Title,
    IReadOnlyList<string> Progress,
    double Share,
    string Now,
    string? Second,
    string? Current,
    string? Scenario,
    IReadOnlyList<CandidateRow> Rows,
    IReadOnlyList<string> Events);

/// <summary>Lays a run's live view out: what matters most stays on a small terminal.</summary>
/// <remarks>Pure.</remarks>
internal static class RunScreen
{
    /// <summary>Lines above the rows of the table: what it holds, and the names of its columns.</summary>
    private const int TableHead = 2;

    private const int MostEvents = 5;

    /// <summary>Lines of at most <see cref="ScreenSize.Room"/> columns, at least one less than the terminal's height.</summary>
    public static IReadOnlyList<ScreenLine> Draw(RunScreenState state, ScreenSize size)
    {
        var height = Math.Max(1, size.Height - 1);
        List<ScreenLine> top =
        [
            .. ScreenLine.Wrap($"{state.Title}: {string.Join(", ", state.Progress)}", size.Room, ScreenStyle.Bold),
            new ScreenLine(ProgressBar.Of(state.Share)),
            .. ScreenLine.Wrap(state.Now, size.Room, ScreenStyle.Bold),
            .. state.Second is { } second ? ScreenLine.Wrap(second, size.Room) : [ScreenLine.Empty],
        ];
        var (rows, events) = Room(height - top.Count, state);
        var table = rows > 0 ? Table(state, rows, size.Room) : [];
        var latest = state.Events.TakeLast(events).Select(text => new ScreenLine(ScreenLine.Crop(text, size.Room), ScreenStyle.Dim)).ToList();
        var gaps = (table.Count > 0 ? 1 : 0) + (latest.Count > 0 ? 1 : 0);
        ScreenLine[] gap = top.Count + table.Count + latest.Count + gaps <= height ? [ScreenLine.Empty] : [];
        List<ScreenLine> all = [.. top, .. table.Count > 0 ? gap : [], .. table, .. latest.Count > 0 ? gap : [], .. latest];
        return [.. all.Take(height)];
    }

    /// <summary>One event is worth more than the last row, all rows more than a second event.</summary>
    private static (int Rows, int Events) Room(int left, RunScreenState state)
    {
        var one = Math.Min(1, state.Events.Count);
        var rows = Math.Clamp(left - TableHead - one, 0, state.Rows.Count);
        var used = rows > 0 ? TableHead + rows : 0;
        return (rows, Math.Clamp(left - used, 0, Math.Min(MostEvents, state.Events.Count)));
    }

    private static List<ScreenLine> Table(RunScreenState state, int room, int width)
    {
        var shown = Visible(state, state.Rows.Count > room ? Math.Max(1, room - 1) : room);
        var hidden = state.Rows.Count - shown.Count;
        var columns = Fit(Columns(state), shown, width);
        List<ScreenLine> lines =
        [
            new(ScreenLine.Crop(IsSearch(state) || state.Scenario is null ? "So far" : $"{state.Scenario} so far: median of the rounds, the rest of the last window", width), ScreenStyle.Dim),
            new(ScreenLine.Crop(Row(columns, column => column.Header), width), ScreenStyle.Bold),
            .. shown.Select(row => new ScreenLine(ScreenLine.Crop(Row(columns, column => column.Cell(row)), width))),
        ];
        return hidden > 0 && lines.Count < room + TableHead ? [.. lines, new ScreenLine($"  … and {hidden} more", ScreenStyle.Dim)] : lines;

        string Row(List<LiveColumn> all, Func<LiveColumn, string> cell) =>
            string.Join("  ", all.Select(column => column.IsText ? cell(column).PadRight(column.WidthOf(shown)) : cell(column).PadLeft(column.WidthOf(shown)))).TrimEnd();
    }

    /// <summary>So many rows, the current candidate among them.</summary>
    private static List<CandidateRow> Visible(RunScreenState state, int count)
    {
        var current = state.Rows.Index().FirstOrDefault(row => row.Item.Name == state.Current).Index;
        var first = Math.Clamp(current - (count / 2), 0, Math.Max(0, state.Rows.Count - count));
        return [.. state.Rows.Skip(first).Take(count)];
    }

    /// <summary>In their order from left to right; the weight says which go first where there is no room.</summary>
    private static List<LiveColumn> Columns(RunScreenState state)
    {
        List<LiveColumn> columns =
        [
            new("  candidate", 0, row => (row.Name == state.Current ? "> " : "  ") + row.Name, IsText: true),
            new("rounds", 3, row => row.Rounds),
            new("requests/s", 1, row => row.Rate, Least: 10),
            new("lowest–highest", 7, row => row.Range, Least: 14),
            new("p50", 4, row => row.P50, Least: 7),
            new("p99", 2, row => row.P99, Least: 7),
            new("failed", 3, row => row.Failed, Least: 6),
            new("cores", 5, row => row.Cores, Least: 5),
        ];
        if (IsSearch(state))
        {
            // A search has no rounds of equal windows: what it knows is its bracket.
            columns = [columns[0], new("bracket", 1, row => row.Bracket ?? "–", IsText: true)];
        }

        return state.Rows.Any(row => row.Problem is not null) ? [.. columns, new LiveColumn("", 6, row => row.Problem ?? "", IsText: true)] : columns;
    }

    private static bool IsSearch(RunScreenState state) => state.Rows.Any(row => row.Bracket is not null);

    private static List<LiveColumn> Fit(List<LiveColumn> columns, List<CandidateRow> rows, int width)
    {
        var fitting = columns.ToList();
        while (fitting.Count > 2 && fitting.Sum(column => column.WidthOf(rows) + 2) - 2 > width)
        {
            fitting.Remove(fitting.MaxBy(column => column.Weight)!);
        }

        return fitting;
    }

    /// <summary>A column.</summary>
    /// <param name="Header">Its name.</param>
    /// <param name="Weight">The highest goes first where there is no room.</param>
    /// <param name="Cell">What it shows of a candidate.</param>
    /// <param name="Least">Its width even where its cells are shorter, so that columns do not jump from one drawing to the next.</param>
    /// <param name="IsText">Begins at the left.</param>
    private sealed record LiveColumn(string Header, int Weight, Func<CandidateRow, string> Cell, int Least = 0, bool IsText = false)
    {
        public int WidthOf(List<CandidateRow> rows) => Math.Max(Math.Max(Least, Header.Length), rows.Max(row => Cell(row).Length));
    }
}
