using System.Text.RegularExpressions;
using Prony.Stacks.Definitions;

namespace Prony.Stacks.Layers;

/// <summary>Replaces the placeholders of metrics.</summary>
internal static class MetricTexts
{
    /// <exception cref="PlaceholderException">A placeholder cannot be resolved.</exception>
    internal static IReadOnlyList<MetricSourceDefinition> Resolve(IReadOnlyList<MetricSourceDefinition> sources, IReadOnlyDictionary<string, string> values)
    {
        // A value stands for itself in an expression: the dot of an address is no "any character".
        var escaped = values.ToDictionary(pair => pair.Key, pair => Regex.Escape(pair.Value));
        return
        [
            .. sources.Select(source => source with
            {
                Address = Placeholders.Resolve(source.Address, values),
                Command = [.. source.Command.Select(word => Placeholders.Resolve(word, values))],
                Send = source.Send is { } send ? Placeholders.Resolve(send, values) : null,
                Row = [.. source.Row.Select(pair => KeyValuePair.Create(pair.Key, Placeholders.Resolve(pair.Value, values)))],
                Values = source.Format == MetricFormat.Lines
                    ? [.. source.Values.Select(value => value with { From = Placeholders.Resolve(value.From, escaped) })]
                    : source.Values,
            }),
        ];
    }
}
