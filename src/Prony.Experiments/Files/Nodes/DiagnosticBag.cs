using Prony.Measurement.Runs;

namespace Prony.Experiments.Files.Nodes;

/// <summary>Collects everything that is wrong, and the secrets that no message may show.</summary>
internal sealed class DiagnosticBag
{
    private readonly List<(SourceFile? Source, Diagnostic Diagnostic)> _all = [];

    public SecretMask Secrets { get; } = new();

    public bool IsEmpty => _all.Count == 0;

    public void Add(Node node, string message, string? hint = null) =>
        Add(node.File, node.Line, node.Column, message, hint);

    public void Add(SourceFile file, int line, int column, string message, string? hint = null) =>
        _all.Add((file, new Diagnostic(file.ShownName, line, column, message, hint)));

    /// <summary>What was found in a file of another kind.</summary>
    public void Add(Diagnostic diagnostic) => _all.Add((null, diagnostic));

    /// <summary>Something about a file that cannot be read, or about the command line.</summary>
    public void AddWhole(string name, string message, string? hint = null) =>
        _all.Add((null, new Diagnostic(name, 0, 0, message, hint)));

    /// <summary>All of them: files in the order in which they were first complained of, then by position; secrets masked.</summary>
    public IReadOnlyList<Diagnostic> ToList()
    {
        var files = _all.Select(d => d.Diagnostic.File).Distinct().ToList();
        return [.. _all
            .Select(d => Finish(d.Source, d.Diagnostic))
            .Distinct()
            .OrderBy(d => files.IndexOf(d.File))
            .ThenBy(d => d.Line)
            .ThenBy(d => d.Column)];
    }

    private Diagnostic Finish(SourceFile? source, Diagnostic diagnostic)
    {
        var masked = diagnostic with
        {
            Message = Secrets.Mask(diagnostic.Message),
            Hint = diagnostic.Hint is null ? null : Secrets.Mask(diagnostic.Hint),
        };
        if (source?.Line(diagnostic.Line) is not { } line)
        {
            return masked;
        }

        var before = Math.Min(diagnostic.Column - 1, line.Length);
        var start = Secrets.Mask(line[..before]);
        return masked with { SourceLine = start + Secrets.Mask(line[before..]), Caret = start.Length };
    }
}
