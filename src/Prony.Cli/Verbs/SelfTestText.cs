using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Cli.Verbs;

/// <summary>The words of <c>prony selftest</c>. Lines stay whole, so that they can be searched.</summary>
internal static class SelfTestText
{
    private const int StateWidth = 8;

    /// <summary>One check in one line: how it ended, what, expected, seen.</summary>
    public static string Line(SelfTestCheck check)
    {
        var state = check.State == CheckState.Failed ? "FAILED" : check.State;
        var reason = check.Reason is null ? "" : $" ({check.Reason})";
        return $"{state.PadRight(StateWidth)} {check.Id}  {check.What}: expected {check.Expected}; seen {check.Seen}{reason}";
    }

    /// <summary>The end of it, in a line or two.</summary>
    public static string Summary(SelfTestRecord record)
    {
        var (ok, unknown, failed) = (Count(record, CheckState.Ok), Count(record, CheckState.Unknown), Count(record, CheckState.Failed));
        var verdict = failed > 0 ? "FAILED" : ok > 0 ? "passed" : "undecided";
        var text = $"Self-test {verdict}: {CountText.Of(ok)} ok, {CountText.Of(unknown)} unknown, {CountText.Of(failed)} failed, in {DurationText.Short((long)(record.DurationS * 1e9))}.";
        if (unknown > 0)
        {
            text += " Unknown is not passed: run it again while nothing else uses the machine.";
        }

        return record.Visible.Count == 0 ? text
            : $"{text}\nSmallest difference visible here: {string.Join(", ", record.Visible.Select(found => $"{ShareText.Format(found.Share)} in {found.Metric}"))}. Reports of later runs on this machine print it.";
    }

    private static int Count(SelfTestRecord record, string state) => record.Checks.Count(check => check.State == state);
}
