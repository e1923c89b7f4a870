namespace Prony.Experiments.Files;

/// <summary>One thing that is wrong with an input, and where.</summary>
/// <param name="File">As a person would name it: relative to the current directory where possible.</param>
/// <param name="Line">1-based; 0 when the whole file (or the command line) is meant.</param>
/// <param name="Column">1-based; 0 as above, or when the whole line is meant.</param>
/// <param name="Message">What is wrong, without a full stop.</param>
/// <param name="Hint">What to do, as a sentence; null when the message says it.</param>
public sealed record Diagnostic(string File, int Line, int Column, string Message, string? Hint)
{
    /// <summary>The line of the file, secrets masked; null when there is none to show.</summary>
    public string? SourceLine { get; init; }

    /// <summary>Where the caret goes below <see cref="SourceLine"/>, 0-based.</summary>
    public int Caret { get; init; }
}
