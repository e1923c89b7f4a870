using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Progress;

/// <summary>A run while it goes on: the candidates side by side, with the last second of the one that runs.</summary>
internal sealed class RunProgressView : IProgressView
{
    private readonly Dictionary<string, CandidateProgress> _candidates = [];
    private RunStarted? _run;
    private TimeLeft? _left;
    private PhaseStarted? _phase;
    private TimeSpan _phaseStart;
    private bool _inTrial;
    private int _ended;
    private string _status = "Preparing";

    public IEnumerable<Line> Take(ProgressEvent progress, TimeSpan elapsed)
    {
        switch (progress)
        {
            case Preparing preparing:
                _status = preparing.Text;
                return [new Line(preparing.Text)];
            case RunStarted run:
                return [Begin(run, elapsed)];
            case PhaseStarted phase:
                return Enter(phase, elapsed);
            case SliceSeen second when _phase is { } phase:
                Of(phase.Candidate).See(second);
                return [];
            case TrialEnded trial:
                return [End(trial.Trial, trial.Scenario, elapsed)];
            case RoundRepeated repeated:
                return [new Line($"{RoundText(repeated.Round)} is made again: {repeated.Reason}", Stays: true)];
            case Note note:
                return [new Line(note.Text, Stays: true)];
            default:
                return [];
        }
    }

    public IEnumerable<Block> Draw(TimeSpan elapsed)
    {
        if (_run is not { } run || _left is not { } left)
        {
            yield return new Prose(null, _status);
            yield break;
        }

        var trial = Math.Min(_ended + (_inTrial ? 1 : 0), run.Trials);
        yield return new Prose(run.Experiment, $"{RoundText(_phase?.Round ?? 1)}, trial {Figure.Count(trial)}/{Figure.Count(run.Trials)}");
        yield return new Prose(null, $"{ProgressBar.Of(left.Share(elapsed))} {Figure.Chosen(Math.Floor(elapsed.TotalSeconds))} gone, {left.Text(elapsed)}");
        yield return new FigureTable(
            [
                new Column("candidate", IsFigure: false), new Column("now", IsFigure: false), new Column("requests/s"), new Column("p50"),
                new Column("p99"), new Column("failed"), new Column("cores"),
            ],
            [.. _candidates.Select(c => c.Value.Row(c.Key, Now(c.Key, elapsed)))]);
    }

    private Line Begin(RunStarted run, TimeSpan elapsed)
    {
        _run = run;
        _ended = run.Done;
        _left = new TimeLeft(run.Trials - run.Done, run.Expected, elapsed, run.IsLeast);
        foreach (var name in run.Candidates)
        {
            Of(name);
        }

        var left = Figure.Chosen(Math.Round(run.Expected.TotalSeconds));
        return new Line($"{run.Experiment}: {run.Size ?? $"{Figure.Count(run.Trials, "trial")} in {Figure.Count(run.Rounds, "round")}, about {left}"}{(run.Done > 0 ? $", of which {(run.IsLeast ? "at least" : "about")} {left} are left" : "")}", Stays: run.Size is not null);
    }

    private Line[] Enter(PhaseStarted phase, TimeSpan elapsed)
    {
        var begins = !_inTrial;
        _phase = phase;
        _phaseStart = elapsed;

        // The pause follows the end of a trial and belongs to none.
        _inTrial = phase.Phase != PhaseName.Pause;
        if (!begins || !_inTrial)
        {
            return [];
        }

        Of(phase.Candidate).Begin();
        return [new Line($"{RoundText(phase.Round)} {phase.Candidate}, {phase.Scenario}: started" + (_left is { } left ? $", {left.Text(elapsed)}" : ""))];
    }

    private Line End(TrialRecord trial, string? scenario, TimeSpan elapsed)
    {
        _inTrial = false;
        _ended++;
        _left?.Done(elapsed);
        Of(trial.Candidate).End(trial);
        var who = $"{RoundText(trial.Round)} {trial.Candidate}, {scenario ?? trial.Scenario}";
        return trial is { State: TrialState.Completed, Load: { } load }
            ? new Line($"{who}: {Figure.PerSecond(load.ThroughputPerS)} requests/s, p50 {Figure.Percentile(load.ResponseNs, "50")}, "
                + $"p99 {Figure.Percentile(load.ResponseNs, "99")}, {Figure.Count(load.Requests.Failures(), "failure")}")
            : new Line($"{who}: {trial.State}" + (trial.Reason is { } reason ? $": {reason}" : ""), Stays: true);
    }

    private string Now(string candidate, TimeSpan elapsed)
    {
        if (_phase is not { } phase || phase.Candidate != candidate)
        {
            return Of(candidate).Standing;
        }

        var passed = Figure.Chosen(Math.Floor((elapsed - _phaseStart).TotalSeconds));
        return phase.Expected > TimeSpan.Zero ? $"{phase.Phase} {passed} / {Figure.Chosen(phase.Expected.TotalSeconds)}" : $"{phase.Phase} {passed}";
    }

    private string RoundText(int round) => _run is { } run ? $"round {Figure.Count(round)}/{Figure.Count(run.Rounds)}" : $"round {Figure.Count(round)}";

    private CandidateProgress Of(string name) =>
        _candidates.TryGetValue(name, out var candidate) ? candidate : _candidates[name] = new CandidateProgress();

    /// <summary>One candidate's row: its last second while it runs, its last window otherwise.</summary>
    private sealed class CandidateProgress
    {
        private static readonly int[] Widths = [10, 7, 7, 6, 5];
        private string[] _figures = [Figure.Unknown, Figure.Unknown, Figure.Unknown, Figure.Unknown, Figure.Unknown];

        public string Standing { get; private set; } = "waits";

        public void Begin() => _figures = [Figure.Unknown, Figure.Unknown, Figure.Unknown, Figure.Unknown, Figure.Unknown];

        public void See(SliceSeen second)
        {
            var slice = second.Slice;
            var failed = slice.Outcomes.Failed();
            _figures =
            [
                Figure.PerSecond(slice.Outcomes.Success),
                Figure.Duration(slice.P50Ns == 0 ? null : slice.P50Ns),
                Figure.Duration(slice.P99Ns == 0 ? null : slice.P99Ns),
                Figure.Count(failed),
                Figure.Cores(second.Cores),
            ];
        }

        public void End(TrialRecord trial)
        {
            var round = Figure.Count(trial.Round);
            Standing = trial.State == TrialState.Completed ? $"round {round} done" : $"round {round}: {trial.State}";
            if (trial.Load is { } load)
            {
                _figures =
                [
                    Figure.PerSecond(load.ThroughputPerS),
                    Figure.Percentile(load.ResponseNs, "50"),
                    Figure.Percentile(load.ResponseNs, "99"),
                    Figure.Count(load.Requests.Failures()),
                    Figure.Cores(trial.Resources?.CpuCores.Mean),
                ];
            }
        }

        // Padded, so that the columns do not jump from one drawing to the next.
        public IReadOnlyList<string> Row(string name, string now) => [name, now.PadRight(16), .. _figures.Select((figure, i) => figure.PadLeft(Widths[i]))];
    }
}
