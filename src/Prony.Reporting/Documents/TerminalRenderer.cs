using Spectre.Console;
using Spectre.Console.Rendering;

namespace Prony.Reporting.Documents;

/// <summary>Blocks on a console. Colours only repeat what the words say; the console decides whether there are any.</summary>
internal static class TerminalRenderer
{
    private const int LongestBar = 40;

    /// <summary>Writes the blocks, an empty line between them but not below a heading.</summary>
    public static void Write(IAnsiConsole console, IEnumerable<Block> blocks)
    {
        Block? before = null;
        foreach (var block in blocks)
        {
            if (before is not (null or Heading))
            {
                console.WriteLine();
            }

            Write(console, block);
            before = block;
        }
    }

    /// <summary>The blocks as one thing, without empty lines between them.</summary>
    public static IRenderable Together(IEnumerable<Block> blocks, int width) => new Rows(blocks.Select(block => (IRenderable)Render(block, width)).DefaultIfEmpty(new Text(string.Empty)));

    private static void Write(IAnsiConsole console, Block block)
    {
        if (block is Fold fold)
        {
            Write(console, [new Heading(fold.Heading), .. fold.Blocks]);
            return;
        }

        console.Write(Render(block, console.Profile.Width));
    }

    private static Tidy Render(Block block, int width) => new(Shape(block, width), dropEmpty: block is FigureTable);

    private static IRenderable Shape(Block block, int width) => block switch
    {
        Title title => Line(title.Text, new Style(decoration: Decoration.Bold)),
        Heading heading => Line(heading.Text, new Style(decoration: Decoration.Bold | Decoration.Underline)),
        Alert alert => Lines(Labelled(alert.Word.ToUpperInvariant(), alert.Text, Tone.Doubtful)),
        Prose prose => Lines(Labelled(prose.Label, prose.Text, prose.Tone)),
        Bullets bullets => Hanging(bullets.Items.Select(item => ("-", Labelled(item.Label, item.Text, item.Tone)))),
        Facts facts => Hanging(facts.Items.Select(fact => (Foreign.Line(fact.Name), new Paragraph().Append(Foreign.Line(fact.Value)))), gap: 2),
        FigureTable table => Of(table),
        Quote quote => new Padder(new Rows(quote.Lines.Select(line => new Text(Foreign.Line(line)))), new Padding(2, 0, 0, 0)),
        Bars bars => Of(bars, width),
        _ => throw new ArgumentException($"A terminal cannot show a {block.GetType().Name}.", nameof(block)),
    };

    private static Rows Line(string text, Style style) => Lines(new Paragraph().Append(Foreign.Line(text), style));

    // A renderable inside Rows ends with a line break; alone it does not.
    private static Rows Lines(params IRenderable[] lines) => new(lines);

    private static Paragraph Labelled(string? label, string text, Tone tone)
    {
        var paragraph = new Paragraph();
        if (label is not null)
        {
            paragraph.Append(Foreign.Line(label) + ": ", StyleOf(tone).Decoration(Decoration.Bold));
        }

        return paragraph.Append(Foreign.Line(text), tone is Tone.Aside ? StyleOf(tone) : null);
    }

    private static Grid Hanging(IEnumerable<(string Mark, Paragraph Text)> items, int gap = 1)
    {
        var grid = new Grid();
        grid.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0, 0, gap, 0) });
        grid.AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        foreach (var (mark, text) in items)
        {
            grid.AddRow(new Text(mark), text);
        }

        return grid;
    }

    private static Table Of(FigureTable table)
    {
        var view = new Table().Border(TableBorder.Simple);
        foreach (var column in table.Columns)
        {
            var header = new TableColumn(new Text(Foreign.Line(column.Header), new Style(decoration: Decoration.Bold))) { Padding = new Padding(0, 0, 1, 0) };
            view.AddColumn(column.IsFigure ? header.RightAligned() : header);
        }

        foreach (var row in table.Rows)
        {
            view.AddRow(row.Select(cell => new Text(Foreign.Line(cell))));
        }

        return view;
    }

    private static Grid Of(Bars bars, int width)
    {
        var grid = new Grid();
        grid.AddColumn(new GridColumn { NoWrap = true, Alignment = Justify.Right, Padding = new Padding(2, 0, 1, 0) });
        grid.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0, 0, 0, 0) });
        var room = width - 4 - bars.Rows.Max(bar => bar.Label.Length) - bars.Rows.Max(bar => bar.Text.Length);
        var longest = Math.Clamp(room, 1, LongestBar);
        foreach (var bar in bars.Rows)
        {
            // What was counted at all shows at least a sliver: one slow request must not look like none.
            var blocks = (int)Math.Round(bar.Share * longest);
            var drawn = blocks > 0 ? new string('■', blocks) : bar.Share > 0 ? "▏" : "";
            grid.AddRow(new Text(bar.Label), new Paragraph().Append(drawn, new Style(Color.Teal)).Append(drawn.Length > 0 ? " " + bar.Text : bar.Text));
        }

        return grid;
    }

    // The dark half of the sixteen colours: readable on black and on white.
    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Good => new Style(Color.Green),
        Tone.Bad => new Style(Color.Maroon),
        Tone.Doubtful => new Style(Color.Olive),
        Tone.Aside => new Style(decoration: Decoration.Dim),
        _ => Style.Plain,
    };
}
