using System.Globalization;
using System.Text;

namespace Prony.Experiments.Files;

/// <summary>Diagnostics as people read them.</summary>
public static class DiagnosticText
{
    /// <summary>"experiments/x.yaml:12:5: unknown key 'warmpu' in phases. Did you mean 'warmup'?", below it the line and a caret.</summary>
    public static string Format(Diagnostic diagnostic)
    {
        ArgumentNullException.ThrowIfNull(diagnostic);
        var text = new StringBuilder(diagnostic.File);
        if (diagnostic.Line > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $":{diagnostic.Line}");
        }

        if (diagnostic.Column > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $":{diagnostic.Column}");
        }

        text.Append(": ").Append(diagnostic.Message);
        if (!diagnostic.Message.EndsWith('.') && !diagnostic.Message.EndsWith('?'))
        {
            text.Append('.');
        }

        if (diagnostic.Hint is { } hint)
        {
            text.Append(' ').Append(hint);
        }

        if (diagnostic.SourceLine is { } source)
        {
            var number = diagnostic.Line.ToString(CultureInfo.InvariantCulture).PadLeft(5);
            var space = new string([.. source.Take(diagnostic.Caret).Select(c => c == '\t' ? '\t' : ' ')]);
            text.Append(CultureInfo.InvariantCulture, $"\n{number} | {source}\n      | {space}^");
        }

        return text.ToString();
    }

    /// <summary>All of them, one below the other, and how many there are when there are several.</summary>
    public static string Format(IReadOnlyList<Diagnostic> diagnostics)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        var all = string.Join('\n', diagnostics.Select(Format));
        return diagnostics.Count < 2 ? all : string.Create(CultureInfo.InvariantCulture, $"{all}\n{diagnostics.Count} errors");
    }
}
