using System.Globalization;
using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;

namespace Prony.Experiments.Files;

/// <summary>Replaces a candidate that has a <c>matrix</c> by one for each combination of its values, each value among the candidate's <c>with</c>.</summary>
/// <remarks>
/// On nodes, before keys are read: what follows sees candidates as if they had been written one by one, and every message points to where the value stands.
/// A matrix that is not right stays where it is, for the reader of keys to complain of.
/// </remarks>
internal static class CandidateMatrix
{
    /// <summary>More candidates than anybody waits for are a mistake.</summary>
    public const int MostCombinations = 64;

    /// <summary>The experiment without any matrix.</summary>
    public static MapNode Expand(MapNode root, DiagnosticBag bag)
    {
        var written = root.Entries.FirstOrDefault(entry => entry.Name == ExperimentKeys.Candidates.Name);
        if (written?.Value is not MapNode candidates)
        {
            return root;
        }

        var expanded = candidates.Entries.SelectMany(entry => Expand(entry, bag)).ToList();
        foreach (var twice in expanded.GroupBy(entry => entry.Name).Where(group => group.Count() > 1))
        {
            bag.Add(twice.Last().Key, $"two candidates are named '{twice.Key}'", "Name the candidate of the matrix otherwise, or give its values that differ in letters and digits.");
        }

        var node = new MapNode(candidates.File, candidates.Line, candidates.Column, [.. expanded.DistinctBy(entry => entry.Name)]);
        return new MapNode(root.File, root.Line, root.Column, [.. root.Entries.Select(entry => entry == written ? entry with { Value = node } : entry)]);
    }

    private static List<MapEntry> Expand(MapEntry entry, DiagnosticBag bag)
    {
        if (entry.Value is not MapNode candidate || Find(candidate, ExperimentKeys.Matrix.Name) is not { Value: MapNode matrix } written || !IsWhole(candidate, matrix))
        {
            return [entry];
        }

        var with = Find(candidate, ExperimentKeys.With.Name)?.Value as MapNode;
        foreach (var fixedToo in matrix.Entries.Where(axis => with is not null && Find(with, axis.Name) is not null))
        {
            bag.Add(fixedToo.Key, $"candidates.{entry.Name}: '{fixedToo.Name}' stands in 'with' and in 'matrix'", "Remove one of the two.");
        }

        var count = matrix.Entries.Aggregate(1L, (product, axis) => Math.Min(product * Values(axis.Value).Count, int.MaxValue));
        if (count > MostCombinations)
        {
            bag.Add(written.Key, string.Create(CultureInfo.InvariantCulture, $"candidates.{entry.Name}.matrix makes {count} candidates, and {MostCombinations} are the most"), "Give it fewer values, or make several experiments.");
            return [];
        }

        return Combinations(matrix.Entries.ToArray()).Select(values => Combine(entry, candidate, with, values)).ToList();
    }

    /// <summary>Lists of values that stand beside a stack; everything else is for the reader of keys.</summary>
    private static bool IsWhole(MapNode candidate, MapNode matrix) =>
        matrix.Entries.Count > 0 && Find(candidate, ExperimentKeys.Stack.Name) is not null && matrix.Entries.All(axis => Values(axis.Value).Count > 0);

    private static IReadOnlyList<ScalarNode> Values(Node node) => node switch
    {
        ScalarNode { IsNull: false } single => [single],
        ListNode list when list.Items.All(item => item is ScalarNode { IsNull: false }) => [.. list.Items.Cast<ScalarNode>()],
        _ => [],
    };

    /// <summary>The last axis changes fastest, as the digits of a number do.</summary>
    private static IEnumerable<IReadOnlyList<MapEntry>> Combinations(ReadOnlyMemory<MapEntry> axes)
    {
        if (axes.IsEmpty)
        {
            yield return [];
            yield break;
        }

        foreach (var value in Values(axes.Span[0].Value))
        {
            foreach (var rest in Combinations(axes[1..]))
            {
                yield return [axes.Span[0] with { Value = value }, .. rest];
            }
        }
    }

    private static MapEntry Combine(MapEntry entry, MapNode candidate, MapNode? with, IReadOnlyList<MapEntry> values)
    {
        var name = string.Join('-', values.Select(value => $"{value.Name}-{KeyTypes.CloseName(((ScalarNode)value.Value).Text)}").Prepend(entry.Name));
        var merged = new MapNode(candidate.File, candidate.Line, candidate.Column, [.. with?.Entries ?? [], .. values]);
        var key = new ScalarNode(candidate.File, candidate.Line, candidate.Column, ExperimentKeys.With.Name, isPlain: true);
        var others = candidate.Entries.Where(e => e.Name != ExperimentKeys.Matrix.Name && e.Name != ExperimentKeys.With.Name);
        return new MapEntry(
            new ScalarNode(entry.Key.File, entry.Key.Line, entry.Key.Column, name, isPlain: true),
            new MapNode(candidate.File, candidate.Line, candidate.Column, [.. others, new MapEntry(key, merged)]));
    }

    private static MapEntry? Find(MapNode map, string name) => map.Entries.FirstOrDefault(entry => entry.Name == name);
}
