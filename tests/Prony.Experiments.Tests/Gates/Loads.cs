using Prony.Experiments.Gates;
using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Tests.Gates;

/// <summary>Loads with known figures: 20,000 requests of 10 ms in 10 s unless said otherwise.</summary>
internal static class Loads
{
    internal static LoadRecord Closed(long responses = 20_000, double responseMs = 10) => new()
    {
        Engine = "raw",
        Timestamps = "wire",
        Target = "http://127.0.0.1:1/",
        Model = "closed",
        Users = 20,
        Window = new WindowRecord(DateTimeOffset.UnixEpoch, 10),
        Requests = new RequestCounts(responses, 0, responses, responses, responses, 0, 0),
        ThroughputPerS = responses / 10.0,
        CompletedPerS = responses / 10.0,
        ResponseNs = Times(responses, responseMs),
        ServiceNs = Times(responses, responseMs),
        LagNs = Distribution.Empty,
        LagGeneratorNs = Distribution.Empty,
        FirstByteNs = Distribution.Empty,
        ConnectNs = Distribution.Empty,
        FailedNs = Distribution.Empty,
        Status = new Dictionary<string, long> { ["200"] = responses },
        Outcomes = new OutcomeCounts(responses, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        Work = Work(responses),
        Bytes = new ByteCounts(1, 1, 1),
        Connections = new ConnectionCounts(0, responses, 0),
        Generator = new GeneratorRecord(CpuS: 0.5, CpuPerRequestNs: 25_000, OverheadCpuS: 0, Threads: 1, GcPauseNs: 0, AllocatedBytes: 0, BusiestThreadShare: 0.05),
    };

    /// <summary>Every request found a free connection and was sent 30 µs late.</summary>
    internal static LoadRecord Open(double lagUs = 30) => Closed() with
    {
        Model = "open",
        Users = null,
        RatePerS = 2_000,
        Arrivals = "poisson",
        Spacing = new SpacingRecord(1_000, 1, 0.7, 0.6, 1, 0.02, 0.01),
        LagGeneratorNs = Times(20_000, lagUs / 1000),
    };

    /// <summary>The same answer of 100 bytes to one request, on connections that are kept.</summary>
    internal static WorkRecord Work(long responses) => new(
        KeepAlive: true,
        OneRequest: true,
        new SizesRecord(100, 100, 100),
        120,
        new Dictionary<string, long> { ["identity"] = responses },
        new Dictionary<string, long> { ["1.1"] = responses },
        Closing: 0);

    internal static Distribution Times(long count, double ms)
    {
        var histogram = Histogram.ForDurations();
        histogram.Record((long)(ms * 1e6), count);
        return Distribution.Of(histogram);
    }

    internal static LoadRecord Failing(this LoadRecord load, OutcomeCounts outcomes, params (string Code, long Count)[] status)
    {
        var failed = outcomes.Status + outcomes.Expect + outcomes.Timeout + outcomes.Refused + outcomes.Reset + outcomes.Closed + outcomes.Protocol + outcomes.Tls + outcomes.Dns;
        return load with
        {
            Outcomes = outcomes with { Success = load.Requests.Sent - failed },
            Requests = load.Requests with { Failed = failed, Succeeded = load.Requests.Sent - failed },
            Status = status.ToDictionary(s => s.Code, s => s.Count),
        };
    }

    /// <summary>A trial on a machine with 8 CPUs, server and generator apart.</summary>
    internal static TrialFacts Apart(this LoadRecord load) => new(load, 8, SharesCpus: false, 10, Quick: false) { ServerIsLocal = true };

    /// <summary>A trial on 2 CPUs that were busy for 10 s of CPU.</summary>
    internal static TrialFacts Together(this LoadRecord load) => new(load, 2, SharesCpus: true, 10, Quick: false);

    internal static GateRecord Gate(this TrialFacts facts, string id) => GateKeeper.Judge(facts).Gates.Single(gate => gate.Id == id);

    internal static DoubtRecord? Doubt(this TrialFacts facts, string id) => GateKeeper.Judge(facts).Doubts.SingleOrDefault(doubt => doubt.Id == id);

    /// <summary>The doubt as one text, for snapshots.</summary>
    internal static string Words(this TrialFacts facts, string id) =>
        facts.Doubt(id) is { } doubt ? $"[{doubt.Level}] {doubt.Seen} | {doubt.Limit} | {doubt.Advice}" : "no doubt";
}
