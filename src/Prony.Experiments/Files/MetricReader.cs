using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;
using Prony.Stacks.Definitions;
using Prony.Stacks.Layers;

namespace Prony.Experiments.Files;

/// <summary>Reads the metrics of a service.</summary>
internal sealed class MetricReader(string service, DiagnosticBag bag)
{
    private static readonly Dictionary<string, (MetricFormat Format, Key<string> Key)> Formats = new()
    {
        ["csv"] = (MetricFormat.Csv, MetricKeys.Column),
        ["lines"] = (MetricFormat.Lines, MetricKeys.Matches),
        ["json"] = (MetricFormat.Json, MetricKeys.Path),
    };

    private readonly HashSet<string> _names = [];

    /// <summary>Every source that is right; what is wrong is in the bag.</summary>
    public IReadOnlyList<MetricSourceDefinition> Read(BoundTable table) =>
        [.. (table.GetOrDefault(MetricKeys.Metrics) ?? []).Select(source => ReadSource(source.Value)).OfType<MetricSourceDefinition>()];

    private MetricSourceDefinition? ReadSource(BoundTable source)
    {
        var values = source.GetOrDefault(MetricKeys.Values) ?? [];
        foreach (var twice in values.Where(value => !_names.Add(value.Name)))
        {
            bag.Add(twice.Key, $"services.{service}: the metric '{twice.Name}' stands twice", "Give one of them another name: records and reports know it by this one.");
        }

        CheckAddress(source);
        if (!source.TryGet(MetricKeys.Read, out var read))
        {
            return null;
        }

        var (format, key) = Formats[read];
        if (source.TryGet(MetricKeys.Row, out _) && format != MetricFormat.Csv)
        {
            bag.Add(source.At(MetricKeys.Row), $"'row' chooses rows of csv, but this is read as {read}", "Remove it, or write {read: csv}.");
        }

        return new MetricSourceDefinition
        {
            Transport = source.IsWritten(MetricKeys.Http) ? MetricTransport.Http
                : source.IsWritten(MetricKeys.Unix) ? MetricTransport.Unix
                : source.IsWritten(MetricKeys.Tcp) ? MetricTransport.Tcp
                : MetricTransport.Command,
            Address = source.GetOrDefault(MetricKeys.Http) ?? source.GetOrDefault(MetricKeys.Unix) ?? source.GetOrDefault(MetricKeys.Tcp) ?? "",
            Command = source.GetOrDefault(MetricKeys.Command) ?? [],
            Send = source.GetOrDefault(MetricKeys.Send),
            Format = format,
            Row = [.. (source.GetOrDefault(MetricKeys.Row) ?? []).Select(pair => KeyValuePair.Create(pair.Name, pair.Value))],
            Values = [.. values.Select(value => ReadValue(value, format, key)).OfType<MetricDefinition>()],
        };
    }

    private void CheckAddress(BoundTable source)
    {
        if (source.TryGet(MetricKeys.Http, out var http) && !http.StartsWith("http://", StringComparison.Ordinal) && !http.StartsWith("https://", StringComparison.Ordinal))
        {
            bag.Add(source.At(MetricKeys.Http), $"'{http}' is not an http:// or https:// address", "Expected one such as \"http://{address}/stats\".");
        }

        if (source.TryGet(MetricKeys.Tcp, out var tcp) && !tcp.Contains(':', StringComparison.Ordinal) && !tcp.Contains(".address}", StringComparison.Ordinal))
        {
            bag.Add(source.At(MetricKeys.Tcp), $"'{tcp}' is no HOST:PORT", "Expected one such as \"127.0.0.1:{port}\".");
        }
    }

    private MetricDefinition? ReadValue(NamedEntry<TextOr> value, MetricFormat format, Key<string> key)
    {
        var table = value.Value.Table;
        if (table is not null && !table.IsWritten(key))
        {
            var other = new[] { MetricKeys.Column, MetricKeys.Matches, MetricKeys.Path }.FirstOrDefault(table.IsWritten);
            if (other is not null)
            {
                bag.Add(table.At(other), $"'{other.Name}' says nothing about {format.ToString().ToLowerInvariant()}", $"Write {{{key.Name}: …}}.");
            }

            return null;
        }

        if ((value.Value.Text ?? table?.GetOrDefault(key)) is not { } from)
        {
            return null;
        }

        if (MetricPatterns.FindFault(format, from) is { } fault)
        {
            bag.Add(table?.At(key) ?? value.Node, fault, null);
            return null;
        }

        return new MetricDefinition(value.Name, from, table?.Get(MetricKeys.Counter) ?? false);
    }
}
