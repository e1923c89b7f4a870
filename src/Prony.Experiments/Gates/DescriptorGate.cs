using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Gates;

/// <summary>V22: files that Prony had open at the window's end ÷ its limit (sockets are files). Connections that failed for want of a descriptor are invalid: the generator failed.
/// The same of the server, with its accept queue.</summary>
internal sealed class DescriptorGate : IGate
{
    private static readonly string[] NoDescriptorLeft = ["EMFILE", "ENFILE"];

    /// <summary>The worse of the two; the generator's where they are alike.</summary>
    public GateFinding Judge(TrialFacts facts)
    {
        var (generator, server) = (Generator(facts), Server(facts));
        return server is not null && Weight(server) > Weight(generator) ? server : generator;
    }

    private static int Weight(GateFinding finding) => finding.Record.State switch { GateState.Invalid => 2, GateState.Warn => 1, _ => 0 };

    /// <summary>Null where it is not known. A queue that is full for a moment has lost nothing yet (V18 tells when it does), so it only warns.</summary>
    private static GateFinding? Server(TrialFacts facts)
    {
        var row = facts.Row(GateLimits.ServerDescriptors);
        if (!facts.ServerIsLocal || facts.Services.Count == 0)
        {
            return null;
        }

        var files = facts.Services.MaxBy(service => service.FilesShare)!;
        var queue = facts.Services.MaxBy(service => service.QueueShare)!;
        return files.FilesShare > row.Warn || queue.QueueShare <= files.FilesShare
            ? GateFinding.ByLimits(row, files.FilesShare, state => new DoubtWords(
                $"{files.Name} had {CountText.Of(files.OpenFiles!.Value)} of at most {CountText.Of(files.OpenFilesLimit, "open file")} open at the end of the window.",
                state == GateState.Invalid
                    ? $"Above {ShareText.Format(row.Invalid!.Value)} it can take no more connections, and its own files fail, too."
                    : $"Above {ShareText.Format(row.Warn!.Value)} a few more connections would exceed the limit.",
                "Raise the limit for the server (prlimit --nofile in its command, or ulimit -n before the run)."))
            : GateFinding.ByLimits(row, queue.QueueShare, row.Warn, null, _ => new DoubtWords(
                $"{CountText.Of(queue.QueueWaiting!.Value)} of at most {CountText.Of(queue.QueueLength, "connection")} waited for {queue.Name} to accept them at the end of the window.",
                $"Above {ShareText.Format(row.Warn!.Value)} the next ones are soon dropped without an error (V18), and each of these waits before its request is even read.",
                "Raise the backlog (socket.backlog in the stack file, net.core.somaxconn), or look why it accepts so slowly."));
    }

    private static GateFinding Generator(TrialFacts facts)
    {
        var row = facts.Row(GateLimits.Descriptors);
        if (facts.Surroundings is not { OpenFiles: { } open, OpenFilesLimit: > 0 and var limit })
        {
            return GateFinding.Unknown(row, "the open files of this process cannot be counted (/proc/self/fd)");
        }

        var share = open / (double)limit;
        var failed = NoDescriptorLeft.Sum(name => facts.Load.ConnectErrors.GetValueOrDefault(name));
        return GateFinding.ByLimits(row, failed > 0 ? Math.Max(share, 1) : share, state => new DoubtWords(
            failed > 0
                ? $"{CountText.Of(failed, "connection")} could not be opened because Prony may have no more than {CountText.Of(limit, "open file")}."
                : $"Prony had {CountText.Of(open)} of at most {CountText.Of(limit, "open file")} open.",
            state == GateState.Invalid
                ? $"Above {ShareText.Format(row.Invalid!.Value)} connections fail for want of a descriptor: the generator's own fault, which stands in the failures."
                : $"Above {ShareText.Format(row.Warn!.Value)} a few more connections would exceed the limit.",
            $"Raise the limit before the run (ulimit -n), or use fewer connections{(facts.SingleLoad ? " (--connections, -c)" : string.Empty)}."));
    }
}
