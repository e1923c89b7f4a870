using System.Text.RegularExpressions;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Foreign;

/// <summary>The text of ab (Apache httpd, support/ab.c), with or without the lines above its figures.</summary>
internal sealed partial class AbTextReader : IForeignReader
{
    private const string PerSecond = "Requests per second";
    private const double MillisecondNs = 1e6;

    public string Formats => "ab (text)";

    public ForeignBlock? TryRead(ForeignLines lines, int at)
    {
        var isHead = lines[at].StartsWith("This is ApacheBench, Version ", StringComparison.Ordinal);
        if (!isHead && !StartPattern().IsMatch(lines[at]))
        {
            return null;
        }

        var block = new Block();
        var end = at + 1;
        for (var i = isHead ? at + 1 : at; i < lines.Count && !block.IsOver; i++)
        {
            if (lines[i].Length > 0 && !block.Take(lines[i], i))
            {
                break;
            }

            end = i + 1;
        }

        return !isHead && block.IsPoor ? null : new ForeignBlock(end, [block.Result(lines, at, end)]);
    }

    /// <summary>One run of ab, line by line.</summary>
    private sealed class Block
    {
        private readonly Dictionary<string, (string Value, int Line)> _facts = [];
        private readonly Dictionary<string, double> _percentiles = [];
        private readonly Dictionary<string, long> _errors = [];
        private double[]? _total;
        private string? _end;
        private double? _longestMs;

        /// <summary>The last line of the output was taken.</summary>
        public bool IsOver { get; private set; }

        /// <summary>Too little to call it ab's.</summary>
        public bool IsPoor => _facts.Count < 3;

        /// <summary>False for a line that is none of ab's.</summary>
        public bool Take(string text, int line)
        {
            if (FactPattern().Match(text) is { Success: true } fact)
            {
                // "Time per request" stands there twice; anything else that comes again is the next run's.
                return _facts.TryAdd(fact.Groups[1].Value, (fact.Groups[2].Value.Trim(), line)) || fact.Groups[1].Value == "Time per request";
            }

            if (SkippedPattern().Match(text) is { Success: true } skipped)
            {
                _end = skipped.Groups["end"].Success ? skipped.Groups["end"].Value : _end;
                return true;
            }

            return TakeTimes(text, line) || TakeFailures(text, line);
        }

        public ImportedResult Result(ForeignLines lines, int at, int end)
        {
            if (!_facts.ContainsKey(PerSecond))
            {
                throw new ForeignFormatException(
                    at + 1,
                    $"this looks like ab's output, but has no '{PerSecond}'{(_end is null ? "" : $": it ended with '{ForeignNumbers.Shown(_end)}'")}",
                    "Import the whole output of the tool.")
                {
                    End = end,
                };
            }

            var (all, failed, notOk) = (Count("Complete requests"), Count("Failed requests"), Count("Non-2xx responses") ?? 0);

            // A response of another length and status is in both.
            long? failures = failed is { } f && (f == 0 || notOk == 0) ? f + notOk : null;
            var durationS = Number("Time taken for tests");
            return new ImportedResult
            {
                Candidate = "",
                Tool = "ab",
                Format = "text",
                File = lines.Name,
                Line = at + 1,
                Target = Target(),
                Model = LoadModelName.Closed,
                Users = _facts.TryGetValue("Concurrency Level", out var users) ? ForeignNumbers.Users(users.Value, users.Line) : null,
                DurationS = durationS,
                Requests = all,
                Failures = failures,
                PrintedPerS = Number(PerSecond),
                ThroughputPerS = all - failures is { } good && durationS > 0 ? Math.Max(0, good) / durationS : null,
                Times = Times(all),
                Errors = _errors,
            };
        }

        private ImportedTimes? Times(long? count)
        {
            if (_total is null && _percentiles.Count == 0)
            {
                return null;
            }

            // min, mean, sd, median, max; with -S min, mean, max. The median is also p50 of the list.
            return new ImportedTimes
            {
                Count = count,
                MinNs = _total?[0] * MillisecondNs,
                MeanNs = _total?[1] * MillisecondNs,
                SdNs = _total is [_, _, var sd, _, _] ? sd * MillisecondNs : null,
                MaxNs = (_total?[^1] ?? _longestMs) * MillisecondNs,
                PercentilesNs = _percentiles,
                ResolutionNs = MillisecondNs,
            };
        }

        private bool TakeTimes(string text, int line)
        {
            if (PercentilePattern().Match(text) is { Success: true } row)
            {
                var percentile = ForeignNumbers.Read(row.Groups[1].Value, line, "a percentile");
                var ms = ForeignNumbers.Bounded(ForeignNumbers.Read(row.Groups[2].Value, line, "a percentile") * MillisecondNs, line, "a percentile") / MillisecondNs;
                IsOver = percentile >= 100;
                if (IsOver)
                {
                    _longestMs = ms;
                }
                else
                {
                    _percentiles[ForeignTimes.Name(percentile)] = ms * MillisecondNs;
                }

                return true;
            }

            if (TimesPattern().Match(text) is not { Success: true } times)
            {
                return false;
            }

            if (times.Groups[1].Value == "Total")
            {
                _total = [.. times.Groups[2].Value.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(number => ForeignNumbers.Read(number, line, "a time"))];
                foreach (var ms in _total)
                {
                    ForeignNumbers.Bounded(ms * MillisecondNs, line, "a time");
                }
            }

            return true;
        }

        private bool TakeFailures(string text, int line)
        {
            if (FailurePattern().Match(text) is not { Success: true })
            {
                return false;
            }

            foreach (var part in text.Trim('(', ')').Split(','))
            {
                var (name, number) = (part.Split(':')[0].Trim(), part.Split(':')[^1].Trim());
                if (ForeignNumbers.Count(number, line, "a number of failures") is > 0 and var count)
                {
                    ForeignTexts.Add(_errors, name, count);
                }
            }

            return true;
        }

        private long? Count(string fact) => _facts.TryGetValue(fact, out var found) ? ForeignNumbers.Count(found.Value, found.Line, fact) : null;

        private double? Number(string fact) => _facts.TryGetValue(fact, out var found)
            ? ForeignNumbers.PerS(found.Value.Split(' ')[0], found.Line, fact)
            : null;

        private string? Target()
        {
            if (!_facts.TryGetValue("Server Hostname", out var host))
            {
                return null;
            }

            var port = _facts.TryGetValue("Server Port", out var found) ? ":" + found.Value : "";
            var path = _facts.TryGetValue("Document Path", out var document) ? document.Value : "";
            return ForeignTexts.Safe($"{(_facts.ContainsKey("SSL/TLS Protocol") ? "https" : "http")}://{host.Value}{port}{path}");
        }
    }

    [GeneratedRegex("^(Server Software|Server Hostname|Concurrency Level):")]
    private static partial Regex StartPattern();

    [GeneratedRegex(@"^(Server Software|Server Hostname|Server Port|SSL/TLS Protocol|Server Temp Key|TLS Server Name|Document Path|Document Length|Concurrency Level|Concurrency achieved|Number of workers|Number of requests|Rampup delay|Time taken for tests|Complete requests|Failed requests|Write errors|Non-2xx responses|Keep-Alive requests|Total transferred|Total body sent|Total POSTed|Total PUT|HTML transferred|Requests per second|Time per request|Transfer rate):(.*)$")]
    private static partial Regex FactPattern();

    [GeneratedRegex(@"^(Copyright \d|Licensed to |Benchmarking .*?\(be patient\)[. ]*(?<end>apr_.*)?|Completed \d+ requests$|Finished \d+ requests$|Connection Times \(ms\)$|min\s+(mean|avg)|Percentage of the requests served|WARNING: The median|ERROR: The median|These results are |[\d.]+ kb/s (sent|total)$|(?<end>apr_\w+: .*)$)")]
    private static partial Regex SkippedPattern();

    [GeneratedRegex(@"^(\d+)%\s+(\S+)( \(longest request\))?$")]
    private static partial Regex PercentilePattern();

    [GeneratedRegex(@"^(Connect|Processing|Waiting|Total):\s+(\S+\s+\S+\s+\S+(\s+\S+\s+\S+)?)$")]
    private static partial Regex TimesPattern();

    [GeneratedRegex(@"^\((Connect: [^,()]+, Receive|[A-Z]\w+: [^,()]+, Length): [^()]*\)$")]
    private static partial Regex FailurePattern();
}
