namespace Prony.Experiments.Files.Nodes;

/// <summary>A piece of a YAML file that knows where it stands.</summary>
internal abstract class Node(SourceFile file, int line, int column)
{
    public SourceFile File { get; } = file;

    /// <summary>1-based.</summary>
    public int Line { get; } = line;

    /// <summary>1-based.</summary>
    public int Column { get; } = column;

    /// <summary>Nodes below and including this one: what an alias to it costs.</summary>
    public int Size { get; protected set; } = 1;

    /// <summary>"a list", for messages.</summary>
    public abstract string Kind { get; }
}

/// <summary>A text, number or word.</summary>
internal sealed class ScalarNode(SourceFile file, int line, int column, string text, bool isPlain) : Node(file, line, column)
{
    /// <summary>The value, `${NAME}` replaced.</summary>
    public string Text { get; } = text;

    /// <summary>Written without quotes, so that YAML readers take a number for a number.</summary>
    public bool IsPlain { get; } = isPlain;

    /// <summary>Nothing, `~` or `null` without quotes.</summary>
    public bool IsNull { get; } = isPlain && text is "" or "~" or "null";

    /// <summary>Where it stands in the file, characters from the start.</summary>
    public (int Start, int End) Span { get; init; }

    public override string Kind => IsNull ? "nothing" : $"'{Text}'";
}

/// <summary>A sequence.</summary>
internal sealed class ListNode : Node
{
    public ListNode(SourceFile file, int line, int column, IReadOnlyList<Node> items)
        : base(file, line, column)
    {
        Items = items;
        Size = 1 + items.Sum(item => item.Size);
    }

    public IReadOnlyList<Node> Items { get; }

    public override string Kind => "a list";
}

/// <summary>A mapping; keys are unique and in the order of the file.</summary>
internal sealed class MapNode : Node
{
    public MapNode(SourceFile file, int line, int column, IReadOnlyList<MapEntry> entries)
        : base(file, line, column)
    {
        Entries = entries;
        Size = 1 + entries.Sum(entry => entry.Value.Size);
    }

    public IReadOnlyList<MapEntry> Entries { get; }

    public override string Kind => "a mapping";
}

/// <summary>One key with its value.</summary>
internal sealed record MapEntry(ScalarNode Key, Node Value)
{
    public string Name => Key.Text;
}
