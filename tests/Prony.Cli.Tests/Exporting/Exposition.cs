using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Shouldly;

namespace Prony.Cli.Tests.Exporting;

/// <summary>A strict reader of Prometheus' text format 0.0.4: whatever the format does not allow, or what its histograms must keep, fails the test.</summary>
internal sealed partial class Exposition
{
    private static readonly string[] Types = ["counter", "gauge", "histogram", "summary", "untyped"];

    private readonly Dictionary<string, string> _types = [];
    private readonly Dictionary<string, double> _values = [];

    private Exposition(string text)
    {
        text.ShouldEndWith("\n");
        text.ShouldNotContain("\r");
        string? family = null;
        foreach (var line in text[..^1].Split('\n'))
        {
            if (Help().Match(line) is { Success: true } help)
            {
                family = help.Groups["name"].Value;
                _types.ShouldNotContainKey(family, "all lines of a metric stand together");
            }
            else if (Type().Match(line) is { Success: true } type)
            {
                type.Groups["name"].Value.ShouldBe(family, "help and type of a metric come before its first value");
                Types.ShouldContain(type.Groups["type"].Value);
                _types.Add(family!, type.Groups["type"].Value);
            }
            else
            {
                AddSample(line, family.ShouldNotBeNull());
            }
        }

        foreach (var histogram in _types.Where(type => type.Value == "histogram"))
        {
            CheckHistogram(histogram.Key);
        }
    }

    public Dictionary<string, string> FamilyTypes => _types;

    /// <summary>Series as they are written, with their labels in the order of the alphabet.</summary>
    public Dictionary<string, double> Values => _values;

    public static Exposition Read(string text) => new(text);

    private void AddSample(string line, string family)
    {
        var sample = Sample().Match(line);
        sample.Success.ShouldBeTrue(line);
        var name = sample.Groups["name"].Value;
        var own = _types[family] == "histogram" ? new[] { family + "_bucket", family + "_sum", family + "_count" } : [family];
        own.ShouldContain(name, line);
        if (_types[family] == "counter")
        {
            name.ShouldEndWith("_total");
        }

        var labels = Labels(sample.Groups["labels"].Value);
        var value = sample.Groups["value"].Value switch
        {
            "+Inf" => double.PositiveInfinity,
            var number => double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture),
        };
        if (_types[family] != "gauge")
        {
            value.ShouldBeGreaterThanOrEqualTo(0, line);
        }

        _values.ShouldNotContainKey(Series(name, labels), "a series stands there once");
        _values.Add(Series(name, labels), value);
    }

    private static string Series(string name, SortedDictionary<string, string> labels) =>
        labels.Count == 0 ? name : $"{name}{{{string.Join(',', labels.Select(label => $"{label.Key}={label.Value}"))}}}";

    private static SortedDictionary<string, string> Labels(string text)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var at = 0; at < text.Length;)
        {
            var label = Label().Match(text, at);
            label.Success.ShouldBeTrue(text);
            labels.Add(label.Groups["name"].Value, Unescaped(label.Groups["value"].Value));
            at += label.Length;
            if (at < text.Length)
            {
                text[at++].ShouldBe(',');
            }
        }

        return labels;
    }

    private static string Unescaped(string value)
    {
        var text = new StringBuilder();
        for (var i = 0; i < value.Length; i++)
        {
            text.Append(value[i] != '\\' ? value[i] : value[++i] switch { 'n' => '\n', '\\' => '\\', '"' => '"', var other => throw new FormatException($"\\{other} is no escape") });
        }

        return text.ToString();
    }

    private void CheckHistogram(string name)
    {
        var buckets = _values.Where(value => value.Key.StartsWith(name + "_bucket{", StringComparison.Ordinal))
            .Select(value => (Of: Regex.Replace(value.Key[(name.Length + "_bucket".Length)..], ",?le=[^,}]+", "").Replace("{,", "{", StringComparison.Ordinal), Upper: Upper(value.Key), value.Value));
        foreach (var series in buckets.GroupBy(bucket => bucket.Of))
        {
            var all = series.ToList();
            all.Select(bucket => bucket.Upper).ShouldBeInOrder();
            all.Select(bucket => bucket.Value).ShouldBeInOrder();
            all[^1].Upper.ShouldBe(double.PositiveInfinity);
            _values[name + "_count" + series.Key].ShouldBe(all[^1].Value);
            _values.ShouldContainKey(name + "_sum" + series.Key);
        }
    }

    private static double Upper(string series)
    {
        var upper = Regex.Match(series, "[{,]le=([^,}]+)").Groups[1].Value;
        return upper == "+Inf" ? double.PositiveInfinity : double.Parse(upper, NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^# HELP (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<text>([^\\\n]|\\\\|\\n)+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Help();

    [GeneratedRegex("^# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<type>[a-z]+)$")]
    private static partial Regex Type();

    [GeneratedRegex(@"^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>.*)\})? (?<value>[-+0-9.eEInf]+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Sample();

    [GeneratedRegex(@"\G(?<name>[a-zA-Z_][a-zA-Z0-9_]*)=""(?<value>([^""\\\n]|\\.)*)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Label();
}
