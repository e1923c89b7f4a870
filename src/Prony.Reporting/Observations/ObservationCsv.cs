using System.Globalization;
using System.Text;
using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Runs;

namespace Prony.Reporting.Observations;

/// <summary>A run as tidy CSV (RFC 4180, docs/views.md): a row for each figure of each trial, base units, invariant culture.</summary>
/// <remarks>Pure and thread-safe.</remarks>
public static class ObservationCsv
{
    private static readonly string[] Columns = ["experiment", "scenario", "load", "candidate", "round", "attempt", "counted", "metric", "unit", "value"];

    /// <summary>Every trial of a run that is whole; <c>counted</c> says whether the verdict rests on it.</summary>
    public static string Of(RunView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var counted = CountedTrials.In(view);
        return Write(view, counted.Contains);
    }

    /// <summary>Every trial of a search for capacities; <c>counted</c> says whether it spoke for or against its load: those in which the generator was at fault did neither.</summary>
    /// <param name="capacity">What was found.</param>
    /// <param name="view">The trials behind it.</param>
    public static string Of(CapacityRecord capacity, RunView view)
    {
        ArgumentNullException.ThrowIfNull(capacity);
        ArgumentNullException.ThrowIfNull(view);
        var judged = capacity.Candidates.SelectMany(candidate => candidate.Searches).SelectMany(search => search.Trials)
            .Where(trial => trial.Verdict is "good" or "bad").Select(trial => trial.Trial).ToHashSet();
        return Write(view, trial => judged.Contains(NameOf(trial, null)) || judged.Contains(NameOf(trial, trial.Point)));
    }

    private static string NameOf(TrialRecord trial, PointRecord? point) =>
        new RunDirectory(".").Trial(trial.Round, trial.Attempt, trial.Candidate, trial.Scenario, point).Name;

    private static string Write(RunView view, Func<TrialRecord, bool> isCounted)
    {
        var experiment = view.Plan?.Experiment ?? view.Verdict?.Experiment ?? view.Name;
        var text = new StringBuilder();
        Append(text, Columns);
        foreach (var trial in view.Trials.OrderBy(t => t.Round).ThenBy(t => t.Attempt))
        {
            string[] key = [experiment, trial.Scenario, trial.Point.Name, trial.Candidate, Whole(trial.Round), Whole(trial.Attempt), isCounted(trial) ? "true" : "false"];
            foreach (var observation in Observation.Of(trial))
            {
                Append(text, [.. key, observation.Metric, observation.Unit, observation.Value.ToString("R", CultureInfo.InvariantCulture)]);
            }
        }

        return text.ToString();
    }

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Append(StringBuilder text, IEnumerable<string> fields) => text.AppendJoin(',', fields.Select(CsvText.Field)).Append('\n');
}
