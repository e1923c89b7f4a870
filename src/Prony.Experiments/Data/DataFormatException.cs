namespace Prony.Experiments.Data;

/// <summary>A data file breaks its format. Never leaves <see cref="DataFile"/>.</summary>
internal sealed class DataFormatException(int line, string message, string? hint = null) : Exception(message)
{
    /// <summary>From 1; 0 for the whole file.</summary>
    public int Line { get; } = line;

    /// <summary>What to do; null when the message says it.</summary>
    public string? Hint { get; } = hint;
}
