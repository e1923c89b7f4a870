using Prony.Experiments.Running;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Gates;

/// <summary>
/// V26: the server at the window's end is the one of its start, and the one of the run's first round. Workers that lived before the load and are gone at the end count; children
/// of single requests do not. A worker that went is invalid; where the stack says `respawns: true`, or it had no part in the work, it is noted.
/// </summary>
internal sealed class IdentityGate : IGate
{
    public GateFinding Judge(TrialFacts facts)
    {
        var row = facts.Row(GateLimits.Identity);
        if (facts.Services.Count == 0)
        {
            return facts.SingleLoad ? GateFinding.NotApplicable(row, GateWords.SingleLoad) : GateFinding.Unknown(row, "Prony did not start the server, so that its processes are not known");
        }

        if (facts.ChangedPrograms.Count > 0)
        {
            return Changed(row, facts.ChangedPrograms);
        }

        var crashed = facts.Services.Where(service => service.Lost > 0 && !service.Respawns && !facts.IsSteered(service.Name)).ToList();
        var went = crashed.Count > 0 ? crashed : [.. facts.Services.Where(service => service.Gone.Count > 0 && !facts.IsSteered(service.Name))];
        var finding = GateFinding.ByLimits(row, went.Sum(service => service.Gone.Count), row.Warn ?? 0, crashed.Count > 0 ? row.Invalid : null, state => new DoubtWords(
            string.Join(' ', went.Select(service => Seen(service, facts))),
            state == GateState.Invalid
                ? "Its requests failed or waited, and the others served more meanwhile: the window shows a server that crashes."
                : went.TrueForAll(service => service.Respawns)
                    ? "The stack says that they do; response times hold the moments in which they start."
                    : "None had a part in the work as far as their CPU tells: helpers, perhaps, that were done.",
            state == GateState.Invalid
                ? "Look at the server's log in the trial's folder for why it ended; if workers end by design (a limit of requests each), say `respawns: true` at the service."
                : went.TrueForAll(service => service.Respawns)
                    ? "Raise the number of requests after which a worker ends, if that is not part of the question."
                    : "Look what it was; warm up longer, so that it is done before the window, or say `respawns: true` at the service."));
        return finding.Doubt is null && (AsPlanned(facts) ?? InWarmup(facts)) is { } before ? finding with { Record = finding.Record with { Reason = before } } : finding;
    }

    /// <summary>What the timeline took away is no crash; what else of the same service went with it cannot be told from it.</summary>
    private static string? AsPlanned(TrialFacts facts)
    {
        var planned = facts.Services.Where(service => service.Gone.Count > 0 && facts.IsSteered(service.Name)).Select(service => $"{CountText.Of(service.Gone.Count, "process", "processes")} of {service.Name}").ToList();
        return planned.Count == 0 ? null : $"{string.Join(", ", planned)} went in the window, as the scenario's events wanted (events.jsonl)";
    }

    /// <summary>Workers that went before the window are no fault of its figures; that they did is worth a word.</summary>
    private static string? InWarmup(TrialFacts facts)
    {
        var lost = facts.WorkersBefore.Where(service => service.Lost > 0).Select(service => $"{CountText.Of(service.Lost, "worker")} of {service.Service}").ToList();
        return lost.Count == 0 ? null : $"{string.Join(", ", lost)} went in the warm-up (events.jsonl)";
    }

    private static string Seen(ServiceUse service, TrialFacts facts) =>
        $"{CountText.Of(service.Gone.Count, "worker")} of {service.Name} went in the window: {string.Join(", ", service.Gone)}"
        + (service.Came.Count > 0 ? $" ({string.Join(", ", service.Came.Take(service.Gone.Count))} came)." : " (none came instead).")
        + Again(service, facts);

    /// <summary>What the ends of the window do not show: workers that came in the place of others and went too.</summary>
    private static string Again(ServiceUse service, TrialFacts facts)
    {
        var lost = LostOf(facts.Workers) - LostOf(facts.WorkersBefore);
        return lost > service.Gone.Count ? $" With those that came and went again it lost {CountText.Of(lost)}." : "";

        int LostOf(IReadOnlyList<WorkerCount> counts) => counts.Where(count => count.Service == service.Name).Sum(count => count.Lost);
    }

    private static GateFinding Changed(GateLimit row, IReadOnlyList<string> services) => new(
        new GateRecord(row.Id, services.Count, row.Invalid, GateState.Invalid),
        new DoubtRecord(
            row.Id,
            GateState.Invalid,
            $"The program of {string.Join(", ", services)}, or a file that its command names, is another one than in the first round.",
            "Rounds of different programs are no repetitions of one measurement.",
            "Leave the server's files alone while a run lasts, or begin a new run."));
}
