using Prony.Experiments.Definitions;
using Prony.Experiments.Running;
using Prony.Experiments.Verdicts;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Tuning;

/// <summary>Finds the settings that serve best: stages of paired rounds, each an ordinary run, and rounds of its own for the decision.</summary>
/// <param name="definition">With one scenario at one load; its candidates are replaced by the settings.</param>
/// <param name="question">What is tried.</param>
/// <param name="settings">Where it writes: a folder with the runs of the stages and tune.json.</param>
/// <param name="observer">Told about progress.</param>
/// <param name="told">Told what each stage shows.</param>
/// <param name="time">Wall clock of the records.</param>
/// <remarks>One run per instance. Not thread-safe.</remarks>
public sealed class Tuner(ExperimentDefinition definition, TuneQuestion question, RunSettings settings, IRunObserver observer, Action<string> told, TimeProvider time)
{
    private readonly TuneJudge _judge = new(question.Metric, definition.Margin);
    private readonly List<TuneStage> _stages = [];

    /// <summary>Baselines without which the current stage had to begin again.</summary>
    private readonly List<TunedSetting> _failed = [];

    /// <summary>Runs all stages.</summary>
    /// <param name="stop">How a person ends it early.</param>
    /// <exception cref="IOException">A folder cannot be written.</exception>
    public async Task<TuneOutcome> RunAsync(RunStop stop)
    {
        ArgumentNullException.ThrowIfNull(stop);
        var folder = RunDirectory.Create(settings.OutputFolder, RunDirectory.NameFor(time.GetUtcNow(), definition.Name + "-tune")).Path;
        var left = question.Settings.ToList();
        while (true)
        {
            var isLast = left.Count <= TuneQuestion.MostFinalists;
            var rounds = isLast ? question.FinalRounds : TuneQuestion.StageRounds;
            var outcome = await RunStageAsync(folder, left, rounds, stop);
            if (CanDoWithout(outcome.Problem, left))
            {
                var reason = Texts.Sentence(outcome.Problem!.Message);
                _failed.Add(new TunedSetting(left[0].Name, null, null, null, null, "failed", reason));
                told($"{left[0].Name} is left out, and the stage begins again without it: {reason}");
                left = left[1..];
                continue;
            }

            if (outcome.Verdict is not { } verdict || outcome.Problem is not null)
            {
                return new TuneOutcome(folder, null, outcome.Problem);
            }

            var point = verdict.Scenarios.Values.First().Points[0];
            var names = left.Select(setting => setting.Name).ToList();
            List<TunedSetting> judged = [.. isLast ? _judge.Decide(point, names) : _judge.Halve(point, names), .. _failed];
            _failed.Clear();
            _stages.Add(new TuneStage(Path.GetFileName(outcome.Folder!), rounds, judged));
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

            left = kept;
        }
    }

    /// <summary>A stage ends with its baseline, which is only the first of the settings or the best of the stage before: where two others are left, they go on.</summary>
    internal static bool CanDoWithout(RunProblem? problem, IReadOnlyList<CandidateEntry> left) =>
        problem is { Kind: RunProblemKind.CannotStart or RunProblemKind.NoValidResult } && problem.Candidate == left[0].Name && left.Count > 2;

    private Task<RunOutcome> RunStageAsync(string folder, List<CandidateEntry> left, int rounds, RunStop stop)
    {
        var stage = definition with { Candidates = left, Baseline = left[0].Name, Primary = question.Metric, Rounds = rounds, UntilDecided = false, Objectives = [] };
        return new ExperimentRunner(stage, settings with { OutputFolder = folder, Preview = false }, observer, time).RunAsync(stop);
    }

    private TuneOutcome Concluded(string folder, IReadOnlyList<TunedSetting> last)
    {
        var (winner, best, sentence) = _judge.Answer(last);
        var record = new TuneRecord
        {
            Experiment = definition.Name,
            Candidate = question.Candidate,
            Scenario = definition.Scenarios[0].Name,
            Load = definition.Scenarios[0].Points[0],
            Metric = question.Metric,
            Margin = definition.Margin,
            Stages = [.. _stages],
            Winner = winner,
            Best = best,
            Sentences = [sentence, .. Before()],
        };
        RunWriter.WriteTune(folder, record);
        return new TuneOutcome(folder, record, null);
    }

    private IEnumerable<string> Before()
    {
        var dropped = _stages.SelectMany(stage => stage.Settings).Where(setting => setting.State == "dropped").ToList();
        if (dropped.Count > 0)
        {
            yield return $"Left out before the last stage after {TuneQuestion.StageRounds} rounds each, without a proof that they are worse: {Texts.List([.. dropped.Select(setting => $"{setting.Name} ({ShareText.Format(Math.Abs(1 - setting.Ratio!.Value))} behind)")])}.";
        }

        foreach (var failed in _stages.SelectMany(stage => stage.Settings).Where(setting => setting.State == "failed"))
        {
            yield return $"{failed.Name} is out: {failed.Reason}";
        }
    }
}

/// <summary>How tuning ended.</summary>
/// <param name="Folder">Holds the runs of the stages.</param>
/// <param name="Tuned">What was found; null where a stage could not be made.</param>
/// <param name="Problem">Why; null otherwise.</param>
public sealed record TuneOutcome(string Folder, TuneRecord? Tuned, RunProblem? Problem);
