using System.Text.RegularExpressions;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Foreign;

/// <summary>The text of wrk (wg/wrk, wrk.c) and of wrk2 (giltene/wrk2) with its percentile spectrum.</summary>
internal sealed partial class WrkTextReader : IForeignReader
{
    private const string PerSecond = "Requests/sec";

    public string Formats => "wrk and wrk2 (text)";

    public ForeignBlock? TryRead(ForeignLines lines, int at)
    {
        if (HeadPattern().Match(lines[at]) is not { Success: true } head)
        {
            return null;
        }

        var block = new Block();
        var end = at + 1;
        for (var i = at + 1; i < lines.Count && !block.IsOver; i++)
        {
            if (lines[i].Length > 0 && !block.Take(lines[i], i))
            {
                break;
            }

            end = i + 1;
        }

        return new ForeignBlock(end, [block.Result(lines, at, head.Groups[2].Value)]);
    }

    /// <summary>One run of wrk, line by line.</summary>
    private sealed class Block
    {
        private readonly Dictionary<string, double> _percentiles = [];
        private readonly Dictionary<string, double> _uncorrected = [];
        private readonly Dictionary<string, long> _errors = [];
        private bool _isWrk2;
        private bool _isUncorrected;
        private int? _users;
        private double? _meanNs;
        private double? _sdNs;
        private double? _maxNs;
        private long? _recorded;
        private long? _requests;
        private double? _durationS;
        private double? _perS;
        private long _notOk;

        /// <summary>The last line of the output was taken.</summary>
        public bool IsOver { get; private set; }

        /// <summary>False for a line that is none of wrk's.</summary>
        public bool Take(string text, int line)
        {
            if (SkippedPattern().IsMatch(text))
            {
                _isWrk2 |= text.StartsWith("Thread calibration", StringComparison.Ordinal);
                return true;
            }

            if (SectionPattern().Match(text) is { Success: true } section)
            {
                _isWrk2 |= section.Groups[1].Success;
                _isUncorrected = text.Contains("Uncorrected", StringComparison.Ordinal);
                return true;
            }

            return TakeTimes(text, line) || TakeCounts(text, line);
        }

        public ImportedResult Result(ForeignLines lines, int at, string target)
        {
            var tool = _isWrk2 ? "wrk2" : "wrk";
            if (_perS is null)
            {
                throw new ForeignFormatException(at + 1, $"this looks like {tool}'s output, but has no '{PerSecond}'", "Import the whole output of the tool.");
            }

            return new ImportedResult
            {
                Candidate = "",
                Tool = tool,
                Format = "text",
                File = lines.Name,
                Line = at + 1,
                Target = ForeignTexts.Safe(target),
                Model = _isWrk2 ? LoadModelName.Open : LoadModelName.Closed,
                Users = _users,
                DurationS = _durationS,
                Requests = _requests,

                // Socket errors are no requests of wrk's: a connection that waits is counted again and again.
                Failures = _requests is null || _errors.Count > 0 ? null : _notOk,
                PrintedPerS = _perS,
                ThroughputPerS = _requests is { } all && all > 0 ? _perS * Math.Max(0, all - _notOk) / all : null,
                Times = TimesOf(_percentiles, _meanNs, _sdNs, _maxNs, _recorded),
                Service = _uncorrected.Count > 0 ? TimesOf(_uncorrected, null, null, null, null) : null,
                Errors = _errors,
                Remarks = _requests == 0 ? ["No request was answered, so there are no times."] : [],
            };
        }

        private ImportedTimes? TimesOf(Dictionary<string, double> percentiles, double? mean, double? sd, double? max, long? count) =>
            _requests == 0 || (mean is null && percentiles.Count == 0) ? null
            : new ImportedTimes { Count = count, MeanNs = mean, SdNs = sd, MaxNs = max, PercentilesNs = percentiles };

        private bool TakeTimes(string text, int line)
        {
            if (LatencyPattern().Match(text) is { Success: true } latency)
            {
                _meanNs = Time(latency.Groups[1].Value, line);
                _sdNs = Time(latency.Groups[2].Value, line);
                _maxNs = Time(latency.Groups[3].Value, line);
                return true;
            }

            if (PercentilePattern().Match(text) is { Success: true } row)
            {
                Keep(ForeignNumbers.Read(row.Groups[1].Value, line, "a percentile"), Time(row.Groups[2].Value, line));
                return true;
            }

            if (SpectrumPattern().Match(text) is { Success: true } point)
            {
                // Milliseconds, and a share.
                Keep(100 * ForeignNumbers.Read(point.Groups[2].Value, line, "a percentile"), ForeignNumbers.Ns(point.Groups[1].Value, "ms", line, "a value"));
                return true;
            }

            if (TotalPattern().Match(text) is { Success: true } total)
            {
                _recorded = _isUncorrected ? _recorded : ForeignNumbers.Count(total.Groups[1].Value, line, "Total count");
                return true;
            }

            return false;
        }

        private bool TakeCounts(string text, int line)
        {
            if (ThreadsPattern().Match(text) is { Success: true } threads)
            {
                _users = ForeignNumbers.Users(threads.Groups[1].Value, line);
            }
            else if (RequestsPattern().Match(text) is { Success: true } requests)
            {
                _requests = ForeignNumbers.Count(requests.Groups[1].Value, line, "the number of requests");
                _durationS = Time(requests.Groups[2].Value, line) / 1e9;
            }
            else if (SocketPattern().Match(text) is { Success: true } socket)
            {
                foreach (var (name, group) in new[] { ("connect", 1), ("read", 2), ("write", 3), ("timeout", 4) })
                {
                    var count = ForeignNumbers.Count(socket.Groups[group].Value, line, "a number of socket errors");
                    if (count > 0)
                    {
                        _errors[name] = count;
                    }
                }
            }
            else if (StatusPattern().Match(text) is { Success: true } status)
            {
                _notOk = ForeignNumbers.Count(status.Groups[1].Value, line, "a number of responses");
            }
            else if (RatePattern().Match(text) is { Success: true } rate)
            {
                _perS = ForeignNumbers.PerS(rate.Groups[1].Value, line, PerSecond);
            }
            else
            {
                IsOver = text.StartsWith("Transfer/sec:", StringComparison.Ordinal);
                return IsOver;
            }

            return true;
        }

        // What the spectrum interpolates between two rows is not kept: only percentiles that stand there and that people name.
        private void Keep(double percentile, double? ns)
        {
            var name = ForeignTimes.Name(Math.Round(percentile, 4));
            if (ns is { } value && name is "10" or "25" or "50" or "75" or "90" or "95" or "99" or "99.9" or "99.99" or "99.999")
            {
                (_isUncorrected ? _uncorrected : _percentiles)[name] = value;
            }
        }

        private static double? Time(string text, int line)
        {
            var match = TimePattern().Match(text);
            return match.Success
                ? ForeignNumbers.Ns(match.Groups[1].Value, match.Groups[2].Value, line, "a time")
                : throw ForeignNumbers.Wrong(text, line, "wrk's times", "a time");
        }
    }

    [GeneratedRegex(@"^Running (\S+) test @ (\S+)$")]
    private static partial Regex HeadPattern();

    [GeneratedRegex(@"^(Thread calibration: |Thread Stats\s|Req/Sec\s|Detailed Percentile spectrum:$|Value\s+Percentile\s|#\[(Mean|Buckets)\s|-{10,}$)")]
    private static partial Regex SkippedPattern();

    [GeneratedRegex(@"^Latency Distribution( \(HdrHistogram .*)?$")]
    private static partial Regex SectionPattern();

    [GeneratedRegex(@"^\d+ threads and (\d+) connections$")]
    private static partial Regex ThreadsPattern();

    [GeneratedRegex(@"^Latency\s+(\S+)\s+(\S+)\s+(\S+)\s+\S+$")]
    private static partial Regex LatencyPattern();

    [GeneratedRegex(@"^(\S+)%\s+(\S+)$")]
    private static partial Regex PercentilePattern();

    [GeneratedRegex(@"^([\d.]+)\s+([01]\.\d+)\s+\d+\s+\S+$")]
    private static partial Regex SpectrumPattern();

    [GeneratedRegex(@"^#\[Max\s.*Total count\s*=\s*(\d+)\]$")]
    private static partial Regex TotalPattern();

    [GeneratedRegex(@"^(\S+) requests in (\S+), \S+ read$")]
    private static partial Regex RequestsPattern();

    [GeneratedRegex(@"^Socket errors: connect (\S+), read (\S+), write (\S+), timeout (\S+)$")]
    private static partial Regex SocketPattern();

    [GeneratedRegex(@"^Non-2xx or 3xx responses: (\S+)$")]
    private static partial Regex StatusPattern();

    [GeneratedRegex(@"^Requests/sec:\s*(\S+)$")]
    private static partial Regex RatePattern();

    [GeneratedRegex(@"^(-?[\d.,]+|-?nan)(us|ms|s|m|h)$")]
    private static partial Regex TimePattern();
}
