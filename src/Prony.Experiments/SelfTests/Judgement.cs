using System.Globalization;
using Prony.Measurement.Runs;

namespace Prony.Experiments.SelfTests;

/// <summary>The one rule by which a check of the self-test is decided.</summary>
/// <remarks>As expected is ok. What is not as expected has failed on a quiet machine, and is unknown where the machine was demonstrably too busy to tell: never passed off as ok.</remarks>
internal static class Judgement
{
    /// <summary>Gates that speak of the machine and of other programs, not of Prony or of a candidate.</summary>
    private static readonly string[] OfTheMachine = ["V03", "V13", "V14", "V15", "V17", "V27"];

    public static SelfTestCheck Of(string id, string what, string expected, string seen, bool asExpected, string? excuse, string failure) => asExpected
        ? new SelfTestCheck(id, what, expected, seen, CheckState.Ok)
        : excuse is null
            ? new SelfTestCheck(id, what, expected, seen, CheckState.Failed, failure)
            : Unknown(id, what, expected, seen, $"the machine was too busy to tell: {excuse}");

    public static SelfTestCheck Unknown(string id, string what, string expected, string seen, string reason) =>
        new(id, what, expected, seen, CheckState.Unknown, reason);

    /// <summary>What the gates say against the machine; null when it was quiet.</summary>
    public static string? ExcuseOf(IEnumerable<GateRecord> gates)
    {
        var found = gates.Where(gate => OfTheMachine.Contains(gate.Id) && gate.State is GateState.Warn or GateState.Invalid)
            .Select(gate => $"{gate.Id} {gate.State}").Distinct().Order(StringComparer.Ordinal).ToList();
        return found.Count == 0 ? null : string.Join(", ", found);
    }

    /// <summary>Milliseconds with three decimals: figures of one line are compared with each other.</summary>
    public static string Ms(double ns) => string.Create(CultureInfo.InvariantCulture, $"{ns / 1e6:0.000} ms");
}
