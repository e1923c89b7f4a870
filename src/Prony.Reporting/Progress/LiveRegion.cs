using System.Globalization;
using System.Text;

namespace Prony.Reporting.Progress;

/// <summary>The lowest lines of a terminal, written over in place.</summary>
/// <param name="writer">The terminal.</param>
/// <param name="styled">Bold and dim are wanted.</param>
/// <remarks>
/// <para>Nothing has to be put right at the end: no mode of the terminal is changed, the cursor is never hidden and stands at the start of the line below. A process that is killed, in whatever way, leaves a usable terminal.</para>
/// <para>A terminal that was made narrower has wrapped what stood on it: the way up is counted with its present width.</para>
/// <para>Thread: one caller.</para>
/// </remarks>
internal sealed class LiveRegion(TextWriter writer, bool styled)
{
    private const string ClearRestOfLine = "\e[K";
    private const string ClearBelow = "\e[J";

    private readonly StringBuilder _frame = new();
    private int[] _shown = [];

    /// <summary>Writes lines that stay, and below them those that are written over with the next call.</summary>
    /// <param name="above">Lines that stay; of any length.</param>
    /// <param name="lines">At most one less than the terminal has.</param>
    /// <param name="size">Of the terminal, now.</param>
    /// <exception cref="IOException">The terminal is gone.</exception>
    public void Draw(IReadOnlyList<string> above, IReadOnlyList<ScreenLine> lines, ScreenSize size)
    {
        if (_shown.Length == 0 && above.Count == 0 && lines.Count == 0)
        {
            return;
        }

        _frame.Clear().Append('\r');
        if (RowsShown(size) is > 0 and var rows)
        {
            _frame.Append(CultureInfo.InvariantCulture, $"\e[{rows}A");
        }

        foreach (var text in above)
        {
            End(_frame.Append(text));
        }

        var shown = lines.Take(Math.Max(1, size.Height - 1)).Select(line => line with { Text = ScreenLine.Crop(line.Text, size.Room) }).ToList();
        foreach (var line in shown)
        {
            End(Append(line));
        }

        _shown = [.. shown.Select(line => line.Cells)];

        // One write: whoever looks, or ends the process, finds a whole frame.
        writer.Write(_frame.Append(ClearBelow).ToString());
        writer.Flush();
    }

    // What is behind the text is cleared after it: a line that fills the terminal must not lose its last letter, and an empty screen is never seen.
    private static void End(StringBuilder frame) => frame.Append(ClearRestOfLine).Append('\n');

    private StringBuilder Append(ScreenLine line)
    {
        var (on, off) = !styled ? ("", "") : line.Style switch
        {
            ScreenStyle.Bold => ("\e[1m", "\e[0m"),
            ScreenStyle.Dim => ("\e[2m", "\e[0m"),
            _ => ("", ""),
        };
        return _frame.Append(on).Append(line.Text).Append(off);
    }

    private int RowsShown(ScreenSize size) => _shown.Sum(cells => Math.Max(1, (cells + size.Width - 1) / size.Width));
}
