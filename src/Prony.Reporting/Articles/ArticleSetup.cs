using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;
using Prony.Reporting.Runs;

namespace Prony.Reporting.Articles;

/// <summary>What was measured where, and with which load.</summary>
internal static class ArticleSetup
{
    public static IEnumerable<Block> Of(RunView view)
    {
        if (view.Plan is not { } plan)
        {
            yield break;
        }

        yield return new Facts([.. Facts(plan)]);
        if (view.Verdict is { } verdict)
        {
            foreach (var block in SetupTable.Of(plan, verdict, width: null))
            {
                yield return block is Heading ? new Prose("As stated", "what the files say that the services run on.") : block;
            }

            foreach (var block in FairnessView.Of(verdict.Fairness, [.. plan.Candidates.Select(candidate => candidate.Name)], width: null))
            {
                yield return block;
            }
        }
    }

    private static IEnumerable<Fact> Facts(PlanRecord plan)
    {
        foreach (var path in plan.Candidates.GroupBy(PathOf))
        {
            yield return new Fact(path.Count() == plan.Candidates.Count ? "Architecture" : $"Architecture of {string.Join(", ", path.Select(candidate => candidate.Name))}", path.Key);
        }

        if (plan.SharedServices.Count > 0)
        {
            yield return new Fact("Shared by all", string.Join(", ", plan.SharedServices));
        }

        var machine = plan.Machine;
        yield return new Fact("Machine", $"{Figure.Count(machine.Cpus)} × {machine.Cpu}, {Figure.Bytes(machine.MemoryBytes)}, {machine.Os}, kernel {machine.Kernel}; load and servers share it");
        foreach (var scenario in plan.Scenarios)
        {
            yield return new Fact($"Load, {scenario.Name}", $"{string.Join("; ", scenario.Points.Select(PointFigures.LoadText))}; {scenario.Method} {scenario.Path}, success is {scenario.Expect}{string.Concat(scenario.Checks.Select(check => " and " + check))}");
        }

        yield return new Fact("Rounds", $"{Figure.Count(plan.Rounds)}, every candidate once in each, started fresh, in an order that is balanced; windows of {Figure.Chosen(plan.Phases.MeasureS)}");
        yield return new Fact("Decides", $"{plan.Primary}, smallest difference worth acting on {Figure.Share(plan.Margin)}, baseline {plan.Baseline}");
    }

    /// <summary>"load generator → proxy → web": the last service of a stack is its front.</summary>
    private static string PathOf(PlannedCandidate candidate) =>
        string.Join(" → ", candidate.Services.Reverse().DefaultIfEmpty(candidate.Stack).Prepend("load generator"));
}
