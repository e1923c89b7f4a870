using Prony.Reporting.Documents;

namespace Prony.Reporting.Pages;

/// <summary>A document as a page: its title and the lines below it, then a section for each heading and each fold.</summary>
internal static class PlainPage
{
    /// <param name="blocks">Begin with a <see cref="Title"/>.</param>
    /// <param name="charts">Sections that stand before those of the document's headings.</param>
    public static string Of(IEnumerable<Block> blocks, IEnumerable<PageSection> charts)
    {
        var all = blocks.ToList();
        var header = all.TakeWhile(block => block is Title).ToList();
        var verdict = all.Skip(header.Count).TakeWhile(block => block is not (Heading or Fold)).ToList();
        return PageBody.Of(header, [new PageSection("verdict", "Verdict", verdict), .. charts, .. Sections(all.Skip(header.Count + verdict.Count))]);
    }

    private static List<PageSection> Sections(IEnumerable<Block> blocks)
    {
        var sections = new List<PageSection>();
        foreach (var block in blocks)
        {
            var heading = block switch { Heading named => named.Text, Fold fold => fold.Heading, _ => null };
            if (heading is not null)
            {
                sections.Add(new PageSection($"part-{sections.Count + 1}", heading, block is Fold folded ? folded.Blocks : []));
            }
            else
            {
                sections[^1] = sections[^1] with { Blocks = [.. sections[^1].Blocks, block] };
            }
        }

        return sections;
    }
}
