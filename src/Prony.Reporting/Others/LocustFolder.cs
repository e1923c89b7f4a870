using System.Globalization;
using System.Text;
using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Runs;

namespace Prony.Reporting.Others;

/// <summary>The files of Locust's --csv (locustio/locust, stats.py) for each candidate at each load: stats, stats_history, failures and exceptions.</summary>
/// <remarks>
/// Columns are Locust's; figures are Prony's: all rounds that count, times in milliseconds to a thousandth where Locust rounds, response times with what did not answer in time at its age.
/// A row of the history is a second of a round; its times and totals go by the second in which requests ended.
/// </remarks>
public static class LocustFolder
{
    private const string StatsHead = "Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,Max Response Time,Average Content Size,Requests/s,Failures/s,";
    private const string HistoryHead = "Timestamp,User Count,Type,Name,Requests/s,Failures/s,";
    private const string TotalsHead = ",Total Request Count,Total Failure Count,Total Median Response Time,Total Average Response Time,Total Min Response Time,Total Max Response Time,Total Average Content Size";
    private const string FailuresHead = "Method,Name,Error,Occurrences,First Seen,Last Seen";
    private const string ExceptionsHead = "Count,Message,Traceback,Nodes";
    private const string Aggregated = "Aggregated";
    private const string ResponseTag = "response";
    private const string None = "N/A";
    private const double NsPerMs = 1e6;

    private static readonly double[] Percentiles = [50, 66, 75, 80, 90, 95, 98, 99, 99.9, 99.99, 100];

    /// <summary>The files by name, such as "async.work.users-100_stats.csv"; empty where no candidate has a whole window.</summary>
    /// <exception cref="RunFormatException">A file of the run is damaged.</exception>
    public static IReadOnlyDictionary<string, string> Of(RunView view, RunDirectory run)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(run);
        var files = new Dictionary<string, string>();
        foreach (var trials in CountedWindows.Of(view, run))
        {
            var prefix = $"{trials.Candidate}.{trials.Scenario.Name}.{trials.Point.Name}";
            files[prefix + "_stats.csv"] = Stats(trials);
            files[prefix + "_stats_history.csv"] = History(trials);
            files[prefix + "_failures.csv"] = Failures(trials);
            files[prefix + "_exceptions.csv"] = ExceptionsHead + "\n";
        }

        return files;
    }

    private static string Stats(CountedWindows trials)
    {
        var times = trials.Response();
        string[] fields =
        [
            Whole(trials.Ended), Whole(trials.Failed), Ms(times?.ValueAtPercentile(50), times), Ms(times?.Mean, times), Ms(times?.Min, times), Ms(times?.Max, times), ContentSize(trials),
            Number(trials.Seconds > 0 ? trials.Ended / trials.Seconds : null), Number(trials.Seconds > 0 ? trials.Failed / trials.Seconds : null), .. PercentilesOf(times),
        ];
        var figures = string.Join(',', fields);
        return $"{StatsHead}{PercentileHead()}\n{CsvText.Field(trials.Scenario.Method)},{CsvText.Field(NameOf(trials))},{figures}\n,{Aggregated},{figures}\n";
    }

    private static string History(CountedWindows trials)
    {
        var text = new StringBuilder($"{HistoryHead}{PercentileHead()}{TotalsHead}\n");
        var all = Histogram.ForDurations();
        var (ended, failed) = (0L, 0L);
        foreach (var round in trials.Rounds)
        {
            var times = Times(round.Folder);
            foreach (var (at, length, slice) in round.Seconds())
            {
                var own = times.GetValueOrDefault(Key(slice.TS));
                ended += slice.Outcomes.Success + slice.Outcomes.Failed();
                failed += slice.Outcomes.Failed();
                if (own is not null)
                {
                    all.Add(own);
                }

                string[] fields =
                [
                    at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Whole(trials.Point.Users ?? slice.InFlight), "", Aggregated,
                    Number((slice.Outcomes.Success + slice.Outcomes.Failed()) / length), Number(slice.Outcomes.Failed() / length), .. PercentilesOf(own),
                    Whole(ended), Whole(failed), Ms(all.ValueAtPercentile(50), all), Ms(all.Mean, all), Ms(all.Min, all), Ms(all.Max, all), None,
                ];
                text.AppendJoin(',', fields).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Failures(CountedWindows trials)
    {
        var text = new StringBuilder(FailuresHead + "\n");
        var seconds = trials.Rounds.SelectMany(round => round.Seconds()).ToList();
        foreach (var (name, count) in Outcomes)
        {
            var total = trials.Rounds.Sum(round => count(round.Load.Outcomes));
            var seen = seconds.Where(second => count(second.Slice.Outcomes) > 0).Select(second => second.At).ToList();
            if (total > 0)
            {
                string[] fields = [CsvText.Field(trials.Scenario.Method), CsvText.Field(NameOf(trials)), name, Whole(total), seen.Count > 0 ? Instant(seen.Min()) : "", seen.Count > 0 ? Instant(seen.Max()) : ""];
                text.AppendJoin(',', fields).Append('\n');
            }
        }

        return text.ToString();
    }

    private static readonly (string Name, Func<OutcomeCounts, long> Count)[] Outcomes =
    [
        ("status", o => o.Status), ("expect", o => o.Expect), ("timeout", o => o.Timeout), ("refused", o => o.Refused), ("reset", o => o.Reset),
        ("closed", o => o.Closed), ("protocol", o => o.Protocol), ("tls", o => o.Tls), ("dns", o => o.Dns),
    ];

    /// <summary>Response times by the start of their second.</summary>
    private static Dictionary<double, Histogram> Times(TrialFolder folder)
    {
        var times = new Dictionary<double, Histogram>();
        if (!File.Exists(folder.TimesFile))
        {
            return times;
        }

        try
        {
            foreach (var line in new HistogramLogReader(folder.TimesFile).ReadLines().Where(line => line.Tag == ResponseTag))
            {
                times[Key(line.StartS)] = line.Decode();
            }
        }
        catch (FormatException damage)
        {
            throw new RunFormatException(folder.TimesFile, damage.Message, damage);
        }

        return times;
    }

    // Both files have the same instant to a thousandth; whole seconds would mix the last of the warm-up with the first of the window.
    private static double Key(double seconds) => Math.Round(seconds, 3);

    private static string NameOf(CountedWindows trials) => trials.Scenario.Requests.Count > 1 ? trials.Scenario.Name : trials.Scenario.Path;

    private static string PercentileHead() => string.Join(',', Percentiles.Select(p => p.ToString("0.##", CultureInfo.InvariantCulture) + "%"));

    private static IEnumerable<string> PercentilesOf(Histogram? times) => Percentiles.Select(p => Ms(times?.ValueAtPercentile(p), times));

    private static string ContentSize(CountedWindows trials)
    {
        var completed = trials.Rounds.Sum(round => round.Load.Requests.Completed);
        return completed == 0 ? None : Number(trials.Rounds.Sum(round => round.Load.Bytes.Body) / (double)completed);
    }

    private static string Ms(double? ns, Histogram? times) => times is { Count: > 0 } ? Number(ns / NsPerMs) : None;

    private static string Number(double? value) => value?.ToString("0.###", CultureInfo.InvariantCulture) ?? None;

    private static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
