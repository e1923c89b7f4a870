using Prony.Measurement.Runs;

namespace Prony.Reporting.Documents;

/// <summary>The gates that could not be measured, with the reason of each: a result without a doubt is not one that was doubted in every way.</summary>
internal static class UnknownGates
{
    /// <summary>A line each: "V12: window too short (sync, async)". The same reason is said once.</summary>
    public static IReadOnlyList<string> Lines(IEnumerable<GateRecord> gates) =>
    [
        .. gates.Where(gate => gate.State == GateState.Unknown)
            .GroupBy(gate => (gate.Id, gate.Reason))
            .OrderBy(alike => alike.Key.Id, StringComparer.Ordinal)
            .Select(alike => $"{alike.Key.Id}: {alike.Key.Reason ?? "no reason was recorded"}{Of(alike)}"),
    ];

    private static string Of(IEnumerable<GateRecord> alike)
    {
        var candidates = alike.Select(gate => gate.Candidate).OfType<string>().ToList();
        return candidates.Count == 0 ? "" : $" ({string.Join(", ", candidates)})";
    }
}
