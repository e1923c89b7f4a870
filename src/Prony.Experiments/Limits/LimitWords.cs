using System.Globalization;
using Prony.Experiments.Gates;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Limits;

/// <summary>The sentence of a limit: what everybody used, a colon, what was full.</summary>
internal static class LimitWords
{
    internal const string Nothing = "nothing that was measured was full";

    /// <summary>Others appear in a sentence from here, cores: less is the kernel's own.</summary>
    private const double WorthTelling = 0.1;

    private const char Between = ':';

    private const string Queued = " Requests waited all the time at ";

    /// <summary>"web 0.42 of 2 cores, db 1.49, generator 0.08: ..."</summary>
    internal static string Sentence(IReadOnlyDictionary<string, double> cores, int cpus, string conclusion)
    {
        var parts = cores.Where(part => part.Key != LimitUse.OthersName || part.Value >= WorthTelling)
            .Select((part, index) => index == 0
                ? string.Create(CultureInfo.InvariantCulture, $"{part.Key} {part.Value:0.00} of {CountText.Of(cpus, "core")}")
                : string.Create(CultureInfo.InvariantCulture, $"{part.Key} {part.Value:0.00}"));
        return $"{string.Join(", ", parts)}{Between} {conclusion}.";
    }

    /// <summary>What stands behind the figures and before the queues, without its full stop.</summary>
    internal static string ConclusionOf(string sentence)
    {
        var begin = sentence.IndexOf(Between, StringComparison.Ordinal) + 2;
        var end = sentence.IndexOf(Queued, begin, StringComparison.Ordinal);
        return sentence[begin..(end < 0 ? sentence.Length : end)].TrimEnd('.');
    }

    /// <summary>The sentence with the layers behind it whose own queues never were empty.</summary>
    internal static string WithQueues(string sentence, IReadOnlyList<QueueRecord> queues) => queues.Count == 0
        ? sentence
        : $"{sentence}{Queued}{string.Join(" and ", queues.Select(queue => string.Create(CultureInfo.InvariantCulture, $"{queue.Service} ({queue.Name} {Figure(queue.Mean)} on average)")))}.";

    private static string Figure(double mean) => mean.ToString(mean < 10 ? "0.#" : "#,0", CultureInfo.InvariantCulture);

    internal static string CpuLimit(string service, double limit) =>
        string.Create(CultureInfo.InvariantCulture, $"{service} was held back at its CPU limit of {limit:0.##} cores, which was the limit");

    internal static string Threads(string service, int places, IReadOnlyList<ProcessUse> working) => (places, working) switch
    {
        (1, [{ Threads: > 1 } process]) => $"{service} runs one thread at a time ({process.Program}), and that was always busy: {service} was the limit",
        (1, _) => $"the one thread of {service} was always busy: {service} was the limit",
        _ => $"the {CountText.Of(places)} threads that {service} runs at once were always busy: {service} was the limit",
    };

    internal static string BusiestThread(string service, ProcessUse process) =>
        $"one of the {CountText.Of(process.Threads)} threads of {service} was always busy: {service} was the limit";

    internal static string Generator(int threads) => threads == 1
        ? "the generator's thread was always busy: the generator was the limit, not the server"
        : "the generator's busiest thread was always busy: the generator was the limit, not the server";

    internal static string Machine(string most) => most switch
    {
        LimitUse.GeneratorName => "the CPUs were full, and the generator used most: the generator was the limit, not the server",
        LimitUse.OthersName => "the CPUs were full, and other programs and the kernel used most: the machine was the limit",
        _ => $"the CPUs were full, and {most} used most: {most} was the limit",
    };

    internal static string OpenFiles(string service, int open, long limit) =>
        $"{service} had {CountText.Of(open)} of at most {CountText.Of(limit, "file")} open, which was the limit";

    internal static string AcceptQueue(string service, int waiting, int length) =>
        $"{CountText.Of(waiting)} of at most {CountText.Of(length, "connection")} waited for {service} to accept them: its accept queue was full";

    internal static string Unknown(string why) => $"what was full cannot be told, because {why}";
}
