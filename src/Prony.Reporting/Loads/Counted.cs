using Prony.Measurement.Runs;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Loads;

/// <summary>Counts by name, those that are not zero.</summary>
internal static class Counted
{
    /// <summary>"200: 1,234, 503: 2"; "none" when all are zero.</summary>
    public static string Text(IEnumerable<(string Name, long Count)> counts)
    {
        var parts = counts.Where(c => c.Count != 0).Select(c => $"{c.Name}: {Figure.Count(c.Count)}").ToList();
        return parts.Count == 0 ? "none" : string.Join(", ", parts);
    }

    /// <summary>How the requests of a load ended, with those that never did.</summary>
    public static string Outcomes(LoadRecord load) =>
        Text([.. Names(load.Outcomes), ("unanswered", load.Requests.Censored), ("unsent", load.Requests.Unsent)]);

    /// <summary>How the requests ended that did.</summary>
    public static string Outcomes(OutcomeCounts outcomes) => Text(Names(outcomes));

    private static IEnumerable<(string, long)> Names(OutcomeCounts o) =>
    [
        ("success", o.Success), ("status", o.Status), ("expect", o.Expect), ("timeout", o.Timeout), ("refused", o.Refused),
        ("reset", o.Reset), ("closed", o.Closed), ("protocol", o.Protocol), ("tls", o.Tls), ("dns", o.Dns),
    ];
}
