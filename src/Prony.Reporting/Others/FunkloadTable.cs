using System.Globalization;
using System.Text;
using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;
using Prony.Reporting.Runs;

namespace Prony.Reporting.Others;

/// <summary>The tables of requests of a Funkload report (nuxeo/FunkLoad, ReportRenderRst.py), one for each candidate, in reStructuredText.</summary>
/// <remarks>
/// Columns, widths and rating words are Funkload's; figures are Prony's: all rounds that count, response times with what did not answer in time at its age. The Apdex (apdex.org) counts failures as frustrated,
/// and its bound T is 1.5 s, Funkload's default.
/// </remarks>
public static class FunkloadTable
{
    private const double SatisfiedS = 1.5;
    private const double NsPerS = 1e9;
    private static readonly string[] Headers = ["CUs", "Apdex*", "Rating*", "RPS", "maxRPS", "TOTAL", "SUCCESS", "ERROR", "MIN", "AVG", "MAX", "P10", "MED", "P90", "P95"];

    /// <summary>The tables of a run; null where no candidate has a whole window with a number of users.</summary>
    /// <exception cref="RunFormatException">A file with times is damaged.</exception>
    public static string? Of(RunView view, RunDirectory run)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(run);
        var tables = CountedWindows.Of(view, run).Where(trials => trials.Point is { Users: not null, Stages: null }).GroupBy(trials => (trials.Candidate, trials.Scenario.Name)).ToList();
        if (tables.Count == 0)
        {
            return null;
        }

        var text = new StringBuilder();
        foreach (var table in tables)
        {
            Append(text, $"{table.Key.Candidate}, {table.Key.Name}", [.. table.OrderBy(trials => trials.Point.Users)]);
        }

        text.Append(CultureInfo.InvariantCulture, $".. |APDEXT| replace:: \\ :sub:`{SatisfiedS:0.0}`\n");
        return text.ToString();
    }

    /// <summary>Funkload's word for a score from 0 to 1.</summary>
    internal static string Rating(double score) => score switch
    {
        < 0.5 => "UNACCEPTABLE",
        < 0.7 => "POOR",
        < 0.85 => "FAIR",
        < 0.94 => "Good",
        _ => "Excellent",
    };

    private static void Append(StringBuilder text, string title, IReadOnlyList<CountedWindows> loads)
    {
        var rule = " " + string.Join(' ', Headers.Select(_ => new string('=', 18))) + "\n";
        text.Append(title).Append('\n').Append('-', title.Length).Append("\n\n");
        text.Append(rule).Append(' ').AppendJoin(' ', Headers.Select(header => header.PadLeft(18))).Append('\n').Append(rule);
        foreach (var load in loads)
        {
            text.Append(' ').AppendJoin(' ', Row(load)).Append('\n');
        }

        text.Append(rule).Append("\n \\* Apdex |APDEXT|\n\n");
    }

    private static string[] Row(CountedWindows load)
    {
        var (ended, failed) = (load.Ended, load.Failed);
        var times = load.Response();
        var apdex = Apdex(times, load);
        var rps = load.Seconds > 0 ? ended / load.Seconds : 0;
        var most = load.Rounds.SelectMany(round => round.Seconds()).Select(second => second.Slice.Outcomes.Success + second.Slice.Outcomes.Failed()).DefaultIfEmpty(0).Max();
        return
        [
            Whole(load.Point.Users!.Value), Number(apdex), (apdex is { } score ? Rating(score) : "-").PadLeft(18), Number(rps), Number(most), Whole(ended), Whole(ended - failed),
            (ended > 0 ? (100.0 * failed / ended).ToString("0.00", CultureInfo.InvariantCulture) + "%" : "-").PadLeft(17),
            .. new[] { times?.Min, times?.Mean, times?.Max, times?.ValueAtPercentile(10), times?.ValueAtPercentile(50), times?.ValueAtPercentile(90), times?.ValueAtPercentile(95) }
                .Select(ns => Number(times is { Count: > 0 } ? ns / NsPerS : null)),
        ];
    }

    /// <summary>(satisfied + tolerating / 2) ÷ all: below T, below 4·T, and everything else, failures included. Null without a request.</summary>
    internal static double? Apdex(Histogram? times, CountedWindows load)
    {
        var all = load.Rounds.Sum(round => round.Load.Requests.Due);
        if (times is null || all == 0)
        {
            return null;
        }

        // The histogram also holds what timed out or was never answered, at its age: young ones must not please anybody.
        var unanswered = load.Rounds.Sum(round => round.Load.Outcomes.Timeout + round.Load.Requests.Censored + round.Load.Requests.Unsent);
        var (satisfied, tolerating) = (Below(times, SatisfiedS), Below(times, 4 * SatisfiedS));
        var score = (satisfied + ((tolerating - satisfied) / 2.0)) / all;
        return Math.Clamp(score, 0, Math.Max(0, all - unanswered) / (double)all);
    }

    private static long Below(Histogram times, double seconds) => times.Buckets().Where(bucket => bucket.High < seconds * NsPerS).Sum(bucket => bucket.Count);

    private static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture).PadLeft(18);

    private static string Number(double? value) => (value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-").PadLeft(18);
}
