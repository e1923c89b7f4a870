using Spectre.Console.Rendering;

namespace Prony.Reporting.Documents;

/// <summary>Takes the white space off the ends of lines: what is printed is also pasted, and compared.</summary>
/// <param name="inner">What is shown.</param>
/// <param name="dropEmpty">Also drop empty lines: a table's border without visible top and bottom still draws them.</param>
internal sealed class Tidy(IRenderable inner, bool dropEmpty = false) : Renderable
{
    protected override Spectre.Console.Rendering.Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        foreach (var line in Segment.SplitLines(inner.Render(options, maxWidth)).Select(Trim))
        {
            if (dropEmpty && line.Count == 0)
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

    private static List<Segment> Trim(SegmentLine line)
    {
        var segments = line.ToList();
        while (segments.Count > 0 && !segments[^1].IsControlCode)
        {
            var last = segments[^1];
            var text = last.Text.TrimEnd();
            if (text.Length > 0 && text.Length == last.Text.Length)
            {
                break;
            }

            segments.RemoveAt(segments.Count - 1);
            if (text.Length > 0)
            {
                segments.Add(new Segment(text, last.Style));
            }
        }

        return segments;
    }
}
