namespace Prony.Stacks.Processes;

/// <summary>What to start, and exactly what it gets: nothing of Prony's own environment and descriptors goes along.</summary>
internal sealed record SpawnRequest
{
    /// <summary>Absolute path.</summary>
    public required string Program { get; init; }

    /// <summary>Arguments, the program's name first.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    public required IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; }

    /// <summary>File that standard output and error are appended to.</summary>
    public required string OutputFile { get; init; }

    /// <summary>Descriptors of Prony that the process gets, and under which numbers. Descriptor 0 is /dev/null unless it is among them.</summary>
    public IReadOnlyList<DescriptorHandover> Descriptors { get; init; } = [];
}

/// <summary>One descriptor that a process inherits.</summary>
/// <param name="From">Its number in Prony.</param>
/// <param name="To">Its number in the process.</param>
internal readonly record struct DescriptorHandover(int From, int To);
