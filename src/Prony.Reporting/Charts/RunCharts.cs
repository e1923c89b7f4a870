using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;
using Prony.Reporting.Observations;
using Prony.Reporting.Runs;
using Prony.Statistics.Quantiles;

namespace Prony.Reporting.Charts;

/// <summary>Makes the data of a run's charts from its directory.</summary>
internal sealed class RunCharts
{
    private readonly VerdictRecord _verdict;
    private readonly RunDirectory _directory;
    private readonly ILookup<(string Scenario, string Candidate, PointRecord Point), TrialRecord> _trials;
    private readonly ChartDetail _detail;
    private readonly List<string> _faults = [];

    private RunCharts(RunView view, VerdictRecord verdict, RunDirectory directory)
    {
        _verdict = verdict;
        _directory = directory;
        _trials = view.Trials.Where(trial => trial is { State: TrialState.Completed, Load: not null }).ToLookup(trial => (trial.Scenario, trial.Candidate, trial.Point));
        var summaries = verdict.Scenarios.Values.SelectMany(scenario => scenario.Points).SelectMany(point => point.Candidates.Values).ToList();
        _detail = ChartDetail.For(
            summaries.Sum(summary => summary.Rounds.Count),
            summaries.Select(summary => summary.Services.Count + summary.SharedServices.Count).DefaultIfEmpty(0).Max(),
            summaries.Count);
    }

    /// <summary>The data, and files that could not be read in a sentence each.</summary>
    /// <param name="view">The run; without a verdict there are no charts.</param>
    /// <param name="directory">Where its trials are.</param>
    public static (ReportRecord Data, IReadOnlyList<string> Faults) Of(RunView view, RunDirectory directory)
    {
        if (view.Verdict is not { } verdict)
        {
            return (new ReportRecord { Name = Foreign.Line(view.Plan?.Experiment ?? view.Name), Baseline = Foreign.Line(view.Plan?.Baseline ?? ""), Primary = view.Plan?.Primary ?? "", Margin = view.Plan?.Margin ?? 0 }, []);
        }

        var charts = new RunCharts(view, verdict, directory);
        var data = new ReportRecord
        {
            Name = Foreign.Line(verdict.Experiment),
            Baseline = Foreign.Line(verdict.Baseline),
            Primary = Foreign.Line(verdict.Primary),
            Margin = Rounded.Of(verdict.Margin),
            Preview = verdict.Preview,
            Scenarios = [.. verdict.Scenarios.Select(scenario => charts.Scenario(scenario.Key, scenario.Value, view.Plan))],
        };
        return (data, charts._faults);
    }

    /// <summary>"100 users", "300/s"; a load that changes in words.</summary>
    internal static string Label(PointRecord load) => load switch
    {
        { Stages: not null } => load.Text,
        { Users: { } users } => CountText.Of(users, "user"),
        _ => Figure.ChosenRate(load.RatePerS) + "/s",
    };

    private ReportScenario Scenario(string name, ScenarioVerdict scenario, PlanRecord? plan) => new(
        Foreign.Line(name),
        scenario.Points.All(point => point.Load.Users is not null) ? "users" : scenario.Points.All(point => point.Load.RatePerS is not null) ? "rate" : "other",
        [.. (plan?.Scenarios.FirstOrDefault(planned => planned.Name == name)?.Objectives ?? []).Select(Foreign.Line)],
        [.. scenario.Points.Select(point => Point(name, point))],
        [.. scenario.Curves.Select(CurveChart.Of)]);

    private ReportPoint Point(string scenario, PointVerdict point)
    {
        var candidates = point.Candidates.OrderBy(candidate => candidate.Key == _verdict.Baseline ? 0 : 1)
            .Select(candidate => (candidate.Key, candidate.Value, Trials: Counted(scenario, candidate.Key, point.Load, candidate.Value))).ToList();
        var grid = Grid([.. candidates.SelectMany(candidate => candidate.Trials)]);
        return new ReportPoint(
            Foreign.Line(Label(point.Load)),
            point.Load.Stages is null ? Rounded.OrNull(point.Load.Users ?? point.Load.RatePerS) : null,
            [.. candidates.Select(candidate => Candidate(candidate.Key, candidate.Value, candidate.Trials, grid))],
            [.. point.Comparisons.Select(Comparison)]);
    }

    /// <summary>The attempt of each round that the verdict took.</summary>
    private List<TrialRecord> Counted(string scenario, string candidate, PointRecord load, CandidateSummary summary) =>
    [
        .. from figures in summary.Rounds
           let taken = CountedTrials.Behind(figures, _trials[(scenario, candidate, load)])
           where taken is not null
           orderby figures.Round
           select taken,
    ];

    private HeatGrid Grid(List<TrialRecord> trials)
    {
        var times = trials.Select(trial => trial.Load!.ResponseNs).Where(response => response.Count > 0).ToList();
        return new HeatGrid(
            trials.Select(trial => trial.Load!.Window.DurationS).DefaultIfEmpty(1).Max(),
            times.Select(response => response.Min).DefaultIfEmpty(1).Min(),
            times.Select(response => response.Max).DefaultIfEmpty(2).Max(),
            _detail);
    }

    private ReportCandidate Candidate(string name, CandidateSummary summary, List<TrialRecord> trials, HeatGrid grid)
    {
        var (window, heat) = (new WindowSum(), new HeatSum(grid));
        var charts = trials.Select(trial => Read(trial, window, heat)).OfType<ReportTrial>().ToList();
        var (response, service) = window.Percentiles(summary.Rounds.Count, summary, _detail.TicksPerHalf);
        return new ReportCandidate(
            Foreign.Line(name),
            new ReportInterval(Rounded.OrNull(summary.ThroughputPerS), Rounded.OrNull(summary.ThroughputInterval?.Low), Rounded.OrNull(summary.ThroughputInterval?.High)),
            FailuresPerS(trials),
            Rounded.OrNull(summary.CpuCores?.Mean),
            Rounded.OrNull(summary.MemoryPssBytes),
            response,
            service,
            [.. summary.Rounds.Select(figures => Round(figures, trials.Find(trial => trial.Round == figures.Round)))],
            heat.Map(),
            charts);
    }

    private ReportTrial? Read(TrialRecord trial, WindowSum window, HeatSum heat)
    {
        try
        {
            return FolderOf(trial) is { } folder ? TrialChart.Read(trial, folder, _detail.PointsPerTrial, window, heat) : null;
        }
        catch (Exception fault) when (fault is RunFormatException or IOException or UnauthorizedAccessException)
        {
            // One damaged file must not take the page with it: the chart lacks a trial, and the page says which.
            _faults.Add(fault.Message.Replace(_directory.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal));
            return null;
        }
    }

    // The name holds the load only where the scenario has several.
    private TrialFolder? FolderOf(TrialRecord trial) => new[] { trial.Point, null }
        .Select(point => _directory.Trial(trial.Round, trial.Attempt, trial.Candidate, trial.Scenario, point))
        .FirstOrDefault(folder => Directory.Exists(folder.Path));

    private static ReportInterval FailuresPerS(List<TrialRecord> trials)
    {
        double[] rates = [.. trials.Where(trial => trial.Load!.Window.DurationS > 0).Select(trial => trial.Load!.Requests.Failures() / trial.Load.Window.DurationS)];
        var interval = RoundsInterval.Of(rates);
        return new ReportInterval(rates.Length == 0 ? null : Rounded.Of(rates.Average()), Rounded.OrNull(interval?.Low), Rounded.OrNull(interval?.High));
    }

    private static ReportRound Round(RoundFigures figures, TrialRecord? trial) => new(
        figures.Round,
        Rounded.OrNull(figures.ThroughputPerS),
        Rounded.Ms(figures.ResponseP50Ns),
        Rounded.Ms(figures.ResponseP99Ns),
        Rounded.OrNull(figures.Failures),
        Rounded.OrNull(figures.CpuPerRequestNs / 1e3),
        Rounded.OrNull(figures.MemoryPssBytes),
        ForbiddenRounds.Reason(figures, trial));

    internal static ReportComparison Comparison(ComparisonRecord comparison) => new(
        Foreign.Line(comparison.Candidate),
        Foreign.Line(comparison.Baseline),
        Foreign.Line(comparison.Metric),
        Rounded.OrNull(comparison.Ratio),
        Rounded.OrNull(comparison.Low),
        Rounded.OrNull(comparison.High),
        Rounded.Of(comparison.Margin),
        comparison.Verdict,
        Foreign.Line(comparison.Sentence),
        [.. comparison.D.Select(Rounded.Of)]);
}
