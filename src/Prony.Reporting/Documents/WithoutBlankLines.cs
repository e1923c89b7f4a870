using Spectre.Console.Rendering;

namespace Prony.Reporting.Documents;

/// <summary>Drops the empty lines of what is inside: a table's border without visible top and bottom still draws them.</summary>
internal sealed class WithoutBlankLines(IRenderable inner) : Renderable
{
    protected override Spectre.Console.Rendering.Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        foreach (var line in Segment.SplitLines(inner.Render(options, maxWidth)))
        {
            if (line.All(segment => string.IsNullOrWhiteSpace(segment.Text)))
            {
                continue;
            }

            foreach (var segment in line)
            {
                yield return segment;
            }

            yield return Segment.LineBreak;
        }
    }
}
