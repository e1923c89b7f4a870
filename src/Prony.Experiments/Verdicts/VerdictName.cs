using Prony.Statistics.Comparison;

namespace Prony.Experiments.Verdicts;

/// <summary>Verdicts as they are written in files.</summary>
internal static class VerdictName
{
    internal const string Better = "better";
    internal const string Worse = "worse";
    internal const string Equivalent = "equivalent";
    internal const string Inconclusive = "inconclusive";
    internal const string Invalid = "invalid";

    internal static string Of(ComparisonVerdict verdict) => verdict switch
    {
        ComparisonVerdict.Better => Better,
        ComparisonVerdict.Worse => Worse,
        ComparisonVerdict.Equivalent => Equivalent,
        ComparisonVerdict.Inconclusive => Inconclusive,
        _ => Invalid,
    };
}
