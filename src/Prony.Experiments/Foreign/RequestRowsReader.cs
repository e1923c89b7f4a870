using System.Globalization;
using System.Text.RegularExpressions;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Foreign;

/// <summary>Files with a row for each request: hey -o csv, oha's CSV, and ab -g.</summary>
internal sealed partial class RequestRowsReader : IForeignReader
{
    private const int HeyKeeps = 1_000_000;

    private static readonly Shape[] Shapes =
    [
        new("hey", "CSV", "response-time,DNS+dialup,DNS,Request-write,Response-delay,Response-read,status-code,offset", 8, 0, 1e9, 1e5, Status: 6, Start: 7),
        new("oha", "CSV", "request-start,DNS,DNS+dialup,Response-delay,request-duration,bytes,status", 7, 4, 1e9, 1, Status: 6, Start: 0),
    ];

    /// <summary>starttime is a date with spaces, so the others are counted from the end: seconds, ctime, dtime, ttime, wait.</summary>
    private static readonly Shape Ab = new("ab", "-g file", "starttime\tseconds\tctime\tdtime\tttime\twait", 5, 3, 1e6, 1e6, Status: null, Start: null);

    public string Formats => "hey and oha (CSV), ab -g";

    public ForeignBlock? TryRead(ForeignLines lines, int at)
    {
        var head = lines[at];
        var shape = head.Contains(',', StringComparison.Ordinal) ? Array.Find(Shapes, s => s.Head == head)
            : AbHeadPattern().IsMatch(head) ? Ab : null;
        if (shape is null)
        {
            return null;
        }

        var rows = new Rows(shape);
        var i = at + 1;
        for (; i < lines.Count && lines[i].Length > 0 && shape.Fields(lines[i]) is { } fields; i++)
        {
            rows.Add(fields, i);
        }

        return rows.Count > 0
            ? new ForeignBlock(i, [rows.Result(lines.Name, at)])
            : throw new ForeignFormatException(at + 1, $"this looks like the head of {shape.Tool}'s {shape.Format}, but no row stands below it");
    }

    /// <summary>What the columns of a file are.</summary>
    private sealed record Shape(string Tool, string Format, string Head, int Columns, int Time, double UnitNs, double ResolutionNs, int? Status, int? Start)
    {
        /// <summary>The fields of a row; null for a line that is none.</summary>
        public string[]? Fields(string text)
        {
            if (Tool != "ab")
            {
                return text[0] is '-' or (>= '0' and <= '9') ? text.Split(',') : null;
            }

            var words = text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            return DatePattern().IsMatch(text) && words.Length > Columns ? words[^Columns..] : null;
        }
    }

    private sealed class Rows(Shape shape)
    {
        private readonly List<double> _ns = [];
        private readonly Dictionary<string, long> _status = [];
        private double _endS;

        public int Count => _ns.Count;

        public void Add(string[] fields, int line)
        {
            if (fields.Length != shape.Columns)
            {
                throw new ForeignFormatException(line + 1, $"this row of {shape.Tool}'s {shape.Format} has {fields.Length} columns instead of {shape.Columns}", "The end of the file may be cut off: remove the row.");
            }

            var ns = ForeignNumbers.Bounded(ForeignNumbers.Read(fields[shape.Time], line, "the time") * shape.UnitNs, line, "the time");
            _ns.Add(ns);
            if (shape.Start is { } start)
            {
                _endS = Math.Max(_endS, ForeignNumbers.Bounded(ForeignNumbers.Read(fields[start], line, "the start") * 1e9, line, "the start") / 1e9 + (ns / 1e9));
            }

            if (shape.Status is { } status)
            {
                var code = StatusPattern().IsMatch(fields[status]) ? fields[status] : throw ForeignNumbers.Wrong(fields[status], line, "the status", "a status");
                code = code.Split(' ')[0];
                _status[code] = _status.GetValueOrDefault(code) + 1;
            }
        }

        public ImportedResult Result(string file, int at)
        {
            var whole = shape.Start is not null && _endS > 0 && !(shape.Tool == "hey" && Count >= HeyKeeps);
            var good = Count - ForeignTexts.NotOk(_status);
            return new ImportedResult
            {
                Candidate = "",
                Tool = shape.Tool,
                Format = shape.Format,
                File = file,
                Line = at + 1,
                Model = shape.Tool == "ab" ? LoadModelName.Closed : null,
                DurationS = whole ? _endS : null,
                Requests = shape.Tool == "hey" && Count >= HeyKeeps ? null : Count,
                ThroughputPerS = whole ? good / _endS : null,
                Times = ForeignTimes.Of(_ns, shape.ResolutionNs),
                Status = _status,
                Remarks = [.. Remarks(whole)],
            };
        }

        private IEnumerable<string> Remarks(bool whole)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Mean and percentiles were computed by Prony from {Count:N0} rows.");
            if (whole)
            {
                yield return "The duration is that from the start to the end of the last row, and requests without an answer have no row.";
            }

            if (shape.Tool == "hey" && Count >= HeyKeeps)
            {
                yield return "hey keeps the first million requests only: how many there were and how long they took is not known.";
            }
        }
    }

    [GeneratedRegex(@"^starttime\s+seconds\s+ctime\s+dtime\s+ttime\s+wait$")]
    private static partial Regex AbHeadPattern();

    /// <summary>What asctime of C writes.</summary>
    [GeneratedRegex(@"^[A-Z][a-z]{2} [A-Z][a-z]{2} +\d{1,2} \d{2}:\d{2}:\d{2} \d{4}\s")]
    private static partial Regex DatePattern();

    [GeneratedRegex(@"^\d{1,4}( [A-Za-z -]+)?$")]
    private static partial Regex StatusPattern();
}
