using Prony.Measurement.Runs;

namespace Prony.Experiments.Tests.Schemas;

/// <summary>Records with every optional part filled in.</summary>
internal static class SampleRecords
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 10, 15, 0, TimeSpan.Zero);
    private static readonly Distribution Nothing = Distribution.Empty;
    private static readonly GateRecord Gate = new("V07", 0.001, 0.01, GateState.Ok, null, "a");
    private static readonly DoubtRecord Doubt = new("V28", "warn", "seen", "limit", "advice");

    private static readonly BottleneckRecord Bottleneck = new(BottleneckName.ServiceThreads, "web", 0.98, 1, "web 0.98 of 2 cores: the one thread of web was always busy: web was the limit.")
    {
        Cores = new Dictionary<string, double> { ["web"] = 0.98, ["generator"] = 0.1 },
        Cpus = 2,
        Windows = 5,
        OfWindows = 6,
    };

    public static LoadRecord Load { get; } = new()
    {
        Engine = "raw",
        Timestamps = "wire",
        Target = "http://127.0.0.1:8080/",
        Model = "open",
        RatePerS = 300,
        Arrivals = "poisson",
        Seed = ulong.MaxValue,
        Window = new WindowRecord(Start, 10),
        Requests = new RequestCounts(3000, 0, 3000, 3000, 2999, 1, 0),
        ResponseNs = Nothing,
        ServiceNs = Nothing,
        LagNs = Nothing,
        LagGeneratorNs = Nothing,
        FirstByteNs = Nothing,
        ConnectNs = Nothing,
        FailedNs = Nothing,
        PartsNs = new PartsRecord(new(1, 1, 1), new(1, 1, 1), new(1, 1, 1), new(1, 1, 1), new(1.5, 1, 2)),
        Status = new Dictionary<string, long> { ["200"] = 2999, ["500"] = 1 },
        Outcomes = new OutcomeCounts(2999, 1, 0, 0, 0, 0, 0, 0, 0, 0),
        Checks = new ChecksRecord(10, 300, [new CheckRecord("body contains \"ok\"", 1)]),
        Samples = [new SampleRecord(3, 200, "body contains \"ok\"", "it is empty", ["Content-Length: 0"], 0, "")],
        Work = new WorkRecord(true, true, new SizesRecord(10.5, 10, 11), 120, new Dictionary<string, long> { ["gzip"] = 9 }, new Dictionary<string, long> { ["1.1"] = 9 }, 1),
        Independence = new IndependenceRecord(3.5, 4096),
        ResponseIntervalsNs = new Dictionary<string, IntervalRecord> { ["50"] = new(1, 2) },
        Spacing = new SpacingRecord(1000, 2, 0.7, 0.6, 1.1, 0.02, 0.01),
        Bytes = new ByteCounts(1, 2, 3),
        Connections = new ConnectionCounts(1, 2, 3),
        Generator = new GeneratorRecord(0.1, 33, 0.01, 1, 0, 0, 0.2),
        Gates = [Gate, new GateRecord("V02", null, null, GateState.Unknown, "not measured")],
        Doubts = [Doubt],
    };

    public static TrialRecord Trial { get; } = new()
    {
        Round = 1,
        Candidate = "a",
        Scenario = "work",
        Point = new PointRecord(null, 300, "poisson"),
        State = TrialState.Completed,
        Phases = [new PhaseRecord("window", Start, 10)],
        Load = Load,
        Answers = [new AnswerRecord(0, 200, 10, "identity", "ab12", "refused")],
        Resources = new ResourceSummary
        {
            CpuSource = "cgroup-v2",
            CpuPerRequestNs = 1.5,
            CpuPerRequestGrossNs = 2.5,
            Services = new Dictionary<string, ServiceSummary> { ["web"] = new(1, 2, 3, 4, 5, 6) },
        },
        Bottleneck = Bottleneck,
        UnloadedNs = 1_000,
        Layers = [new LayerSummary("web", "queue", 1.5, 3, false, null) { Min = 0 }, new LayerSummary("web", "requests", null, null, true, 7.5)],
        WorkersLost = 1,
        WorkersStarted = 2,
        Identity = [new IdentityRecord("web", "/usr/bin/server", "00ff") { Backlog = 128 }],
        Stops = [new StopRecord("web", "SIGTERM", 0, 0.1, false, true, ["12 sleep"])],
        LogTail = ["line"],
        Gates = [Gate],
        Doubts = [Doubt],
    };

    public static PlanRecord Plan { get; } = new()
    {
        Run = "20261121T101500Z-x",
        CreatedUtc = Start,
        Experiment = "x",
        Question = "why?",
        Definitions = new Dictionary<string, string> { ["x.yaml"] = "name: x" },
        Baseline = "a",
        Primary = "throughput",
        Margin = 0.05,
        Rounds = 1,
        Looks = [new LookRecord(1, 0.005)],
        ExpectedS = 30,
        Invocation = new InvocationRecord("../x.yaml", false, ["a", "b"], 1, false) { Profiles = ["full"] },
        Profiles = ["full"],
        Seed = 1,
        Factor = ["mode"],
        Phases = new PhaseLengths(1, 2, 3, 4, 5),
        Candidates = [new PlannedCandidate("a", "stack", "hello", new Dictionary<string, string> { ["mode"] = "x" }, ["web"]) { Declares = new Dictionary<string, string> { ["access-log"] = "off" }, Setup = [new PlannedService("web", "server", null)] }],
        Scenarios = [new PlannedScenario("work", "GET", "/", "2xx", 30, [new PointRecord(10, null)], ["failures <= 1%"]) { Checks = ["body contains \"ok\""], CheckEvery = 10, Same = new SameRecord("length", 0.15) }],
        Limits = [new LimitRecord("V07", 0.01, 0.05) { Name = "failed requests", DefaultWarn = 0, DefaultInvalid = 0.001 }],
        Claims = [new PlannedClaim("b is faster", "conclusion", "work", "throughput(b) / throughput(a)", ">= 2", 0.1, "a reason")],
        SharedSetup = [new PlannedService("db", "postgres", new StatedMachine(2, 1, "80GB", new StatedPrice(28, "USD"), "NYC"))],
        Order = [["a", "b"]],
        RoundSeeds = [7],
        Skipped = [new SkippedRecord("c", "missing", "install it")],
        Machine = new MachineRecord("os", "kernel", "cpu", 2, 1, "runtime", "v2", "tsc", "performance"),
    };

    public static CostRecord Cost { get; } = new()
    {
        Run = "20261121T101500Z-x",
        RatePerS = 5_000,
        Headroom = 0.3,
        Assumptions = ["Copies add up."],
        Candidates =
        [
            new CandidateCost { Scenario = "work", Candidate = "a", Layers = [] },
            new CandidateCost
            {
                Scenario = "work",
                Candidate = "b",
                Load = new PointRecord(10, null),
                ThroughputPerS = 948,
                ThroughputInterval = new IntervalRecord(940, 950),
                Copies = 8,
                CopiesInterval = new IntervalRecord(8, 8),
                CopyPrice = new StatedPrice(28, "USD"),
                PricePerMonth = 224,
                PriceInterval = new IntervalRecord(224, 224),
                PricePerMillion = 0.017,
                PerMillionInterval = new IntervalRecord(0.017, 0.017),
                Layers = [new LayerCost { Service = "web", CpuPerRequestNs = 1_000, Cores = 7.3, CoresInterval = new IntervalRecord(7, 8), Machines = 4, MachinesInterval = new IntervalRecord(4, 4), Price = new StatedPrice(112, "USD") }],
            },
        ],
    };

    public static VerdictRecord Verdict { get; } = new()
    {
        Experiment = "x",
        Question = "why?",
        Baseline = "a",
        Primary = "throughput",
        Margin = 0.05,
        Rounds = 6,
        Look = new LookVerdict(6, 0.005, true),
        Window = new WindowAdvice(0.1, 0.02, 12, 20, 18, "Windows of 20 s are about right."),
        Order = [["a", "b"]],
        Scenarios = new Dictionary<string, ScenarioVerdict> { ["work"] = new([new PointVerdict(new PointRecord(10, null), Candidates(), [Comparison()]) { Winner = new WinnerRecord("b", 0.05, 3, "Winner: b.") }]) },
        Verdict = new OverallVerdict("work", "b", "better", "b is better."),
        Fairness = new FairnessRecord(["mode"], [new FairnessRow("access-log", FairnessKind.Declared, new Dictionary<string, string> { ["a"] = "off" }, false, false)]),
        Objectives = [new ObjectiveRecord("work", "users-10", "a", "failures <= 1%", 0.1, false)],
        Claims = [new ClaimRecord { Says = "b is faster", Source = "conclusion", Scenario = "work", Check = "throughput(b) / throughput(a)", Expect = ">= 2", Margin = 0.05, Unit = "", Value = 2.5, Low = 2.1, High = 2.9, Rounds = 6, Values = [2.5], State = ClaimState.Confirmed, Reason = "a reason", Sentence = "confirmed." }],
        Skipped = Plan.Skipped,
        FailedTrials = [new FailedTrialRecord("r01a1.b.work", "b", TrialState.Died, "exit code 1", ["last line"])],
        Gates = [Gate],
        Doubts = [Doubt],
    };

    public static RunComparisonRecord Compare { get; } = new()
    {
        Old = new ComparedRun("20261121T101500Z-x", Start, "x", 6, ToolRecord.Current),
        New = new ComparedRun("20261128T101500Z-x", Start.AddDays(7), "x", 6, ToolRecord.Current),
        Primary = "throughput",
        Margin = 0.05,
        Caution = "not paired",
        Differences = [new RunDifference(DifferenceKind.Definition, "seed", "1", "2", false), new RunDifference(DifferenceKind.LeftOut, "candidate", "c", null, false)],
        Scenarios = new Dictionary<string, RunComparisonScenario>
        {
            ["work"] = new([new RunComparisonPoint(new PointRecord(10, null), [Across(), new AcrossRunsRecord { Candidate = "a", OldCandidate = "a", Metric = "memory", Verdict = "invalid", Sentence = "No." }])]),
        },
        Verdict = new OverallVerdict("work", "a", "worse", "a is worse than it was."),
        Doubts = [new RunDoubt(null, Doubt), new RunDoubt("20261121T101500Z-x", Doubt)],
    };

    private static AcrossRunsRecord Across() => new()
    {
        Candidate = "a",
        OldCandidate = "a",
        Metric = "throughput",
        Figure = 90,
        OldFigure = 100,
        Ratio = 0.9,
        Low = 0.85,
        High = 0.95,
        Confidence = 0.95,
        Alpha = 0.05,
        M = 1,
        Margin = 0.05,
        Rounds = [90, 91],
        OldRounds = [100, 101],
        DegreesOfFreedom = 2,
        HolmP = 0.01,
        Verdict = "worse",
        RoundsNeeded = 8,
        Sentence = "a is worse than it was.",
    };

    private static Dictionary<string, CandidateSummary> Candidates() => new()
    {
        ["a"] = new CandidateSummary
        {
            ResponseNs = Nothing,
            ServiceNs = Nothing,
            ResponseIntervalsNs = new Dictionary<string, IntervalRecord> { ["50"] = new(1, 2) },
            Bottleneck = Bottleneck,
            CpuPerRequestNs = 1,
            CpuCores = new CoresRecord(1, 2),
            MemoryPssBytes = 1,
            MemoryPeakBytes = 2,
            Processes = 1,
            Services = Trial.Resources!.Services,
            Status = Load.Status,
            Outcomes = Load.Outcomes,
            Rounds = [new RoundFigures(1, 1, 2, 3, 4, 5, 0), new RoundFigures(2, null, null, null, null, null, null)],
        },
    };

    private static ComparisonRecord Comparison() => new()
    {
        Candidate = "b",
        Baseline = "a",
        Metric = "throughput",
        Ratio = 1.5,
        Low = 1.2,
        High = 1.9,
        Confidence = 0.95,
        Alpha = 0.05,
        M = 1,
        Margin = 0.05,
        D = [0.4],
        MeanRatio = new MeanRatioRecord(1.5, 1.2, 1.9),
        Verdict = "better",
        RoundsNeeded = 8,
        Sentence = "b is better.",
    };

    public static StackChecksRecord Check { get; } = new()
    {
        StartedUtc = Start,
        Machine = Plan.Machine,
        Stacks =
        [
            new StackCheckRecord
            {
                Path = "stacks/x",
                Name = "x",
                State = StackCheckState.Failed,
                Reason = "why",
                Missing = [new MissingRecord("m", ["d"], ["n"], "g", "a")],
                With = new Dictionary<string, string> { ["workers"] = "2" },
                PrepareS = 1,
                ReadyS = 2,
                SettledS = 3,
                Settled = true,
                Services = [new ServiceCheckRecord("web", 1, 2, 3, 4, 5)],
                Answer = new FrontAnswerRecord("/", 200, 1, 0.1, "t"),
                Stops = [new StopRecord("web", "SIGTERM", 0, 0.1, false, true, [])],
                Left = ["12 x"],
                LogTail = ["line"],
            },
        ],
    };

    public static DoctorRecord Doctor { get; } = new()
    {
        StartedUtc = Start,
        Machine = Plan.Machine,
        Findings = [new DoctorFinding("swap", DoctorState.Warn, "s", "w", "a")],
        Stacks = [new StackNeeds("x", true, [new MissingRecord("m", ["d"], ["n"], null, "a")])],
        InstallCommand = "apt-get install d",
    };
}
