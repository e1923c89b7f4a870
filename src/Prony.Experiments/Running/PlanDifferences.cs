using System.Text.Json;
using System.Text.Json.Nodes;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Running;

/// <summary>What differs between the plan that a run was begun with and the one that it would have now.</summary>
internal static class PlanDifferences
{
    /// <summary>They follow from the others.</summary>
    private static readonly string[] Derived = ["order", "round_seeds"];

    /// <summary>One phrase for each difference; empty when the run can go on. Names, dates, what was skipped and what a self-test of another day found are no differences.</summary>
    internal static IReadOnlyList<string> Between(PlanRecord planned, PlanRecord now)
    {
        var same = now with { Run = planned.Run, CreatedUtc = planned.CreatedUtc, Invocation = planned.Invocation, Skipped = planned.Skipped, ExpectedS = planned.ExpectedS, Visible = planned.Visible, Placement = planned.Placement is null ? null : now.Placement };
        var (before, after) = (Properties(planned), Properties(same));
        var found = before.Where(p => !JsonNode.DeepEquals(p.Value, after[p.Key])).ToList();
        var shown = found.Where(p => !Derived.Contains(p.Key)).ToList();
        return [.. (shown.Count > 0 ? shown : found).SelectMany(p => Describe(p.Key, p.Value, after[p.Key]))];
    }

    private static JsonObject Properties(PlanRecord plan) => JsonSerializer.SerializeToNode(plan, RunJson.Lines.PlanRecord)!.AsObject();

    private static IEnumerable<string> Describe(string name, JsonNode? before, JsonNode? after) => (name, before, after) switch
    {
        ("definitions", JsonObject was, JsonObject isNow) => Keys(was, isNow).Select(file => !was.ContainsKey(file) ? $"{file} is new" : !isNow.ContainsKey(file) ? $"{file} is gone" : $"{file} was changed"),
        (_, JsonObject was, JsonObject isNow) => Keys(was, isNow).Select(part => $"{Words(name)}, {Words(part)}: {Text(was[part])} then, {Text(isNow[part])} now"),
        (_, JsonArray, _) or (_, _, JsonArray) => [$"{Words(name)} are not the same"],
        _ => [$"{Words(name)}: {Text(before)} then, {Text(after)} now"],
    };

    /// <summary>Keys whose values differ, or that only one of the two has.</summary>
    private static List<string> Keys(JsonObject was, JsonObject now) =>
        [.. was.Concat(now).Select(p => p.Key).Distinct().Where(key => was.ContainsKey(key) != now.ContainsKey(key) || !JsonNode.DeepEquals(was[key], now[key]))];

    private static string Words(string name) => name.Replace('_', ' ');

    private static string Text(JsonNode? value) => value?.ToString() ?? "none";
}
