using Prony.Measurement.Runs;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Progress;

/// <summary>What is known of a candidate while its run goes on, scenario by scenario.</summary>
internal sealed class CandidateProgress
{
    private readonly Dictionary<string, Windows> _scenarios = [];
    private string? _problem;

    /// <summary>What a search knows of it; null where nothing is searched.</summary>
    public string? Bracket { get; set; }

    /// <summary>A trial ended, well or not.</summary>
    public void End(TrialRecord trial, string scenario)
    {
        _problem = trial.State == TrialState.Completed ? null : $"round {Figure.Count(trial.Round)}: {trial.State}";
        if (trial is { State: TrialState.Completed, Load: not null })
        {
            (_scenarios.TryGetValue(scenario, out var windows) ? windows : _scenarios[scenario] = new Windows()).Add(trial);
        }
    }

    /// <summary>Its row for a scenario; before the first the figures are unknown.</summary>
    public CandidateRow Row(string name, string? scenario)
    {
        var windows = scenario is null ? null : _scenarios.GetValueOrDefault(scenario);
        return windows is null
            ? new CandidateRow(name, "0", Figure.Unknown, Figure.Unknown, Figure.Unknown, Figure.Unknown, Figure.Unknown, Figure.Unknown, Bracket, _problem)
            : windows.Row(name) with { Bracket = Bracket, Problem = _problem };
    }

    /// <summary>The windows of one scenario. A round that is made again replaces what it gave before.</summary>
    private sealed class Windows
    {
        private readonly SortedDictionary<int, TrialRecord> _byRound = [];
        private TrialRecord? _last;

        public void Add(TrialRecord trial) => _last = _byRound[trial.Round] = trial;

        public CandidateRow Row(string name)
        {
            var rates = _byRound.Values.Select(trial => trial.Load!.ThroughputPerS).Order().ToList();
            var load = _last!.Load!;
            return new CandidateRow(
                name,
                Figure.Count(rates.Count),
                Figure.PerSecond((rates[(rates.Count - 1) / 2] + rates[rates.Count / 2]) / 2),
                $"{Figure.PerSecond(rates[0])}–{Figure.PerSecond(rates[^1])}",
                Figure.Percentile(load.ResponseNs, "50"),
                Figure.Percentile(load.ResponseNs, "99"),
                Figure.Count(_byRound.Values.Sum(trial => trial.Load!.Requests.Failures())),
                Figure.Cores(_last.Resources?.CpuCores.Mean),
                null,
                null);
        }
    }
}

/// <summary>A candidate's figures as they are shown.</summary>
/// <param name="Name">Of the candidate.</param>
/// <param name="Rounds">Windows that the figures come from.</param>
/// <param name="Rate">Median of their throughputs.</param>
/// <param name="Range">Lowest and highest of them: no interval.</param>
/// <param name="P50">Of the last window.</param>
/// <param name="P99">Of the last window.</param>
/// <param name="Failed">Failures of all.</param>
/// <param name="Cores">Mean of the last window.</param>
/// <param name="Bracket">What a search knows; null without one.</param>
/// <param name="Problem">How its last trial failed; null when it did not.</param>
internal sealed record CandidateRow(
    string Name, string Rounds, string Rate, string Range, string P50, string P99, string Failed, string Cores, string? Bracket, string? Problem);
