using System.Text;
using Prony.Reporting.Documents;

namespace Prony.Reporting.Pages;

/// <summary>What stands in the main element of a page: a header, links to the sections, the sections.</summary>
internal static class PageBody
{
    // Sections are h2, so that headings in them begin at h3.
    private const int LevelInSections = 3;

    /// <param name="header">The question and what it is about; begins with a <see cref="Title"/>.</param>
    /// <param name="sections">In their order; those without blocks are left out.</param>
    public static string Of(IEnumerable<Block> header, IEnumerable<PageSection> sections)
    {
        var shown = sections.Where(section => section.Blocks.Count > 0).ToList();
        var text = new StringBuilder("<header id=\"header\">\n").Append(HtmlRenderer.Render(header, 2)).Append("</header>\n<nav aria-label=\"Sections\"><ul>\n");
        foreach (var section in shown)
        {
            text.Append("<li><a href=\"#").Append(section.Id).Append("\">").Append(HtmlRenderer.Escape(section.Heading)).Append("</a></li>\n");
        }

        text.Append("</ul></nav>\n");
        foreach (var section in shown)
        {
            text.Append("<section id=\"").Append(section.Id).Append("\" aria-labelledby=\"").Append(section.Id).Append("-h\"><h2 id=\"").Append(section.Id).Append("-h\">")
                .Append(HtmlRenderer.Escape(section.Heading)).Append("</h2>\n").Append(HtmlRenderer.Render(section.Blocks, LevelInSections)).Append("</section>\n");
        }

        return text.ToString();
    }
}
