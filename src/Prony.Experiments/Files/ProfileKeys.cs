using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;

namespace Prony.Experiments.Files;

/// <summary>What a profile may change.</summary>
internal static class ProfileKeys
{
    public static readonly Key<MapNode> Phases = Changes("phases", "Lengths that differ.");

    public static readonly Key<MapNode> Candidates = Changes("candidates", "Candidates that differ, by name: {NAME: {with: {workers: 50}}}; null takes one away, one with a stack, run or url is added.");

    public static readonly Key<MapNode> Scenarios = Changes("scenarios", "Scenarios that differ, by name, such as {work: {load: {users: 500}}}; null takes one away.");

    public static readonly Key<MapNode> Services = Changes("services", "Shared services that differ, by name.");

    public static readonly KeyTable Table = new(
        "Changes of the experiment, under the same keys.",
        ExperimentKeys.Rounds, ExperimentKeys.Margin, ExperimentKeys.Seed, Phases, Candidates, Scenarios, Services);

    private static Key<MapNode> Changes(string name, string meaning) => new(name, new ChangesType(), meaning);
}
