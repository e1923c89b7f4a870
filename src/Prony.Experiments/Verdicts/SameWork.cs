using Prony.Experiments.Gates;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Verdicts;

/// <summary>V08 and V09 between a candidate and the baseline: did both do the same work? Round by round, because that is how they are compared.</summary>
internal sealed class SameWork
{
    /// <summary>What two samples of one mixture of answers differ by is within so many of their standard deviations.</summary>
    private const double Deviations = 4;

    private readonly PlanRecord _plan;
    private readonly SameRecord _same;
    private readonly List<(TrialRecord Mine, TrialRecord Theirs)> _rounds;

    private SameWork(PlanRecord plan, string scenario, IEnumerable<(TrialRecord Candidate, TrialRecord Baseline)> rounds)
    {
        _plan = plan;
        _same = plan.Scenarios.FirstOrDefault(s => s.Name == scenario)?.Same ?? new SameRecord(SameBodyName.Length, null);
        _rounds = [.. rounds.Where(round => round.Candidate.Load?.Work is not null && round.Baseline.Load?.Work is not null)];
    }

    /// <summary>Everything that differs, what forbids a verdict first.</summary>
    internal static IReadOnlyList<WorkDifference> Find(PlanRecord plan, string scenario, IEnumerable<(TrialRecord Candidate, TrialRecord Baseline)> rounds)
    {
        var work = new SameWork(plan, scenario, rounds);
        return [.. work.All().OfType<WorkDifference>().OrderBy(difference => difference.Gate.State == GateState.Invalid ? 0 : 1)];
    }

    /// <summary>Why no verdict may be given, as the rest of a sentence; null when there may be one.</summary>
    internal static string? Reason(PlanRecord plan, PairedRounds pair) =>
        pair.Pairs.Count == 0 ? null : Find(plan, pair.Pairs[0].Candidate.Scenario, pair.Pairs).FirstOrDefault(difference => difference.Gate.State == GateState.Invalid) is { } different
            ? $"the two did different work ({different.Gate.Id} {different.Name})"
            : null;

    private IEnumerable<WorkDifference?> All()
    {
        if (_rounds.Count == 0)
        {
            yield break;
        }

        yield return Status();
        if (_same.Body != SameBodyName.Any)
        {
            yield return Compression();
            yield return Length();
        }

        yield return _same.Body == SameBodyName.Exact ? Bytes() : null;
        yield return Heads();
        yield return Version();
        yield return Connections();
    }

    private WorkDifference? Length()
    {
        var row = GateLimits.BodyLengthDiffers.ChangedBy(_plan.Limits);
        var allowed = _same.Body == SameBodyName.Exact ? 0 : _same.Tolerance ?? row.Invalid!.Value;
        return Judge(row, allowed, (mine, theirs) => LengthBeyond(mine, theirs, allowed), (mine, theirs) => Relative(mine.Load!.Work!.BodyBytes.Mean, theirs.Load!.Work!.BodyBytes.Mean), (worst, often) => new DoubtWords(
            $"{Name(worst)}'s answers hold {Bytes(worst.Mine)} of content on average, {_plan.Baseline}'s {Bytes(worst.Theirs)}; they differ by more than {ShareText.Format(allowed)} in {often}.",
            _same.Body == SameBodyName.Exact
                ? "The experiment asks for the same bytes (same: {body: exact})."
                : $"Above {ShareText.Format(allowed)}{(_same.Tolerance is null ? string.Empty : " (same.tolerance)")} the candidates do not do the same work: more bytes cost more CPU and more time.",
            "Make the candidates answer alike, or say in the scenario what may differ: same: {tolerance: 15%}, or same: {body: any}."));
    }

    private static double? LengthBeyond(TrialRecord mine, TrialRecord theirs, double allowed)
    {
        var (a, b) = (mine.Load!.Work!.BodyBytes, theirs.Load!.Work!.BodyBytes);
        var (countA, countB) = (mine.Load.Requests.Succeeded, theirs.Load.Requests.Succeeded);
        if (countA == 0 || countB == 0)
        {
            return null;
        }

        // The standard deviation of values between two ends is at most half their distance (Popoviciu 1935).
        var (halfA, halfB) = ((a.Max - a.Min) / 2.0, (b.Max - b.Min) / 2.0);
        var chance = Deviations * Math.Sqrt((halfA * halfA / countA) + (halfB * halfB / countB));
        return Math.Abs(a.Mean - b.Mean) - chance - (allowed * b.Mean);
    }

    private WorkDifference? Compression()
    {
        var row = GateLimits.CompressionDiffers.ChangedBy(_plan.Limits);
        return OfShares(row, load => load.Work!.Encodings, (worst, often) => new DoubtWords(
            $"{Name(worst)}'s answers are compressed otherwise than {_plan.Baseline}'s: {Mix(worst.Mine.Load!.Work!.Encodings)} against {Mix(worst.Theirs.Load!.Work!.Encodings)}, in {often}.",
            $"Shares that differ by more than {GateWords.Points(row.Invalid!.Value)} mean that the two do not do the same work: compression is CPU for the server and saves bytes.",
            "Switch compression on or off for both, ask for none (Accept-Encoding: identity), or say same: {body: any} if that is what is compared."));
    }

    private WorkDifference? Status()
    {
        var row = GateLimits.StatusDiffers.ChangedBy(_plan.Limits);
        var failing = GateLimits.ErrorsDiffer.ChangedBy(_plan.Limits).Invalid;
        var alike = _rounds.Where(round => Math.Abs(FailedShare(round.Mine) - FailedShare(round.Theirs)) <= failing).ToList();   // of the others V07 speaks
        return OfShares(row, load => load.Status, (worst, often) => new DoubtWords(
            $"{Name(worst)} answers with other statuses than {_plan.Baseline}: {Mix(worst.Mine.Load!.Status)} against {Mix(worst.Theirs.Load!.Status)}, in {often}.",
            $"Shares that differ by more than {GateWords.Points(row.Invalid!.Value)} mean that the two do not do the same work.",
            "Narrow expect.status to what is right, and look why one of them answers otherwise."), alike);
    }

    private WorkDifference? Version() => OfShares(GateLimits.VersionDiffers.ChangedBy(_plan.Limits), load => load.Work!.Versions, (worst, often) => new DoubtWords(
        $"{Name(worst)} speaks another version of HTTP than {_plan.Baseline}: {Mix(worst.Mine.Load!.Work!.Versions)} against {Mix(worst.Theirs.Load!.Work!.Versions)}, in {often}.",
        "The version decides how a body ends and whether a connection is kept: part of the difference may be the protocol's.",
        "Let both speak the same version, or read the comparison as one of both."));

    private WorkDifference? Heads()
    {
        var row = GateLimits.HeadBytesDiffer.ChangedBy(_plan.Limits);
        return Judge(row, row.Warn!.Value, HeadsBeyond, (mine, theirs) => Relative(mine.Load!.Work!.HeadBytes!.Value, theirs.Load!.Work!.HeadBytes!.Value), (worst, often) => new DoubtWords(
            $"{Name(worst)}'s answers have {Math.Round(worst.Mine.Load!.Work!.HeadBytes!.Value)} bytes beside their content, {_plan.Baseline}'s {Math.Round(worst.Theirs.Load!.Work!.HeadBytes!.Value)}, in {often}.",
            $"Above {ShareText.Format(row.Warn!.Value)} headers and framing are work that the other is spared.",
            "Look at the headers that only one of them sends; a few bytes rarely matter where the content is large."));

        double? HeadsBeyond(TrialRecord mine, TrialRecord theirs) => mine.Load!.Work!.HeadBytes is { } a && theirs.Load!.Work!.HeadBytes is { } b
            ? Relative(a, b) - row.Warn!.Value
            : null;
    }

    private WorkDifference? Connections()
    {
        var row = GateLimits.KeepAliveDiffers.ChangedBy(_plan.Limits);
        return Judge(row, row.Warn!.Value, (mine, theirs) => Difference(mine, theirs) - row.Warn!.Value, Difference, (worst, often) => new DoubtWords(
            $"{Name(worst)} closes its connection after {ShareText.Format(KeepAliveGate.ShareOf(worst.Mine.Load!))} of its answers, {_plan.Baseline} after {ShareText.Format(KeepAliveGate.ShareOf(worst.Theirs.Load!))}, in {often}.",
            "A new connection is work for both sides that a kept one saves: part of the difference between the candidates is that.",
            "Let both keep their connections; if one cannot, read the comparison as one of both."));

        static double Difference(TrialRecord mine, TrialRecord theirs) => Math.Abs(KeepAliveGate.ShareOf(mine.Load!) - KeepAliveGate.ShareOf(theirs.Load!));
    }

    private WorkDifference? Bytes()
    {
        var row = GateLimits.BodyDiffers.ChangedBy(_plan.Limits);
        return Judge(row, row.Invalid!.Value, (mine, theirs) => Different(mine, theirs) - row.Invalid!.Value, (mine, theirs) => Different(mine, theirs), (worst, often) => new DoubtWords(
            $"{Name(worst)}'s answer to {FirstDifferent(worst.Mine, worst.Theirs)} has other bytes than {_plan.Baseline}'s, in {often}.",
            "The experiment asks for the same bytes (same: {body: exact}).",
            "Compare the two answers (curl); if they mean the same, say same: {body: length}."));

        static int Different(TrialRecord mine, TrialRecord theirs) => DifferentAnswers(mine, theirs).Count();
    }

    private static IEnumerable<int> DifferentAnswers(TrialRecord mine, TrialRecord theirs) =>
        mine.Answers.Join(theirs.Answers, a => a.Request, b => b.Request, (a, b) => (a.Request, Same: a.Problem is null && b.Problem is null && a.Sha256 == b.Sha256))
            .Where(x => !x.Same)
            .Select(x => x.Request);

    private string FirstDifferent(TrialRecord mine, TrialRecord theirs)
    {
        var index = DifferentAnswers(mine, theirs).First();
        var requests = _plan.Scenarios.First(s => s.Name == mine.Scenario).Requests;
        var name = index < requests.Count ? $"{requests[index].Method} {requests[index].Path}" : $"request {index + 1}";
        var problem = mine.Answers.Concat(theirs.Answers).FirstOrDefault(answer => answer.Request == index && answer.Problem is not null)?.Problem;
        return problem is null ? name : $"{name} (no answer to the sample: {problem})";
    }

    private WorkDifference? OfShares(
        GateLimit row, Func<LoadRecord, IReadOnlyDictionary<string, long>> mixOf, Func<Round, string, DoubtWords> words, IReadOnlyList<(TrialRecord Mine, TrialRecord Theirs)>? rounds = null)
    {
        var limit = (row.Invalid ?? row.Warn)!.Value;
        return Judge(row, limit, (mine, theirs) => Largest(mixOf(mine.Load!), mixOf(theirs.Load!), withChance: true) - limit, (mine, theirs) => Largest(mixOf(mine.Load!), mixOf(theirs.Load!), withChance: false) ?? 0, words, rounds);
    }

    /// <summary>Largest difference of the shares of one name; null when one side has nothing.</summary>
    private static double? Largest(IReadOnlyDictionary<string, long> mine, IReadOnlyDictionary<string, long> theirs, bool withChance)
    {
        var (a, b) = ((double)mine.Values.Sum(), (double)theirs.Values.Sum());
        if (a == 0 || b == 0)
        {
            return null;
        }

        return mine.Keys.Union(theirs.Keys).Max(name =>
        {
            var (inMine, inTheirs) = (mine.GetValueOrDefault(name), theirs.GetValueOrDefault(name));
            var pooled = (inMine + inTheirs) / (a + b);
            var chance = withChance ? Deviations * Math.Sqrt(pooled * (1 - pooled) * ((1 / a) + (1 / b))) : 0;
            var isMixture = (inMine > 0 && inMine < a) || (inTheirs > 0 && inTheirs < b);
            return Math.Abs((inMine / a) - (inTheirs / b)) - (isMixture ? chance : 0);
        });
    }

    /// <param name="row">Of the table of limits; with an invalid limit it can forbid a verdict.</param>
    /// <param name="limit">What was allowed.</param>
    /// <param name="beyond">How far a round lies beyond it, after what chance can do; null: nothing to compare.</param>
    /// <param name="value">The difference itself, for the record.</param>
    /// <param name="words">From the worst round, and in how many of them.</param>
    /// <param name="rounds">Null: all.</param>
    private WorkDifference? Judge(
        GateLimit row,
        double limit,
        Func<TrialRecord, TrialRecord, double?> beyond,
        Func<TrialRecord, TrialRecord, double> value,
        Func<Round, string, DoubtWords> words,
        IReadOnlyList<(TrialRecord Mine, TrialRecord Theirs)>? rounds = null)
    {
        var all = rounds ?? _rounds;
        var differing = all.Select(round => new Round(round.Mine, round.Theirs, beyond(round.Mine, round.Theirs) ?? 0)).Where(round => round.Beyond > 0).ToList();
        if (differing.Count == 0)
        {
            return null;
        }

        // As with every gate of a window: a few rounds are a doubt, more of them forbid the verdict.
        var mayBeInvalid = row.Invalid is not null && differing.Count > GateLimits.RoundHealth.ChangedBy(_plan.Limits).Invalid * _rounds.Count;
        var state = mayBeInvalid ? GateState.Invalid : GateState.Warn;
        var worst = differing.MaxBy(round => round.Beyond)!;
        var (seen, why, advice) = words(worst, $"{differing.Count} of {CountText.Of(_rounds.Count, "round")}");
        var name = worst.Mine.Candidate;
        return new WorkDifference(
            new GateRecord(row.Id, value(worst.Mine, worst.Theirs), limit, state, Candidate: name),
            new DoubtRecord(row.Id, state, seen, why, advice),
            row.Name);
    }

    private static string Name(Round round) => round.Mine.Candidate;

    private static string Bytes(TrialRecord trial) => $"{CountText.Of((long)Math.Round(trial.Load!.Work!.BodyBytes.Mean))} bytes";

    private static double Relative(double mine, double theirs) => theirs == 0 ? (mine == 0 ? 0 : 1) : Math.Abs(mine - theirs) / theirs;

    private static double FailedShare(TrialRecord trial) => trial.Load!.Requests.Sent == 0 ? 0 : trial.Load.Requests.Failed / (double)trial.Load.Requests.Sent;

    /// <summary>"gzip 50 %, identity 50 %".</summary>
    private static string Mix(IReadOnlyDictionary<string, long> counts)
    {
        var all = (double)counts.Values.Sum();
        return string.Join(", ", counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Take(4).Select(c => $"{c.Key} {ShareText.Format(c.Value / all)}"));
    }

    private sealed record Round(TrialRecord Mine, TrialRecord Theirs, double Beyond);
}

/// <summary>One way in which two candidates did different work.</summary>
/// <param name="Gate">As it is recorded.</param>
/// <param name="Doubt">In words.</param>
/// <param name="Name">Of the row of limits.</param>
internal sealed record WorkDifference(GateRecord Gate, DoubtRecord Doubt, string Name);
