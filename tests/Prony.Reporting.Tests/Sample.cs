using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;
using Prony.Reporting.Runs;

namespace Prony.Reporting.Tests;

/// <summary>Records with the figures of a plausible run, made by hand.</summary>
internal static class Sample
{
    public const long Ms = 1_000_000;

    public static readonly DateTimeOffset Start = new(2026, 11, 21, 10, 15, 0, TimeSpan.Zero);

    public static readonly DoubtRecord CoLocated = new(
        "V28", "warn", "The generator and the server share 2 CPUs.", "On 2 CPUs or fewer they take time from each other.",
        "Compare candidates, and do not read the response times as those of the server alone.");

    /// <summary>A bell around <paramref name="medianMs"/>, with a tail up to <paramref name="slowestMs"/>; fixed, no chance in it.</summary>
    public static Histogram Times(double medianMs, long count, double? slowestMs = null)
    {
        var histogram = Histogram.ForDurations();
        for (long i = 0; i < count; i++)
        {
            var u = (i + 0.5) / count;
            histogram.Record((long)(medianMs * Math.Exp(0.08 * Math.Log(u / (1 - u))) * Ms));
        }

        if (slowestMs is { } slowest)
        {
            histogram.Record((long)(slowest * Ms));
        }

        return histogram;
    }

    public static Distribution Spread(double medianMs, long count = 5000) => Distribution.Of(Times(medianMs, count));

    public static LoadRecord Closed(long requests = 9_480, double medianMs = 104.2)
    {
        return new LoadRecord
        {
            Engine = "raw",
            Timestamps = "wire",
            Target = "http://127.0.0.1:8080/work",
            Model = "closed",
            Users = 100,
            Seed = 1,
            Window = new WindowRecord(Start, 10),
            Requests = new RequestCounts(requests, 0, requests, requests, requests, 0, 0),
            ThroughputPerS = requests / 10.0,
            CompletedPerS = requests / 10.0,
            SentPerS = requests / 10.0,
            ResponseNs = Spread(medianMs, requests),
            ServiceNs = Spread(medianMs - 0.3, requests),
            LagNs = Spread(0.02, requests),
            LagGeneratorNs = Spread(0.02, requests),
            FirstByteNs = Spread(medianMs - 0.4, requests),
            ConnectNs = Spread(0.1, 100),
            FailedNs = Distribution.Empty,
            PartsNs = new PartsRecord(
                new(410_000, 410_000, 410_000), new(1_055, 0, 131_000), new(9_800, 6_200, 74_000), new((medianMs * Ms) - 41_000, 47_100_000, 228_600_000), new(30_200, 0, 310_000)),
            Status = new Dictionary<string, long> { ["200"] = requests },
            Outcomes = new OutcomeCounts(requests, 0, 0, 0, 0, 0, 0, 0, 0, 0),
            Bytes = new ByteCounts(requests * 120, requests * 310, requests * 42),
            Connections = new ConnectionCounts(100, requests - 100, 0),
            Generator = new GeneratorRecord(0.05, 5_270, 0.01, 1, 0, 0, 0.0052),
        };
    }

    public static LoadRecord Open() => Closed(2_970, 8) with
    {
        Model = "open",
        Users = null,
        RatePerS = 300,
        Arrivals = "poisson",
        Seed = 42,
        Requests = new RequestCounts(3_004, 4, 3_000, 2_985, 2_970, 27, 3),
        ThroughputPerS = 297,
        CompletedPerS = 298.5,
        SentPerS = 300,
        ResponseNs = Distribution.Of(Times(8, 2_970, slowestMs: 3_000)),
        FailedNs = Spread(3.1, 15),
        Status = new Dictionary<string, long> { ["503"] = 15, ["200"] = 2_970 },
        Outcomes = new OutcomeCounts(2_970, 15, 0, 9, 1, 2, 0, 0, 0, 0),
        Connections = new ConnectionCounts(64, 2_936, 2),
        Doubts = [CoLocated, new DoubtRecord("V07", "invalid", "27 of 3,000 requests failed (0.9%)", "At most 0.1% may fail", "Read the outcomes below")],
    };

    public static PlanRecord Plan(int rounds = 6, params string[] candidates) => new()
    {
        Tool = new ToolRecord("prony", "0.1.0"),
        Run = "20261121T101500Z-sync-vs-async",
        CreatedUtc = Start,
        Experiment = "sync-vs-async",
        Question = "Does awaiting beat blocking for 100 ms of waiting and a little work?",
        Definitions = new Dictionary<string, string> { ["sync-vs-async.yaml"] = "name: sync-vs-async\n" },
        Baseline = Names(candidates)[0],
        Primary = "throughput",
        Margin = 0.05,
        Rounds = rounds,
        Seed = 1,
        Phases = new PhaseLengths(2, 5, null, 2, 2),
        Candidates = [.. Names(candidates).Select(name =>
            new PlannedCandidate(name, "stack", "kestrel-bench", new Dictionary<string, string> { ["mode"] = name }, ["web"]))],
        Scenarios = [new PlannedScenario("work", "GET", "/work", "200", 30, [new PointRecord(100, null)], [])],
        Order = Order(rounds, candidates),
        RoundSeeds = [.. Enumerable.Range(1, rounds).Select(i => (ulong)i)],
        Machine = new MachineRecord("Debian GNU/Linux 12", "6.1.0-18-amd64", "AMD EPYC 7763", 2, 8L << 30, ".NET 10.0.0", "v2", "kvm-clock", "unknown"),
    };

    public static VerdictRecord Verdict(int rounds = 6, params string[] candidates)
    {
        var names = Names(candidates);
        var figures = names.Select((name, i) => (name, Summary: Candidate(i == 0 ? 159.6 : 159.6 * (4.94 + i), i == 0 ? 626 : 104.2 + i, i, rounds))).ToList();
        var sentence = $"{names[1]} is better than {names[0]}: throughput 5.94 times as high (5.89 to 5.99, 95% interval over {rounds} rounds).";
        var comparisons = names.Skip(1).SelectMany((name, i) => Compared(names[0], name, i, names.Length - 1, i == 0 ? sentence : $"{name} is better than {names[0]} too.", rounds));
        return new VerdictRecord
        {
            Experiment = "sync-vs-async",
            Question = "Does awaiting beat blocking for 100 ms of waiting and a little work?",
            Baseline = names[0],
            Primary = "throughput",
            Margin = 0.05,
            Rounds = rounds,
            Order = Order(rounds, candidates),
            Scenarios = new Dictionary<string, ScenarioVerdict>
            {
                ["work"] = new([new PointVerdict(new PointRecord(100, null), figures.ToDictionary(f => f.name, f => f.Summary), [.. comparisons])]),
            },
            Verdict = new OverallVerdict("work", names[1], "better", sentence),
            Doubts = [CoLocated],
        };
    }

    public static TrialRecord Trial(int round, string candidate, string state = TrialState.Completed) => new()
    {
        Round = round,
        Candidate = candidate,
        Scenario = "work",
        Point = new PointRecord(100, null),
        State = state,
        Load = state == TrialState.Completed ? Closed() : null,
    };

    public static RunView View(VerdictRecord? verdict, PlanRecord plan) => new(plan.Run, plan, verdict, Trials(plan), [], []);

    /// <summary>Every trial of a plan, completed.</summary>
    public static IReadOnlyList<TrialRecord> Trials(PlanRecord plan) =>
        [.. plan.Order.SelectMany((round, i) => round.Select(name => Trial(i + 1, name)))];

    private static string[] Names(string[] candidates) => candidates.Length == 0 ? ["sync", "async"] : candidates;

    private static string[][] Order(int rounds, string[] candidates) =>
        [.. Enumerable.Range(0, rounds).Select(i => i % 2 == 0 ? Names(candidates) : [.. Names(candidates).Reverse()])];

    private static CandidateSummary Candidate(double throughput, double medianMs, int index, int rounds) => new()
    {
        ThroughputPerS = throughput,
        ThroughputInterval = new IntervalRecord(throughput * 0.995, throughput * 1.006),
        CompletedPerS = throughput,
        Failures = index == 0 ? 0.0012 : 0,
        ResponseNs = Spread(medianMs),
        ServiceNs = Spread(medianMs),
        CpuPerRequestNs = 310_000 - (20_000 * index),
        CpuCores = new CoresRecord(0.05 + (0.23 * index), 0.09 + (0.31 * index)),
        MemoryPssBytes = (61L + (7 * index)) << 20,
        MemoryPeakBytes = (63L + (7 * index)) << 20,
        Processes = 1,
        Services = new Dictionary<string, ServiceSummary> { ["web"] = new(0.25, 61L << 20, 50L << 20, 90L << 20, 1, 24) },
        Status = new Dictionary<string, long> { ["200"] = 4_788 },
        Outcomes = new OutcomeCounts(4_788, 0, 0, index == 0 ? 6 : 0, 0, 0, 0, 0, 0, 0),
        Rounds = [.. Enumerable.Range(1, rounds).Select(r => new RoundFigures(
            r, throughput * (1 + (0.004 * ((r % 3) - 1))), medianMs * Ms, medianMs * 1.4 * Ms, 310_000 - (20_000 * index), 61L << 20, 0))],
    };

    private static IEnumerable<ComparisonRecord> Compared(string baseline, string name, int index, int m, string sentence, int rounds)
    {
        ComparisonRecord One(string metric, double ratio, double half, string verdict, string text) => new()
        {
            Candidate = name,
            Baseline = baseline,
            Metric = metric,
            Ratio = ratio,
            Low = ratio * (1 - half),
            High = ratio * (1 + half),
            Confidence = 0.95,
            Alpha = 0.05,
            M = m,
            Margin = 0.05,
            D = [.. Enumerable.Repeat(Math.Log(ratio), rounds)],
            Verdict = verdict,
            Material = true,
            Sentence = text,
        };
        yield return One("throughput", 5.94 + index, 0.008, "better", sentence);
        yield return One("response.p50", 0.166, 0.004, "better", $"{name}: response p50 is lower.");
        yield return One("response.p99", 0.173, 0.021, "better", $"{name}: response p99 is lower.");
        yield return One("cpu-per-request", 0.935 - (0.06 * index), 0.03, "better", $"{name}: CPU per request is lower.");
        yield return One("memory", 1.115, 0.012, "worse", $"{name}: memory is higher.");
    }
}
