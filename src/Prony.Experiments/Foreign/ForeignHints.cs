using System.Globalization;
using System.Text.RegularExpressions;

namespace Prony.Experiments.Foreign;

/// <summary>Why a text holds no block of a known format, as near as it can be told: outputs that are not read, and tools that are only mentioned.</summary>
internal static partial class ForeignHints
{
    private const int Most = 3;
    private const int MostLooked = 200_000;

    private static readonly (Regex Pattern, string Text)[] Near =
    [
        (SummaryPattern(), "looks like the head of hey's or oha's summary, but none of its lines follows"),
        (LocustTablePattern(), "looks like Locust's table on the terminal; Prony reads its files (--csv PREFIX)"),
        (VegetaPattern(), "looks like vegeta's text report; Prony reads its JSON (vegeta report -type json)"),
        (K6Pattern(), "looks like k6's summary on the terminal; Prony reads its JSON (--summary-export FILE)"),
        (H2loadPattern(), "looks like h2load's output, which Prony does not read"),
        (AutocannonPattern(), "looks like autocannon's table, which Prony does not read"),
        (BombardierPattern(), "looks like bombardier's output, which Prony does not read"),
        (RefusedPattern(), "says that wrk could not connect: there is no measurement"),
        (StepPattern(), "looks like Funkload's table of one request, which has no rate; Prony reads the tables of all requests or pages"),
    ];

    /// <summary>"line 12 looks like …", at most three; then a tool that is named, if nothing else was found.</summary>
    public static IReadOnlyList<string> Of(ForeignLines lines)
    {
        var found = new List<string>();
        string? named = null;
        for (var i = 0; i < Math.Min(lines.Count, MostLooked) && found.Count < Most; i++)
        {
            var text = lines[i];
            if (Array.Find(Near, near => near.Pattern.IsMatch(text)).Text is { } reason)
            {
                found.Add(string.Create(CultureInfo.InvariantCulture, $"line {i + 1} {reason}"));
            }
            else if (named is null && ToolPattern().Match(text) is { Success: true } tool)
            {
                named = string.Create(CultureInfo.InvariantCulture, $"line {i + 1} speaks of {tool.Value}, but nothing that it prints follows");
            }
        }

        return found.Count > 0 ? found : named is null ? [] : [named];
    }

    [GeneratedRegex("^Summary:$")]
    private static partial Regex SummaryPattern();

    [GeneratedRegex(@"^Type\s+Name\s+# reqs\s+# fails\s")]
    private static partial Regex LocustTablePattern();

    [GeneratedRegex(@"^Requests\s+\[total, rate")]
    private static partial Regex VegetaPattern();

    [GeneratedRegex(@"^(█ TOTAL RESULTS|http_req_duration\.*:)")]
    private static partial Regex K6Pattern();

    [GeneratedRegex(@"^finished in \S+, \S+ req/s")]
    private static partial Regex H2loadPattern();

    [GeneratedRegex("^│ Stat +│ 2.5%")]
    private static partial Regex AutocannonPattern();

    [GeneratedRegex(@"^Statistics\s+Avg\s+Stdev\s+Max$")]
    private static partial Regex BombardierPattern();

    [GeneratedRegex("^unable to connect to ")]
    private static partial Regex RefusedPattern();

    [GeneratedRegex(@"^CUs\s+Apdex\*?\s+Rating\*?\s+TOTAL\s")]
    private static partial Regex StepPattern();

    [GeneratedRegex(@"\b([Ll]ocust|[Ff]unk[Ll]oad|[Ll]oadtest|[Ww]rk2?|[Vv]egeta|k6|ApacheBench|psrecord|hey -[a-z]|oha -[a-z]|ab -[a-z])\b")]
    private static partial Regex ToolPattern();
}
