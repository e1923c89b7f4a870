using Prony.Measurement.Machine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Prony.Measurement.Runs;
using Shouldly;

namespace Prony.Measurement.Tests.Runs;

/// <summary>One of each record, every field set to a value of its own so that a swapped or lost one shows.</summary>
internal static class Records
{
    public static readonly DateTimeOffset At = new(2026, 11, 21, 10, 15, 0, 250, TimeSpan.Zero);

    /// <summary>Equal in every value; the types of lists may differ.</summary>
    public static void ShouldHoldTheSameAs<T>(this T? actual, T expected, JsonTypeInfo<T> shape)
        where T : class =>
        JsonSerializer.Serialize(actual!, shape).ShouldBe(JsonSerializer.Serialize(expected, shape));

    private static readonly GateRecord Gate = new("V01", 0.25, 0.5, GateState.Ok, "because", "async");

    private static readonly DoubtRecord Doubt = new("V28", "warn", "seen …", "≤ limit", "advice");

    public static Distribution Distribution(long seed) => new(seed, seed + 1, seed + 2.5, seed + 3.25, seed + 4, new Dictionary<string, long>
    {
        ["10"] = seed + 10,
        ["25"] = seed + 25,
        ["50"] = seed + 50,
        ["75"] = seed + 75,
        ["90"] = seed + 90,
        ["95"] = seed + 95,
        ["99"] = seed + 99,
        ["99.9"] = seed + 999,
        ["99.99"] = seed + 9999,
    });

    public static OutcomeCounts Outcomes { get; } = new(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

    public static PointRecord Users { get; } = new(100, null);

    public static PointRecord Rate { get; } = new(null, 300.5, "poisson");

    public static SliceRecord Slice(double second, string phase = "window") => new(second, phase, 11, 12, 13, Outcomes, 14, 15, 16, 17);

    public static ResourceRecord Resource(double second) => new(second, "web", 0.75, 123_456, 3, 9);

    public static EventRecord Event { get; } = new(-1.5, "died", "web", "Worker 7 died • signal 9.");

    public static MachineRecord Machine { get; } = new("Debian", "6.18", "EPYC", 2, 4_000_000_000, ".NET 10", "hybrid", "tsc", "unknown");

    public static LoadRecord Load { get; } = new()
    {
        Engine = "raw",
        Timestamps = "wire",
        Target = "http://127.0.0.1:8080/?key=•••",
        Model = "open",
        Users = 50,
        RatePerS = 300.5,
        Stages = [StageRecord.OfRate(100, 501, 60)],
        Arrivals = "poisson",
        Seed = ulong.MaxValue,
        Warmup = new WarmupRecord(7.4, WarmupEndName.NeverSteady) { Unsteady = [Metrics.CpuPerRequest] },
        Window = new WindowRecord(At, 10.5),
        Requests = new RequestCounts(1, 2, 3, 4, 5, 6, 7),
        ThroughputPerS = 1.1,
        CompletedPerS = 2.2,
        SentPerS = 3.3,
        ResponseNs = Distribution(1000),
        ServiceNs = Distribution(2000),
        LagNs = Distribution(3000),
        LagGeneratorNs = Distribution(4000),
        FirstByteNs = Distribution(5000),
        ConnectNs = Distribution(6000),
        FailedNs = Distribution(7000),
        PartsNs = new PartsRecord(new(1.5, 2, 3), new(4.5, 5, 6), new(7.5, 8, 9), new(10.5, 11, 12), new(13.5, 14, 15)),
        Status = new Dictionary<string, long> { ["200"] = 1, ["503"] = 2 },
        Outcomes = Outcomes,
        Checks = new ChecksRecord(10, 300, [new CheckRecord("body contains \"ok\"", 1)]),
        Samples = [new SampleRecord(3, 200, "body contains \"ok\"", "it is \"•••\"", ["Set-Cookie: •••"], 3, "\u001b[2J")],
        Work = new WorkRecord(true, true, new SizesRecord(10.5, 10, 11), 120, new Dictionary<string, long> { ["gzip"] = 9 }, new Dictionary<string, long> { ["1.1"] = 9 }, 1),
        Independence = new IndependenceRecord(3.5, 4096),
        ResponseIntervalsNs = new Dictionary<string, IntervalRecord> { ["50"] = new(1, 2) },
        Spacing = new SpacingRecord(1000, 2, 0.7, 0.6, 1.1, 0.02, 0.01),
        Bytes = new ByteCounts(21, 22, 23),
        Connections = new ConnectionCounts(31, 32, 33),
        Lookups = new LookupRecord(34, 35, "no such host"),
        Recorded = new RecordedRows(36, 37, 38),
        Generator = new GeneratorRecord(0.5, 41, 0.25, 2, 42, 43, 0.75),
        Gates = [Gate],
        Doubts = [Doubt],
    };

    public static ResourceSummary Resources { get; } = new()
    {
        CpuSource = "cgroup-v2",
        CpuS = 1.5,
        IdleCores = 0.01,
        CpuPerRequestNs = 1234.5,
        CpuPerRequestGrossNs = 2345.5,
        CpuCores = new CoresRecord(0.5, 0.9),
        MemoryPssBytes = 51,
        MemoryPssWarmupBytes = 52,
        MemoryUssBytes = 53,
        MemoryPeakBytes = 54,
        MemoryPeakKind = "rss-sampled",
        MemoryGrowthBytesPerMin = 55.5,
        MemoryGrowthP = 0.005,
        Processes = 3,
        Threads = 30,
        MachineCpuS = 2.5,
        Services = new Dictionary<string, ServiceSummary> { ["web"] = Service },
        SharedServices = new Dictionary<string, ServiceSummary> { ["database"] = Service with { CpuS = 0.25 } },
        CpuWithSharedS = 1.75,
        CgroupPeakBytes = 56,
        VoluntarySwitches = 57,
        InvoluntarySwitches = 58,
    };

    private static ServiceSummary Service => new(1.25, 61, 62, 63, 2, 20)
    {
        VoluntarySwitches = 64,
        InvoluntarySwitches = 65,
        CgroupPeakBytes = 66,
        Spread = new ConnectionSpread(2, 24, 26, 50),
    };

    public static TrialRecord Trial { get; } = new()
    {
        Round = 2,
        Attempt = 3,
        Candidate = "async",
        Scenario = "work",
        Point = Rate,
        State = TrialState.Died,
        Reason = "it died",
        LogTail = ["one", "two \"quoted\""],
        Phases = [new PhaseRecord("warmup", At, 2.5), new PhaseRecord("window", At.AddSeconds(2.5), 5)],
        Load = Load,
        Resources = Resources,
        Bottleneck = new BottleneckRecord(BottleneckName.ServiceThreads, "web", 0.98, 1, "web 0.98 of 1 core: web was the limit."),
        UnloadedNs = 1_000_000,
        Identity = [],
        Stops = [new StopRecord("web", "SIGTERM", 143, 0.5, Escalated: true, Expected: false, ["7 worker"])],
        Gates = [Gate],
        Doubts = [Doubt],
    };

    public static PlanRecord Plan { get; } = new()
    {
        Run = "20261121T101500Z-sync-vs-async",
        CreatedUtc = At,
        Experiment = "sync-vs-async",
        Question = "Does awaiting beat blocking?",
        Definitions = new Dictionary<string, string> { ["sync-vs-async.yaml"] = "name: x\n" },
        Baseline = "sync",
        Primary = "throughput",
        Margin = 0.05,
        Rounds = 6,
        Looks = [new LookRecord(6, 0.005)],
        ExpectedS = 90.5,
        Invocation = new InvocationRecord("../sync-vs-async.yaml", Quick: true, ["sync", "async"], 6, UntilDecided: true),
        Capacity = new CapacitySettings("rate", ["response.p99 <= 500ms"], 100, 1e7, 0.05, 10, 30, 0.5, 30, 12, 8, 900),
        Seed = 1,
        Preview = true,
        Factor = ["mode"],
        Phases = new PhaseLengths(2, 5, null, 2, 1),
        Candidates = [new PlannedCandidate("sync", "stack", "kestrel-bench", new Dictionary<string, string> { ["mode"] = "sync" }, ["web"]) { Setup = [new PlannedService("web", "server", Stated)] }],
        SharedSetup = [new PlannedService("db", "postgres", Stated)],
        Claims = [new PlannedClaim("a claim", "conclusion", "work", "throughput(async)", ">= 8", 0.05, "a reason")],
        Scenarios =
        [
            new PlannedScenario("work", "GET", "/work", "200", 30, [Users, Rate], ["failures <= 0.1%"])
            {
                Requests = [new PlannedRequest("GET", "/work", 3), new PlannedRequest("POST", "/{data.name}", 1)],
                Data = new PlannedData("users.csv", "ab12", 1000, DataOrderName.Random),
                Checks = ["body contains \"ok\""],
                CheckEvery = 10,
                HeadLimitBytes = 65_536,
                Same = new SameRecord(SameBodyName.Length, 0.15),
                KeepAlive = KeepAliveName.Required,
            },
        ],
        Order = [["sync", "async"], ["async", "sync"]],
        RoundSeeds = [1, ulong.MaxValue],
        Skipped = [new SkippedRecord("meinheld", "not installed", "apt install it")],
        Machine = Machine,
        Placement = new CpuPlacement([3], [0, 1, 2]),
        Imported = new ImportedRecord([new ImportedFile("write-up.txt", 4321, "ab12")], [Foreign]),
    };

    private static ImportedResult Foreign => new()
    {
        Candidate = "hey-1",
        Tool = "hey",
        Format = "CSV",
        File = "write-up.txt",
        Line = 12,
        Target = "http://127.0.0.1:8080/",
        Model = LoadModelName.Closed,
        Users = 50,
        RatePerS = 300,
        DurationS = 11.5,
        Requests = 1000,
        Failures = 20,
        PrintedPerS = 87.5,
        ThroughputPerS = 85.25,
        Times = ForeignTimes,
        Service = ForeignTimes,
        Usage = new ImportedUsage(73, 72.5, 0.25, 0.5, 1e8, 2e8),
        Status = new Dictionary<string, long> { ["200"] = 980 },
        Errors = new Dictionary<string, long> { ["refused"] = 20 },
        Remarks = ["a remark"],
        CannotTell = ["rounds"],
    };

    private static ImportedTimes ForeignTimes => new()
    {
        Count = 1000,
        MinNs = 1,
        MeanNs = 2.5,
        SdNs = 0.5,
        MaxNs = 9,
        PercentilesNs = new Dictionary<string, double> { ["99.9"] = 8.5 },
        ResolutionNs = 1e5,
    };

    private static StatedMachine Stated => new(2, 1L << 32, "80GB", new StatedPrice(28, "USD"), "NYC");

    public static VerdictRecord Verdict { get; } = new()
    {
        Experiment = "sync-vs-async",
        Question = "Does awaiting beat blocking?",
        Baseline = "sync",
        Primary = "throughput",
        Margin = 0.05,
        Rounds = 6,
        Look = new LookVerdict(6, 0.005, Ended: true),
        Window = new WindowAdvice(0.1, 0.02, 12, 20, 18, "Windows of 20 s are about right."),
        ReplacedRounds = 1,
        Preview = true,
        Order = [["sync", "async"]],
        Scenarios = new Dictionary<string, ScenarioVerdict>
        {
            ["work"] = new([new PointVerdict(Users, new Dictionary<string, CandidateSummary> { ["sync"] = Candidate }, [Comparison]) { Winner = new WinnerRecord("async", 0.05, 3, "Winner: async.") }]),
        },
        Verdict = new OverallVerdict("work", "async", "better", "async is better."),
        Objectives = [new ObjectiveRecord("work", "users-100", "sync", "failures <= 0.1%", 0.5, Met: true)],
        Claims = [new ClaimRecord { Says = "a claim", Source = "conclusion", Scenario = "work", Check = "throughput(async)", Expect = ">= 8", Margin = 0.05, Unit = "/s", Value = 8.5, Low = 8.1, High = 8.9, Rounds = 6, Values = [8.5], State = ClaimState.Confirmed, Reason = "a reason", Sentence = "confirmed." }],
        Skipped = [new SkippedRecord("meinheld", "not installed", "apt install it")],
        FailedTrials = [new FailedTrialRecord("r01a1.sync.work", "sync", TrialState.Died, "it died", ["last words"])],
        Gates = [Gate],
        Doubts = [Doubt],
    };

    private static CandidateSummary Candidate => new()
    {
        ThroughputPerS = 1.5,
        ThroughputInterval = new IntervalRecord(1.4, 1.6),
        CompletedPerS = 2.5,
        Failures = 0.01,
        ResponseNs = Distribution(100),
        ServiceNs = Distribution(200),
        ResponseIntervalsNs = new Dictionary<string, IntervalRecord> { ["50"] = new(1.5, 2.5) },
        CpuPerRequestNs = 5000.5,
        CpuCores = new CoresRecord(0.25, 0.5),
        MemoryPssBytes = 71,
        MemoryPeakBytes = 72,
        MemoryGrowthBytesPerMin = 73.5,
        Processes = 4,
        Services = new Dictionary<string, ServiceSummary> { ["web"] = Service },
        Status = new Dictionary<string, long> { ["200"] = 9 },
        Outcomes = Outcomes,
        Rounds = [new RoundFigures(1, 1.5, 2.5, 3.5, 4.5, 5.5, 0.5), new RoundFigures(2, null, null, null, null, null, null)],
    };

    private static ComparisonRecord Comparison => new()
    {
        Candidate = "async",
        Baseline = "sync",
        Metric = "throughput",
        Ratio = 1.5,
        Low = 1.4,
        High = 1.6,
        Confidence = 0.95,
        Alpha = 0.05,
        M = 2,
        Margin = 0.05,
        D = [0.1, -0.2],
        Verdict = "better",
        Material = true,
        RoundsNeeded = 12,
        Sentence = "async is better.",
    };
}
