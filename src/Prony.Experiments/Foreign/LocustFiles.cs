using Prony.Measurement.Runs;

namespace Prony.Experiments.Foreign;

/// <summary>Puts together what Locust writes of one run into several files: PREFIX_stats.csv and its companions.</summary>
internal static class LocustFiles
{
    private static readonly string[] Endings = ["_" + LocustCsvReader.Stats, "_" + LocustCsvReader.History, "_" + LocustCsvReader.FailuresFile];

    /// <summary>The results with companions merged into the first of their prefix; what only lists failures is a problem of its own.</summary>
    /// <param name="results">Of all files, in order.</param>
    /// <param name="problems">Where a problem is added.</param>
    public static List<ImportedResult> Merge(IEnumerable<ImportedResult> results, List<(ImportedResult Result, string Problem)> problems)
    {
        var merged = new List<ImportedResult>();
        foreach (var group in results.GroupBy(result => result.Tool == "locust" ? Prefix(result.File) : $"{result.File}:{result.Line}"))
        {
            var all = group.ToList();
            if (all[0].Tool != "locust")
            {
                merged.AddRange(all);
                continue;
            }

            // Two runs pasted into one file have two of the same kind: companions go to the one before them.
            var own = all.Where(result => result.Format == LocustCsvReader.Stats).ToList();
            own = own.Count > 0 ? own : [.. all.Where(result => result.Format == LocustCsvReader.History)];
            if (own.Count == 0)
            {
                problems.Add((all[0], "this file of Locust's lists failures only: name its PREFIX_stats.csv, too"));
                continue;
            }

            merged.AddRange(own.Select((result, index) => WithCompanions(result, [.. all.Where(other => other != result && !own.Contains(other) && index == OwnerOf(other, own))])));
        }

        return merged;
    }

    private static int OwnerOf(ImportedResult companion, List<ImportedResult> own) =>
        Math.Max(0, own.FindLastIndex(result => result.File == companion.File && result.Line < companion.Line));

    private static ImportedResult WithCompanions(ImportedResult result, List<ImportedResult> companions)
    {
        foreach (var companion in companions)
        {
            result = companion.Format == LocustCsvReader.History
                ? result with { Users = companion.Users, DurationS = companion.DurationS }
                : result with { Errors = companion.Errors };
        }

        return result;
    }

    private static string Prefix(string file) => Endings.FirstOrDefault(ending => file.EndsWith(ending, StringComparison.Ordinal)) is { } known ? file[..^known.Length] : file;
}
