using System.Globalization;
using Prony.Experiments.Gates;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Verdicts;

/// <summary>
/// V29: a limit that nobody measured, shared by the candidates or hidden in one. Of a candidate: nothing that was measured was full, and yet its throughput stayed below half of
/// min(workers ÷ unloaded response, CPUs ÷ CPU per request). Between two: nothing was full, throughputs are within 3 %, CPU per request is not within 25 %.
/// </summary>
/// <remarks>
/// Users who always ask again only: a rate, a pause or a pace is a ceiling that the experiment itself sets. So are the users: where they are as many as
/// throughput × unloaded response, they wait for nothing but the work.
/// </remarks>
internal static class CommonCeiling
{
    /// <summary>Throughputs that are closer than this are alike.</summary>
    private const double Alike = 0.03;

    /// <summary>A load that keeps half of its users in work that waits for nothing else is limited by its users.</summary>
    private const double LimitedByUsers = 0.5;

    /// <summary>Responses that spread wider (p90 ÷ p10) are long and short by themselves: no one of them is "the unloaded response".</summary>
    private const double WidestSpread = 5;

    private const double MostFailures = 0.01;

    private const string Advice = "Look for what all requests pass and nobody accounts for: the connections of a proxy or pool, a rate limit, a lock, a service elsewhere; then lift it, or ask "
        + "without it.";

    internal static IEnumerable<JudgedGate> Judge(PlanRecord plan, IReadOnlyList<PointTrials> points)
    {
        var windows = points.Select(at => (At: at, Known: plan.Candidates.Select(c => Read(plan, c, at)).OfType<Window>().ToList())).ToList();
        foreach (var candidate in plan.Candidates.Select(c => c.Name))
        {
            var own = windows.SelectMany(point => point.Known.Where(w => w.Candidate == candidate).Select(w => OfCandidate(plan, point.At, w))).ToList();
            if (own.Count > 0)
            {
                yield return own.OrderBy(judged => judged.Doubt is null).ThenBy(judged => judged.Gate.Value ?? double.MaxValue).First();
            }
        }

        foreach (var between in windows.SelectMany(point => Between(plan, point.At, point.Known)))
        {
            yield return between;
        }
    }

    /// <summary>Null where nobody looked for a limit: no window, or records of an older version.</summary>
    private static Window? Read(PlanRecord plan, PlannedCandidate candidate, PointTrials at)
    {
        var trials = at.Rounds.Measured(candidate.Name).Where(trial => trial.Bottleneck is not null).ToList();
        if (trials.Count == 0)
        {
            return null;
        }

        // A window that a neighbour filled says nothing; the others still do.
        var full = trials.Where(trial => trial.Bottleneck!.Resource != BottleneckName.None).ToList();
        var counted = full.Count * 2 > trials.Count ? full : [.. trials.Except(full)];
        return new Window(candidate.Name, counted, WorkersOf(candidate), CostNs(counted), plan.Machine.Cpus);
    }

    private static JudgedGate OfCandidate(PlanRecord plan, PointTrials at, Window window)
    {
        var row = GateLimits.Ceiling.ChangedBy(plan.Limits);
        if (Silence(plan, at, window, row) is { } silent)
        {
            return silent;
        }

        var byWorkers = window.Workers(at.Point) / window.UnloadedS;
        var byCpu = window.Cpus / (window.CostNs / 1e9);
        var share = window.PerS / Math.Min(byWorkers, byCpu);
        var finding = GateFinding.ByLimits(row, share, _ => new DoubtWords(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{window.Candidate} answered {Rate(window.PerS)} {Where(plan, at)}; {CountText.Of(window.Workers(at.Point))} at once of {GateWords.Time(window.UnloadedS * 1e9)} each allow {Rate(byWorkers)}, the CPUs {Rate(byCpu)}, and nothing that was measured was full."),
            $"Below {ShareText.Format(row.Warn!.Value)} of what workers and CPUs allow, something that was not measured was the limit: the figures may be those of a proxy, a pool or a lock, the same for every candidate behind it.",
            window.DeclaredWorkers is null ? $"{Advice} If the server works on fewer requests at once, declare how many: `declares: {{workers: N}}`." : Advice));
        return new JudgedGate(finding.Record with { Candidate = window.Candidate }, finding.Doubt);
    }

    private static JudgedGate? Silence(PlanRecord plan, PointTrials at, Window window, GateLimit row)
    {
        GateFinding? finding =
            !IsUnpaced(at.Point) ? GateFinding.NotApplicable(row, "only users who ask again at once show what a server can bear")
            : window.Full is { } full ? full.Resource == BottleneckName.Unknown
                ? GateFinding.Unknown(row, "what was full is not known: " + Limits.LimitWords.ConclusionOf(full.Sentence))
                : GateFinding.NotApplicable(row, "something that was measured was full")
            : window.Failures > MostFailures ? GateFinding.NotApplicable(row, "failed requests took part of the throughput")
            : plan.Scenarios.FirstOrDefault(s => s.Name == at.Scenario) is { Requests.Count: > 1 } ? GateFinding.NotApplicable(row, "its requests differ, so that no response is typical")
            : window.UnloadedS <= 0 || window.CostNs <= 0 ? GateFinding.Unknown(row, "no request shows what a response takes and costs")
            : window.Spread > WidestSpread ? GateFinding.NotApplicable(row, "its responses differ too much by themselves to say what one takes without a queue")
            : null;
        return finding is null ? null : new JudgedGate(finding.Record with { Candidate = window.Candidate }, null);
    }

    private static IEnumerable<JudgedGate> Between(PlanRecord plan, PointTrials at, List<Window> known)
    {
        var row = GateLimits.AlikeDespiteCost.ChangedBy(plan.Limits);
        if (!IsUnpaced(at.Point) || known.Find(w => w.Candidate == plan.Baseline) is not { } baseline)
        {
            yield break;
        }

        foreach (var other in known.Where(w => w != baseline))
        {
            var apart = Math.Abs(Math.Log(other.PerS / baseline.PerS));
            var cost = Math.Exp(Math.Abs(Math.Log(other.OwnCostNs / baseline.OwnCostNs))) - 1;
            if (new[] { other, baseline }.Any(w => w.Full is not null || w.Failures > MostFailures || w.OwnCostNs <= 0) || apart > Math.Log(1 + Alike) || !(cost > row.Warn))
            {
                continue;
            }

            // Work that waits takes its time, whoever serves: users who wait for nothing else are the limit, and they are the experiment's own.
            var unloadedS = Math.Min(other.UnloadedS, baseline.UnloadedS);
            if (unloadedS > 0 && other.PerS * unloadedS >= LimitedByUsers * Math.Min(other.Places(at.Point), baseline.Places(at.Point)))
            {
                continue;
            }

            var (dear, cheap) = other.OwnCostNs > baseline.OwnCostNs ? (other, baseline) : (baseline, other);
            yield return new JudgedGate(
                new GateRecord(row.Id, cost, row.Warn, GateState.Warn, Candidate: other.Candidate),
                new DoubtRecord(
                    row.Id,
                    GateState.Warn,
                    $"{other.Candidate} and {baseline.Candidate} answer alike {Where(plan, at)} ({Rate(other.PerS)} and {Rate(baseline.PerS)}), although a request costs {dear.Candidate} {ShareText.Format(cost)} more CPU than {cheap.Candidate}, and nothing that was measured was full.",
                    $"Throughputs within {ShareText.Format(Alike)} at costs that differ by more than {ShareText.Format(row.Warn!.Value)} mean that something that they share was the limit, and that is what was compared.",
                    Advice));
        }
    }

    private static bool IsUnpaced(PointRecord point) => point is { Users: not null, Stages: null } && !(point.ThinkS > 0) && !(point.PaceS > 0);

    private static string Where(PlanRecord plan, PointTrials at) => Texts.At(at.Point, plan.Scenarios.Count > 1 ? at.Scenario : null);

    private static string Rate(double perS) => perS.ToString(perS < 100 ? "0.#" : "#,0", CultureInfo.InvariantCulture) + "/s";

    private static int? WorkersOf(PlannedCandidate candidate) =>
        candidate.Declares.TryGetValue("workers", out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var workers) && workers > 0 ? workers : null;

    /// <summary>CPU of a request on this machine: what the candidate takes, and the generator beside it.</summary>
    private static double CostNs(IReadOnlyList<TrialRecord> trials) => OwnCostNs(trials) + trials.Average(trial => trial.Load!.Generator.CpuPerRequestNs);

    private static double OwnCostNs(IReadOnlyList<TrialRecord> trials) =>
        trials.Select(trial => trial.Resources?.CpuPerRequestGrossNs ?? trial.Resources?.CpuPerRequestNs).OfType<double>().DefaultIfEmpty(0).Average();

    /// <summary>A candidate at one load over its rounds.</summary>
    private sealed record Window(string Candidate, IReadOnlyList<TrialRecord> Trials, int? DeclaredWorkers, double CostNs, int Cpus)
    {
        internal double PerS { get; } = Trials.Average(trial => trial.Load!.ThroughputPerS);

        internal double OwnCostNs { get; } = OwnCostNs(Trials);

        internal double Failures { get; } = Trials.Max(trial => trial.Load!.Requests.FailureShare());

        /// <summary>Seconds; 0 when no request shows it.</summary>
        internal double UnloadedS { get; } = Trials.Select(trial => trial.UnloadedNs).OfType<long>().DefaultIfEmpty(0).Min() / 1e9;

        internal double Spread { get; } = Trials.Max(trial => trial.Load!.ServiceNs is { Count: > 0 } times ? times.At("90") / (double)Math.Max(1, times.At("10")) : 1);

        /// <summary>What was full in any window; null when nothing was in all of them.</summary>
        internal BottleneckRecord? Full { get; } = Trials.Select(trial => trial.Bottleneck!).FirstOrDefault(found => found.Resource != BottleneckName.None);

        /// <summary>Requests that can be worked on at once: what the stack declares, else its threads, of which some may have other work and some
        /// may take several requests; never more than there are users.</summary>
        internal int Workers(PointRecord point) => Math.Min(point.Users!.Value, DeclaredWorkers ?? Math.Max(1, Trials.Max(trial => trial.Resources?.Threads ?? int.MaxValue)));

        /// <summary>The same by what is certain: users and declared workers.</summary>
        internal int Places(PointRecord point) => Math.Min(point.Users!.Value, DeclaredWorkers ?? int.MaxValue);
    }
}
