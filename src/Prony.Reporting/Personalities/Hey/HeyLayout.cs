using System.Text;

namespace Prony.Reporting.Personalities.Hey;

/// <summary>hey's own layouts, byte for byte (hey 0.1.4, requester/print.go). Pure.</summary>
public static class HeyLayout
{
    private const int LongestBar = 40;

    /// <summary>The summary, with the empty line that begins it and those that end it.</summary>
    public static string Summary(HeyReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        text.Append("\nSummary:\n")
            .Append("  Total:\t").Append(Seconds(report.TotalS)).Append(" secs\n")
            .Append("  Slowest:\t").Append(Seconds(report.SlowestS)).Append(" secs\n")
            .Append("  Fastest:\t").Append(Seconds(report.FastestS)).Append(" secs\n")
            .Append("  Average:\t").Append(Seconds(report.AverageS)).Append(" secs\n")
            .Append("  Requests/sec:\t").Append(Seconds(report.RequestsPerS)).Append("\n  ");
        if (report.BodyBytes > 0)
        {
            text.Append("\n  Total data:\t").Append(CNumber.Whole(report.BodyBytes)).Append(" bytes\n")
                .Append("  Size/request:\t").Append(CNumber.Whole(report.BodyBytesEach)).Append(" bytes");
        }

        text.Append("\n\nResponse time histogram:\n");
        AppendBars(text, report.Bars);
        text.Append("\n\nLatency distribution:");
        foreach (var (percent, seconds) in report.Percentiles)
        {
            text.Append("\n  ").Append(CNumber.Whole(percent)).Append("% in ").Append(Seconds(seconds)).Append(" secs");
        }

        text.Append("\n\nDetails (average, fastest, slowest):");
        foreach (var part in report.Parts)
        {
            text.Append("\n  ").Append(part.Name).Append(":\t").Append(Seconds(part.MeanS)).Append(" secs, ")
                .Append(Seconds(part.FastestS)).Append(" secs, ").Append(Seconds(part.SlowestS)).Append(" secs");
        }

        AppendCounts(text, report);
        return text.Append("\n\n").ToString();
    }

    /// <summary>One line for each answer, in the order in which they ended, after a line of names.</summary>
    public static IEnumerable<string> Csv(IEnumerable<Answer> answers)
    {
        yield return "response-time,DNS+dialup,DNS,Request-write,Response-delay,Response-read,status-code,offset";
        foreach (var answer in answers)
        {
            yield return string.Join(',',
                Seconds(answer.TotalNs / 1e9), Seconds(answer.ConnectNs / 1e9), Seconds(0), Seconds(answer.WriteNs / 1e9), Seconds(answer.WaitNs / 1e9),
                Seconds(answer.ReadNs / 1e9), CNumber.Whole(answer.Status), Seconds(answer.OffsetNs / 1e9));
        }
    }

    private static void AppendBars(StringBuilder text, IReadOnlyList<HeyBar> bars)
    {
        var most = bars.Select(bar => bar.Count).DefaultIfEmpty(0).Max();
        foreach (var bar in bars)
        {
            var length = most == 0 ? 0 : (int)(((bar.Count * LongestBar) + (most / 2)) / most);
            text.Append("  ").Append(CNumber.Fixed(bar.MarkS, 3, 4)).Append(" [").Append(CNumber.Whole(bar.Count)).Append("]\t|")
                .Append('■', length).Append('\n');
        }
    }

    private static void AppendCounts(StringBuilder text, HeyReport report)
    {
        text.Append("\n\nStatus code distribution:");
        foreach (var (status, count) in report.Status.OrderBy(s => s.Key))
        {
            text.Append("\n  [").Append(CNumber.Whole(status)).Append("]\t").Append(CNumber.Whole(count)).Append(" responses");
        }

        text.Append("\n\n");
        if (report.Errors.Count > 0)
        {
            text.Append("Error distribution:");
            foreach (var (error, count) in report.Errors.OrderBy(e => e.Key, StringComparer.Ordinal))
            {
                text.Append("\n  [").Append(CNumber.Whole(count)).Append("]\t").Append(error);
            }
        }
    }

    private static string Seconds(double value) => CNumber.Fixed(value, 4, 4);
}
