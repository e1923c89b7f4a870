using Prony.Experiments.Objectives;
using Prony.Experiments.Verdicts;
using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Tests.Verdicts;

/// <summary>A run that never happened, with known answers: candidates whose figures are given, round by round.</summary>
internal sealed class World
{
    internal static readonly PointRecord HundredUsers = new(100, null);

    private readonly List<TrialRecord> _trials = [];
    private readonly Dictionary<TrialRecord, WindowHistograms> _times = [];
    private readonly string[] _candidates;

    internal World(params string[] candidates)
    {
        _candidates = candidates;
        Plan = new PlanRecord
        {
            Run = "20261121T101500Z-demo",
            CreatedUtc = DateTimeOffset.UnixEpoch,
            Experiment = "demo",
            Question = "Which?",
            Baseline = candidates[0],
            Primary = "throughput",
            Margin = 0.05,
            Rounds = 6,
            Seed = 1,
            Phases = new PhaseLengths(2, 5, null, 2, 2),
            Candidates = [.. candidates.Select(name => new PlannedCandidate(name, "stack", "demo", new Dictionary<string, string>(), ["web"]))],
            Scenarios = [Scenario("work", HundredUsers)],
            Order = [candidates],
            RoundSeeds = [1],
            Machine = new MachineRecord("Linux", "6", "cpu", 2, 1L << 33, ".NET", "v2", "tsc", "none"),
        };
    }

    internal PlanRecord Plan { get; set; }

    internal IReadOnlyList<Objective> Objectives { get; set; } = [];

    internal IReadOnlyList<TrialRecord> Trials => _trials;

    internal static PlannedScenario Scenario(string name, params PointRecord[] points) => new(name, "GET", "/", "200", 30, points, []);

    /// <summary>Rounds 1 to N of every candidate; figures wobble by ±1 % in a fixed pattern that is not the same for all.</summary>
    internal World Rounds(int rounds, Func<string, Figures> figures)
    {
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var name in _candidates)
            {
                Add(round, name, figures(name).Wobbled(round, name));
            }
        }

        return this;
    }

    internal TrialRecord Add(int round, string candidate, Figures figures, int attempt = 1, string scenario = "work", PointRecord? point = null)
    {
        var times = new WindowHistograms(Histogram.ForDurations(), Histogram.ForDurations());
        figures.Fill(times.Response);
        figures.Fill(times.Service);
        var trial = new TrialRecord
        {
            Round = round,
            Attempt = attempt,
            Candidate = candidate,
            Scenario = scenario,
            Point = point ?? HundredUsers,
            State = TrialState.Completed,
            Load = figures.Load(times),
            Resources = figures.Resources(),
        };
        _trials.Add(trial);
        _times.Add(trial, times);
        return trial;
    }

    internal void Fail(int round, string candidate, string state, string reason, int attempt = 1) => _trials.Add(new TrialRecord
    {
        Round = round,
        Attempt = attempt,
        Candidate = candidate,
        Scenario = "work",
        Point = HundredUsers,
        State = state,
        Reason = reason,
        LogTail = ["last line"],
    });

    /// <summary>A trial without a window at a load of its own.</summary>
    internal void AddFailed(int round, string candidate, PointRecord point, string state, string reason) => _trials.Add(new TrialRecord
    {
        Round = round,
        Candidate = candidate,
        Scenario = "work",
        Point = point,
        State = state,
        Reason = reason,
    });

    /// <summary>Changes the trials of a candidate after the fact, such as their gates.</summary>
    internal void Change(string candidate, Func<TrialRecord, TrialRecord> change)
    {
        for (var i = 0; i < _trials.Count; i++)
        {
            if (_trials[i].Candidate == candidate)
            {
                var changed = change(_trials[i]);
                if (_times.Remove(_trials[i], out var times))
                {
                    _times.Add(changed, times);
                }

                _trials[i] = changed;
            }
        }
    }

    internal void Remove(Predicate<TrialRecord> which) => _trials.RemoveAll(which);

    internal WindowHistograms? TimesOf(TrialRecord trial) => _times.GetValueOrDefault(trial);

    internal VerdictRecord Judge() => VerdictBuilder.Build(Plan, _trials, trial => _times.GetValueOrDefault(trial), Objectives);

    /// <summary>A run with looks, of which so many rounds are whole.</summary>
    internal VerdictRecord JudgeAt(int wholeRounds, Func<string, bool>? isOver = null) => VerdictBuilder.Build(
        Plan,
        _trials,
        trial => _times.GetValueOrDefault(trial),
        Objectives,
        new RunEvidence { Looks = new LookState(wholeRounds, (candidate, _, _) => isOver?.Invoke(candidate) == true) });

    internal ComparisonRecord Comparison(string candidate, string metric = "throughput") =>
        Judge().Scenarios["work"].Points[0].Comparisons.Single(c => c.Candidate == candidate && c.Metric == metric);
}

/// <summary>What a window is to show.</summary>
internal sealed record Figures(double PerS, double ResponseMs = 100, double CpuUs = 500, double MemoryMib = 50)
{
    internal const double WindowS = 5;

    internal long Failed { get; init; }

    internal long Count => (long)(PerS * WindowS);

    internal long Sent => Count + Failed;

    internal bool NoResources { get; init; }

    internal double GeneratorCpuUs { get; init; } = 10;

    internal Figures Wobbled(int round, string name)
    {
        var wobble = 1 + (0.01 * Math.Sin((round * 2.4) + name.Length));
        return this with { PerS = PerS * wobble, ResponseMs = ResponseMs / wobble, CpuUs = CpuUs / wobble, MemoryMib = MemoryMib * wobble };
    }

    /// <summary>98 % of the responses take the given time, 2 % three times as long.</summary>
    internal void Fill(Histogram histogram)
    {
        var slow = Count / 50;
        histogram.Record((long)(ResponseMs * 1e6), Count - slow);
        if (slow > 0)
        {
            histogram.Record((long)(ResponseMs * 3e6), slow);
        }
    }

    internal LoadRecord Load(WindowHistograms times) => new()
    {
        Engine = "raw",
        Timestamps = "wire",
        Target = "http://127.0.0.1:1/",
        Model = "closed",
        Users = 100,
        ThinkS = 0.1,
        Window = new WindowRecord(DateTimeOffset.UnixEpoch, WindowS),
        Requests = new RequestCounts(Sent, 0, Sent, Sent, Count, Failed, 0),
        ThroughputPerS = PerS,
        CompletedPerS = Sent / WindowS,
        SentPerS = Sent / WindowS,
        ResponseNs = Distribution.Of(times.Response),
        ServiceNs = Distribution.Of(times.Service),
        LagNs = Distribution.Empty,
        LagGeneratorNs = Distribution.Empty,
        FirstByteNs = Distribution.Empty,
        ConnectNs = Distribution.Empty,
        FailedNs = Distribution.Empty,
        Status = Failed == 0 ? new Dictionary<string, long> { ["200"] = Count } : new Dictionary<string, long> { ["200"] = Count, ["500"] = Failed },
        Outcomes = new OutcomeCounts(Count, Failed, 0, 0, 0, 0, 0, 0, 0, 0),
        Bytes = new ByteCounts(1, 1, 1),
        Connections = new ConnectionCounts(0, Count, 0),
        Generator = new GeneratorRecord(Sent * GeneratorCpuUs * 1e-6, (long)(GeneratorCpuUs * 1e3), 0, 1, 0, 0, 0.1),
    };

    internal ResourceSummary? Resources() => NoResources ? null : new ResourceSummary
    {
        CpuSource = "cgroup-v2",
        CpuS = CpuUs * 1e-6 * Count,
        CpuPerRequestNs = CpuUs * 1e3,
        CpuCores = new CoresRecord(CpuUs * 1e-6 * PerS, CpuUs * 1.2e-6 * PerS),
        MemoryPssBytes = (long)(MemoryMib * 1048576),
        MemoryPeakBytes = (long)(MemoryMib * 1.1 * 1048576),
        Processes = 1,
        Threads = 20,
        MachineCpuS = 4,
        Services = new Dictionary<string, ServiceSummary> { ["web"] = new(CpuUs * 1e-6 * Count, (long)(MemoryMib * 1048576), 1, 1, 1, 20) },
    };
}
