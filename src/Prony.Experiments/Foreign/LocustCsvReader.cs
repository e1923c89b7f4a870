using System.Text;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Foreign;

/// <summary>The files of Locust's --csv (locustio/locust, stats.py): PREFIX_stats.csv, PREFIX_stats_history.csv and PREFIX_failures.csv.</summary>
internal sealed class LocustCsvReader : IForeignReader
{
    internal const string Stats = "stats.csv";
    internal const string History = "stats_history.csv";
    internal const string FailuresFile = "failures.csv";

    private const string Aggregated = "Aggregated";
    private const double MillisecondNs = 1e6;
    private const int MostLinesOfRow = 200;

    public string Formats => "Locust (CSV: stats, stats_history and failures)";

    public ForeignBlock? TryRead(ForeignLines lines, int at) => HeadOf(lines[at]) switch
    {
        Stats => ReadStats(lines, at),
        History => ReadHistory(lines, at),
        FailuresFile => ReadFailures(lines, at),
        _ => null,
    };

    /// <summary>Whose first line it is; null for another line.</summary>
    private static string? HeadOf(string line) => Unquoted(line) switch
    {
        var head when head.StartsWith("Type,Name,Request Count,Failure Count,", StringComparison.Ordinal) => Stats,
        var head when head.StartsWith("Timestamp,User Count,Type,Name,", StringComparison.Ordinal) => History,
        var head when head.StartsWith("Method,Name,Error,Occurrences", StringComparison.Ordinal) => FailuresFile,
        _ => null,
    };

    private static string Unquoted(string text) => text.Replace("\"", "", StringComparison.Ordinal);

    private static ForeignBlock ReadStats(ForeignLines lines, int at)
    {
        CsvRow? all = null;
        var end = at + 1;
        foreach (var row in Rows(lines, at))
        {
            end = row.End;
            all = IsTotal(row) ? row : all;
        }

        if (all is null)
        {
            throw new ForeignFormatException(at + 1, $"this looks like Locust's PREFIX_stats.csv, but has no row '{Aggregated}'", "The end of the file may be cut off.");
        }

        var (perS, failedPerS) = (all.PerS("Requests/s"), all.PerS("Failures/s"));
        var count = all.Count("Request Count");
        return new ForeignBlock(end, [Named(lines, at, Stats) with
        {
            Model = LoadModelName.Closed,
            Requests = count,
            Failures = all.Count("Failure Count"),
            PrintedPerS = perS,
            ThroughputPerS = perS is { } sent && failedPerS is { } failed ? Math.Max(0, sent - failed) : null,
            Times = count == 0 ? null : Times(all, count, "Min Response Time", "Average Response Time", "Max Response Time"),
        }]);
    }

    private static ForeignBlock ReadHistory(ForeignLines lines, int at)
    {
        CsvRow? last = null;
        var (end, users, first, latest) = (at + 1, 0, double.MaxValue, 0.0);
        foreach (var row in Rows(lines, at))
        {
            end = row.End;
            if (!IsTotal(row))
            {
                continue;
            }

            last = row;
            users = Math.Max(users, row.Users("User Count"));
            var stampS = ForeignNumbers.Read(row["Timestamp"] ?? "", row.Line, "Timestamp");
            (first, latest) = (Math.Min(first, stampS), Math.Max(latest, stampS));
        }

        if (last is null)
        {
            throw new ForeignFormatException(at + 1, $"this looks like Locust's PREFIX_stats_history.csv, but has no row '{Aggregated}'");
        }

        var count = last.Count("Total Request Count");
        return new ForeignBlock(end, [Named(lines, at, History) with
        {
            Model = LoadModelName.Closed,
            Users = users,
            DurationS = latest - first is > 0 and < 1e9 and var seconds ? seconds : null,
            Requests = count,
            Failures = last.Count("Total Failure Count"),
            Times = count is null or 0 ? null : Times(last, count, "Total Min Response Time", "Total Average Response Time", "Total Max Response Time") with { PercentilesNs = new Dictionary<string, double>() },
            Remarks = ["The percentiles of this file are those of its last seconds, so they are left out; PREFIX_stats.csv has those of the whole."],
        }]);
    }

    private static ForeignBlock ReadFailures(ForeignLines lines, int at)
    {
        var errors = new Dictionary<string, long>();
        var end = at + 1;
        foreach (var row in Rows(lines, at))
        {
            end = row.End;
            ForeignTexts.Add(errors, $"{row["Method"]} {row["Name"]}: {row["Error"]}", row.Count("Occurrences") ?? 0);
        }

        return new ForeignBlock(end, [Named(lines, at, FailuresFile) with { Errors = errors }]);
    }

    // Older versions call the row "Total", with the type "None".
    private static bool IsTotal(CsvRow row) => row["Name"] == Aggregated || (row["Name"] == "Total" && row["Type"] is ("" or "None"));

    private static ImportedResult Named(ForeignLines lines, int at, string format) =>
        new() { Candidate = "", Tool = "locust", Format = format, File = lines.Name, Line = at + 1 };

    private static ImportedTimes Times(CsvRow row, long? count, string min, string mean, string max)
    {
        var percentiles = new Dictionary<string, double>();
        foreach (var column in row.Columns.Where(column => column.EndsWith('%') && column != "100%"))
        {
            if (row.Ms(column) is { } ms)
            {
                percentiles[column.TrimEnd('%')] = ms * MillisecondNs;
            }
        }

        return new ImportedTimes
        {
            Count = count,
            MinNs = row.Ms(min) * MillisecondNs,
            MeanNs = row.Ms(mean) * MillisecondNs,
            MaxNs = row.Ms(max) * MillisecondNs,
            PercentilesNs = percentiles,

            // Averages have digits behind the point, percentiles are whole milliseconds.
            ResolutionNs = MillisecondNs,
        };
    }

    /// <summary>The rows below a head, up to a blank line, one without a comma, or the head of the next file.</summary>
    private static IEnumerable<CsvRow> Rows(ForeignLines lines, int at)
    {
        var columns = Split(lines[at]) ?? [];
        var i = at + 1;
        while (i < lines.Count && lines[i].Length > 0 && lines[i].Contains(',', StringComparison.Ordinal) && HeadOf(lines[i]) is null)
        {
            var (line, text) = (i, lines[i++]);
            var fields = Split(text);
            for (var more = 0; fields is null && more < MostLinesOfRow && i < lines.Count; more++)
            {
                // A quoted field may hold line ends.
                text += "\n" + lines.Raw(i++);
                fields = Split(text);
            }

            if (fields?.Count != columns.Count)
            {
                throw new ForeignFormatException(
                    line + 1,
                    fields is null ? "a quoted field begins on this line of Locust's CSV and never ends"
                        : $"this row of Locust's CSV has {fields.Count} fields, and its head names {columns.Count}",
                    "The end of the file may be cut off: remove the row.");
            }

            yield return new CsvRow(columns, fields, line, i);
        }
    }

    /// <summary>The fields of a row (RFC 4180); null where a quoted one does not end.</summary>
    private static List<string>? Split(string text)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' && quoted && i + 1 < text.Length && text[i + 1] == '"')
            {
                field.Append('"');
                i++;
            }
            else if (text[i] == '"')
            {
                quoted = !quoted;
            }
            else if (text[i] == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(text[i]);
            }
        }

        fields.Add(field.ToString());
        return quoted ? null : fields;
    }

    /// <summary>A row with its columns.</summary>
    /// <param name="Columns">As the head names them.</param>
    /// <param name="Fields">As many.</param>
    /// <param name="Line">Its index.</param>
    /// <param name="End">Index of the line behind it.</param>
    private sealed record CsvRow(List<string> Columns, List<string> Fields, int Line, int End)
    {
        public string? this[string column] => Columns.IndexOf(column) is >= 0 and var index ? Fields[index].Trim() : null;

        public long? Count(string column) => this[column] is { } text && !ForeignNumbers.IsNone(text) ? ForeignNumbers.Count(text, Line, column) : null;

        public int Users(string column) => this[column] is { } text && !ForeignNumbers.IsNone(text) ? ForeignNumbers.Users(text, Line) : 0;

        public double? PerS(string column) => this[column] is { } text && !ForeignNumbers.IsNone(text) ? ForeignNumbers.PerS(text, Line, column) : null;

        public double? Ms(string column) => this[column] is { } text && ForeignNumbers.ReadOrNone(text, Line, column) is { } ms
            ? ForeignNumbers.Bounded(ms * MillisecondNs, Line, column) / MillisecondNs
            : null;
    }
}
