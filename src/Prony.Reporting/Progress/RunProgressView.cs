using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Progress;

/// <summary>A run while it goes on: how far it is, the candidate that is loaded now with its last second, what is known of each so far, and what happened lately.</summary>
internal sealed class RunProgressView : IProgressView
{
    /// <summary>Events that are kept: the oldest goes.</summary>
    private const int MostEvents = 8;

    private readonly Dictionary<string, CandidateProgress> _candidates = [];
    private readonly Queue<string> _events = new();
    private RunStarted? _run;
    private TimeLeft? _left;
    private PhaseStarted? _phase;
    private SliceSeen? _second;
    private TimeSpan _phaseStart;
    private bool _inTrial;
    private int _ended;
    private int _again;
    private (int Round, int Attempt) _round;
    private int _endedOfRound;
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
            case SliceSeen second:
                _second = second;
                return [];
            case Happened happened:
                return Note(happened, elapsed);
            case BracketMoved moved:
                Of(moved.Candidate).Bracket = moved.Bracket;
                return [];
            case TrialEnded trial:
                return [End(trial.Trial, trial.Scenario, elapsed)];
            case RoundRepeated repeated:
                return [Repeat(repeated)];
            case Note note:
                return [new Line(note.Text, Stays: true)];
            default:
                return [];
        }
    }

    public IReadOnlyList<ScreenLine> Draw(TimeSpan elapsed, ScreenSize size)
    {
        if (_run is not { } run || _left is not { } left)
        {
            return [.. ScreenLine.Wrap(_status, size.Room)];
        }

        var trials = run.Trials + _again;
        var trial = Math.Min(_ended + (_inTrial ? 1 : 0), trials);
        return RunScreen.Draw(
            new RunScreenState(
                run.Experiment + (run.Stage is { } stage ? $", stage {Figure.Count(stage)}" : ""),
                [
                    RoundText(_phase?.Round ?? 1),
                    .. run.IsSearch ? (string[])[] : [$"trial {Figure.Count(trial)}/{Figure.Count(trials)}"],
                    $"{Figure.Chosen(Math.Floor(elapsed.TotalSeconds))} gone",
                    left.Text(elapsed),
                ],
                left.Share(elapsed),
                Now(elapsed),
                _second is { } second && _inTrial ? Second(second) : null,
                _phase?.Candidate,
                _phase is { } phase ? phase.Scenario : null,
                [.. _candidates.Select(c => c.Value.Row(c.Key, _phase?.Scenario))],
                [.. _events]),
            size);
    }

    private Line Begin(RunStarted run, TimeSpan elapsed)
    {
        _run = run;
        _ended = run.Done;
        (_again, _round, _endedOfRound) = (0, default, 0);
        _left = new TimeLeft(run.Trials - run.Done, run.Expected, elapsed, run.IsLeast);

        // The stages of a search for settings are runs of their own, with fewer candidates each.
        (_phase, _second, _inTrial) = (null, null, false);
        _candidates.Clear();
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
        _second = phase.Phase is PhaseName.Window or PhaseName.Drain ? _second : null;
        _phase = phase;
        _phaseStart = elapsed;

        // The pause follows the end of a trial and belongs to none.
        _inTrial = phase.Phase != PhaseName.Pause;
        var again = FindAgain(phase.Round, phase.Attempt);
        return begins && _inTrial
            ? [.. again, new Line($"{RoundText(phase.Round)} {phase.Candidate}, {phase.Scenario}: started" + (_left is { } left ? $", {left.Text(elapsed)}" : ""))]
            : again;
    }

    private Line[] Note(Happened happened, TimeSpan elapsed)
    {
        var text = Foreign.Line($"{happened.Candidate}: {happened.Event.Text}");
        _events.Enqueue($"{Figure.Chosen(Math.Floor(elapsed.TotalSeconds))}  {text}");
        if (_events.Count > MostEvents)
        {
            _events.Dequeue();
        }

        return [new Line($"{(_phase is { } phase ? RoundText(phase.Round) + " " : "")}{text}")];
    }

    private Line End(TrialRecord trial, string? scenario, TimeSpan elapsed)
    {
        _inTrial = false;
        _ended++;
        _ = FindAgain(trial.Round, trial.Attempt);
        _endedOfRound = _round == (trial.Round, trial.Attempt) ? _endedOfRound + 1 : 1;
        _round = (trial.Round, trial.Attempt);
        _left?.Done(elapsed);
        Of(trial.Candidate).End(trial, scenario ?? trial.Scenario);
        var who = $"{RoundText(trial.Round)} {trial.Candidate}, {scenario ?? trial.Scenario}";
        return trial is { State: TrialState.Completed, Load: { } load }
            ? new Line($"{who}: {Figure.PerSecond(load.ThroughputPerS)} requests/s, p50 {Figure.Percentile(load.ResponseNs, "50")}, "
                + $"p99 {Figure.Percentile(load.ResponseNs, "99")}, {Figure.Count(load.Requests.Failures(), "failure")}")
            : new Line($"{who}: {trial.State}" + (trial.Reason is { } reason ? $": {reason}" : ""), Stays: true);
    }

    /// <summary>What was done of the round is to be done once more; what was not yet done of it is counted already.</summary>
    private Line Repeat(RoundRepeated repeated)
    {
        CountAgain();
        return new Line($"{RoundText(repeated.Round)} is made again: {repeated.Reason}", Stays: true);
    }

    /// <summary>Who only reads the files of a run is not told that a round is made again, but sees it by its attempt. In a search the attempt is the number of the trial.</summary>
    private Line[] FindAgain(int round, int attempt)
    {
        if (_run is { IsSearch: true } || _endedOfRound == 0 || round != _round.Round || attempt <= _round.Attempt)
        {
            return [];
        }

        CountAgain();
        return [new Line($"{RoundText(round)} is made again", Stays: true)];
    }

    private void CountAgain()
    {
        _left?.Again(_endedOfRound);
        _again += _endedOfRound;
        _endedOfRound = 0;
    }

    private string Now(TimeSpan elapsed)
    {
        if (_phase is not { } phase)
        {
            return "Getting ready";
        }

        var passed = Figure.Chosen(Math.Floor((elapsed - _phaseStart).TotalSeconds));
        var length = phase.Expected > TimeSpan.Zero ? $"{passed} / {Figure.Chosen(phase.Expected.TotalSeconds)}" : passed;
        return $"{phase.Candidate}, {phase.Scenario}: {phase.Phase} {length}";
    }

    private static string Second(SliceSeen seen)
    {
        var second = seen.Slice;
        return $"{Figure.PerSecond(second.Outcomes.Success)} requests/s, p50 {Duration(second.P50Ns)}, p99 {Duration(second.P99Ns)}, {Figure.Count(second.Outcomes.Failed(), "failure")}, "
            + $"{Figure.Count(second.InFlight)} in flight" + (seen.Cores is { } cores ? $", {Figure.Cores(cores)} cores" : "");
    }

    private static string Duration(long ns) => Figure.Duration(ns == 0 ? null : ns);

    private string RoundText(int round) => _run is { } run ? $"round {Figure.Count(round)}/{Figure.Count(run.Rounds)}" : $"round {Figure.Count(round)}";

    private CandidateProgress Of(string name) =>
        _candidates.TryGetValue(name, out var candidate) ? candidate : _candidates[name] = new CandidateProgress();
}
