using Prony.Measurement.Runs;

namespace Prony.Experiments.Gates;

/// <summary>Judges whether the figures of a load can be believed.</summary>
public static class GateKeeper
{
    /// <summary>True when no verdict may rest on a window with these gates: its round must be repeated whole.</summary>
    public static bool Invalidates(IReadOnlyList<GateRecord> gates) => Stopping(gates).Any();

    /// <summary>The gates that make the window unusable. An invalid sample gate (V10) is none of them: it only withholds percentiles.</summary>
    internal static IEnumerable<GateRecord> Stopping(IReadOnlyList<GateRecord> gates) =>
        gates.Where(gate => gate.State == GateState.Invalid && GateLimits.Find(gate.Id)?.StopsTrial != false);
}
