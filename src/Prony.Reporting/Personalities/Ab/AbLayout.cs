using System.Globalization;
using System.Text;

namespace Prony.Reporting.Personalities.Ab;

/// <summary>ab's own layouts, byte for byte (ab 2.3 of httpd 2.4, support/ab.c). Pure.</summary>
public static class AbLayout
{
    /// <summary>What stands above everything that ab prints.</summary>
    public const string Copyright = """
        This is ApacheBench, Version 2.3 <$Revision$>
        Copyright 1996 Adam Twiss, Zeus Technology Ltd, http://www.zeustech.net/
        Licensed to The Apache Software Foundation, http://www.apache.org/


        """;

    private static readonly int[] Percents = [50, 66, 75, 80, 90, 95, 98, 99];

    /// <summary>The report, from the two empty lines before it on.</summary>
    public static string Report(AbReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder("\n\n");
        AppendServer(text, report);
        AppendCounts(text, report);
        if (report.Complete > 0)
        {
            AppendRates(text, report);
            AppendTimes(text, report);
            if (report.ShowsPercentiles && report.Complete > 1)
            {
                AppendPercentiles(text, report.Times);
            }
        }

        return text.ToString();
    }

    /// <summary>The file of -e: a percentile in milliseconds for each whole percent.</summary>
    public static string Csv(AbTimes times)
    {
        ArgumentNullException.ThrowIfNull(times);
        var text = new StringBuilder("Percentage served,Time in ms\n");
        for (var percent = 0; percent <= 100; percent++)
        {
            text.Append(CNumber.Whole(percent)).Append(',').Append(CNumber.Fixed(times.At(percent) / 1000.0, 3)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The file of -g: a line for each answer, shortest first.</summary>
    /// <param name="answers">The answers.</param>
    /// <param name="start">When the test began, in the time zone of the text.</param>
    public static IEnumerable<string> Gnuplot(IEnumerable<Answer> answers, DateTimeOffset start)
    {
        yield return "starttime\tseconds\tctime\tdtime\tttime\twait";
        foreach (var answer in answers.OrderBy(a => a.TotalNs))
        {
            var began = start.AddTicks(answer.OffsetNs / 100);
            var processing = Math.Max(0, answer.TotalNs - answer.ConnectNs);
            yield return string.Join('\t',
                began.ToString("ddd MMM dd HH:mm:ss yyyy", CultureInfo.InvariantCulture), CNumber.Whole(began.ToUnixTimeSeconds()),
                CNumber.Whole(Round(answer.ConnectNs / 1000)), CNumber.Whole(Round(processing / 1000)), CNumber.Whole(Round(answer.TotalNs / 1000)), CNumber.Whole(Round(answer.WaitNs / 1000)));
        }
    }

    /// <summary>Microseconds in whole milliseconds, as ab rounds them.</summary>
    internal static long Round(double us) => (long)Math.Floor((us + 500) / 1000);

    private static void AppendServer(StringBuilder text, AbReport report)
    {
        Line(text, "Server Software:", report.ServerSoftware);
        Line(text, "Server Hostname:", report.HostName);
        Line(text, "Server Port:", CNumber.Whole(report.Port));
        if (report.TlsServerName is { } name)
        {
            Line(text, "TLS Server Name:", name);
        }

        text.Append('\n');
        Line(text, "Document Path:", report.Path);
        Line(text, "Document Length:", report.DocumentBytes is { } bytes ? CNumber.Whole(bytes) + " bytes" : "Variable");
        text.Append('\n');
    }

    private static void AppendCounts(StringBuilder text, AbReport report)
    {
        Line(text, "Concurrency Level:", CNumber.Whole(report.Concurrency));
        Line(text, "Time taken for tests:", CNumber.Fixed(report.TakenS, 3) + " seconds");
        Line(text, "Complete requests:", CNumber.Whole(report.Complete));
        var failures = report.Failures;
        Line(text, "Failed requests:", CNumber.Whole(failures.Total));
        if (failures.Total > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"   (Connect: {failures.Connect}, Receive: {failures.Receive}, Length: {failures.Length}, Exceptions: {failures.Exceptions})\n");
        }

        if (report.Non2xx > 0)
        {
            Line(text, "Non-2xx responses:", CNumber.Whole(report.Non2xx));
        }

        if (report.KeepAlive is { } kept)
        {
            Line(text, "Keep-Alive requests:", CNumber.Whole(kept));
        }

        Line(text, "Total transferred:", CNumber.Whole(report.ReceivedBytes) + " bytes");
        if (report.SentBytes is { } sent)
        {
            Line(text, "Total body sent:", CNumber.Whole(sent));
        }

        Line(text, "HTML transferred:", CNumber.Whole(report.BodyBytes) + " bytes");
    }

    private static void AppendRates(StringBuilder text, AbReport report)
    {
        if (report.TakenS <= 0)
        {
            return;
        }

        Line(text, "Requests per second:", CNumber.Fixed(report.Complete / report.TakenS, 2) + " [#/sec] (mean)");
        Line(text, "Time per request:", CNumber.Fixed(report.Concurrency * report.TakenS * 1000 / report.Complete, 3) + " [ms] (mean)");
        Line(text, "Time per request:", CNumber.Fixed(report.TakenS * 1000 / report.Complete, 3) + " [ms] (mean, across all concurrent requests)");
        Line(text, "Transfer rate:", CNumber.Fixed(report.ReceivedBytes / 1024.0 / report.TakenS, 2) + " [Kbytes/sec] received");
        if (report.SentBytes is { } sent)
        {
            Line(text, "", CNumber.Fixed(sent / 1024.0 / report.TakenS, 2) + " kb/s sent");
            Line(text, "", CNumber.Fixed((report.ReceivedBytes + sent) / 1024.0 / report.TakenS, 2) + " kb/s total");
        }
    }

    private static void AppendTimes(StringBuilder text, AbReport report)
    {
        var times = report.Times;
        (string Name, string What, AbRow Row)[] rows =
        [
            ("Connect:", "the initial connection time", times.Connect), ("Processing:", "the processing time", times.Processing),
            ("Waiting:", "the waiting time", times.Waiting), ("Total:", "the total time", times.Total),
        ];
        text.Append("\nConnection Times (ms)\n").Append(report.ShowsConfidence ? "              min  mean[+/-sd] median   max\n" : "              min   avg   max\n");
        foreach (var (name, _, row) in rows)
        {
            text.Append(name.PadRight(12)).Append(report.ShowsConfidence
                ? $"{Ms(row.Min, 5)} {Ms(row.Mean, 4)} {CNumber.Fixed(row.Sd / 1000, 1, 5)} {Ms(row.Median, 6)} {Ms(row.Max, 7)}\n"
                : $"{Ms(row.Min, 5)} {Ms(row.Mean, 5)}{Ms(row.Max, 5)}\n");
        }

        foreach (var (_, what, row) in report.ShowsConfidence ? rows : [])
        {
            text.Append(Warning(what, row));
        }
    }

    private static string Warning(string what, AbRow row)
    {
        // ab compares what it has rounded to whole milliseconds.
        var apart = Math.Abs(Round(row.Mean) - Round(row.Median));
        var sd = row.Sd / 1000;
        return apart > 2 * sd
            ? $"ERROR: The median and mean for {what} are more than twice the standard\n       deviation apart. These results are NOT reliable.\n"
            : apart > sd
                ? $"WARNING: The median and mean for {what} are not within a normal deviation\n        These results are probably not that reliable.\n"
                : "";
    }

    private static void AppendPercentiles(StringBuilder text, AbTimes times)
    {
        text.Append("\nPercentage of the requests served within a certain time (ms)\n");
        foreach (var percent in Percents)
        {
            text.Append("  ").Append(CNumber.Whole(percent)).Append("%  ").Append(Ms(times.At(percent), 5)).Append('\n');
        }

        text.Append(" 100%  ").Append(Ms(times.At(100), 5)).Append(" (longest request)\n");
    }

    private static string Ms(double us, int width) => CNumber.Whole(Round(us), width);

    private static void Line(StringBuilder text, string name, string value) => text.Append(name.PadRight(24)).Append(value).Append('\n');
}
