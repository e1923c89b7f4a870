using Prony.Measurement.Runs;

namespace Prony.Reporting.Runs;

/// <summary>Why a candidate was left out, and what to do about it.</summary>
internal static class SkippedText
{
    /// <summary>The reason, ended as a sentence where the hint follows it.</summary>
    public static string Of(SkippedRecord skipped)
    {
        var (reason, hint) = (skipped.Reason?.Trim() ?? "", skipped.Hint?.Trim() ?? "");   // a file may lack them
        return hint.Length == 0 || reason.Length == 0 ? reason + hint : $"{reason}{(reason[^1] is '.' or '!' or '?' or ':' ? "" : ".")} {hint}";
    }
}
