using Prony.Measurement.Runs;

namespace Prony.Experiments.Gates;

/// <summary>Judges whether the figures of a load can be believed.</summary>
/// <remarks>Pure and thread-safe. Gates and limits: docs/methods/gates.md.</remarks>
public static class GateKeeper
{
    private static readonly IGate[] Gates =
    [
        new GeneratorGate(), new LatenessGate(), new RunQueueGate(), new RateGate(), new FreeConnectionGate(), new UnansweredGate(), new ErrorsGate(),
        new CompressionGate(), new KeepAliveGate(), new SamplesGate(), new ArrivalsGate(), new StationaryGate(), new StealGate(), new NeighboursGate(), new FrequencyGate(), new CpuLimitGate(),
        new MemoryPressureGate(), new AcceptQueueGate(), new RetransmitGate(), new SignatureGate(), new PortsGate(), new DescriptorGate(), new CollectorGate(), new ClockGate(), new LittleGate(),
        new IdentityGate(), new ColocatedGate(),
    ];

    private static readonly string[] OfOverload =
    [
        GateLimits.RateKept.Id, GateLimits.NoFreeConnection.Id, GateLimits.Unanswered.Id, GateLimits.Errors.Id, GateLimits.AcceptQueue.Id,
    ];

    private static readonly string[] BesideOverload = [GateLimits.PoissonArrivals.Id, GateLimits.Stationary.Id, GateLimits.Little.Id];

    /// <summary>All gates of one window, by id, and the doubts that they give, invalid ones first.</summary>
    public static (IReadOnlyList<GateRecord> Gates, IReadOnlyList<DoubtRecord> Doubts) Judge(TrialFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var findings = Array.ConvertAll(Gates, gate => gate.Judge(facts));
        return (
            [.. findings.Select(finding => finding.Record)],
            [.. findings.SelectMany(finding => finding.Further.Prepend(finding.Doubt)).OfType<DoubtRecord>().OrderBy(doubt => doubt.Level == GateState.Invalid ? 0 : 1)]);
    }

    /// <summary>Whether a gate is one of those that make the window unusable.</summary>
    /// <param name="gates">All gates of the window.</param>
    /// <param name="id">V01 to V29.</param>
    public static bool Stops(IReadOnlyList<GateRecord> gates, string id) => Stopping(gates).Any(gate => gate.Id == id);

    /// <summary>True when no verdict may rest on a window with these gates: its round must be repeated whole.</summary>
    public static bool Invalidates(IReadOnlyList<GateRecord> gates) => Stopping(gates).Any();

    /// <summary>
    /// The window is unusable and nothing but the server's failing under this load makes it so: unsent, waiting, unanswered or failed requests, connections that it does not
    /// accept; with response times that grow, users who wait and arrivals that the answers space beside it.
    /// </summary>
    internal static bool ShowsOverload(IReadOnlyList<GateRecord> gates)
    {
        var stopping = Stopping(gates).Select(gate => gate.Id).ToList();
        return stopping.Exists(OfOverload.Contains) && stopping.TrueForAll(id => OfOverload.Contains(id) || BesideOverload.Contains(id));
    }

    /// <summary>The gates that make the window unusable. An invalid sample gate (V10) is none of them: it only withholds percentiles.</summary>
    internal static IEnumerable<GateRecord> Stopping(IReadOnlyList<GateRecord> gates) =>
        gates.Where(gate => gate.State == GateState.Invalid && GateLimits.Find(gate.Id)?.StopsTrial != false);
}
