using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Prony.Stacks.Definitions;

namespace Prony.Stacks.Layers;

/// <summary>Reads the values of a source from its answer. Pure and thread-safe. docs/stacks/layers.md.</summary>
internal sealed class MetricText
{
    private readonly MetricSourceDefinition _source;
    private readonly Dictionary<string, Regex> _expressions;
    private readonly Dictionary<string, IReadOnlyList<JsonStep>> _paths;

    /// <param name="source">Checked, without placeholders.</param>
    internal MetricText(MetricSourceDefinition source)
    {
        _source = source;
        _expressions = source.Format == MetricFormat.Lines ? source.Values.ToDictionary(value => value.Name, value => MetricPatterns.ToRegex(value.From)) : [];
        _paths = source.Format == MetricFormat.Json ? source.Values.ToDictionary(value => value.Name, value => MetricPatterns.ToSteps(value.From)) : [];
    }

    /// <summary>Every value that the text holds, and why others are not there.</summary>
    internal LayerReading Read(string text)
    {
        try
        {
            return _source.Format switch
            {
                MetricFormat.Csv => ReadCsv(text),
                MetricFormat.Lines => Collect(value => FromLines(value, text)),
                _ => ReadJson(text),
            };
        }
        catch (LayerException useless)
        {
            return LayerReading.Failed(useless.Message);
        }
    }

    private LayerReading Collect(Func<MetricDefinition, double> read)
    {
        var values = new Dictionary<string, double>();
        var problems = new List<string>();
        foreach (var value in _source.Values)
        {
            try
            {
                values[value.Name] = read(value);
            }
            catch (LayerException missing)
            {
                problems.Add($"{value.Name}: {missing.Message}");
            }
        }

        return new LayerReading(values, problems.Count == 0 ? null : string.Join("; ", problems));
    }

    private LayerReading ReadCsv(string text)
    {
        var table = CsvTable.Read(text);
        var rows = table.Where(_source.Row);
        if (rows.Count == 0)
        {
            var wanted = string.Join(", ", _source.Row.Select(pair => $"{pair.Key} {pair.Value}"));
            throw new LayerException(_source.Row.Count == 0 ? "the answer has a header and no row" : $"no row has {wanted}");
        }

        return Collect(value => rows.Sum(row => Number(table.Field(row, value.From))));
    }

    private double FromLines(MetricDefinition value, string text)
    {
        var (sum, any) = (0.0, false);
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            Match match;
            try
            {
                match = _expressions[value.Name].Match(line.ToString());
            }
            catch (RegexMatchTimeoutException)
            {
                throw new LayerException($"'{value.From}' takes too long to be looked for");
            }

            if (match.Success)
            {
                (sum, any) = (sum + Number(match.Groups[1].Value), true);
            }
        }

        return any ? sum : throw new LayerException($"no line matches '{value.From}'");
    }

    private LayerReading ReadJson(string text)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            throw new LayerException("the answer is no JSON");
        }

        using (document)
        {
            return Collect(value => FromJson(value, document.RootElement));
        }
    }

    private double FromJson(MetricDefinition value, JsonElement at)
    {
        foreach (var step in _paths[value.Name])
        {
            at = step.From(at) ?? throw new LayerException($"there is no '{value.From}' in the answer");
        }

        return at.ValueKind switch
        {
            JsonValueKind.Number => Number(at.GetRawText()),
            JsonValueKind.String => Number(at.GetString()!),
            JsonValueKind.True => 1,
            JsonValueKind.False => 0,
            _ => throw new LayerException($"'{value.From}' is no number"),
        };
    }

    private static double Number(string text) =>
        double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw new LayerException(text.Trim().Length == 0 ? "it is empty" : $"'{text.Trim()}' is no number");
}
