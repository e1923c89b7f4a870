using Prony.Measurement.Runs;

namespace Prony.Experiments.Claims;

/// <summary>What claims of an experiment may name: everything that it has in any of its profiles.</summary>
/// <param name="Candidates">Names, those of a matrix in full.</param>
/// <param name="Scenarios">By name, with all their loads; empty loads where they could not be read.</param>
/// <param name="First">The scenario of claims that name none; null when there is none.</param>
/// <param name="SingleLoads">Scenarios that have one load without any profile.</param>
/// <param name="Services">By candidate, of those whose stack could be read: its services and the shared ones.</param>
/// <remarks>A profile may take away what a claim needs. Then the claim cannot be tested in that run; it is no mistake of the file.</remarks>
internal sealed record ClaimNames(
    IReadOnlyList<string> Candidates,
    IReadOnlyDictionary<string, IReadOnlyList<PointRecord>> Scenarios,
    string? First,
    IReadOnlySet<string> SingleLoads,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Services);
