using Prony.Measurement.Runs;

namespace Prony.Experiments.Foreign;

/// <summary>Reads one format of another tool out of a text that may hold anything else besides. Stateless, thread-safe.</summary>
internal interface IForeignReader
{
    /// <summary>As the list of known formats names it: "hey and oha (text)".</summary>
    string Formats { get; }

    /// <summary>The block that begins at a line; null when none of this format does.</summary>
    /// <param name="lines">The whole text.</param>
    /// <param name="at">Index of the line, from 0.</param>
    /// <exception cref="ForeignFormatException">It begins like one and is cut or damaged.</exception>
    ForeignBlock? TryRead(ForeignLines lines, int at);
}

/// <summary>What stood in a part of a text.</summary>
/// <param name="End">Index of the first line behind it; above that of its first line.</param>
/// <param name="Results">What it says; they have no name yet.</param>
internal sealed record ForeignBlock(int End, IReadOnlyList<ImportedResult> Results);

/// <summary>A block of another tool that is cut or damaged.</summary>
/// <param name="line">From 1; 0 when the whole file is meant.</param>
/// <param name="problem">What is wrong, without a full stop.</param>
/// <param name="hint">What to do, as a sentence; null when the problem says it.</param>
internal sealed class ForeignFormatException(int line, string problem, string? hint = null) : Exception(problem)
{
    public int Line { get; } = line;

    public string? Hint { get; } = hint;

    /// <summary>Index of the first line behind the block; 0 where it is not known: then it goes on to the next blank line.</summary>
    public int End { get; init; }
}
