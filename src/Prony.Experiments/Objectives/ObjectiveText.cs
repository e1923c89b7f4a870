using System.Globalization;
using Prony.Experiments.Gates;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Objectives;

/// <summary>Reads the text of an objective: METRIC, a comparison, a limit with its unit.</summary>
internal static class ObjectiveText
{
    private const string Form = "Write METRIC <= LIMIT or METRIC >= LIMIT, for example \"response.p99 <= 500ms\", \"failures <= 0.1%\" or \"throughput >= 100/s\".";

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
        (Metrics.Failures, { } share) => ShareText.Format(share),
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

        // "500 ms" is as clear here as "500ms": nothing follows that it could run into.
        var written = limit.Replace(" ", "", StringComparison.Ordinal);
        var (value, expected) = metric switch
        {
            Metrics.Failures => (ShareText.TryParse(written, out var share, out _) ? share : (double?)null, "a share such as 0.1% or 0.001"),
            Metrics.Throughput => (RateText.TryParse(written, out var perS, out _, unitOptional: true) ? perS : null, "a rate such as 100/s"),
            _ => (DurationText.TryParseNs(written, out var ns, out _) ? ns : null, "a duration such as 500ms, 2s or 800us"),
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

        if (Metrics.LooksLikePercentile(metric))
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
}
