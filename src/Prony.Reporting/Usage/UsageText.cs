using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;
using Spectre.Console;

namespace Prony.Reporting.Usage;

/// <summary>A recording for a person: a line per moment, and its summary.</summary>
/// <remarks>Pure but for the console; thread-safe when the console is.</remarks>
public static class UsageText
{
    /// <summary>From this share of the interval on, reading itself is worth telling.</summary>
    private const double WorthTelling = 0.05;

    /// <summary>"12 s: 1.02 cores, RSS 120 MiB, PSS 98.1 MiB, 4 processes, 12 threads".</summary>
    public static string Line(UsageSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        var pss = sample.PssBytes is { } bytes ? $", PSS {Figure.Bytes(bytes)}" : "";
        return $"{Figure.Duration(sample.TS * 1e9)}: {Figure.Cores(sample.Cores)} cores, RSS {Figure.Bytes(sample.RssBytes)}{pss}, {CountText.Of(sample.Processes, "process", "processes")}, {Figure.Count(sample.Threads, "thread")}";
    }

    /// <summary>Writes the summary.</summary>
    /// <param name="console">Decides width and colours; the text is complete without colour.</param>
    /// <param name="usage">The result.</param>
    public static void Write(IAnsiConsole console, UsageRecord usage)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(usage);
        TerminalRenderer.Write(console, Compose(usage));
    }

    private static IEnumerable<Block> Compose(UsageRecord usage)
    {
        yield return new Facts([.. FactsOf(usage)]);
        var notes = Notes(usage).ToList();
        if (notes.Count > 0)
        {
            yield return new Prose(null, string.Join(' ', notes), Tone.Aside);
        }
    }

    private static IEnumerable<Fact> FactsOf(UsageRecord usage)
    {
        var all = usage.Summary;
        yield return new Fact("Process", $"{Figure.Plain((ulong)usage.Pid)} {usage.Name}, {(usage.Children ? "with its children" : "without its children")}: {Ending(usage)}");
        yield return new Fact("Wall time", Figure.Duration(all.WallS * 1e9));
        yield return new Fact("CPU", $"{Figure.Duration(all.CpuS * 1e9)} ({usage.CpuSource})");
        yield return new Fact("Cores", $"{Figure.Cores(all.Cores.Mean)} on average, {Figure.Cores(all.Cores.Peak)} at most in {Figure.Chosen(usage.IntervalS)}");
        yield return new Fact("Memory, peak", Memory(all));
        if (all.CgroupPeakBytes is { } peak)
        {
            yield return new Fact("Memory, kernel", $"{Figure.Bytes(peak)} (memory.peak of the control group, with page cache and kernel memory)");
        }

        yield return new Fact("Processes", $"{Figure.Count(all.Processes)} at most, {Figure.Count(all.Threads, "thread")} at most");
        yield return new Fact("Switches", all is { VoluntarySwitches: { } own, InvoluntarySwitches: { } forced } ? $"{Figure.Count(own)} voluntary, {Figure.Count(forced)} involuntary" : Figure.Unknown);
        yield return new Fact("Storage", all is { ReadBytes: { } read, WrittenBytes: { } written } ? $"{Figure.Bytes(read)} read, {Figure.Bytes(written)} written" : Figure.Unknown);
    }

    private static string Memory(UsageSummary all) => all.MemoryPeakBytes is { } pss
        ? $"{Figure.Bytes(pss)} PSS ({all.MemoryPeakKind}, {Figure.Count(all.MemoryReadings, "reading")}), {Figure.Bytes(all.RssPeakBytes)} RSS"
        : $"{Figure.Bytes(all.RssPeakBytes)} RSS (shared pages counted once per process; PSS could not be read)";

    private static string Ending(UsageRecord usage) => usage.Summary switch
    {
        { Ended: UsageEnd.Duration } => usage.Started ? "stopped when the duration was over" : "still there when the duration was over",
        { Ended: UsageEnd.Interrupted } => usage.Started ? "interrupted and stopped" : "the recording was interrupted; the process was let alone",
        { ExitCode: { } code } => $"ended with code {Figure.Plain((ulong)code)}",
        _ => "it ended",
    };

    private static IEnumerable<string> Notes(UsageRecord usage)
    {
        var all = usage.Summary;
        if (all.Leftovers.Count > 0)
        {
            yield return $"Left running by the command, and stopped: {string.Join(", ", all.Leftovers)}.";
        }

        if (all.MemoryReadings > 0 && usage.Samples.Any(static sample => sample is { Processes: > 0, PssBytes: null }))
        {
            yield return $"A reading of PSS took {Figure.Duration(all.MemoryReadingTookS * 1e9)}, so it was not made every {Figure.Chosen(usage.IntervalS)}.";
        }

        if (all.ReadingTookS > WorthTelling * usage.IntervalS)
        {
            yield return $"Reading took {Figure.Duration(all.ReadingTookS * 1e9)} of every {Figure.Chosen(usage.IntervalS)}: choose a longer --interval, or --no-children.";
        }

        if (usage.CpuSource == CpuSourceName.Proc)
        {
            yield return "CPU from /proc: to 0.01 s per process and reading; children that nobody waited for are lost with what they used since the reading before.";
        }
    }
}
