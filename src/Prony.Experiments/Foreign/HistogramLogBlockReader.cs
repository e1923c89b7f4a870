using System.Globalization;
using System.Text.RegularExpressions;
using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Foreign;

/// <summary>HdrHistogram logs (formats 1.0 to 1.3, histograms in V2): a result for each tag.</summary>
/// <param name="unitNs">Nanoseconds of the unit of its values, which the log does not tell.</param>
internal sealed partial class HistogramLogBlockReader(double unitNs) : IForeignReader
{
    private const int MostTags = 64;

    /// <summary>Bounds of the work: a histogram costs by its digits, whatever is in it.</summary>
    private const double MostEffort = 1e9;

    private const long MostValues = 1_000_000_000_000_000;
    private static readonly double[] Published = [10, 25, 50, 75, 90, 95, 99, 99.9, 99.99];

    public string Formats => "HdrHistogram logs (.hlog, histograms of V2)";

    public ForeignBlock? TryRead(ForeignLines lines, int at)
    {
        if (!HeadPattern().IsMatch(lines[at]))
        {
            return null;
        }

        var end = EndOf(lines, at);

        var tags = new Dictionary<string, Tag>();
        try
        {
            var effort = 0.0;
            foreach (var line in new HistogramLogReader(() => lines.Stream(at, end)).ReadLines())
            {
                effort += Add(tags, line, at);
                if (effort > MostEffort)
                {
                    throw new ForeignFormatException(at + 1, "this log has more histograms, or finer ones, than are read at once", "Import a part of it.");
                }
            }
        }
        catch (FormatException damage)
        {
            throw new ForeignFormatException(at + 1, $"this log of histograms cannot be read; counted from here, {char.ToLowerInvariant(damage.Message[0])}{damage.Message[1..].TrimEnd('.')}");
        }

        return tags.Count > 0
            ? new ForeignBlock(end, [.. tags.Select(tag => tag.Value.Result(lines.Name, at, tag.Key))])
            : throw new ForeignFormatException(at + 1, "this looks like the head of an HdrHistogram log, but no histogram stands below it");
    }

    /// <summary>The line behind a log; another log may begin there.</summary>
    private static int EndOf(ForeignLines lines, int at)
    {
        var end = at;
        var seen = false;
        do
        {
            seen |= lines[end][0] is not ('#' or '"');
            end++;
        }
        while (end < lines.Count && LinePattern().IsMatch(lines[end]) && !(seen && NextPattern().IsMatch(lines[end])));
        return end;
    }

    private double Add(Dictionary<string, Tag> tags, HistogramLogLine line, int at)
    {
        var name = line.Tag ?? "";
        if (!tags.TryGetValue(name, out var tag))
        {
            if (tags.Count == MostTags)
            {
                throw new ForeignFormatException(at + 1, string.Create(CultureInfo.InvariantCulture, $"this log has more than {MostTags} tags"), "Import a part of it.");
            }

            tags[name] = tag = new Tag();
        }

        var histogram = line.Decode();
        if (histogram.Count > MostValues - tag.Count)
        {
            throw new ForeignFormatException(at + 1, "this log counts more values than anybody has measured");
        }

        tag.Add(line, histogram, unitNs);
        return Math.Pow(10, histogram.SignificantDigits);
    }

    /// <summary>All histograms of one tag as one; of Prony's own layout, so that memory is bounded whatever the log declares.</summary>
    private sealed class Tag
    {
        private readonly Histogram _all = Histogram.ForDurations();
        private double _fromS = double.MaxValue;
        private double _toS;

        public long Count { get; private set; }

        public void Add(HistogramLogLine line, Histogram histogram, double unitNs)
        {
            Count += histogram.Count;
            (_fromS, _toS) = (Math.Min(_fromS, line.StartS), Math.Max(_toS, line.StartS + line.LengthS));
            foreach (var bucket in histogram.Buckets())
            {
                var ns = (bucket.Low + ((bucket.High - bucket.Low) / 2)) * unitNs;
                _all.Record(ns < Histogram.LongestDurationNs ? (long)ns : long.MaxValue, bucket.Count);
            }
        }

        public ImportedResult Result(string file, int at, string tag)
        {
            var lengthS = _toS - _fromS;
            var remarks = new List<string>();
            if (_all.OutOfRange > 0)
            {
                remarks.Add(string.Create(CultureInfo.InvariantCulture, $"{_all.OutOfRange:N0} values above an hour are left out."));
            }

            return new ImportedResult
            {
                Candidate = "",
                Tool = "hlog",
                Format = tag.Length == 0 ? "log" : $"log, tag {ForeignNumbers.Shown(tag)}",
                File = file,
                Line = at + 1,
                DurationS = lengthS is > 0 and < 1e9 ? lengthS : null,
                Requests = _all.Count,
                PrintedPerS = lengthS is > 0 and < 1e9 ? _all.Count / lengthS : null,
                Times = _all.Count == 0 ? null : new ImportedTimes
                {
                    Count = _all.Count,
                    MinNs = _all.Min,
                    MeanNs = _all.Mean,
                    SdNs = _all.StandardDeviation,
                    MaxNs = _all.Max,
                    PercentilesNs = Published.Where(p => _all.Count * (100 - p) >= 100 - 1e-6).ToDictionary(ForeignTimes.Name, p => (double)_all.ValueAtPercentile(p)),
                },
                Remarks = remarks,
            };
        }
    }

    [GeneratedRegex(@"^(#\[(Histogram log format version|StartTime:|BaseTime:)|""StartTimestamp"",|(Tag=[^,]*,)?[\d.]+,[\d.]+,[\d.]+,HIST)")]
    private static partial Regex HeadPattern();

    [GeneratedRegex(@"^#\[(Histogram log format version|StartTime:)")]
    private static partial Regex NextPattern();

    [GeneratedRegex(@"^(#|""StartTimestamp""|Tag=|[\d.]+,[\d.]+,[\d.]+,)")]
    private static partial Regex LinePattern();
}
