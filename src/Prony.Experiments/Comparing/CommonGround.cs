using Prony.Experiments.Verdicts;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Comparing;

/// <summary>The candidates, scenarios and loads that two runs have in common.</summary>
/// <param name="Candidates">In the order of the new run.</param>
/// <param name="Scenarios">In the order of the new run, each with the loads that both have; none is empty.</param>
internal sealed record CommonGround(IReadOnlyList<CandidateNames> Candidates, IReadOnlyList<CommonScenario> Scenarios)
{
    /// <exception cref="RunMismatchException">They have nothing in common.</exception>
    internal static CommonGround Of(PlanRecord old, PlanRecord current, CandidateNames? only)
    {
        var candidates = only is null
            ? [.. current.Candidates.Where(c => old.Candidates.Any(o => o.Name == c.Name)).Select(c => new CandidateNames(c.Name, c.Name))]
            : new List<CandidateNames> { Known(old, current, only) };
        if (candidates.Count == 0)
        {
            throw new RunMismatchException(
                $"The two runs have no candidate in common: {old.Run} has {NamesOf(old)}, {current.Run} has {NamesOf(current)}. Candidates with different names are compared with 'prony compare --candidate OLD=NEW'.");
        }

        var scenarios = current.Scenarios
            .Select(mine => new CommonScenario(mine.Name, [.. mine.Points.Where(point => Of(old, mine.Name)?.Points.Contains(point) == true)]))
            .Where(scenario => scenario.Points.Count > 0)
            .ToList();
        return scenarios.Count > 0
            ? new CommonGround(candidates, scenarios)
            : throw new RunMismatchException(
                $"The two runs have no scenario at the same load in common: {old.Run} has {LoadsOf(old)}, {current.Run} has {LoadsOf(current)}. Only the same load can be compared.");
    }

    internal static PlannedScenario? Of(PlanRecord plan, string scenario) => plan.Scenarios.FirstOrDefault(s => s.Name == scenario);

    private static CandidateNames Known(PlanRecord old, PlanRecord current, CandidateNames names)
    {
        foreach (var (plan, name) in new[] { (old, names.Old), (current, names.New) })
        {
            if (plan.Candidates.All(c => c.Name != name))
            {
                throw new RunMismatchException($"{plan.Run} has no candidate '{name}'; it has {NamesOf(plan)}.");
            }
        }

        return names;
    }

    private static string NamesOf(PlanRecord plan) => Texts.List([.. plan.Candidates.Select(c => c.Name)]);

    private static string LoadsOf(PlanRecord plan) =>
        Texts.List([.. plan.Scenarios.Select(s => $"{s.Name} at {Texts.List([.. s.Points.Select(p => p.Text)])}")]);
}

/// <summary>A scenario with the loads that both runs have.</summary>
internal sealed record CommonScenario(string Name, IReadOnlyList<PointRecord> Points);
