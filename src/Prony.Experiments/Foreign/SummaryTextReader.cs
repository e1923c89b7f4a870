using System.Text.RegularExpressions;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Foreign;

/// <summary>The text of hey (rakyll/hey, requester/print.go) and of oha (hatoo/oha, printer.rs), both in its layout of 1.15 and in that of 0.5.</summary>
internal sealed partial class SummaryTextReader : IForeignReader
{
    private const string Head = "Summary:";
    private const string SuccessRate = "Success rate";
    private const string PerSecond = "Requests/sec";
    private const string Deadline = "aborted due to deadline";

    // hey prints seconds with four digits behind the point, oha any unit with as many.
    private const double LastDigit = 1e-4;
    private const long HeyKeeps = 1_000_000;

    public string Formats => "hey (text) and oha (text, of version 0.5 to 1.15)";

    public ForeignBlock? TryRead(ForeignLines lines, int at)
    {
        if (lines[at] != Head)
        {
            return null;
        }

        var block = new Block();
        var end = at + 1;
        for (var i = at + 1; i < lines.Count; i++)
        {
            var text = lines[i];
            if (text.Length == 0)
            {
                continue;
            }

            if (!block.Take(text, i))
            {
                break;
            }

            end = i + 1;
        }

        return block.IsEmpty ? null : new ForeignBlock(end, [block.Result(lines, at)]);
    }

    /// <summary>One summary, line by line.</summary>
    private sealed class Block
    {
        private readonly Dictionary<string, (string Value, int Line)> _facts = [];
        private readonly Dictionary<string, double> _percentiles = [];
        private readonly Dictionary<string, long> _status = [];
        private readonly Dictionary<string, long> _errors = [];
        private string _section = Head;
        private bool _hasStatus;
        private double _unitNs;

        public bool IsEmpty => _facts.Count < 2;

        /// <summary>False where the block has ended.</summary>
        public bool Take(string text, int line)
        {
            if (SectionPattern().Match(text) is { Success: true } section)
            {
                _section = section.Groups[1].Value + (section.Groups[2].Success ? " of a part" : "");
                _hasStatus |= _section == "Status code distribution";
                return true;
            }

            return _section switch
            {
                Head => TakeFact(text, line),
                "Status code distribution" => TakeStatus(text, line),
                "Error distribution" => TakeError(text, line),
                "Response time distribution" or "Latency distribution" => TakePercentile(text, line),
                "Response time distribution of a part" => PercentilePattern().IsMatch(text),
                "Details" => DetailPattern().IsMatch(text),
                _ => RowPattern().IsMatch(text),
            };
        }

        public ImportedResult Result(ForeignLines lines, int at)
        {
            var tool = _facts.ContainsKey(SuccessRate) ? "oha" : "hey";
            if (!_facts.TryGetValue(PerSecond, out var rate))
            {
                throw new ForeignFormatException(at + 1, $"this looks like {tool}'s summary, but has no '{PerSecond}'", "Import the whole output of the tool.");
            }

            var durationS = Time("Total") / 1e9;
            var counted = _hasStatus || _errors.Count > 0;
            var (answers, errors) = (_status.Values.Sum(), _errors.Values.Sum());
            var unfinished = _errors.Where(error => error.Key.Contains(Deadline, StringComparison.Ordinal)).Sum(error => error.Value);
            var notOk = ForeignTexts.NotOk(_status);
            return new ImportedResult
            {
                Candidate = "",
                Tool = tool,
                Format = "text",
                File = lines.Name,
                Line = at + 1,
                DurationS = durationS,
                Requests = counted ? answers + errors : null,
                Failures = counted ? notOk + errors - unfinished : null,
                PrintedPerS = ForeignNumbers.PerS(rate.Value, rate.Line, PerSecond),
                ThroughputPerS = counted && durationS > 0 ? (answers - notOk) / durationS : null,
                Times = Times(counted ? answers : null),
                Status = _status,
                Errors = _errors,
                Remarks = [.. Remarks(tool, answers, unfinished)],
            };
        }

        private ImportedTimes? Times(long? count)
        {
            // Without an answer both print a slowest and a fastest of 0, and no mean.
            if (Time("Average") is not { } mean || count == 0)
            {
                return null;
            }

            return new ImportedTimes
            {
                Count = count,
                MinNs = Time("Fastest"),
                MeanNs = mean,
                MaxNs = Time("Slowest"),
                PercentilesNs = _percentiles,
                ResolutionNs = _unitNs * LastDigit,
            };
        }

        private static IEnumerable<string> Remarks(string tool, long answers, long unfinished)
        {
            if (answers == 0)
            {
                yield return "No request was answered, so there are no times.";
            }

            if (tool == "hey" && answers > HeyKeeps)
            {
                yield return "hey keeps the times of its first million requests only and divides by the wrong count: average, percentiles and size are not those of the whole.";
            }

            if (unfinished > 0)
            {
                yield return "Requests that oha ended at its deadline are in its Requests/sec and in no time; here they count neither as successes nor as failures.";
            }
        }

        private double? Time(string fact)
        {
            if (!_facts.TryGetValue(fact, out var found))
            {
                return null;
            }

            var parts = found.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts is not [var number, var unit])
            {
                throw ForeignNumbers.Wrong(found.Value, found.Line, fact, "a time");
            }

            _unitNs = ForeignNumbers.UnitNs(unit, found.Line);
            return ForeignNumbers.Ns(number, unit, found.Line, fact);
        }

        private bool TakeFact(string text, int line)
        {
            var match = FactPattern().Match(text);
            return match.Success && _facts.TryAdd(match.Groups[1].Value, (match.Groups[2].Value.Trim(), line));
        }

        private bool TakePercentile(string text, int line)
        {
            var match = PercentilePattern().Match(text);
            if (!match.Success)
            {
                return false;
            }

            var percentile = ForeignNumbers.Read(match.Groups[1].Value, line, "a percentile");
            var value = ForeignNumbers.Ns(match.Groups[2].Value, match.Groups[3].Value, line, "a percentile");

            // hey prints "0% in 0.0000 secs" for a percentile that it has not.
            if (value is { } ns && percentile is > 0 and < 100)
            {
                _percentiles[ForeignTimes.Name(percentile)] = ns;
            }

            return true;
        }

        private bool TakeStatus(string text, int line)
        {
            var match = StatusPattern().Match(text);
            if (match.Success)
            {
                _status[match.Groups[1].Value] = ForeignNumbers.Count(match.Groups[2].Value, line, "a number of responses");
            }

            return match.Success;
        }

        private bool TakeError(string text, int line)
        {
            var match = ErrorPattern().Match(text);
            if (match.Success)
            {
                ForeignTexts.Add(_errors, match.Groups[2].Value, ForeignNumbers.Count(match.Groups[1].Value, line, "a number of errors"));
            }

            return match.Success;
        }
    }

    [GeneratedRegex(@"^(Response time histogram|Response time distribution|Latency distribution|Details|Status code distribution|Error distribution)( \((?!average).*\))?( \(average, fastest, slowest\))?:$")]
    private static partial Regex SectionPattern();

    [GeneratedRegex("^(Success rate|Total|Slowest|Fastest|Average|Requests/sec|Total data|Size/request|Size/sec):(.*)$")]
    private static partial Regex FactPattern();

    [GeneratedRegex(@"^([^%\s]+)%+ in (\S+) (\S+)$")]
    private static partial Regex PercentilePattern();

    [GeneratedRegex(@"^\[(\d{1,4})\]\s+(\S+) responses$")]
    private static partial Regex StatusPattern();

    [GeneratedRegex(@"^\[(\d+)\]\s+(\S.*)$")]
    private static partial Regex ErrorPattern();

    [GeneratedRegex(@"^(DNS\+dialup|DNS-lookup|req write|resp wait|resp read):")]
    private static partial Regex DetailPattern();

    [GeneratedRegex(@"^\S+( \S+)?\s*\[\d+\]\s*\|")]
    private static partial Regex RowPattern();
}
