using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Gates;

/// <summary>V07: requests that ended with any outcome but success ÷ sent.</summary>
internal sealed class ErrorsGate : IGate
{
    public GateFinding Judge(TrialFacts facts)
    {
        var row = facts.Row(GateLimits.Errors);
        var requests = facts.Load.Requests;
        if (requests.Sent == 0)
        {
            return GateFinding.Unknown(row, GateWords.NoRequests);
        }

        var share = requests.Failed / (double)requests.Sent;
        var byEvents = Math.Min(requests.Failed, (long)Excused(facts).Sum(recovery => recovery.Failed));
        var isWanted = byEvents > 0 && (requests.Failed - byEvents) / (double)requests.Sent <= row.Invalid;
        return GateFinding.ByLimits(row, share, row.Warn, facts.SingleLoad || isWanted ? null : row.Invalid, _ => new DoubtWords(
            $"{CountText.Of(requests.Failed)} of {CountText.Of(requests.Sent, "request")} failed ({ShareText.Format(share)}: {Kinds(facts.Load)}).{ByEvents(facts, byEvents)}",
            share > row.Invalid
                ? $"Above {ShareText.Format(row.Invalid!.Value)} the server did other work than was asked for: errors are often cheaper than answers."
                : "Failed requests count in no throughput; while they are few, they hardly move it.",
            Advice(facts)));
    }

    /// <summary>Without a level before it nobody knows when an event was over, so that every later failure would be its own.</summary>
    private static IEnumerable<RecoveryRecord> Excused(TrialFacts facts) => facts.Recoveries.Where(recovery => recovery.LevelPerS is not null);

    /// <summary>Failures that an event on the timeline brought are told, whatever their number, and make no window unusable.</summary>
    private static string ByEvents(TrialFacts facts, long failed) => failed == 0 ? ""
        : $" {CountText.Of(failed)} of them between an event on the timeline and the return from it: "
            + string.Join(", ", Excused(facts).Where(recovery => recovery.Failed > 0).Select(recovery => $"{recovery.Event} {CountText.Of((long)recovery.Failed)}")) + ".";

    private static string Kinds(LoadRecord load)
    {
        var o = load.Outcomes;
        (string Name, long Count)[] kinds =
        [
            ("unexpected status" + Statuses(load), o.Status), ("failed a check", o.Expect), ("timeout", o.Timeout), ("refused", o.Refused), ("reset", o.Reset),
            ("closed early", o.Closed), ("not HTTP", o.Protocol), ("TLS", o.Tls), ("name not found", o.Dns),
        ];
        return string.Join(", ", kinds.Where(k => k.Count > 0).OrderByDescending(k => k.Count).Select(k => $"{CountText.Of(k.Count)} {k.Name}"));
    }

    /// <summary>The codes that look like errors; an unexpected 200 is told by its outcome alone.</summary>
    private static string Statuses(LoadRecord load)
    {
        var codes = load.Status.Where(s => s.Value > 0 && s.Key.Length == 3 && s.Key[0] >= '4').OrderByDescending(s => s.Value).Select(s => s.Key).ToList();
        return codes.Count == 0 ? string.Empty : " " + string.Join("/", codes);
    }

    private static string Advice(TrialFacts facts)
    {
        var o = facts.Load.Outcomes;
        var (_, advice) = new[]
        {
            (o.Status, facts.SingleLoad
                ? "Look at the server's log; if that answer is right, say so with --expect-status."
                : "Look at the server's log in the trial's folder; if that answer is right, say so under `expect`."),
            (o.Expect, $"Look at what came instead ({(facts.SingleLoad ? "`samples` in the record" : "`samples` in the trial's trial.json")}); if that is right, correct the check."),
            (o.Timeout, "The server is slower than the timeout allows: lower the load or raise the timeout."),
            (o.Refused, AdviceOnRefused(facts.Load)),
            (o.Reset + o.Closed, facts.Load.Requests.Completed == 0
                ? "The server closes every connection without an answer: look at its log, and whether it expects TLS (https)."
                : "The server closes connections that are in use: look at its log and at its keep-alive limits."),
            (o.Protocol, "What answers is not the protocol that was asked for: check port and scheme."),
            (o.Tls, $"TLS: {TlsAdvice.Reason(facts.Load)}; {TlsAdvice.Advice(facts.Load, facts.SingleLoad ? TlsAdvice.Flags : TlsAdvice.Keys)}"),
            (o.Dns, "Check the name of the host."),
        }.MaxBy(cause => cause.Item1);
        return advice;
    }

    /// <summary>A connection may be refused by this machine as well as by the server; the system's name of the error tells.</summary>
    private static string AdviceOnRefused(LoadRecord load) => load.ConnectErrors.DefaultIfEmpty().MaxBy(error => error.Value).Key switch
    {
        "EADDRNOTAVAIL" => "This machine has no free port for another connection to that address: use fewer connections, keep them alive, or widen net.ipv4.ip_local_port_range.",
        "EMFILE" => "Prony may open no more files (connections are files): use fewer connections or raise the limit (ulimit -n).",
        _ => "Nobody accepts on that address, or its queue is full: look whether the server lives and at its backlog.",
    };
}
