using System.Globalization;
using Prony.Experiments.Capacities;
using Prony.Experiments.Definitions;
using Prony.Experiments.Running;
using Prony.Experiments.Verdicts;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Tuning;

/// <summary>Finds the settings that serve best: stages of paired rounds, each an ordinary run or search for capacities, and rounds of its own for the decision.</summary>
/// <param name="definition">With one scenario, at one load where no capacity decides; its candidates are replaced by the settings.</param>
/// <param name="question">What is tried.</param>
/// <param name="settings">Where it writes: a folder with the runs of the stages and tune.json.</param>
/// <param name="observer">Told about progress.</param>
/// <param name="told">Told what each stage shows.</param>
/// <param name="time">Wall clock of the records.</param>
/// <remarks>One run per instance. Not thread-safe.</remarks>
public sealed class Tuner(ExperimentDefinition definition, TuneQuestion question, RunSettings settings, IRunObserver observer, Action<string> told, TimeProvider time)
{
    private readonly TuneJudge _judge = new(question.Metric, definition.Margin, definition.Limits);
    private readonly List<TuneStage> _stages = [];

    /// <summary>Baselines without which the current stage had to begin again.</summary>
    private readonly List<TunedSetting> _failed = [];

    /// <summary>What the last stage that ended whole found: the next search begins there.</summary>
    private CapacityRecord? _found;

    /// <summary>Runs all stages.</summary>
    /// <param name="stop">How a person ends it early.</param>
    /// <exception cref="IOException">A folder cannot be written.</exception>
    public async Task<TuneOutcome> RunAsync(RunStop stop)
    {
        ArgumentNullException.ThrowIfNull(stop);
        var folder = RunDirectory.Create(settings.OutputFolder, RunDirectory.NameFor(time.GetUtcNow(), definition.Name + "-tune")).Path;

        // Between two stages nobody is at work in any of them, and the tuning goes on all the same.
        using var own = RunLock.TryTake(folder);
        var left = question.Settings.ToList();
        while (true)
        {
            var isLast = left.Count <= TuneQuestion.MostFinalists;
            var rounds = isLast ? question.FinalRounds : TuneQuestion.StageRounds;
            var outcome = question.Capacity is { } asked ? await SearchAsync(asked, folder, left, rounds, stop)
                : await CompareAsync(folder, left, rounds, stop);
            if (CanDoWithout(outcome.Problem, left))
            {
                var reason = Texts.Sentence(outcome.Problem!.Message);
                _failed.Add(new TunedSetting(left[0].Name, null, null, null, null, "failed", reason));
                told($"{left[0].Name} is left out, and the stage begins again without it: {reason}");
                left = left[1..];
                continue;
            }

            if (outcome.Figures is not { } figures || outcome.Problem is not null)
            {
                return CutOff(folder, outcome);
            }

            List<TunedSetting> judged = [.. isLast ? _judge.Decide(figures, outcome.Width ?? 0) : _judge.Halve(figures, outcome.Width ?? 0), .. _failed];
            _failed.Clear();
            _stages.Add(new TuneStage(Path.GetFileName(outcome.Folder!), rounds, judged) { Width = outcome.Width });
            told($"stage {_stages.Count}: {string.Join(", ", judged.Select(setting => $"{setting.Name} {setting.State}"))}");
            if (isLast)
            {
                return Concluded(folder, judged);
            }

            // In the order of their ranks: the best is the baseline of the next stage.
            var kept = judged.Where(setting => setting.State is "best" or "kept").Select(setting => left.Find(entry => entry.Name == setting.Name)!).ToList();
            if (kept.Count < 2)
            {
                return Concluded(folder, judged);
            }

            // Whoever is killed from here on leaves what the stages found.
            Preview(folder, string.Create(CultureInfo.InvariantCulture, $"stage {_stages.Count} of at most {question.Stages.Count} has ended"));
            left = kept;
        }
    }

    /// <summary>A stage ends with its baseline, which is only the first of the settings or the best of the stage before: where two others are left, they go on.</summary>
    internal static bool CanDoWithout(RunProblem? problem, IReadOnlyList<CandidateEntry> left) =>
        problem is { Kind: RunProblemKind.CannotStart or RunProblemKind.NoValidResult } && problem.Candidate == left[0].Name && left.Count > 2;

    private async Task<StageOutcome> CompareAsync(string folder, List<CandidateEntry> left, int rounds, RunStop stop)
    {
        var outcome = await new ExperimentRunner(Stage(left) with { Rounds = rounds, UntilDecided = false, Objectives = [] }, InFolder(folder), observer, time).RunAsync(stop);
        var point = outcome.Verdict?.Scenarios.Values.First().Points[0];
        return new StageOutcome(outcome.Folder, point is null ? null : left.ToDictionary(s => s.Name, s => SettingFigures.Of(point, question.Metric, s.Name)), null, outcome.Problem)
        {
            WholeRounds = outcome.Problem is null ? rounds : WholeRounds(outcome),
        };
    }

    private static int WholeRounds(RunOutcome outcome) => outcome is { Folder: { } folder, Plan: { } plan }
        ? RunProgress.Replay(plan, [.. RunReader.ReadTrials(new RunDirectory(folder)).Finished.Select(trial => trial.Record)], Participants.Of(plan)).WholeRounds
        : 0;

    private async Task<StageOutcome> SearchAsync(CapacityQuestion asked, string folder, List<CandidateEntry> left, int rounds, RunStop stop)
    {
        var ask = CapacityStages.Of(asked, left.Count, rounds, _found);
        var outcome = await new CapacityRunner(Stage(left), ask, InFolder(folder), observer, told, time).RunAsync(stop);
        _found = outcome.Problem is null && outcome.Capacity is { } whole ? whole : _found;
        return new StageOutcome(outcome.Folder, outcome.Capacity is { } found ? left.ToDictionary(s => s.Name, s => SettingFigures.Of(found, s.Name)) : null, ask.Width, outcome.Problem)
        {
            WholeRounds = outcome.Capacity?.Rounds ?? 0,
        };
    }

    private ExperimentDefinition Stage(List<CandidateEntry> left) => definition with { Candidates = left, Baseline = left[0].Name, Primary = question.Metric };

    private RunSettings InFolder(string folder) => settings with { OutputFolder = folder, Preview = false };

    private TuneOutcome Concluded(string folder, IReadOnlyList<TunedSetting> last)
    {
        var (winner, best, sentence) = _judge.Answer(last, [.. _stages.SelectMany(stage => stage.Settings).Where(setting => setting.State == "open").DistinctBy(setting => setting.Name)]);
        return new TuneOutcome(folder, Write(folder, winner, best, sentence, whole: true), null);
    }

    /// <summary>What was found before a stage could not be made to its end: its whole rounds, where it has any, and the stages before it.</summary>
    private TuneOutcome CutOff(string folder, StageOutcome outcome)
    {
        var where = string.Create(CultureInfo.InvariantCulture, $"stage {_stages.Count + 1} of at most {question.Stages.Count} {(outcome.Problem is { Kind: not RunProblemKind.Interrupted } ? "could not be judged" : "was cut off")}");
        if (outcome is { Figures: { } figures, WholeRounds: > 0 and var whole })
        {
            // Settings are ranked by the rounds that all of them have: what only some took part in would favour those that the machine was kind to.
            var common = figures.ToDictionary(mine => mine.Key, mine => mine.Value.Until(whole));
            _stages.Add(new TuneStage(Path.GetFileName(outcome.Folder!), whole, [.. _judge.SoFar(common), .. _failed]) { Width = outcome.Width, CutOff = true });
            where += $", after {CountText.Of(whole, "round")}";
        }

        return new TuneOutcome(folder, _stages.Count == 0 ? null : Preview(folder, where), outcome.Problem);
    }

    private TuneRecord Preview(string folder, string where)
    {
        var (best, sentence) = _judge.Preview(_stages[^1].Settings, where);
        return Write(folder, winner: null, best, sentence, whole: false);
    }

    private TuneRecord Write(string folder, string? winner, IReadOnlyList<string> best, string sentence, bool whole)
    {
        var record = new TuneRecord
        {
            Experiment = definition.Name,
            Candidate = question.Candidate,
            Scenario = definition.Scenarios[0].Name,
            Load = question.Capacity is { } search ? search.PointOf(search.Start, definition.Scenarios[0].Points[0]) : definition.Scenarios[0].Points[0],
            Capacity = question.Capacity?.Settings(question.DurationS(definition.Phases).Longest),
            Metric = question.Metric,
            Margin = definition.Margin,
            Stages = [.. _stages],
            Whole = whole,
            Winner = winner,
            Best = best,
            Sentences = [sentence, .. Before(), .. Notes()],
        };
        RunWriter.WriteTune(folder, record);
        return record;
    }

    private IEnumerable<string> Before()
    {
        var dropped = _stages.SelectMany(stage => stage.Settings).Where(setting => setting.State == "dropped").ToList();
        if (dropped.Count > 0)
        {
            yield return $"Left out before the last stage after {TuneQuestion.StageRounds} rounds each, without a proof that they are worse: {Texts.List([.. dropped.Select(setting => $"{setting.Name} ({ShareText.Format(Math.Abs(1 - setting.Ratio!.Value))} behind)")])}.";
        }

        foreach (var failed in _stages.SelectMany(stage => stage.Settings).Where(setting => setting.State is "failed" or "open"))
        {
            yield return $"{failed.Name} is out: {failed.Reason}";
        }
    }

    private IEnumerable<string> Notes()
    {
        if (question.Capacity is { } asked && asked.Width > definition.Margin / 2)
        {
            yield return $"Brackets of the last stage are {ShareText.Format(asked.Width)} wide, which is more than half of the margin of {ShareText.Format(definition.Margin)}: smaller differences drown in the search's own steps. Use --width {ShareText.Format(definition.Margin / 2).Replace(" ", "", StringComparison.Ordinal)}.";
        }
    }

    /// <summary>How a stage ended.</summary>
    /// <param name="Folder">Its run directory.</param>
    /// <param name="Figures">Of every setting; null where not one trial was whole.</param>
    /// <param name="Width">Width of its brackets; null where no capacity was searched for.</param>
    /// <param name="Problem">Why it could not be made.</param>
    private sealed record StageOutcome(string? Folder, IReadOnlyDictionary<string, SettingFigures>? Figures, double? Width, RunProblem? Problem)
    {
        /// <summary>Rounds in which every setting took part.</summary>
        public int WholeRounds { get; init; }
    }
}

/// <summary>How tuning ended.</summary>
/// <param name="Folder">Holds the runs of the stages.</param>
/// <param name="Tuned">What was found, a preview where there is a problem; null where not one round was whole.</param>
/// <param name="Problem">Why it could not be done to its end; null when it was.</param>
public sealed record TuneOutcome(string Folder, TuneRecord? Tuned, RunProblem? Problem);
