using System.Globalization;
using System.Text;
using System.Text.Json;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Foreign;

/// <summary>JSON of oha (--output-format json), k6 (--summary-export, or what handleSummary gets) and vegeta (report -type json).</summary>
internal sealed class JsonResultReader : IForeignReader
{
    private const int Depth = 64;
    private const int LookedAt = 1 << 14;

    /// <summary>Summaries are small; what is larger is none, and would cost many times its size in memory.</summary>
    private const int LargestObject = 8 << 20;

    private static readonly (string Tool, string Mark)[] Marks = [("oha", "\"latencyPercentiles\""), ("k6", "\"http_req_duration"), ("vegeta", "\"latencies\"")];

    public string Formats => "oha, k6 (summary) and vegeta (JSON)";

    public ForeignBlock? TryRead(ForeignLines lines, int at)
    {
        if (!lines[at].StartsWith('{'))
        {
            return null;
        }

        var bytes = lines.From(at);
        bytes = bytes[..Math.Min(bytes.Length, LargestObject)];
        var start = bytes.Span.IndexOf((byte)'{');
        if (start < 0)
        {
            return null;   // it stood behind a tag
        }

        var reader = new Utf8JsonReader(bytes.Span[start..], isFinalBlock: true, new JsonReaderState(new JsonReaderOptions { MaxDepth = Depth }));
        try
        {
            using var document = JsonDocument.ParseValue(ref reader);
            var json = new JsonFigures(document.RootElement, at);
            var result = json.ToolResult();
            return result is null ? null : new ForeignBlock(
                lines.LineOf(at, start + reader.BytesConsumed - 1) + 1,
                [result with { Format = "JSON", File = lines.Name, Line = at + 1 }]);
        }
        catch (JsonException damage)
        {
            if (Mark(bytes.Span) is not { } tool)
            {
                return null;
            }

            throw new ForeignFormatException(
                at + 1 + (int)Math.Min(damage.LineNumber ?? 0, lines.Count - at - 1),
                $"this looks like {tool}'s JSON, but it is cut or damaged here ({ForeignNumbers.Shown(damage.Message.Split('.')[0])})",
                string.Create(CultureInfo.InvariantCulture, $"Import the whole output of the tool; objects of up to {LargestObject >> 20} MiB are read."));
        }
    }

    private static string? Mark(ReadOnlySpan<byte> json)
    {
        var text = Encoding.UTF8.GetString(json[..Math.Min(json.Length, LookedAt)]);
        return Marks.FirstOrDefault(mark => text.Contains(mark.Mark, StringComparison.Ordinal)).Tool;
    }

    /// <summary>The figures of one object.</summary>
    /// <param name="root">The object.</param>
    /// <param name="line">Index of the line at which it begins, for messages.</param>
    private sealed class JsonFigures(JsonElement root, int line)
    {
        private const double Millisecond = 1e6;
        private const double Second = 1e9;

        /// <summary>Null where it is of no known tool.</summary>
        public ImportedResult? ToolResult() =>
            Object(root, "summary") is { } summary && Object(root, "latencyPercentiles") is { } percentiles ? Oha(summary, percentiles)
            : Object(root, "metrics") is { } metrics && metrics.TryGetProperty("http_req_duration", out _) ? K6(metrics)
            : Object(root, "latencies") is { } latencies && root.TryGetProperty("status_codes", out _) ? Vegeta(latencies)
            : null;

        private ImportedResult Oha(JsonElement summary, JsonElement percentiles)
        {
            var status = Counts(root, "statusCodeDistribution");
            var errors = Counts(root, "errorDistribution");
            var (answers, notOk, failed) = (status.Values.Sum(), ForeignTexts.NotOk(status), errors.Values.Sum());
            var unfinished = errors.Where(error => error.Key.Contains("aborted due to deadline", StringComparison.Ordinal)).Sum(error => error.Value);
            var totalS = Number(summary, "total");
            return Empty("oha") with
            {
                DurationS = totalS,
                Requests = answers + failed,
                Failures = notOk + failed - unfinished,
                PrintedPerS = Number(summary, "requestsPerSec"),
                ThroughputPerS = totalS > 0 ? (answers - notOk) / totalS : null,
                Times = answers == 0 ? null : Times(summary, "fastest", "average", "slowest", Second, answers) with { PercentilesNs = Percentiles(percentiles, "p", "", Second) },
                Status = status,
                Errors = errors,
                Remarks = unfinished > 0 ? ["Requests that oha ended at its deadline are in its Requests/sec and in no time; here they count neither as successes nor as failures."] : [],
            };
        }

        private ImportedResult K6(JsonElement metrics)
        {
            // handleSummary puts the figures of a metric into "values", --summary-export beside its name.
            JsonElement? Metric(string name) => Object(metrics, name) is { } metric ? Object(metric, "values") ?? metric : null;
            double? Figure(string metric, string figure) => Metric(metric) is { } found ? Number(found, figure) : null;
            var (requests, perS) = (Whole(Figure("http_reqs", "count")), Figure("http_reqs", "rate"));

            // Of the rate "failed" the passes are those that failed.
            var failures = Whole(Figure("http_req_failed", "passes"));
            var duration = Metric("http_req_duration")!.Value;
            return Empty("k6") with
            {
                Users = (Figure("vus_max", "max") ?? Figure("vus_max", "value")) is { } most && most <= 1e8 ? (int)most : null,
                DurationS = Object(root, "state") is { } state && Number(state, "testRunDurationMs") is { } ms ? ms / 1e3 : null,
                Requests = requests,
                Failures = failures,
                PrintedPerS = perS,
                ThroughputPerS = requests > 0 && failures is not null ? perS * Math.Max(0, requests.Value - failures.Value) / requests : null,
                Times = requests == 0 ? null : Times(duration, "min", "avg", "max", Millisecond, requests) with { PercentilesNs = K6Percentiles(duration) },
                Remarks = Figure("dropped_iterations", "count") is { } dropped && dropped > 0
                    ? [string.Create(CultureInfo.InvariantCulture, $"k6 dropped {dropped:N0} iterations for which no user was free: they are in no figure.")]
                    : [],
            };
        }

        private ImportedResult Vegeta(JsonElement latencies)
        {
            var status = Counts(root, "status_codes");
            var requests = Whole(Number(root, "requests"));
            var durationS = Nanoseconds(root, "duration") / Second;
            return Empty("vegeta") with
            {
                Model = LoadModelName.Open,
                DurationS = durationS,
                Requests = requests,
                Failures = requests is null ? null : Math.Min(requests.Value, ForeignTexts.NotOk(status)),
                PrintedPerS = Number(root, "rate"),
                ThroughputPerS = Number(root, "throughput"),
                Times = requests == 0 ? null : Times(latencies, "min", "mean", "max", 1, requests) with { PercentilesNs = Percentiles(latencies, "", "th", 1) },
                Status = status,
            };
        }

        private static ImportedResult Empty(string tool) => new() { Candidate = "", Tool = tool, Format = "JSON", File = "", Line = 0 };

        private ImportedTimes Times(JsonElement from, string min, string mean, string max, double unitNs, long? count) => new()
        {
            Count = count,
            MinNs = Time(from, min, unitNs),
            MeanNs = Time(from, mean, unitNs),
            MaxNs = Time(from, max, unitNs),
        };

        private Dictionary<string, double> Percentiles(JsonElement from, string head, string tail, double unitNs)
        {
            var found = new Dictionary<string, double>();
            foreach (var property in from.EnumerateObject())
            {
                if (property.Name.StartsWith(head, StringComparison.Ordinal) && property.Name.EndsWith(tail, StringComparison.Ordinal))
                {
                    Keep(found, property.Name[head.Length..^tail.Length], Time(from, property.Name, unitNs));
                }
            }

            return found;
        }

        private Dictionary<string, double> K6Percentiles(JsonElement from)
        {
            var found = new Dictionary<string, double>();
            Keep(found, "50", Time(from, "med", Millisecond));
            foreach (var property in from.EnumerateObject().Where(p => p.Name.StartsWith("p(", StringComparison.Ordinal) && p.Name.EndsWith(')')))
            {
                Keep(found, property.Name[2..^1], Time(from, property.Name, Millisecond));
            }

            return found;
        }

        private static void Keep(Dictionary<string, double> found, string name, double? ns)
        {
            if (ns is { } value && double.TryParse(name, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percentile) && percentile is > 0 and < 100)
            {
                found[ForeignTimes.Name(percentile)] = value;
            }
        }

        private Dictionary<string, long> Counts(JsonElement from, string name)
        {
            var counts = new Dictionary<string, long>();
            foreach (var property in Object(from, name)?.EnumerateObject().ToList() ?? [])
            {
                ForeignTexts.Add(counts, property.Name, Whole(ReadNumber(property.Value, property.Name)) ?? 0);
            }

            return counts;
        }

        private double? Time(JsonElement from, string name, double unitNs) =>
            Number(from, name) is { } value ? ForeignNumbers.Bounded(value * unitNs, line, name) : null;

        private double? Nanoseconds(JsonElement from, string name) => Time(from, name, 1);

        private long? Whole(double? value) => value switch
        {
            null => null,
            >= 0 and <= 1e15 => (long)value.Value,
            _ => throw new ForeignFormatException(line + 1, "a count in this JSON is beyond all measure"),
        };

        private double? Number(JsonElement from, string name) => from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) ? ReadNumber(value, name) : null;

        private double? ReadNumber(JsonElement value, string name) => value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.Number when value.TryGetDouble(out var number) && double.IsFinite(number) && number >= 0 => number,
            _ => throw new ForeignFormatException(line + 1, $"'{ForeignNumbers.Shown(name)}' in this JSON is {ForeignNumbers.Shown(value.GetRawText())}, where a number from 0 was expected"),
        };

        private static JsonElement? Object(JsonElement from, string name) =>
            from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.Object ? found : null;
    }
}
