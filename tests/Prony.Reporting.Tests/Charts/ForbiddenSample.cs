using Prony.Measurement.Runs;
using Prony.Reporting.Runs;

namespace Prony.Reporting.Tests.Charts;

/// <summary>Makes one round of a candidate one that gates forbid to use.</summary>
internal static class ForbiddenSample
{
    /// <summary>The run with that round, and the trial in which the gates spoke; of its invalid gates V10 forbids nothing but a percentile.</summary>
    public static (RunView View, TrialRecord Stopped) Of(RunView view, string candidate, int round)
    {
        GateRecord[] gates =
        [
            new("V07", 0, 0.001, GateState.Ok),
            new("V10", 20, 368, GateState.Invalid),
            new("V13", 0.0237288, 0.02, GateState.Invalid),
            new("V26", null, null, GateState.Invalid, "the web server changed"),
        ];
        var trials = view.Trials.ToList();
        var at = trials.FindIndex(trial => trial.Candidate == candidate && trial.Round == round);
        trials[at] = trials[at] with { Gates = gates };
        var point = view.Verdict!.Scenarios["work"].Points[0];
        var candidates = point.Candidates.ToDictionary(c => c.Key, c => c.Key != candidate ? c.Value : c.Value with { Rounds = [.. c.Value.Rounds.Select(figures => figures with { Invalid = figures.Round == round })] });
        var verdict = view.Verdict with { Scenarios = new Dictionary<string, ScenarioVerdict> { ["work"] = new([point with { Candidates = candidates }]) } };
        return (view with { Verdict = verdict, Trials = trials }, trials[at]);
    }
}
