using System.Text.Json.Nodes;
using Prony.Experiments.Files.Nodes;

namespace Prony.Experiments.Files.Keys;

/// <summary>What a key holds: how it is read, how a JSON Schema says it, how the reference names it.</summary>
internal abstract class KeyType
{
    /// <summary>For the reference and for messages: "duration", "list of text".</summary>
    public abstract string Label { get; }

    /// <summary>"1 to 1000", for the reference; null when every value of the type is allowed.</summary>
    public virtual string? Range => null;

    /// <summary>Forms that are planned and not built, with what to do instead; null when there are none.</summary>
    public virtual (string Form, string Instead)? Planned => null;

    /// <summary>Tables below, with what their path adds ("" or ".NAME"): for the reference.</summary>
    public virtual IEnumerable<(string Suffix, KeyTable Table)> Tables => [];

    /// <summary>A new JSON Schema (2020-12) of the values.</summary>
    public abstract JsonObject Schema();

    /// <summary>Reads a value; false when it was reported as wrong.</summary>
    public abstract bool TryReadObject(Node node, string path, DiagnosticBag bag, out object? value);

    /// <summary>A default, as the files would say it.</summary>
    public abstract object ReadDefault(string text);
}

/// <summary>A <see cref="KeyType"/> whose values are of type <typeparamref name="T"/>.</summary>
internal abstract class KeyType<T> : KeyType
    where T : notnull
{
    private static readonly string[] NoArticle = ["text", "one of", "true", "status codes"];

    public abstract bool TryRead(Node node, string path, DiagnosticBag bag, out T value);

    public sealed override bool TryReadObject(Node node, string path, DiagnosticBag bag, out object? value)
    {
        var read = TryRead(node, path, bag, out var typed);
        value = typed;
        return read;
    }

    public sealed override object ReadDefault(string text)
    {
        var file = new SourceFile("default", "/default", text);
        var bag = new DiagnosticBag();
        return TryRead(new ScalarNode(file, 1, 1, text, isPlain: false), "default", bag, out var value)
            ? value
            : throw new InvalidOperationException($"The default '{text}' is no {Label}: {bag.ToList()[0].Message}");
    }

    /// <summary>Reports a value of the wrong kind.</summary>
    protected bool Wrong(Node node, string path, DiagnosticBag bag, out T value)
    {
        value = default!;
        if (node is ScalarNode { IsNull: true })
        {
            bag.Add(node, $"{path} has no value", $"Give it one ({Label}) or remove the line.");
        }
        else
        {
            bag.Add(node, $"{path} must be {WithArticle(Label)}, but is {node.Kind}");
        }

        return false;
    }

    private static string WithArticle(string label) =>
        NoArticle.Any(start => label.StartsWith(start, StringComparison.Ordinal)) || char.IsAsciiDigit(label[0]) ? label : "a " + label;
}
