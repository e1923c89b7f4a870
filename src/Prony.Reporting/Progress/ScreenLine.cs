using System.Text;
using Prony.Reporting.Documents;
using Spectre.Console.Rendering;

namespace Prony.Reporting.Progress;

/// <summary>Room on a terminal.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Lines.</param>
internal readonly record struct ScreenSize(int Width, int Height)
{
    /// <summary>What is assumed of a terminal that does not say.</summary>
    public static ScreenSize Usual { get; } = new(80, 24);

    /// <summary>Columns that a line may fill: terminals differ in what they do when the last one is written.</summary>
    public int Room => Math.Max(1, Width - 1);
}

/// <summary>One line of what is redrawn; what it says does not depend on its style.</summary>
internal sealed record ScreenLine(string Text, ScreenStyle Style = ScreenStyle.Plain)
{
    public static ScreenLine Empty { get; } = new("");

    /// <summary>Columns that it takes.</summary>
    public int Cells => CellsOf(Text);

    /// <summary>The text in lines of at most so many columns, broken between words; a word that is longer is cut.</summary>
    public static IEnumerable<ScreenLine> Wrap(string text, int room, ScreenStyle style = ScreenStyle.Plain)
    {
        var line = new StringBuilder();
        foreach (var word in Foreign.Line(text).Split(' '))
        {
            if (line.Length > 0 && CellsOf(line.ToString()) + 1 + CellsOf(word) > room)
            {
                yield return new ScreenLine(Crop(line.ToString(), room), style);
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        yield return new ScreenLine(Crop(line.ToString(), room), style);
    }

    /// <summary>The text, cut to so many columns with "…" where it is longer.</summary>
    public static string Crop(string text, int room)
    {
        if (CellsOf(text) <= room)
        {
            return text;
        }

        var kept = new StringBuilder();
        var cells = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            cells += CellsOf(rune.ToString());
            if (cells > room - 1)
            {
                break;
            }

            kept.Append(rune);
        }

        return kept.Append('…').ToString();
    }

    // Wide letters take two columns.
    private static int CellsOf(string text) => text.All(static c => c < '\u0300') ? text.Length : new Segment(text).CellCount();
}

/// <summary>How a line looks where there is colour.</summary>
internal enum ScreenStyle
{
    Plain,
    Bold,
    Dim,
}
