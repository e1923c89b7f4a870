using System.Globalization;
using System.Text;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Documents;

/// <summary>Blocks as HTML that says everything without a script or a style: headings, lists, tables with captions, folds.</summary>
/// <remarks>All that is not markup of ours passes <see cref="Escape"/>: names, questions, answers of servers and lines of logs are text, whatever they hold.</remarks>
internal static class HtmlRenderer
{
    /// <summary>A chart of this kind is drawn by the script of src/Prony.Reporting/web, which looks for these attributes.</summary>
    private const string ChartOpening = "<figure class=\"chart\" data-chart=\"";

    /// <summary>The blocks, one after the other.</summary>
    /// <param name="blocks">What to show.</param>
    /// <param name="level">Level of a <see cref="Heading"/> of depth 0: 2 for h2.</param>
    public static string Render(IEnumerable<Block> blocks, int level)
    {
        var text = new StringBuilder();
        foreach (var block in blocks)
        {
            Append(text, block, level);
        }

        return text.ToString();
    }

    /// <summary>Text as it is, in an element or between quotes in an attribute: no markup, no control characters, no invisible reordering.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in Foreign.Line(text))
        {
            _ = c switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    /// <summary>A word of a record with its class; unknown words look like "unknown".</summary>
    public static string State(string state)
    {
        var known = state switch
        {
            "better" or "worse" or "equivalent" or "undecided" or "ok" or "warn" or "invalid" or "confirmed" or "refuted" => state,
            "inconclusive" => "undecided",
            _ => "unknown",
        };
        return $"<span class=\"state state-{known}\">{Escape(state.Replace('-', ' '))}</span>";
    }

    private static void Append(StringBuilder text, Block block, int level)
    {
        switch (block)
        {
            case Title title:
                text.Append("<h1>").Append(Escape(title.Text)).Append("</h1>\n");
                break;
            case Heading heading:
                Element(text, "h" + Math.Min(6, level + heading.Depth).ToString(CultureInfo.InvariantCulture), Escape(heading.Text));
                break;
            case Alert alert:
                text.Append("<p class=\"alert\"><strong>").Append(Escape(alert.Word)).Append("</strong>: ").Append(Escape(alert.Text)).Append("</p>\n");
                break;
            case Prose prose:
                text.Append("<p").Append(Class(prose.Tone)).Append('>').Append(Before(prose.State)).Append(Labelled(prose.Label, prose.Text)).Append("</p>\n");
                break;
            case Bullets bullets:
                AppendList(text, bullets);
                break;
            case Facts facts:
                AppendFacts(text, facts);
                break;
            case FigureTable table:
                AppendTable(text, table);
                break;
            case Quote quote:
                AppendLines(text, quote.Lines);
                break;
            case Bars bars:
                AppendLines(text, bars.Rows.Select(bar => $"{bar.Label} {bar.Text}"));
                break;
            case Chart chart:
                text.Append(ChartOpening).Append(Escape(chart.Kind)).Append("\" data-scenario=\"").Append(Escape(chart.Scenario)).Append("\"><figcaption>")
                    .Append(Escape(chart.Caption)).Append("</figcaption><div class=\"plot\"></div></figure>\n");
                break;
            case Fold fold:
                text.Append("<details><summary>").Append(Escape(fold.Heading)).Append("</summary>\n").Append(Render(fold.Blocks, level + 1)).Append("</details>\n");
                break;
            default:
                throw new ArgumentException($"HTML cannot show a {block.GetType().Name}.", nameof(block));
        }
    }

    private static void Element(StringBuilder text, string name, string content) =>
        text.Append('<').Append(name).Append('>').Append(content).Append("</").Append(name).Append(">\n");

    private static string Labelled(string? label, string text) => label is null ? Escape(text) : $"<strong>{Escape(label)}</strong>: {Escape(text)}";

    private static string Before(string? state) => state is null ? "" : State(state) + " ";

    private static string Class(Tone tone) => tone switch
    {
        Tone.Good => " class=\"good\"",
        Tone.Bad => " class=\"bad\"",
        Tone.Doubtful => " class=\"doubtful\"",
        Tone.Aside => " class=\"aside\"",
        _ => "",
    };

    private static void AppendList(StringBuilder text, Bullets bullets)
    {
        text.Append("<ul>\n");
        foreach (var item in bullets.Items)
        {
            text.Append("<li").Append(Class(item.Tone)).Append('>').Append(Before(item.State)).Append(Labelled(item.Label, item.Text)).Append("</li>\n");
        }

        text.Append("</ul>\n");
    }

    private static void AppendFacts(StringBuilder text, Facts facts)
    {
        text.Append("<dl>\n");
        foreach (var fact in facts.Items)
        {
            text.Append("<div><dt>").Append(Escape(fact.Name)).Append("</dt><dd>").Append(Escape(fact.Value)).Append("</dd></div>\n");
        }

        text.Append("</dl>\n");
    }

    private static void AppendLines(StringBuilder text, IEnumerable<string> lines) =>
        text.Append("<pre tabindex=\"0\">").AppendJoin('\n', lines.Select(Escape)).Append("</pre>\n");

    // What is wider than the screen scrolls inside its own box, and a box that scrolls has to be reached with the keyboard.
    private static void AppendTable(StringBuilder text, FigureTable table)
    {
        text.Append("<div class=\"table\" tabindex=\"0\"><table>");
        if (table.Caption is { } caption)
        {
            text.Append("<caption>").Append(Escape(caption)).Append("</caption>");
        }

        text.Append("<thead><tr>");
        foreach (var column in table.Columns)
        {
            text.Append(Header(column));
        }

        text.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in table.Rows)
        {
            text.Append("<tr>");
            for (var i = 0; i < row.Count; i++)
            {
                text.Append(Cell(table.Columns[i], row[i], isFirst: i == 0));
            }

            text.Append("</tr>\n");
        }

        text.Append("</tbody></table></div>\n");
    }

    private static string Header(Column column) => column switch
    {
        { Header.Length: 0 } => "<td></td>",
        { IsFigure: true } => $"<th scope=\"col\" class=\"number\">{Escape(column.Header)}</th>",
        _ => $"<th scope=\"col\">{Escape(column.Header)}</th>",
    };

    private static string Cell(Column column, string text, bool isFirst) =>
        column.IsState && text.Length > 0 && text != Figure.Unknown ? $"<td>{State(text)}</td>"
        : isFirst ? $"<th scope=\"row\"{(column.IsFigure ? " class=\"number\"" : "")}>{Escape(text)}</th>"
        : column.IsFigure ? $"<td class=\"number\">{Escape(text)}</td>"
        : $"<td>{Escape(text)}</td>";
}
