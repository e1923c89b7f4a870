using System.Text;

namespace Prony.Reporting.Personalities.Loadtest;

/// <summary>loadtest's own layouts, byte for byte (loadtest 8.2.1, lib/result.js and lib/latency.js). Pure.</summary>
public static class LoadtestLayout
{
    /// <summary>The one code that the command line of loadtest has for every failure.</summary>
    private const string ErrorCode = "-1";

    /// <summary>The report.</summary>
    public static string Report(LoadtestReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder("\n");
        Line(text, "Target URL:", report.Url);
        if (report.MaxRequests is { } requests and > 0)
        {
            Line(text, "Max requests:", CNumber.Whole(requests));
        }
        else if (report.MaxSeconds is { } seconds and > 0)
        {
            Line(text, "Max time (s):", CNumber.JavaScript(Math.Floor(seconds)));
        }

        if (report.TargetRps is { } rps)
        {
            Line(text, "Target rps:", CNumber.Whole(rps));
        }

        Line(text, "Concurrent clients:", CNumber.Whole(report.Clients));
        if (report.Cores > 1)
        {
            Line(text, "Running on cores:", CNumber.Whole(report.Cores));
        }

        Line(text, "Agent:", report.Agent);
        AppendResults(text.Append('\n'), report);
        return text.ToString();
    }

    /// <summary>The line that comes every five seconds, and a second one once there are errors.</summary>
    /// <param name="now">Since the start.</param>
    /// <param name="part">Since the line before.</param>
    /// <param name="maxRequests">-n; null without.</param>
    public static string Progress(LoadtestCount now, LoadtestCount part, long? maxRequests)
    {
        ArgumentNullException.ThrowIfNull(now);
        ArgumentNullException.ThrowIfNull(part);
        var share = maxRequests is { } most and > 0 ? $" ({CNumber.Whole((long)Half(100.0 * now.Requests / most))}%)" : "";
        var mean = part.Answers == 0 ? 0 : part.SumMs / part.Answers;
        var rps = part.Seconds > 0 ? Half(part.Requests / part.Seconds) : 0;
        var text = $"Requests: {CNumber.Whole(now.Requests)}{share}, requests per second: {CNumber.Whole((long)rps)}, mean latency: {CNumber.JavaScript(Tenth(mean))} ms\n";
        return now.Errors == 0
            ? text
            : text + $"Errors: {CNumber.Whole(part.Errors)}, accumulated errors: {CNumber.Whole(now.Errors)}, {CNumber.JavaScript(Tenth(100.0 * now.Errors / now.Requests))}% of total requests\n";
    }

    private static void AppendResults(StringBuilder text, LoadtestReport report)
    {
        Line(text, "Completed requests:", CNumber.Whole(report.Completed));
        Line(text, "Total errors:", CNumber.Whole(report.Errors));
        Line(text, "Total time:", CNumber.JavaScript(report.TotalMs / 1000.0) + " s");
        Line(text, "Mean latency:", CNumber.JavaScript(Tenth(report.MeanMs)) + " ms");
        Line(text, "Effective rps:", CNumber.JavaScript(report.EffectiveRps));
        text.Append("\nPercentage of requests served within a certain time\n");
        foreach (var (percent, ms) in report.Percentiles)
        {
            text.Append("  ").Append(CNumber.Whole(percent)).Append("%      ").Append(ms is { } value ? CNumber.Whole(value) : "false").Append(" ms\n");
        }

        text.Append(" 100%      ").Append(CNumber.Whole(report.MaxMs)).Append(" ms (longest request)\n");
        if (report.Errors > 0)
        {
            text.Append("\n   ").Append(ErrorCode).Append(":   ").Append(CNumber.Whole(report.Errors)).Append(" errors\n");
        }
    }

    /// <summary>One decimal, halves upwards, as JavaScript's Math.round does it.</summary>
    internal static double Tenth(double value) => double.IsNaN(value) ? value : Half(value * 10) / 10;

    private static double Half(double value) => Math.Floor(value + 0.5);

    private static void Line(StringBuilder text, string name, string value) => text.Append(name.PadRight(21)).Append(value).Append('\n');
}

/// <summary>Requests of a part of a test.</summary>
/// <param name="Requests">That ended.</param>
/// <param name="Errors">Of those, failed.</param>
/// <param name="Answers">Of those, with a whole answer of any status.</param>
/// <param name="SumMs">Sum of the times of answers.</param>
/// <param name="Seconds">Length of the part.</param>
public sealed record LoadtestCount(long Requests, long Errors, long Answers, double SumMs, double Seconds);
