using System.Text.Json.Nodes;
using Prony.Experiments.Files.Nodes;

namespace Prony.Experiments.Files.Keys;

/// <summary>Reads one text; says what is wrong and what is expected when it cannot.</summary>
internal delegate bool TextReader<T>(string text, out T value, out string? error);

/// <summary>A value that stands in one word or text.</summary>
/// <param name="label">"duration".</param>
/// <param name="read">From its text.</param>
/// <param name="schema">JSON Schema of the value as a YAML reader sees it.</param>
/// <param name="range">For the reference; null: unbounded.</param>
internal sealed class ScalarType<T>(string label, TextReader<T> read, Func<JsonObject> schema, string? range = null) : KeyType<T>
    where T : notnull
{
    public override string Label => label;

    public override string? Range => range;

    public override JsonObject Schema() => schema();

    public override bool TryRead(Node node, string path, DiagnosticBag bag, out T value)
    {
        if (node is not ScalarNode { IsNull: false } scalar)
        {
            return Wrong(node, path, bag, out value);
        }

        if (read(scalar.Text, out value, out var error))
        {
            return true;
        }

        bag.Add(node, $"{path}: {error}");
        return false;
    }
}

/// <summary>A type of which one form is planned and not built: it is told apart from a mistake.</summary>
/// <param name="inner">The type.</param>
/// <param name="isPlanned">Recognises the form.</param>
/// <param name="what">Its name: a word that stands for itself, or a plural.</param>
/// <param name="instead">What to do, as a sentence.</param>
internal sealed class PartType<T>(KeyType<T> inner, Func<Node, bool> isPlanned, string what, string instead) : KeyType<T>
    where T : notnull
{
    public override string Label => inner.Label;

    public override string? Range => inner.Range;

    public override (string Form, string Instead)? Planned => (what, instead);

    public override IEnumerable<(string Suffix, KeyTable Table)> Tables => inner.Tables;

    public override JsonObject Schema() => inner.Schema();

    public override bool TryRead(Node node, string path, DiagnosticBag bag, out T value)
    {
        if (!isPlanned(node))
        {
            return inner.TryRead(node, path, bag, out value);
        }

        value = default!;
        var form = node is ScalarNode scalar ? $"'{scalar.Text}' is" : what + " are";
        bag.Add(node, $"{path}: {form} not supported by this version of prony", instead);
        return false;
    }
}
