using System.Globalization;

namespace Prony.GeneratorBench;

/// <summary>A table for people and for documents: columns as wide as their widest cell, numbers to the right.</summary>
internal static class Markdown
{
    /// <summary>Prints a table; the first column is text.</summary>
    public static void Print(string title, string[] heads, IEnumerable<string[]> rows)
    {
        var all = rows.ToList();
        var widths = heads.Select((head, i) => Math.Max(3, all.Select(row => row[i].Length).Append(head.Length).Max())).ToArray();
        Console.WriteLine();
        Console.WriteLine(title);
        Console.WriteLine();
        Console.WriteLine(Line(heads, widths));
        Console.WriteLine("|" + string.Join('|', widths.Select((width, i) => i == 0 ? new string('-', width + 2) : new string('-', width + 1) + ":")) + "|");
        foreach (var row in all)
        {
            Console.WriteLine(Line(row, widths));
        }
    }

    /// <summary>A number with fixed decimals; a dash for none.</summary>
    public static string Number(double? value, int decimals) =>
        value is { } number ? number.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : "-";

    /// <summary>The middle of some numbers; null of none.</summary>
    public static double? Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? null : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Line(string[] cells, int[] widths) =>
        "| " + string.Join(" | ", cells.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))) + " |";
}
