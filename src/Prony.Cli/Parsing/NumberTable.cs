using System.Globalization;
using Prony.Experiments.Files.Nodes;

namespace Prony.Cli.Parsing;

/// <summary>A small table of numbers as people keep it: separated by commas, semicolons or tabs, with or without a row of names. Empty lines and lines that begin with # are passed over.</summary>
internal sealed class NumberTable
{
    private const int MostRows = 10_000;

    private readonly string _file;
    private readonly List<Field> _names;
    private readonly List<List<Field>> _rows;

    private NumberTable(string file, List<Field> names, List<List<Field>> rows)
    {
        _file = file;
        _names = names;
        _rows = rows;
    }

    /// <summary>A cell and where it begins, both from 1.</summary>
    private readonly record struct Field(string Text, int Line, int Column);

    /// <summary>Reads a table; the cells are looked at by <see cref="Numbers"/>.</summary>
    /// <param name="text">The whole file.</param>
    /// <param name="file">Its name in messages.</param>
    /// <exception cref="UsageException">It is no table.</exception>
    public static NumberTable Read(string text, string file)
    {
        var rows = Rows(text, file);
        if (rows.Count == 0)
        {
            throw new UsageException($"{file}: the table is empty. Expected a row for each measured load, such as 8,130.");
        }

        var hasNames = !rows[0].TrueForAll(cell => IsNumber(cell.Text));
        var names = hasNames ? rows[0] : [];
        if (hasNames)
        {
            rows.RemoveAt(0);
        }

        return rows.Count > 0 ? new NumberTable(file, names, rows)
            : throw new UsageException($"{file}:{Where(names[0])}: there is no row below the names of the columns.");
    }

    /// <summary>Index of a column by its name, or by its number from 1.</summary>
    /// <param name="flag">The flag that names it, for messages.</param>
    /// <param name="wanted">What the flag says; null for the default.</param>
    /// <param name="otherwise">Index by default.</param>
    /// <exception cref="UsageException">There is no such column.</exception>
    public int Column(string flag, string? wanted, int otherwise)
    {
        var count = _rows[0].Count;
        if (wanted is null)
        {
            return otherwise < count ? otherwise
                : throw new UsageException($"{_file}:{Where(_rows[0][0])}: the table has only one column. Expected two or more, separated by commas, semicolons or tabs.");
        }

        var named = _names.FindIndex(name => name.Text == wanted);
        if (named >= 0)
        {
            return named;
        }

        if (int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= count)
        {
            return number - 1;
        }

        var hint = NearestName.Hint(wanted, _names.Select(name => name.Text));
        var known = _names.Count == 0 ? $"columns 1 to {count}, without names" : string.Join(", ", _names.Select(name => name.Text));
        throw new UsageException($"{flag} {wanted}: {_file} has no such column (it has {known}).{(hint is null ? "" : " " + hint)}");
    }

    /// <summary>Name of a column, or its number from 1.</summary>
    public string NameOf(int column) => _names.Count > 0 ? _names[column].Text : (column + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>A column as numbers, in the order of rows.</summary>
    /// <exception cref="UsageException">A cell is no number.</exception>
    public double[] Numbers(int column) => [.. _rows.Select(row => Number(row[column]))];

    private static List<List<Field>> Rows(string text, string file)
    {
        var rows = new List<List<Field>>();
        char? separator = null;
        foreach (var (index, raw) in text.TrimStart('\uFEFF').Split('\n').Index())
        {
            var line = raw.TrimEnd('\r');
            if (string.IsNullOrWhiteSpace(line) || line.StartsWith('#'))
            {
                continue;
            }

            separator ??= SeparatorOf(line);
            var row = Cells(line, separator.Value, index + 1, file);
            CheckRoom(rows, row, file);
            rows.Add(row);
        }

        return rows;
    }

    private static void CheckRoom(List<List<Field>> rows, List<Field> row, string file)
    {
        if (rows.Count > 0 && row.Count != rows[0].Count)
        {
            var at = row[Math.Min(row.Count - 1, rows[0].Count)];
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"{file}:{Where(at)}: this row has {row.Count} cell{(row.Count == 1 ? "" : "s")}, the first has {rows[0].Count}. Decimals are written with a point."));
        }

        if (rows.Count > MostRows)
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{file}:{Where(row[0])}: a table has at most {MostRows} rows. Take a part of it, or means of its windows."));
        }
    }

    /// <summary>A tab, else a semicolon, else a comma: the rarer, the surer.</summary>
    private static char SeparatorOf(string line) => line.Contains('\t') ? '\t' : line.Contains(';') ? ';' : ',';

    private static List<Field> Cells(string line, char separator, int number, string file)
    {
        var cells = new List<Field>();
        for (var at = 0; ;)
        {
            var start = at;
            while (start < line.Length && line[start] == ' ')
            {
                start++;
            }

            var behind = start < line.Length && line[start] == '"' ? EndOfQuotes(line, start, number, file) : start;
            var end = line.IndexOf(separator, behind) is >= 0 and var next ? next : line.Length;
            cells.Add(new Field(Unquoted(line[start..end].Trim()), number, start + 1));
            if (end == line.Length)
            {
                return cells;
            }

            at = end + 1;
        }
    }

    private static string Unquoted(string text) =>
        text.Length >= 2 && text.StartsWith('"') && text.EndsWith('"') ? text[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : text;

    /// <summary>Behind the closing quote; a doubled one does not close.</summary>
    private static int EndOfQuotes(string line, int start, int number, string file)
    {
        for (var at = start + 1; at < line.Length; at++)
        {
            if (line[at] != '"')
            {
                continue;
            }

            if (at + 1 == line.Length || line[at + 1] != '"')
            {
                return at + 1;
            }

            at++;
        }

        throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{file}:{number}:{start + 1}: a quote begins here and does not end on this line."));
    }

    private static bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value);

    private static string Where(Field cell) => string.Create(CultureInfo.InvariantCulture, $"{cell.Line}:{cell.Column}");

    private double Number(Field cell)
    {
        if (IsNumber(cell.Text))
        {
            return double.Parse(cell.Text, NumberStyles.Float, CultureInfo.InvariantCulture);
        }

        var what = cell.Text.Length == 0 ? "this cell is empty" : $"'{cell.Text}' is no number";
        var hint = IsNumber(cell.Text.Replace(',', '.')) ? $" Write decimals with a point: {cell.Text.Replace(',', '.')}." : " Expected one such as 12.5.";
        throw new UsageException($"{_file}:{Where(cell)}: {what}.{hint}");
    }
}
