using System.Text.RegularExpressions;
using Prony.Measurement.Runs;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Listing;

/// <summary>Finds the runs of a folder and says what became of each, from plan, answer and the names of trials alone: a folder may hold hundreds.</summary>
public static partial class RunLister
{
    /// <summary>All runs of a folder, newest first; a damaged one is named and does not keep the others from being read.</summary>
    /// <param name="folder">Such as runs; folders in it that hold no run are left out.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static RunListRecord Read(string folder)
    {
        var runs = new List<RunListEntry>();
        var unreadable = new List<UnreadableRun>();
        foreach (var run in RunsIn(folder))
        {
            try
            {
                runs.Add(ReadRun(run));
            }
            catch (Exception fault) when (fault is RunFormatException or IOException or UnauthorizedAccessException)
            {
                unreadable.Add(new UnreadableRun(run.Name, fault.Message.Replace(run.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)));
            }
        }

        return new RunListRecord
        {
            Folder = Path.GetFullPath(folder),
            Runs = [.. runs.OrderByDescending(run => run.CreatedUtc ?? DateTimeOffset.MinValue).ThenByDescending(run => run.Name, StringComparer.Ordinal)],
            Unreadable = unreadable,
        };
    }

    /// <summary>The run directories of a folder by name, the oldest first: their names begin with the instant of their start.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static IReadOnlyList<RunDirectory> RunsIn(string folder) =>
    [
        .. Directory.EnumerateDirectories(folder).Where(path => !Path.GetFileName(path).StartsWith('.'))
            .Order(StringComparer.Ordinal).Select(path => new RunDirectory(path)).Where(IsRun),
    ];

    /// <summary>Whether a folder holds anything of a run, or of the stages of <c>prony tune</c>.</summary>
    public static bool IsRun(RunDirectory run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return File.Exists(run.PlanFile) || File.Exists(run.VerdictFile) || File.Exists(run.CapacityFile) || File.Exists(run.TuneFile) || Directory.Exists(run.TrialsFolder) || IsTune(run);
    }

    /// <summary>Whether it is a folder of <c>prony tune</c>: with what was found, or with the runs of its stages.</summary>
    public static bool IsTune(RunDirectory run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return File.Exists(run.TuneFile) || (run.Name.EndsWith("-tune", StringComparison.Ordinal) && !File.Exists(run.PlanFile) && Stages(run).Count > 0);
    }

    /// <summary>Whether it is the run of a stage of <c>prony tune</c>, which cannot be resumed by itself. Folders of runs begin with a time: one that a person named so holds runs.</summary>
    public static bool IsStage(RunDirectory run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(run.Path)) is { } folder && Path.GetFileName(folder) is [>= '0' and <= '9', ..] && IsTune(new RunDirectory(folder));
    }

    /// <summary>The runs of the stages of <c>prony tune</c>, in order.</summary>
    public static IReadOnlyList<RunDirectory> Stages(RunDirectory tune)
    {
        ArgumentNullException.ThrowIfNull(tune);
        return [.. Directory.EnumerateDirectories(tune.Path).Order(StringComparer.Ordinal).Select(path => new RunDirectory(path)).Where(stage => File.Exists(stage.PlanFile))];
    }

    /// <summary>One run in short.</summary>
    /// <exception cref="RunFormatException">A file of it is damaged, or of another schema.</exception>
    /// <exception cref="IOException">A file of it cannot be read.</exception>
    public static RunListEntry ReadRun(RunDirectory run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (IsTune(run))
        {
            return OfTune(run);
        }

        var plan = File.Exists(run.PlanFile) ? RunReader.ReadPlan(run) : null;
        if (RunReader.ReadCapacity(run) is { } capacity)
        {
            return OfCapacity(run, plan, capacity);
        }

        var verdict = RunReader.ReadVerdict(run);
        return new RunListEntry
        {
            Name = run.Name,
            Kind = plan?.Primary == Metrics.Capacity ? RunKindName.Capacity : RunKindName.Run,
            State = plan?.Imported is not null ? RunStateName.Imported
                : RunReader.IsBeingWritten(run) ? RunStateName.Running
                : verdict is null ? RunStateName.Killed
                : IsCutShort(run, plan, verdict) ? RunStateName.CutShort
                : RunStateName.Whole,
            CreatedUtc = plan?.CreatedUtc,
            Experiment = plan?.Experiment ?? verdict?.Experiment ?? run.Name,
            Question = plan?.Question ?? verdict?.Question,
            Candidates = BaselineFirst(plan?.Candidates.Select(candidate => candidate.Name) ?? NamesOf(verdict), plan?.Baseline ?? verdict?.Baseline),
            Rounds = verdict?.Rounds,
            PlannedRounds = plan is { Imported: null } ? plan.Rounds : null,
            Preview = verdict?.Preview ?? plan?.Preview ?? false,
            Verdict = verdict?.Verdict?.Verdict,
            Answer = verdict is null ? null : Answer(verdict),
        };
    }

    private static RunListEntry OfCapacity(RunDirectory run, PlanRecord? plan, CapacityRecord capacity) => new()
    {
        Name = run.Name,
        Kind = RunKindName.Capacity,
        State = RunReader.IsBeingWritten(run) ? RunStateName.Running : capacity.IsCutShort(plan) ? RunStateName.CutShort : RunStateName.Whole,
        CreatedUtc = plan?.CreatedUtc,
        Experiment = capacity.Experiment,
        Question = plan?.Question,
        Candidates = BaselineFirst(capacity.Candidates.Select(candidate => candidate.Name), capacity.Baseline),
        Rounds = capacity.Rounds,
        PlannedRounds = plan?.Rounds ?? capacity.PlannedRounds,
        Preview = capacity.Preview,
        Verdict = capacity.Comparisons is [var comparison, ..] ? comparison.Verdict : null,
        Answer = $"{string.Join(", ", capacity.Candidates.Select(candidate => $"{candidate.Name} {Load(capacity, candidate)}"))} under {string.Join(", ", capacity.Settings.Objectives)}",
    };

    private static RunListEntry OfTune(RunDirectory run)
    {
        var stages = Stages(run);
        var tune = RunReader.ReadTune(run);
        var plan = stages.Count > 0 ? RunReader.ReadPlan(stages[^1]) : null;
        return new RunListEntry
        {
            Name = run.Name,
            Kind = RunKindName.Tune,
            State = RunReader.IsBeingWritten(run) || stages.Any(RunReader.IsBeingWritten) ? RunStateName.Running
                : tune is null ? RunStateName.Killed
                : tune.Whole == false ? RunStateName.CutShort
                : RunStateName.Whole,
            CreatedUtc = stages.Count > 0 ? RunReader.ReadPlan(stages[0]).CreatedUtc : null,
            Experiment = tune?.Experiment ?? plan?.Experiment ?? run.Name,
            Question = plan?.Question,
            Candidates = tune is { Stages: [.., var last] } ? [.. last.Settings.Select(setting => setting.Name)] : [.. plan?.Candidates.Select(candidate => candidate.Name) ?? []],
            Rounds = tune is { Stages: [.., var decided] } ? decided.Rounds : null,
            PlannedRounds = plan?.Rounds,
            Answer = tune switch
            {
                null => null,
                { Winner: { } winner } => $"{winner} is best in {tune.Metric}",
                { Best: [var one] } => $"{one} is ahead in {tune.Metric}{(tune.Whole == false ? " so far" : "")}",
                { Best.Count: > 1 } => $"{string.Join(", ", tune.Best)} are not told apart in {tune.Metric}",
                _ => $"no setting gave a usable round{(tune.Whole == false ? " so far" : "")}",
            },
        };
    }

    private static string Load(CapacityRecord capacity, CapacityCandidate candidate)
    {
        var lower = candidate.Searches.Select(search => search.Lower).OfType<double>().DefaultIfEmpty(double.NaN).Max();
        var value = candidate.Value ?? (double.IsNaN(lower) ? (double?)null : lower);
        return (candidate.Value is null && value is not null ? "at least " : "") + Figure.PerSecond(value) + (capacity.Settings.Load == "users" ? " users" : "/s");
    }

    private static string Answer(VerdictRecord verdict)
    {
        if (verdict.Verdict is not { } overall)
        {
            return "nothing could be compared";
        }

        var point = verdict.Scenarios.GetValueOrDefault(overall.Scenario)?.Points.FirstOrDefault(p => overall.Load is null || p.Load == overall.Load);
        var comparison = point?.Comparisons.FirstOrDefault(c => c.Candidate == overall.Candidate && c.Metric == verdict.Primary);
        var ratio = comparison is { Ratio: not null } ? $" {Figure.Ratio(comparison.Ratio, comparison.Low, comparison.High)}" : "";
        var than = overall.Verdict switch
        {
            VerdictName.Better or VerdictName.Worse => $"{overall.Verdict} than",
            VerdictName.Equivalent => "equivalent to",
            _ => $"{overall.Verdict} against",
        };
        return overall.Candidate == verdict.Baseline ? $"{overall.Candidate} {overall.Verdict}: {verdict.Primary}" : $"{overall.Candidate} {than} {verdict.Baseline}: {verdict.Primary}{ratio}";
    }

    /// <summary>Verdicts of older versions do not say so themselves.</summary>
    private static bool IsCutShort(RunDirectory run, PlanRecord? plan, VerdictRecord verdict) => verdict.Whole is { } whole
        ? !whole
        : plan is not null && WholeTrials(run) < plan.TrialCount(verdict.Look is { Ended: true } look ? look.Round : plan.Rounds);

    /// <summary>Trials that ended, each once however many attempts it took; by the names of their folders.</summary>
    private static int WholeTrials(RunDirectory run) => run.Trials()
        .Where(trial => File.Exists(trial.TrialFile))
        .Select(trial => AttemptInName().Replace(trial.Name, "$1"))
        .Distinct().Count();

    /// <summary>Nobody where a verdict holds no load.</summary>
    private static IEnumerable<string> NamesOf(VerdictRecord? verdict) => verdict?.Scenarios.Values.FirstOrDefault()?.Points is [var point, ..] ? point.Candidates.Keys : [];

    private static List<string> BaselineFirst(IEnumerable<string> names, string? baseline) => [.. names.OrderBy(name => name == baseline ? 0 : 1)];

    [GeneratedRegex(@"^(r\d+)a\d+")]
    private static partial Regex AttemptInName();
}
