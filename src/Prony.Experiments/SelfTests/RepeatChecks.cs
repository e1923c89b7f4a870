using System.Globalization;
using System.Text.Json;
using Prony.Experiments.Definitions;
using Prony.Experiments.Planning;
using Prony.Load.Plans;
using Prony.Measurement.Runs;
using Prony.Reference;

namespace Prony.Experiments.SelfTests;

/// <summary>The same seed gives the same, to the byte and to the nanosecond (h).</summary>
internal static class RepeatChecks
{
    internal static IEnumerable<SelfTestCheck> Run(SelfTestSettings settings, IReadOnlyList<ExperimentDefinition> definitions)
    {
        yield return Plans(definitions);
        var (first, second) = (Due(settings), Due(settings));
        yield return JudgeArrivals(first, second);
    }

    internal static SelfTestCheck Plans(IReadOnlyList<ExperimentDefinition> definitions)
    {
        var (first, second) = (Bytes(definitions), Bytes(definitions));
        var other = Bytes([.. definitions.Select(definition => definition with { Seed = definition.Seed + 1 })]);
        return Judgement.Of(
            "h", "all plans twice with the same seed", "equal to the byte, and others with another seed",
            string.Create(CultureInfo.InvariantCulture, $"{first.Length} bytes, {(first.AsSpan().SequenceEqual(second) ? "equal" : "different")}{(first.AsSpan().SequenceEqual(other) ? ", and the same with another seed" : "")}"),
            first.AsSpan().SequenceEqual(second) && !first.AsSpan().SequenceEqual(other), excuse: null, "Runs cannot be repeated: order or seeds depend on something that is not in the plan.");
    }

    internal static SelfTestCheck JudgeArrivals(IReadOnlyList<long> first, IReadOnlyList<long> second) => Judgement.Of(
        "h", "a load twice with the same seed", "due at the same nanoseconds after its start",
        string.Create(CultureInfo.InvariantCulture, $"{first.Count} and {second.Count} arrivals, {(first.SequenceEqual(second) ? "equal" : "different")}"),
        first.Count > 0 && first.SequenceEqual(second), excuse: null, "Two candidates would not be asked at the same instants.");

    private static IReadOnlyList<long> Due(SelfTestSettings settings) => ReferenceEvidence.Measure(
        ServerModel.FixedDelay(TimeSpan.Zero), new OpenModel(500, ArrivalKind.Poisson, 100), seconds: 0.5, seed: 42, settings.Stop).DueOffsetsNs;

    private static byte[] Bytes(IReadOnlyList<ExperimentDefinition> definitions) =>
    [
        .. definitions.SelectMany(definition => JsonSerializer.SerializeToUtf8Bytes(
            Planner.Plan(definition, definition.Name, [.. definition.Candidates.Select(candidate => candidate.Name)], [], preview: false, new OneInstant()),
            RunJson.Files.PlanRecord)),
    ];

    /// <summary>The wall clock is no part of what has to be equal.</summary>
    private sealed class OneInstant : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
    }
}
