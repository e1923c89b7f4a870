using System.Text;

namespace Prony.Experiments.Files.Nodes;

/// <summary>A file that is being read: its text, and the parts of it that are secret.</summary>
internal sealed class SourceFile(string shownName, string fullPath, string text)
{
    private readonly List<(int Start, int End)> _secretSpans = [];

    /// <summary>As messages name it.</summary>
    public string ShownName { get; } = shownName;

    public string FullPath { get; } = fullPath;

    public string Folder => Path.GetDirectoryName(FullPath) ?? "/";

    public string Text { get; } = text;

    /// <summary>Hides a part of the text, however it is written there (escapes, folded lines).</summary>
    public void Hide(ScalarNode node) => _secretSpans.Add(node.Span);

    /// <summary>The text with its secret parts replaced.</summary>
    public string Masked(Measurement.Runs.SecretMask mask)
    {
        var result = new StringBuilder(Text);
        foreach (var (start, end) in _secretSpans.Distinct().OrderByDescending(span => span.Start))
        {
            var trailing = Text[start..end].Length - Text[start..end].TrimEnd().Length;
            result.Remove(start, end - start - trailing).Insert(start, Measurement.Runs.SecretMask.Replacement);
        }

        return mask.Mask(result.ToString());
    }

    /// <summary>One line of the text, 1-based; null when there is none.</summary>
    public string? Line(int number)
    {
        var lines = Text.Split('\n');
        return number >= 1 && number <= lines.Length ? lines[number - 1].TrimEnd('\r') : null;
    }
}
