using System.Globalization;
using Prony.Experiments.Gates;
using Prony.Experiments.Objectives;
using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Prony.Statistics.Capacity;

namespace Prony.Experiments.Capacities;

/// <summary>What one trial says of its load. Pure; docs/methods/capacity.md.</summary>
internal static class TrialJudge
{
    /// <summary>Of the tightest response objective: a generator that is later than this may have decided the trial.</summary>
    private const double LatenessShare = 0.1;

    /// <summary>Least part of what was due that has to be sent.</summary>
    private const double LeastSent = 0.99;

    private const double ReadingS = 1;

    private const string Busy = "V01";
    private const string Late = "V02";
    private const string Waiting = "V03";

    private static readonly string[] OfGenerator = [Busy, Late, Waiting, "V13", "V14", "V17", "V23", "V27"];

    /// <summary>Connection attempts that failed for want of something on this side.</summary>
    private static readonly string[] OwnErrors = ["EADDRNOTAVAIL", "EMFILE", "ENFILE", "ENOBUFS", "ENOMEM"];

    /// <param name="trial">A trial whose load was sent, at least in part.</param>
    /// <param name="objectives">What it must keep.</param>
    /// <param name="inFlight">Requests in flight at the ends of the window's seconds.</param>
    /// <param name="response">Its response times; null where they cannot be read.</param>
    internal static JudgedTrial Of(TrialRecord trial, IReadOnlyList<Objective> objectives, IReadOnlyList<double> inFlight, Histogram? response)
    {
        if (trial.State is TrialState.Died or TrialState.StoppedAnswering)
        {
            var died = trial.State == TrialState.Died;
            return Bad(died ? "died" : "stopped-answering", died ? "it died" : "it stopped answering", trial.Reason ?? trial.State);
        }

        var load = trial.Load!;
        var faults = Faults(trial, objectives, inFlight, response);
        if (faults.Count > 0 && !FailedByItself(load, objectives))
        {
            var words = trial.Doubts.FirstOrDefault(doubt => doubt.Id == faults[0] && doubt.Level == GateState.Invalid)?.Seen ?? $"gate {faults[0]} is invalid.";
            return new JudgedTrial(TrialVerdict.Void, "generator", "the generator was at fault", words);
        }

        return Misses(load, objectives, inFlight, response) is [var (kind, general, _), ..] and var misses
            ? Bad(kind, general, string.Join("; ", misses.Select(miss => miss.Detail)) + ".")
            : new JudgedTrial(TrialVerdict.Good, null, null, null);
    }

    /// <summary>Gates that say that the measurement, not the server, may have made the trial what it is.</summary>
    private static List<string> Faults(TrialRecord trial, IReadOnlyList<Objective> objectives, IReadOnlyList<double> inFlight, Histogram? response)
    {
        var load = trial.Load!;
        if (load.ConnectErrors.Any(error => OwnErrors.Contains(error.Key)))
        {
            return ["V21"];
        }

        var times = objectives.Where(objective => Metrics.IsResponse(objective.Metric)).ToList();
        var ids = GateKeeper.Stopping(trial.Gates).Select(gate => gate.Id).Where(OfGenerator.Contains).Distinct().ToList();
        if (times.Count == 0)
        {
            // Nothing hangs on times: only a generator that may not have made the load counts.
            return load.Model == LoadModelName.Open ? [.. ids.Where(id => id == Busy)] : [];
        }

        if (LatenessDecidesNothing(load, times, response) || BacklogOf(load, inFlight) is not null)
        {
            ids.RemoveAll(id => id is Late or Waiting);
        }

        return ids;
    }

    /// <summary>
    /// A generator that waits for a CPU sends late, which is measured, and reads late, which is not and about as much. It decides nothing where that is far below the objectives, or where one is missed
    /// by more than both together.
    /// </summary>
    private static bool LatenessDecidesNothing(LoadRecord load, List<Objective> times, Histogram? response)
    {
        if (load.LagGeneratorNs.Count == 0)
        {
            return false;
        }

        var lateNs = load.LagGeneratorNs.At("99");
        return lateNs <= LatenessShare * times.Min(objective => objective.Limit)
            || times.Exists(objective => objective.ValueOf(load, response) is { } value && !objective.IsMetBy(value - (2 * lateNs)));
    }

    /// <summary>Failures that no generator makes: an answer that is an error, a connection that is refused or cut.</summary>
    private static bool FailedByItself(LoadRecord load, IReadOnlyList<Objective> objectives)
    {
        var most = objectives.FirstOrDefault(objective => objective.Metric == Metrics.Failures)?.Limit ?? CapacityQuestion.MostFailures;
        var outcomes = load.Outcomes;
        var own = load.ConnectErrors.Where(error => OwnErrors.Contains(error.Key)).Sum(error => error.Value);
        var failed = outcomes.Status + outcomes.Expect + Math.Max(0, outcomes.Refused - own) + outcomes.Reset + outcomes.Closed + outcomes.Protocol;
        return load.Requests.Due > 0 && failed > most * load.Requests.Due;
    }

    private static List<(string Kind, string General, string Detail)> Misses(
        LoadRecord load, IReadOnlyList<Objective> objectives, IReadOnlyList<double> inFlight, Histogram? response)
    {
        var misses = new List<(string, string, string)>();
        if (!objectives.Any(objective => objective.Metric == Metrics.Failures) && (load.Requests.Due == 0 || load.Requests.FailureShare() > CapacityQuestion.MostFailures))
        {
            misses.Add(("errors", "requests failed", FailedWords(load, CapacityQuestion.MostFailures)));
        }

        foreach (var objective in objectives)
        {
            var found = objective.Evaluate(load, response);
            if (!found.Met)
            {
                var isFailures = objective.Metric == Metrics.Failures;
                misses.Add(isFailures
                    ? ("errors", "requests failed", FailedWords(load, objective.Limit))
                    : ("objective", $"{objective.Text} was missed", $"{objective.Text} was missed: it was {found.Measured}"));
            }
        }

        if (load is { Model: LoadModelName.Open })
        {
            if (load.Requests.Due > 0 && load.Requests.Sent < LeastSent * load.Requests.Due)
            {
                misses.Add(("rate", "the server did not take the rate", $"the server did not take the rate: {CountText.Of(load.Requests.Sent)} of {CountText.Of(load.Requests.Due)} requests could be sent"));
            }

            if (BacklogOf(load, inFlight) is { } backlog)
            {
                misses.Add(("backlog", "the backlog grew", string.Create(CultureInfo.InvariantCulture, $"the backlog grew by {backlog.SlopePerS:0.#} requests each second")));
            }
        }

        return misses;
    }

    private static Backlog? BacklogOf(LoadRecord load, IReadOnlyList<double> inFlight) =>
        load is { Model: LoadModelName.Open, RatePerS: { } rate } && inFlight.Count > 1 && Backlog.Of([.. inFlight], ReadingS) is var backlog && backlog.GrowsAt(rate) ? backlog : null;

    private static string FailedWords(LoadRecord load, double most)
    {
        var failed = load.Requests.Failures();
        var outcomes = load.Outcomes;
        (string Name, long Count)[] kinds =
        [
            ("with an error status", outcomes.Status), ("with a wrong answer", outcomes.Expect), ("by timeout", outcomes.Timeout), ("refused", outcomes.Refused), ("reset", outcomes.Reset),
            ("closed", outcomes.Closed), ("by protocol errors", outcomes.Protocol), ("by TLS", outcomes.Tls), ("by DNS", outcomes.Dns), ("unanswered", load.Requests.Censored), ("unsent", load.Requests.Unsent),
        ];
        return load.Requests.Due == 0
            ? "no request was made"
            : $"{ShareText.Format(load.Requests.FailureShare())} of the requests failed, and at most {ShareText.Format(most)} may ({CountText.Of(failed)} of {CountText.Of(load.Requests.Due)}: "
                + $"{string.Join(", ", kinds.Where(kind => kind.Count > 0).OrderByDescending(kind => kind.Count).Select(kind => $"{CountText.Of(kind.Count)} {kind.Name}"))})";
    }

    private static JudgedTrial Bad(string kind, string general, string detail) => new(TrialVerdict.Bad, kind, general, detail);
}

/// <summary>What a trial says.</summary>
/// <param name="Verdict">Good, bad or void.</param>
/// <param name="Kind">objective, errors, rate, backlog, died, stopped-answering or generator; null for a good one.</param>
/// <param name="General">The reason without figures, by which trials are counted.</param>
/// <param name="Detail">With figures.</param>
internal sealed record JudgedTrial(TrialVerdict Verdict, string? Kind, string? General, string? Detail);
