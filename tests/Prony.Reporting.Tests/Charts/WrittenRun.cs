using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;

namespace Prony.Reporting.Tests.Charts;

/// <summary>A run directory with plausible trials, written as a run writes them: a second of warm-up, a window, a drain.</summary>
/// <remarks>Has no verdict. No chance in it: every second holds the same times, a little slower with each candidate.</remarks>
internal sealed record WrittenRun
{
    public const long Ms = 1_000_000;
    public const int PerSecond = 40;
    public const int FailedPerSecond = 2;

    private static readonly DateTimeOffset Start = new(2026, 11, 21, 10, 15, 0, TimeSpan.Zero);

    public IReadOnlyList<string> Candidates { get; init; } = ["sync", "async"];

    public int Rounds { get; init; } = 1;

    public int WindowS { get; init; } = 4;

    public bool Resources { get; init; } = true;

    public string Event { get; init; } = "worker 7 died";

    public string Name { get; init; } = "written";

    public string? Question { get; init; } = "Which one?";

    public static PointRecord Load { get; } = new(100, null);

    /// <summary>Writes plan and trials into a new folder below another.</summary>
    public RunDirectory Write(string parent)
    {
        var run = new RunDirectory(Path.Combine(parent, "20261121T101500Z-written"));
        RunWriter.WritePlan(run, Plan());
        for (var round = 1; round <= Rounds; round++)
        {
            for (var i = 0; i < Candidates.Count; i++)
            {
                WriteTrial(run, round, i);
            }
        }

        return run;
    }

    /// <summary>Response times of a second: 10 ms to 50 ms, 5 % slower with each candidate.</summary>
    public static Histogram Second(int candidate)
    {
        var times = Histogram.ForDurations();
        for (var i = 0; i < PerSecond; i++)
        {
            times.Record((long)((10 + i) * (1 + (0.05 * candidate)) * Ms));
        }

        return times;
    }

    public PlanRecord Plan() => new()
    {
        Run = "20261121T101500Z-written",
        CreatedUtc = Start,
        Experiment = Name,
        Question = Question,
        Definitions = new Dictionary<string, string> { ["experiment.yaml"] = "name: written\n" },
        Baseline = Candidates[0],
        Primary = Metrics.Throughput,
        Margin = 0.05,
        Rounds = Rounds,
        Seed = 1,
        Phases = new PhaseLengths(1, WindowS, null, 0, 0),
        Candidates = [.. Candidates.Select(name => new PlannedCandidate(name, CandidateKind.Stack, "web", new Dictionary<string, string>(), ["web"]))],
        Scenarios = [new PlannedScenario("work", "GET", "/work", "200", 30, [Load], [])],
        Order = [.. Enumerable.Repeat(Candidates, Rounds)],
        RoundSeeds = [.. Enumerable.Range(1, Rounds).Select(i => (ulong)i)],
        Machine = new MachineRecord("Debian GNU/Linux 12", "6.1", "a CPU", 2, 8L << 30, ".NET 10", "v2", "tsc", "unknown"),
    };

    /// <summary>What its trials say.</summary>
    public TrialRecord Trial(int round, int candidate) => new()
    {
        Round = round,
        Candidate = Candidates[candidate],
        Scenario = "work",
        Point = Load,
        State = TrialState.Completed,
        Load = LoadOf(candidate),
        Resources = Resources ? new ResourceSummary { CpuSource = CpuSourceName.Proc, CpuS = 0.5 * WindowS, CpuCores = new CoresRecord(0.5, 0.6), CpuPerRequestNs = 0.5e9 / PerSecond, MemoryPssBytes = 50L << 20, MemoryPeakBytes = 60L << 20, Processes = 1 } : null,
    };

    private void WriteTrial(RunDirectory run, int round, int candidate)
    {
        var (second, window) = (Second(candidate), Histogram.ForDurations());
        using var writer = new TrialWriter(run.Trial(round, 1, Candidates[candidate], "work", null));
        writer.BeginLoad(Start);
        for (var t = 0; t <= WindowS + 1; t++)
        {
            var phase = t == 0 ? PhaseName.Warmup : t <= WindowS ? PhaseName.Window : PhaseName.Drain;
            var slice = new SliceRecord(t, phase, PerSecond, PerSecond, PerSecond, new OutcomeCounts(PerSecond - FailedPerSecond, FailedPerSecond, 0, 0, 0, 0, 0, 0, 0, 0), 100,
                second.ValueAtPercentile(50), second.ValueAtPercentile(90), second.ValueAtPercentile(99));
            writer.WriteSlice(slice, new Dictionary<string, Histogram> { ["response"] = second, ["service"] = second });
            if (phase == PhaseName.Window)
            {
                window.Add(second);
            }

            if (Resources)
            {
                writer.WriteResource(new ResourceRecord(t, "web", 0.5, (40L + t) << 20, 1, 4));
            }
        }

        writer.WriteEvent(new EventRecord(2, EventKind.WorkerDied, "web", Event));
        writer.WriteWindow(window, window);
        writer.Complete(Trial(round, candidate));
    }

    private LoadRecord LoadOf(int candidate)
    {
        long due = PerSecond * WindowS;
        long failed = FailedPerSecond * WindowS;
        var window = Histogram.ForDurations();
        for (var i = 0; i < WindowS; i++)
        {
            window.Add(Second(candidate));
        }

        var times = Distribution.Of(window);
        return new LoadRecord
        {
            Engine = EngineName.Raw,
            Timestamps = TimestampsName.Wire,
            Target = "http://127.0.0.1:8080/work",
            Model = LoadModelName.Closed,
            Users = 100,
            Window = new WindowRecord(Start.AddSeconds(1), WindowS),
            Requests = new RequestCounts(due, 0, due, due, due - failed, failed, 0),
            ThroughputPerS = PerSecond - FailedPerSecond,
            CompletedPerS = PerSecond,
            SentPerS = PerSecond,
            ResponseNs = times,
            ServiceNs = times,
            LagNs = Distribution.Empty,
            LagGeneratorNs = Distribution.Empty,
            FirstByteNs = times,
            ConnectNs = Distribution.Empty,
            FailedNs = Distribution.Empty,
            Status = new Dictionary<string, long> { ["200"] = due - failed, ["503"] = failed },
            Outcomes = new OutcomeCounts(due - failed, failed, 0, 0, 0, 0, 0, 0, 0, 0),
            Bytes = new ByteCounts(due * 100, due * 300, due * 40),
            Connections = new ConnectionCounts(100, due - 100, 0),
            Generator = new GeneratorRecord(0.05, 5_000, 0.01, 1, 0, 0, 0.01),
        };
    }
}
