using System.Text.RegularExpressions;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Foreign;

/// <summary>The text of loadtest (alexfernandez/loadtest, lib/result.js), also that of older versions with "INFO" before each line.</summary>
internal sealed partial class LoadtestTextReader : IForeignReader
{
    private const string Head = "Target URL:";
    private const double MillisecondNs = 1e6;

    public string Formats => "loadtest (text)";

    public ForeignBlock? TryRead(ForeignLines lines, int at)
    {
        if (!Plain(lines[at]).StartsWith(Head, StringComparison.Ordinal))
        {
            return null;
        }

        var block = new Block();
        var end = at + 1;
        for (var i = at; i < lines.Count; i++)
        {
            var text = Plain(lines[i]);
            if (text.Length == 0)
            {
                continue;
            }

            // The next run begins as this one did.
            if ((i > at && text.StartsWith(Head, StringComparison.Ordinal)) || !block.Take(text, i))
            {
                break;
            }

            end = i + 1;
        }

        return block.IsPoor ? null : new ForeignBlock(end, [block.Result(lines, at)]);
    }

    private static string Plain(string text) => text.StartsWith('[') ? PrefixPattern().Replace(text, "") : text;

    /// <summary>One run of loadtest, line by line.</summary>
    private sealed class Block
    {
        private readonly Dictionary<string, (string Value, int Line)> _facts = [];
        private readonly Dictionary<string, double> _percentiles = [];
        private readonly Dictionary<string, long> _errors = [];
        private double? _longestNs;

        /// <summary>Too little to call it loadtest's.</summary>
        public bool IsPoor => _facts.Count < 2;

        public bool Take(string text, int line)
        {
            if (FactPattern().Match(text) is { Success: true } fact)
            {
                _facts[fact.Groups[1].Value] = (fact.Groups[2].Value.Trim(), line);
                return true;
            }

            if (PercentilePattern().Match(text) is { Success: true } row)
            {
                Keep(row.Groups[1].Value, ForeignNumbers.Ns(row.Groups[2].Value, "ms", line, "a percentile"), line);
                return true;
            }

            if (ErrorPattern().Match(text) is { Success: true } error)
            {
                ForeignTexts.Add(_errors, error.Groups[1].Value, ForeignNumbers.Count(error.Groups[2].Value, line, "a number of errors"));
                return true;
            }

            return SkippedPattern().IsMatch(text);
        }

        public ImportedResult Result(ForeignLines lines, int at)
        {
            if ((Fact("Effective rps") ?? Fact("Requests per second")) is not { } rate)
            {
                throw new ForeignFormatException(at + 1, "this looks like loadtest's output, but has no 'Effective rps'", "Import the whole output of the tool.");
            }

            var (all, failures) = (Count("Completed requests"), Count("Total errors"));
            var durationS = Fact("Total time") is { } time ? ForeignNumbers.PerS(time.Value.Split(' ')[0], time.Line, "Total time") : (double?)null;
            var rps = Fact("Target rps");
            return new ImportedResult
            {
                Candidate = "",
                Tool = "loadtest",
                Format = "text",
                File = lines.Name,
                Line = at + 1,
                Target = Fact("Target URL") is { } target ? ForeignTexts.Safe(target.Value) : null,
                Model = rps is null ? LoadModelName.Closed : LoadModelName.Open,
                Users = (Fact("Concurrent clients") ?? Fact("Concurrency level")) is { } users ? ForeignNumbers.Users(users.Value, users.Line) : null,
                RatePerS = rps is { } asked ? ForeignNumbers.PerS(asked.Value, asked.Line, "Target rps") : null,
                DurationS = durationS,
                Requests = all,
                Failures = failures,
                PrintedPerS = ForeignNumbers.PerS(rate.Value, rate.Line, "Effective rps"),
                ThroughputPerS = all - failures is { } good && durationS > 0 ? Math.Max(0, good) / durationS : null,
                Times = Times(all),
                Errors = _errors,
                Remarks = all == 0 ? ["No request was answered, so there are no times."] : [],
            };
        }

        private ImportedTimes? Times(long? count)
        {
            var mean = (Fact("Mean latency") ?? Fact("Average latency")) is { } fact ? ForeignNumbers.Ns(fact.Value.Split(' ')[0], "ms", fact.Line, "Mean latency") : null;
            return count == 0 || (mean is null && _percentiles.Count == 0)
                ? null
                : new ImportedTimes { Count = count, MeanNs = mean, MaxNs = _longestNs, PercentilesNs = _percentiles, ResolutionNs = MillisecondNs };
        }

        private void Keep(string text, double? ns, int line)
        {
            var percentile = ForeignNumbers.Read(text, line, "a percentile");
            if (percentile >= 100)
            {
                _longestNs = ns;
            }
            else if (ns is { } value)
            {
                _percentiles[ForeignTimes.Name(percentile)] = value;
            }
        }

        private (string Value, int Line)? Fact(string name) => _facts.TryGetValue(name, out var found) ? found : null;

        private long? Count(string name) => Fact(name) is { } found ? ForeignNumbers.Count(found.Value, found.Line, name) : null;
    }

    [GeneratedRegex(@"^\[[^\]]*\] INFO(\s+|$)")]
    private static partial Regex PrefixPattern();

    [GeneratedRegex(@"^(Target URL|Max requests|Max time \(s\)|Target rps|Concurrent clients|Concurrency level|Running on cores|Agent|Completed requests|Total errors|Total time|Mean latency|Average latency|Effective rps|Requests per second):(.*)$")]
    private static partial Regex FactPattern();

    [GeneratedRegex(@"^(\d+)%\s+(\S+) ms( \(longest request\))?$")]
    private static partial Regex PercentilePattern();

    [GeneratedRegex(@"^(\S+):\s+(\d+) errors$")]
    private static partial Regex ErrorPattern();

    [GeneratedRegex(@"^(Percentage of (the )?requests served within a certain time|Requests: \d.*|Errors: \d.*)$")]
    private static partial Regex SkippedPattern();
}
