using Prony.Reporting.Documents;

namespace Prony.Reporting.Runs;

/// <summary>Keeps a comment below the size that GitHub accepts (65,536 characters): of what is folded, the last that do not fit are left out, and named.</summary>
internal static class CommentSize
{
    /// <summary>With room for a line of a person, and for the one about what is left out.</summary>
    internal const int Most = 63_000;

    public static string Fit(IEnumerable<Block> blocks, int most = Most)
    {
        var all = blocks.ToList();
        var used = all.Where(block => block is not Fold).Sum(Length);
        var kept = new List<Block>();
        var left = new List<string>();
        foreach (var block in all)
        {
            var length = block is Fold ? Length(block) : 0;
            if (used + length > most && block is Fold fold)
            {
                left.Add(fold.Heading);
                continue;
            }

            used += length;
            kept.Add(block);
        }

        return MarkdownRenderer.Render(left.Count == 0 ? kept : kept.Append(new Prose(null, $"Left out because a comment may not be longer: {string.Join("; ", left)}. 'prony report' shows all of it.", Tone.Aside)));
    }

    // With the empty line before it.
    private static int Length(Block block) => MarkdownRenderer.Render([block]).Length + 1;
}
