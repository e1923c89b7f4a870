using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Runs;

/// <summary>What an experiment allows: how the candidates' work may differ, and limits of gates that are not the defaults.</summary>
internal static class AllowedWork
{
    /// <summary>For the report; empty for plans of older versions.</summary>
    public static IEnumerable<Fact> Facts(PlanRecord plan)
    {
        if (plan.Scenarios.Any(s => s.Same is not null))
        {
            yield return new Fact("Same work", Each(plan.Scenarios, plan));
        }

        if (plan.Limits.Count > 0)
        {
            yield return new Fact("Limits", Limits(plan));
        }
    }

    /// <summary>What stands beside the verdict because it is not what everybody takes for granted.</summary>
    public static IEnumerable<Block> BesideVerdict(PlanRecord? plan)
    {
        if (plan is null)
        {
            yield break;
        }

        if (plan.Scenarios.Where(IsUnusual).ToList() is { Count: > 0 } unusual)
        {
            yield return new Prose("Same work", Each(unusual, plan) + ".", Tone.Aside);
        }

        if (plan.Limits.Count > 0)
        {
            yield return new Prose("Limits", Limits(plan) + ".", Tone.Aside);
        }
    }

    private static bool IsUnusual(PlannedScenario scenario) =>
        scenario.KeepAlive == KeepAliveName.Required || scenario.Same is { Tolerance: not null } or { Body: not SameBodyName.Length };

    private static string Each(IEnumerable<PlannedScenario> scenarios, PlanRecord plan) =>
        string.Join("; ", scenarios.Where(s => s.Same is not null).Select(s => (plan.Scenarios.Count > 1 ? s.Name + ": " : "") + Text(s)));

    private static string Text(PlannedScenario scenario)
    {
        var body = scenario.Same switch
        {
            { Body: SameBodyName.Any } => "content and compression may differ",
            { Body: SameBodyName.Exact } => "same bytes of content, same compression",
            { Tolerance: { } tolerance } => $"length of the content within {Figure.Share(tolerance)}, same compression",
            _ => "length of the content within 2 %, same compression",
        };
        return $"same status mix, {body}{(scenario.KeepAlive == KeepAliveName.Required ? ", connections kept (required)" : "")}";
    }

    /// <summary>"V07 failed requests: warn 0.01 instead of 0, invalid 0.05 instead of 0.001 (set by the experiment)".</summary>
    private static string Limits(PlanRecord plan) => string.Join("; ", plan.Limits.Select(Limit)) + " (set by the experiment)";

    private static string Limit(LimitRecord limit)
    {
        (string Name, double? Value, double? Default)[] both = [("warn", limit.Warn, limit.DefaultWarn), ("invalid", limit.Invalid, limit.DefaultInvalid)];
        var changes = both
            .Where(change => change.Value is not null)
            .Select(change => $"{change.Name} {Plain(change.Value!.Value)}{(change.Default is { } own ? $" instead of {Plain(own)}" : "")}");
        return $"{limit.Id}{(limit.Name is null ? "" : " " + limit.Name)}: {string.Join(", ", changes)}";
    }

    private static string Plain(double value) => value.ToString(CultureInfo.InvariantCulture);
}
