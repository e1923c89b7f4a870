using Prony.Measurement.Runs;

namespace Prony.Reporting.Runs;

/// <summary>What there is of a run: everything that a report may say comes from here.</summary>
/// <param name="Name">Name of the run directory.</param>
/// <param name="Plan">Null when plan.json is missing or cut.</param>
/// <param name="Verdict">Null when the run ended before its verdict.</param>
/// <param name="Trials">Trials whose record is whole, in the order of their folders.</param>
/// <param name="Unfinished">Trials that were begun and have no whole record.</param>
/// <param name="Faults">Files that could not be read, in a sentence each.</param>
public sealed record RunView(
    string Name,
    PlanRecord? Plan,
    VerdictRecord? Verdict,
    IReadOnlyList<TrialRecord> Trials,
    IReadOnlyList<UnfinishedTrial> Unfinished,
    IReadOnlyList<string> Faults)
{
    /// <summary>Names of trials that were cut off before the run was resumed, and do not count.</summary>
    public IReadOnlyList<string> SetAside { get; init; } = [];

    /// <summary>Trials in which something happened, second by second; empty where nothing did.</summary>
    public IReadOnlyList<TrialTimeline> Timelines { get; init; } = [];

    /// <summary>Reads a run directory; a run that was killed gives what it had written.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such directory, or it holds nothing of a run.</exception>
    public static RunView Read(RunDirectory directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        if (!Directory.Exists(directory.Path))
        {
            throw new DirectoryNotFoundException($"There is no run directory {directory.Path}. Name one that 'prony run' wrote (by default in runs/).");
        }

        var faults = new List<string>();
        var plan = File.Exists(directory.PlanFile) ? Try(() => RunReader.ReadPlan(directory)) : null;
        var verdict = Try(() => RunReader.ReadVerdict(directory));
        var trials = Try(() => RunReader.ReadTrials(directory)) ?? new RunTrials([], []);
        if (plan is null && verdict is null && directory.Trials().Count == 0 && faults.Count == 0)
        {
            throw new DirectoryNotFoundException($"{directory.Path} holds no run: neither plan.json nor verdict.json nor trials. Name a directory that 'prony run' wrote.");
        }

        return new RunView(
            directory.Name,
            plan,
            verdict,
            [.. trials.Finished.Select(trial => trial.Record)],
            [.. trials.Unfinished.Select(name => new UnfinishedTrial(name, Seconds(name)))],
            faults)
        {
            SetAside = Directory.Exists(directory.SetAsideFolder)
                ? [.. Directory.EnumerateDirectories(directory.SetAsideFolder).Select(trial => Path.GetFileName(trial)).Order(StringComparer.Ordinal)]
                : [],
            Timelines = [.. trials.Finished.Select(trial => Try(() => TrialTimeline.Read(trial))).OfType<TrialTimeline>()],
        };

        int Seconds(string name) => Try(() => RunReader.ReadSlices(new TrialFolder(Path.Combine(directory.TrialsFolder, name))).ToList())?.Count ?? 0;

        // A report says what it could not read and shows the rest: one damaged file must not hide an hour of measuring.
        T? Try<T>(Func<T?> read)
            where T : class
        {
            try
            {
                return read();
            }
            catch (Exception fault) when (fault is RunFormatException or IOException or UnauthorizedAccessException)
            {
                faults.Add(fault.Message.Replace(directory.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal));
                return null;
            }
        }
    }
}

/// <summary>A trial that was begun and whose record is not whole.</summary>
/// <param name="Name">Name of its folder.</param>
/// <param name="Seconds">Seconds of load that were written.</param>
public sealed record UnfinishedTrial(string Name, int Seconds);
