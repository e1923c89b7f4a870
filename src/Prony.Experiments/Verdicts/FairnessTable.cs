using Prony.Experiments.Gates;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Verdicts;

/// <summary>What the candidates are made of, side by side, and which of the differences nobody meant (V26). Pure; docs/methods/fairness.md.</summary>
internal static class FairnessTable
{
    private const string Processes = "processes";
    private const string Threads = "threads";
    private const string KeepAlive = "keep-alive";

    /// <summary>Threads come and go with the load and with the program, and V09 judges connections: they are told, not judged.</summary>
    private static readonly string[] NeverJudged = [Threads, KeepAlive];

    /// <summary>A factor of one of these names is what makes the number of processes differ.</summary>
    private static readonly string[] MeansProcesses = [Processes, "workers", "instances"];

    internal static FairnessRecord Of(PlanRecord plan, IReadOnlyList<PointTrials> points)
    {
        var trials = points.SelectMany(point => point.Rounds.Counted).ToList();
        var declared = plan.Candidates.SelectMany(c => c.Declares.Keys).Distinct().ToList();
        var parameters = plan.Candidates.SelectMany(c => c.With.Keys).Distinct().Where(name => !declared.Contains(name));
        var rows = new List<FairnessRow> { Row(plan, "stack", FairnessKind.Definition, StackOf) };
        if (plan.Candidates.Any(c => c.Kind == CandidateKind.Run))
        {
            rows.Add(Row(plan, "command", FairnessKind.Definition, c => c.Kind == CandidateKind.Run ? c.Stack : null));
        }

        rows.AddRange(parameters.Select(name => Row(plan, name, FairnessKind.Definition, c => c.With.GetValueOrDefault(name))));
        rows.AddRange(declared.Select(name => Row(plan, name, FairnessKind.Declared, c => c.Declares.GetValueOrDefault(name))));
        rows.AddRange(Measured(trials).Where(measured => !declared.Contains(measured.Name))
            .Select(measured => Row(plan, measured.Name, FairnessKind.Measured, c => measured.Of(c.Name) is { } count ? CountText.Of(count) : null)));
        if (!declared.Contains(KeepAlive) && Row(plan, KeepAlive, FairnessKind.Measured, c => Connections(trials, c.Name)) is { Values.Count: > 0 } connections)
        {
            rows.Add(connections);
        }

        return new FairnessRecord(plan.Factor, rows);
    }

    /// <summary>One doubt for all differences that nobody meant. Without a factor nobody said what is meant: then it is not judged.</summary>
    internal static JudgedGate Judge(PlanRecord plan, FairnessRecord fairness)
    {
        var row = GateLimits.Fairness.ChangedBy(plan.Limits);
        if (fairness.Factor.Count == 0)
        {
            return new JudgedGate(GateFinding.NotApplicable(row, "the experiment names no factor: what differs between candidates is listed, not judged").Record, null);
        }

        var unmeant = fairness.Rows.Where(r => r.Undeclared).ToList();
        var finding = GateFinding.ByLimits(row, unmeant.Count, _ => new DoubtWords(
            $"{Texts.List([.. plan.Candidates.Select(c => c.Name)])} differ in more than the factor ({string.Join(", ", fairness.Factor)}): {string.Join("; ", unmeant.Select(Words))}.",
            "What else differs can be the cause of the result as well as the factor.",
            "Make it the same for all candidates, or name it in `factor` if it is meant."));
        return new JudgedGate(finding.Record, finding.Doubt);
    }

    private static string Words(FairnessRow row) =>
        $"{row.Name} ({string.Join(", ", row.Values.Select(value => $"{value.Key}: {value.Value}"))})";

    private static string StackOf(PlannedCandidate candidate) => candidate.Kind switch
    {
        CandidateKind.Stack => candidate.Stack,
        CandidateKind.Run => "a command",
        _ => "runs already",
    };

    private static IEnumerable<(string Name, Func<string, int?> Of)> Measured(List<TrialRecord> trials)
    {
        yield return (Processes, candidate => Most(trials, candidate, trial => trial.Resources?.Processes));
        yield return (Threads, candidate => Most(trials, candidate, trial => trial.Resources?.Threads));

        // The front is the last service: its queue is the one that users wait in.
        yield return ("backlog", candidate => Most(trials, candidate, trial => trial.Identity is [.., var front] ? front.Backlog : null));
    }

    /// <summary>What became of connections that were to be kept; null where none were or nothing is known.</summary>
    private static string? Connections(List<TrialRecord> trials, string candidate)
    {
        var kept = trials.Where(trial => trial.Candidate == candidate && trial.Load is { Work.KeepAlive: true, Requests.Completed: > 0 }).ToList();
        if (kept.Count == 0)
        {
            return null;
        }

        var share = kept.Max(trial => KeepAliveGate.ShareOf(trial.Load!));
        return share > GateLimits.KeepAlive.Invalid ? "closes connections" : "keeps connections";
    }

    private static int? Most(List<TrialRecord> trials, string candidate, Func<TrialRecord, int?> figure) =>
        trials.Where(trial => trial.Candidate == candidate).Select(figure).Max() is { } most and > 0 ? most : null;

    private static FairnessRow Row(PlanRecord plan, string name, string kind, Func<PlannedCandidate, string?> value)
    {
        var values = plan.Candidates.Select(c => (c.Name, Value: value(c))).Where(known => known.Value is not null).ToDictionary(known => known.Name, known => known.Value!);
        var differs = values.Values.Distinct(StringComparer.Ordinal).Count() > 1;
        return new FairnessRow(name, kind, values, differs, differs && plan.Factor.Count > 0 && !IsMeant(plan.Factor, name) && !NeverJudged.Contains(name));
    }

    /// <summary>Another command is another stack, and the other way round: who means one means both.</summary>
    private static bool IsMeant(IReadOnlyList<string> factor, string name) => factor.Contains(name) || name switch
    {
        "stack" or "command" => factor.Contains("stack") || factor.Contains("command"),
        Processes => factor.Any(MeansProcesses.Contains),
        _ => false,
    };
}
