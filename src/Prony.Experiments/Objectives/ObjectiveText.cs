using System.Globalization;
using Prony.Experiments.Gates;

namespace Prony.Experiments.Objectives;

/// <summary>Reads the text of an objective: METRIC, a comparison, a limit with its unit.</summary>
internal static class ObjectiveText
{
    private const string Form = "Write METRIC <= LIMIT or METRIC >= LIMIT, for example \"response.p99 <= 500ms\", \"failures <= 0.1%\" or \"throughput >= 100/s\".";

    private static readonly (string Unit, double Ns)[] Durations = [("ns", 1), ("us", 1e3), ("µs", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 60e9)];

    private static readonly (string Sign, bool AtMost)[] Signs = [("<=", true), (">=", false), ("≤", true), ("≥", false)];

    internal static (Objective? Objective, string? Error) Read(string text)
    {
        foreach (var (sign, atMost) in Signs)
        {
            var at = text.IndexOf(sign, StringComparison.Ordinal);
            if (at >= 0)
            {
                return Read(text, text[..at].Trim(), atMost, text[(at + sign.Length)..].Trim());
            }
        }

        var bare = text.AsSpan().IndexOfAny("<>=") >= 0;
        return (null, bare
            ? $"The objective \"{text}\" needs <= or >=. {Form}"
            : $"The objective \"{text}\" holds no comparison. {Form}");
    }

    /// <summary>A measured figure in the unit in which people write the limit.</summary>
    internal static string Shown(string metric, double? value) => (metric, value) switch
    {
        (_, null) => "nothing",
        (Metrics.Failures, { } share) => GateWords.Percent(share),
        (Metrics.Throughput, { } perS) => string.Create(CultureInfo.InvariantCulture, $"{perS:0.#}/s"),
        (_, { } ns) => GateWords.Time(ns),
    };

    private static (Objective? Objective, string? Error) Read(string text, string metric, bool atMost, string limit)
    {
        if (UnknownMetric(metric) is { } unknown)
        {
            return (null, $"The objective \"{text}\" {unknown}");
        }

        if (metric.Length > 0 && (metric == Metrics.Throughput) == atMost)
        {
            return (null, atMost
                ? $"The objective \"{text}\" bounds throughput from above, but more of it is better. Write \"{metric} >= {limit}\"."
                : $"The objective \"{text}\" bounds {metric} from below, but less of it is better. Write \"{metric} <= {limit}\".");
        }

        var (value, expected) = metric switch
        {
            Metrics.Failures => (Share(limit), "a share such as 0.1% or 0.001"),
            Metrics.Throughput => (Rate(limit), "a rate such as 100/s"),
            _ => (Duration(limit), "a duration such as 500ms, 2s or 800us"),
        };
        return value is { } v
            ? (new Objective(text.Trim(), metric, atMost, v), null)
            : (null, $"The objective \"{text}\" has the limit \"{limit}\", but {metric} needs {expected}.");
    }

    private static string? UnknownMetric(string metric)
    {
        if (metric is Metrics.Failures or Metrics.Throughput or Metrics.ResponseMean || Metrics.PercentileOf(metric) is not null)
        {
            return null;
        }

        if (metric.StartsWith("response.p", StringComparison.Ordinal))
        {
            return $"names \"{metric}\", but a percentile lies between 0 and 100, both excluded: response.p50, response.p99, response.p99.9.";
        }

        var hint = metric switch
        {
            "" => string.Empty,
            "latency" or "response" or "p99" or "response_time" or "response-time" => " Did you mean response.p99?",
            "errors" or "failure" or "error-rate" => " Did you mean failures?",
            "rps" or "rate" or "requests/s" => " Did you mean throughput?",
            _ => string.Empty,
        };
        return $"names the metric \"{metric}\", but an objective bounds response.pNN, response.mean, failures or throughput.{hint}";
    }

    private static double? Share(string text) => text.EndsWith('%')
        ? InRange(Number(text[..^1]) / 100, 1)
        : InRange(Number(text), 1);

    private static double? Rate(string text) =>
        Number(text.EndsWith("/s", StringComparison.Ordinal) ? text[..^2] : text);

    private static double? Duration(string text)
    {
        // Longest unit first: "ms" ends with "s".
        foreach (var (unit, ns) in Durations.OrderByDescending(d => d.Unit.Length))
        {
            if (text.EndsWith(unit, StringComparison.Ordinal))
            {
                return Number(text[..^unit.Length]) * ns;
            }
        }

        return null;
    }

    private static double? InRange(double? value, double most) => value <= most ? value : null;

    private static double? Number(string text) =>
        double.TryParse(text.AsSpan().Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : null;
}
