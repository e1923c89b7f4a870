using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;
using Prony.Reporting.Runs;

namespace Prony.Reporting.Continuous;

/// <summary>What a run found, as JUnit XML for CI systems: a suite of the gates, and one per scenario with what was measured, objectives, claims and verdict (docs/views.md).</summary>
/// <remarks>Pure and thread-safe.</remarks>
public static class JUnitReport
{
    /// <summary>Of a run of an experiment.</summary>
    public static string Of(RunView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var experiment = view.Plan?.Experiment ?? view.Verdict?.Experiment ?? view.Name;
        List<KeyValuePair<string, string>> properties = [new("run", view.Name)];
        if (view.Plan is { } plan)
        {
            properties.AddRange([new("prony", plan.Tool.Version), new("question", plan.Question ?? ""), new("machine", $"{plan.Machine.Cpus} × {plan.Machine.Cpu}, kernel {plan.Machine.Kernel}")]);
        }

        return JUnitXml.Write(experiment, view.Plan?.CreatedUtc, view.Verdict is { } verdict
            ? [.. Suites(experiment, properties, view, verdict)]
            : [new TestSuite(experiment, properties, [new TestCase("verdict", TestOutcome.Error, $"The run ended before its verdict. {RunDocument.WhatThereIs(view)}") { Kind = "no-verdict" }])]);
    }

    /// <summary>Of a search for capacities: a case for each candidate, and one for each comparison.</summary>
    public static string Of(CapacityRecord capacity)
    {
        ArgumentNullException.ThrowIfNull(capacity);
        List<TestCase> cases =
        [
            .. capacity.Candidates.Select(candidate => Capacity(capacity, candidate)),
            .. capacity.Comparisons.Select(comparison => Compared("capacity", comparison)),
            .. capacity.Skipped.Select(Skipped),
        ];
        return JUnitXml.Write(capacity.Experiment, null, [new TestSuite($"{capacity.Experiment}.{capacity.Scenario}", [new("objectives", string.Join(", ", capacity.Settings.Objectives))], cases)]);
    }

    /// <summary>Of tuned settings: one case, which passes where there is an answer; a preview is none.</summary>
    public static string Of(TuneRecord tune)
    {
        ArgumentNullException.ThrowIfNull(tune);
        var sentence = string.Join(' ', tune.Sentences);
        var isCutShort = tune.Whole == false;
        var answer = new TestCase($"best setting of {tune.Candidate} in {tune.Metric}", tune.Best.Count > 0 && !isCutShort ? TestOutcome.Passed : TestOutcome.Error, sentence)
        {
            Kind = isCutShort ? "cut-short" : "no-valid-result",
        };
        return JUnitXml.Write(tune.Experiment, null, [new TestSuite($"{tune.Experiment}.{tune.Scenario}", [new("candidate", tune.Candidate)], [answer])]);
    }

    private static IEnumerable<TestSuite> Suites(string experiment, List<KeyValuePair<string, string>> properties, RunView view, VerdictRecord verdict)
    {
        if (verdict.Preview)
        {
            properties.Add(new("preview", "true"));
        }

        List<TestCase> common =
        [
            .. verdict.Gates.Select(gate => Gate(gate, verdict.Doubts)),
            .. CutShort(view),
            .. verdict.Skipped.Select(Skipped),
            .. verdict.Claims.Where(claim => claim.Scenario is null || !verdict.Scenarios.ContainsKey(claim.Scenario)).Select(Claim),
        ];
        if (common.Count > 0)
        {
            yield return new TestSuite(experiment, properties, common);
        }

        foreach (var (name, scenario) in verdict.Scenarios)
        {
            List<TestCase> cases =
            [
                .. scenario.Points.SelectMany(point => Measured(view, verdict, name, point)),
                .. verdict.Lost.Where(lost => lost.Scenario == name).Select(GivenUp),
                .. verdict.Objectives.Where(objective => objective.Scenario == name).Select(Objective),
                .. verdict.Claims.Where(claim => claim.Scenario == name).Select(Claim),
                .. scenario.Points.SelectMany(point => point.Comparisons.Where(c => c.Metric == verdict.Primary).Select(c => Compared($"{verdict.Primary} at {point.Load.Text}", c))),
            ];
            yield return new TestSuite($"{experiment}.{name}", properties, cases);
        }
    }

    private static TestCase Gate(GateRecord gate, IReadOnlyList<DoubtRecord> doubts)
    {
        var name = gate.Candidate is { } candidate ? $"gate {gate.Id}: {candidate}" : $"gate {gate.Id}";
        var own = doubts.Where(doubt => doubt.Id == gate.Id && doubt.Level == gate.State).ToList();
        var of = gate.Candidate is { } who && own.Where(doubt => DoubtSubject.Of(doubt.Seen)?.Candidate == who).ToList() is { Count: > 0 } found ? found : own;
        var message = string.Join(' ', of.Select(doubt => doubt.Seen));
        List<string> lines = [.. of.SelectMany(doubt => new[] { doubt.Limit, doubt.Advice })];
        return gate.State switch
        {
            GateState.Invalid => new TestCase(name, TestOutcome.Failed, message.Length > 0 ? message : "No verdict may rest on it.") { Kind = gate.State, Lines = lines },
            GateState.Warn => new TestCase(name, TestOutcome.Passed, message) { Lines = lines },
            GateState.Ok => new TestCase(name, TestOutcome.Passed),
            _ => new TestCase(name, TestOutcome.Skipped, gate.Reason ?? gate.State),
        };
    }

    private static IEnumerable<TestCase> Measured(RunView view, VerdictRecord verdict, string scenario, PointVerdict point)
    {
        var names = (view.Plan?.Candidates.Select(candidate => candidate.Name) ?? point.Candidates.Keys).Except(verdict.Skipped.Select(skipped => skipped.Candidate));
        foreach (var candidate in names)
        {
            var name = $"measured at {point.Load.Text}: {candidate}";
            var failed = view.Trials.LastOrDefault(t => t.Candidate == candidate && t.Scenario == scenario && t.Point == point.Load && t.State != TrialState.Completed);
            yield return point.Candidates.TryGetValue(candidate, out var summary)
                ? new TestCase(name, TestOutcome.Passed, $"{Figure.PerSecond(summary.ThroughputPerS)} successes/s, {Figure.Share(summary.Failures)} failed, p99 {Figure.Percentile(summary.ResponseNs, "99")}, {Figure.Count(summary.Rounds.Count, "round")}.")
                : new TestCase(name, TestOutcome.Error, failed?.Reason ?? "It has no whole round.") { Kind = failed?.State ?? "not-measured", Lines = failed?.LogTail ?? [] };
        }
    }

    private static IEnumerable<TestCase> CutShort(RunView view) =>
        RunDocument.IsCutShort(view) ? [new TestCase("run", TestOutcome.Error, $"The run ended before its plan did. {RunDocument.WhatThereIs(view)}") { Kind = "cut-short" }] : [];

    private static TestCase GivenUp(LostLoadRecord lost) => new($"given up at {lost.Point.Text}: {lost.Candidate}", TestOutcome.Error, lost.Reason) { Kind = "given-up" };

    private static TestCase Objective(ObjectiveRecord objective)
    {
        var value = objective.Value is { } known ? MetricFigures.Text(objective.Objective, known) : "unknown";
        return new TestCase($"objective {objective.Objective} at {objective.Point}: {objective.Candidate}", objective.Met ? TestOutcome.Passed : TestOutcome.Failed, $"It was {value}.") { Kind = "missed" };
    }

    private static TestCase Claim(ClaimRecord claim) => new(
        $"claim: {claim.Says}",
        claim.State switch { ClaimState.Confirmed => TestOutcome.Passed, ClaimState.Refuted => TestOutcome.Failed, _ => TestOutcome.Skipped },
        claim.Sentence)
    {
        Kind = claim.State,
        Lines = claim.Check is { } check ? [$"{check}, expected {claim.Expect}"] : [],
    };

    private static TestCase Compared(string what, ComparisonRecord comparison) => new(
        $"verdict: {comparison.Candidate} against {comparison.Baseline}, {what}",
        comparison.Verdict switch
        {
            VerdictName.Better or VerdictName.Equivalent => TestOutcome.Passed,
            VerdictName.Worse => TestOutcome.Failed,
            VerdictName.Invalid => TestOutcome.Error,
            _ => TestOutcome.Skipped,
        },
        comparison.Sentence)
    {
        Kind = comparison.Verdict,
    };

    private static TestCase Skipped(SkippedRecord skipped) => new($"candidate {skipped.Candidate}", TestOutcome.Skipped, SkippedText.Of(skipped));

    private static TestCase Capacity(CapacityRecord record, CapacityCandidate candidate)
    {
        var ends = candidate.Searches.Select(search => search.End).Distinct().ToList();
        var outcome = candidate.Searches.Any(search => search.Lower is not null) ? TestOutcome.Passed
            : ends.Contains(SearchEndName.LowestMissed) ? TestOutcome.Failed
            : TestOutcome.Error;
        return new TestCase($"capacity under {string.Join(", ", record.Settings.Objectives)}: {candidate.Name}", outcome, candidate.Sentence) { Kind = string.Join(' ', ends) };
    }
}
