using System.Globalization;
using System.Text.RegularExpressions;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Foreign;

/// <summary>Tables of Funkload's reports (nuxeo/FunkLoad, ReportRenderRst.py): requests or pages by cycle, in reStructuredText or pasted from its page.</summary>
internal sealed partial class FunkloadReader : IForeignReader
{
    private static readonly Dictionary<string, string> PercentileColumns = new() { ["P10"] = "10", ["MED"] = "50", ["P90"] = "90", ["P95"] = "95" };

    public string Formats => "Funkload (tables of requests and of pages by cycle)";

    public ForeignBlock? TryRead(ForeignLines lines, int at)
    {
        var names = Words(lines[at]).Select(name => name.TrimEnd('*')).ToList();
        if (names is not ["CUs", "Apdex", "Rating", ..] || !(names.Contains("RPS") || names.Contains("SPPS")) || names.Distinct().Count() < names.Count)
        {
            return null;
        }

        var results = new List<ImportedResult>();
        var i = at + 1;
        for (; i < lines.Count; i++)
        {
            var text = lines[i];
            if (text.Length == 0 || RulePattern().IsMatch(text))
            {
                if (results.Count > 0)
                {
                    break;
                }

                continue;
            }

            if (!char.IsAsciiDigit(text[0]))
            {
                break;
            }

            results.Add(Row(lines.Name, i, names, Words(text)));
        }

        return results.Count > 0
            ? new ForeignBlock(i, results)
            : throw new ForeignFormatException(at + 1, "this looks like the head of Funkload's table, but no cycle stands below it");
    }

    private static ImportedResult Row(string file, int line, List<string> names, string[] fields)
    {
        if (fields.Length != names.Count)
        {
            throw new ForeignFormatException(line + 1, $"this row of Funkload's table has {fields.Length} columns, and its head names {names.Count}");
        }

        string? Field(string name) => names.IndexOf(name) is >= 0 and var index ? fields[index] : null;
        double? Ns(string name) => Field(name) is { } text ? ForeignNumbers.Ns(text, "s", line, name) : null;
        long? Count(string name) => Field(name) is { } text ? ForeignNumbers.Count(text, line, name) : null;
        var isRequests = names.Contains("RPS");
        var (all, good) = (Count("TOTAL"), Count("SUCCESS"));
        var perS = ForeignNumbers.PerS(Field(isRequests ? "RPS" : "SPPS")!, line, isRequests ? "RPS" : "SPPS");
        return new ImportedResult
        {
            Candidate = "",
            Tool = "funkload",
            Format = isRequests ? "table of requests" : "table of pages",
            File = file,
            Line = line + 1,
            Model = LoadModelName.Closed,
            Users = ForeignNumbers.Users(fields[0], line),
            Requests = all,
            Failures = all - good,
            PrintedPerS = perS,

            // RPS counts all, SPPS successful pages.
            ThroughputPerS = !isRequests ? perS : all > 0 && good is not null ? perS * good / all : null,
            Times = all == 0 ? null : new ImportedTimes
            {
                Count = all,
                MinNs = Ns("MIN"),
                MeanNs = Ns("AVG"),
                MaxNs = Ns("MAX"),
                PercentilesNs = PercentileColumns.Where(column => Ns(column.Key) is not null).ToDictionary(column => column.Value, column => Ns(column.Key)!.Value),
                ResolutionNs = 1e6,
            },
            Remarks = [string.Create(CultureInfo.InvariantCulture, $"Apdex {ForeignNumbers.Read(fields[1], line, "Apdex"):0.000} ({ForeignNumbers.Shown(fields[2])}), for the bound that its report states.")],
        };
    }

    private static string[] Words(string text) => text.Split([' ', '\t', '|'], StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"^=+(\s+=+)*$")]
    private static partial Regex RulePattern();
}
