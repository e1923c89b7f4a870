using Prony.Experiments.Definitions;
using Prony.Experiments.Planning;
using Prony.Measurement.Runs;
using Prony.Reporting.Runs;

namespace Prony.Cli.Verbs;

/// <summary><c>prony run FILE --plan</c>: what would be done and how long it would take.</summary>
internal static class PlanOnly
{
    public static int Show(ExperimentDefinition definition, bool quick, Terminal terminal, string? json)
    {
        var plan = Planner.Plan(definition, definition.Name, [.. definition.Candidates.Select(c => c.Name)], [], quick, TimeProvider.System);
        PlanReport.Terminal(plan, terminal.Output);
        using var file = JsonOutput.Open(json);
        file?.Write(plan, RunJson.Files.PlanRecord);
        return ExitCodes.Done;
    }
}
