using System.Net;
using System.Text;

namespace Prony.Reporting.Documents;

/// <summary>Blocks as GitHub-flavoured markdown, fit for a comment on a pull request.</summary>
internal static class MarkdownRenderer
{
    private const string Special = "\\`*_{}[]<>#|~$&";

    /// <summary>The blocks, an empty line between them, a line break at the end.</summary>
    public static string Render(IEnumerable<Block> blocks)
    {
        var text = new StringBuilder();
        foreach (var block in blocks)
        {
            if (text.Length > 0)
            {
                text.Append('\n');
            }

            Append(text, block);
        }

        return text.ToString();
    }

    /// <summary>Text from outside, so that it shows as it is: no markup, no HTML, no mention of a person.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in Foreign.Line(text))
        {
            if (c == '@')
            {
                // "@name" would notify somebody; a zero-width joiner in an entity breaks it and does not show.
                escaped.Append("@&#8205;");
                continue;
            }

            escaped.Append(Special.Contains(c, StringComparison.Ordinal) ? "\\" : "").Append(c);
        }

        return escaped.ToString();
    }

    private static void Append(StringBuilder text, Block block)
    {
        switch (block)
        {
            case Title title:
                text.Append("## ").Append(Escape(title.Text)).Append('\n');
                break;
            case Heading heading:
                text.Append("### ").Append(Escape(heading.Text)).Append('\n');
                break;
            case Alert alert:
                text.Append("> **").Append(Escape(alert.Word.ToUpperInvariant())).Append("**: ").Append(Escape(alert.Text)).Append('\n');
                break;
            case Prose prose:
                text.Append(Labelled(prose.Label, prose.Text)).Append('\n');
                break;
            case Bullets bullets:
                AppendLines(text, bullets.Items.Select(item => "- " + Labelled(item.Label, item.Text)));
                break;
            case Facts facts:
                AppendLines(text, facts.Items.Select(fact => "- " + Labelled(fact.Name, fact.Value)));
                break;
            case FigureTable table:
                AppendTable(text, table);
                break;
            case Quote quote:
                AppendCode(text, quote.Lines);
                break;
            case Bars bars:
                AppendCode(text, LinesOf(bars));
                break;
            case Fold fold:
                text.Append("<details>\n<summary>").Append(WebUtility.HtmlEncode(Foreign.Line(fold.Heading))).Append("</summary>\n\n").Append(Render(fold.Blocks)).Append("\n</details>\n");
                break;
            default:
                throw new ArgumentException($"Markdown cannot show a {block.GetType().Name}.", nameof(block));
        }
    }

    private static string Labelled(string? label, string text) => label is null ? Escape(text) : $"**{Escape(label)}**: {Escape(text)}";

    private static void AppendLines(StringBuilder text, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            text.Append(line).Append('\n');
        }
    }

    private static void AppendTable(StringBuilder text, FigureTable table)
    {
        AppendRow(text, table.Columns.Select(column => Escape(column.Header)));
        AppendRow(text, table.Columns.Select(column => column.IsFigure ? "---:" : "---"));
        foreach (var row in table.Rows)
        {
            AppendRow(text, row.Select(Escape));
        }
    }

    private static void AppendRow(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static void AppendCode(StringBuilder text, IReadOnlyList<string> lines)
    {
        // The fence is longer than any run of backticks inside, so that the text cannot end it.
        var fence = new string('`', Math.Max(3, lines.Max(LongestRunOfBackticks) + 1));
        text.Append(fence).Append("text\n");
        AppendLines(text, lines.Select(Foreign.Line));
        text.Append(fence).Append('\n');
    }

    private static int LongestRunOfBackticks(string line)
    {
        int longest = 0, run = 0;
        foreach (var c in line)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    private static List<string> LinesOf(Bars bars)
    {
        var label = bars.Rows.Max(bar => bar.Label.Length);
        return [.. bars.Rows.Select(bar => $"{bar.Label.PadLeft(label)} {new string('■', (int)Math.Round(bar.Share * 40))} {bar.Text}")];
    }
}
