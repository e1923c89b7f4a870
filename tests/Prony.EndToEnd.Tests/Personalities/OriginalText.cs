using System.Globalization;
using System.Text.RegularExpressions;

namespace Prony.EndToEnd.Tests.Personalities;

/// <summary>Readers as people write them for the originals: lines that have to be there, with the figures in them.</summary>
internal static partial class OriginalText
{
    /// <summary>What a script takes from hey's summary.</summary>
    public static (double TotalS, double PerS, double P50S, double P99S, Dictionary<int, long> Status, Dictionary<string, long> Errors) Hey(string text) => (
        Number(text, @"^  Total:\t(\d+\.\d{4}) secs$"),
        Number(text, @"^  Requests/sec:\t(\d+\.\d{4})$"),
        Number(text, @"^  50% in (\d+\.\d{4}) secs$"),
        Number(text, @"^  99% in (\d+\.\d{4}) secs$"),
        HeyStatus().Matches(text).ToDictionary(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture), m => long.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture)),
        HeyError().Matches(text).ToDictionary(m => m.Groups[2].Value, m => long.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)));

    /// <summary>What a script takes from ab's report (Taurus reads it so).</summary>
    public static (double Complete, double Failed, double KeepAlive, double PerS, double MeanMs, double P50Ms, double LongestMs) Ab(string text) => (
        Number(text, @"^Complete requests:      (\d+)$"),
        Number(text, @"^Failed requests:        (\d+)$"),
        Number(text, @"^Keep-Alive requests:    (\d+)$"),
        Number(text, @"^Requests per second:    (\d+\.\d\d) \[#/sec\] \(mean\)$"),
        Number(text, @"^Time per request:       (\d+\.\d{3}) \[ms\] \(mean\)$"),
        Number(text, @"^  50%  {1,5}(\d+)$"),
        Number(text, @"^ 100%  {1,5}(\d+) \(longest request\)$"));

    /// <summary>What a script takes from loadtest's report.</summary>
    public static (double Completed, double Errors, double Rps, double MeanMs, double P99Ms) Loadtest(string text) => (
        Number(text, @"^Completed requests:  (\d+)$"),
        Number(text, @"^Total errors:        (\d+)$"),
        Number(text, @"^Effective rps:       (\d+)$"),
        Number(text, @"^Mean latency:        (\d+(?:\.\d)?) ms$"),
        Number(text, @"^  99%      (\d+) ms$"));

    private static double Number(string text, string pattern)
    {
        var match = Regex.Match(text, pattern, RegexOptions.Multiline);
        return match.Success ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : throw new InvalidOperationException($"no {pattern} in\n{text}");
    }

    [GeneratedRegex(@"^  \[(\d+)\]\t(\d+) responses$", RegexOptions.Multiline)]
    private static partial Regex HeyStatus();

    [GeneratedRegex(@"^  \[(\d+)\]\t(Get .*)$", RegexOptions.Multiline)]
    private static partial Regex HeyError();
}
