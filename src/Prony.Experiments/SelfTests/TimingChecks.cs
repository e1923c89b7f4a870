using System.Globalization;
using Prony.Experiments.Running;
using Prony.Load.Plans;
using Prony.Measurement.Runs;
using Prony.Reference;

namespace Prony.Experiments.SelfTests;

/// <summary>Servers whose response times are known exactly, measured: a fixed delay (a), a queue (b), a stall (c).</summary>
/// <remarks>docs/methods/selftest.md derives each figure. The server's own lateness is taken off what was measured.</remarks>
internal static class TimingChecks
{
    private const string Wrong = "Prony's own figures cannot be believed on this machine: compare docs/methods/selftest.md.";

    /// <summary>Histogram buckets are at most 0.1 % wide.</summary>
    private const double BucketShare = 0.001;

    private const double Ms = 1e6;

    /// <summary>The generator wakes up for arrivals and for answers, the server for answers alone.</summary>
    private const double SlowWakingFactor = 3;

    /// <summary>Of arrivals and of service times; a pair whose queue on paper is within 3 % of the theory in 20 s and in 60 s. (Equal seeds would make both follow each other.)</summary>
    private const ulong ArrivalSeed = 9, ServiceSeed = 7;

    internal static IEnumerable<SelfTestCheck> Delay(SelfTestSettings settings)
    {
        var evidence = ReferenceEvidence.Measure(
            ServerModel.FixedDelay(TimeSpan.FromMilliseconds(1)), new OpenModel(500, ArrivalKind.Poisson, 100), settings.Full ? 10 : 2, ArrivalSeed, settings.Stop);
        return JudgeDelay(Figures(evidence), evidence.Gates.Single(gate => gate.Id == "V02"));
    }

    internal static IEnumerable<SelfTestCheck> JudgeDelay(TimingFigures seen, GateRecord lateness)
    {
        var p50 = seen.P50Ns - seen.ServerLateNs;
        yield return Judge(
            seen, "a", "a fixed delay of 1 ms", "p50 of the response 1.0 to 1.3 ms", $"{Judgement.Ms(p50)} (the server's own {Judgement.Ms(seen.ServerLateNs)} of lateness taken off)", p50 is >= Ms * (1 - BucketShare) and <= 1.3 * Ms);
        yield return Judgement.Of(
            "a", "requests leave on time", "V02 not invalid", $"V02 {lateness.State} ({(lateness.Value is { } lag ? Judgement.Ms(lag) : "no value")})",
            lateness.State is GateState.Ok or GateState.Warn, seen.Noise.Excuse ?? SlowWaking(seen, lateness), "The generator is late although nothing keeps it: " + Wrong);
    }

    /// <summary>The server sleeps with the same call: where its thread wakes up about as late, the machine does it.</summary>
    private static string? SlowWaking(TimingFigures seen, GateRecord lateness) =>
        seen.ServerLateMeanNs > 0 && lateness.Value <= SlowWakingFactor * seen.ServerLateMeanNs
            ? $"threads wake up late on this machine: the reference server's on average {Judgement.Ms(seen.ServerLateMeanNs)}"
            : null;

    internal static SelfTestCheck Queue(SelfTestSettings settings)
    {
        var seconds = settings.Full ? 60 : 20;
        var evidence = ReferenceEvidence.Measure(
            ServerModel.SingleWorker(ServiceTimes.Exponential(TimeSpan.FromMilliseconds(1), ServiceSeed)), new OpenModel(500, ArrivalKind.Poisson, 100), seconds, ArrivalSeed, settings.Stop);
        return JudgeQueue(Figures(evidence), settings.Full);
    }

    /// <summary>M/M/1 with μ = 1000/s and λ = 500/s: the response is exponential with mean 1/(μ − λ) = 2 ms and p99 = ln(100) · 2 ms.</summary>
    internal static SelfTestCheck JudgeQueue(TimingFigures seen, bool strict)
    {
        var (meanShare, p99Share) = strict ? (0.06, 0.12) : (0.12, 0.22);
        var (mean, p99) = (seen.MeanNs - seen.ServerLateMeanNs, seen.P99Ns - seen.ServerLateNs);
        var (trueMean, trueP99) = (2 * Ms, Math.Log(100) * 2 * Ms);
        return Judge(
            seen,
            "b",
            "one worker, exponential service of 1 ms, 500 requests/s",
            string.Create(CultureInfo.InvariantCulture, $"mean 2.000 ms ± {100 * meanShare:0} %, p99 9.210 ms ± {100 * p99Share:0} %"),
            $"mean {Judgement.Ms(mean)}, p99 {Judgement.Ms(p99)}",
            Math.Abs(mean - trueMean) <= meanShare * trueMean && Math.Abs(p99 - trueP99) <= p99Share * trueP99);
    }

    internal static SelfTestCheck Stall(SelfTestSettings settings)
    {
        var evidence = ReferenceEvidence.Measure(
            ServerModel.Stall(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1.4)), new OpenModel(1000, ArrivalKind.Uniform, 100), 10, ArrivalSeed, settings.Stop);
        return JudgeStall(Figures(evidence));
    }

    /// <summary>Frozen once for S = 1.4 s of T = 10 s: a share (S − x)/T of the requests waits longer than x, so p99 = S − 0.01·T = 1.3 s.</summary>
    internal static SelfTestCheck JudgeStall(TimingFigures seen)
    {
        const double trueP99 = 1300 * Ms;
        return Judge(
            seen, "c", "a server that stands still for 1.4 s of 10 s", "p99 1300.000 ms ± 2 %", $"p99 {Judgement.Ms(seen.P99Ns)}", Math.Abs(seen.P99Ns - trueP99) <= 0.02 * trueP99);
    }

    /// <summary>What no noise excuses: a time that is shorter than the server's own account of it, or requests that got lost.</summary>
    private static SelfTestCheck Judge(TimingFigures seen, string id, string what, string expected, string text, bool asExpected)
    {
        if (seen.ServerMeanNs is { } server && seen.ServiceMeanNs < server * (1 - BucketShare))
        {
            return new SelfTestCheck(
                id, what, expected, $"mean service {Judgement.Ms(seen.ServiceMeanNs)}, by the server's own account {Judgement.Ms(server)}", CheckState.Failed, "A time cannot be shorter than what happens in it. " + Wrong);
        }

        return seen.Failed > 0 && seen.Noise.Excuse is null
            ? new SelfTestCheck(id, what, expected, string.Create(CultureInfo.InvariantCulture, $"{seen.Failed} requests failed"), CheckState.Failed, "The reference server answers every request. " + Wrong)
            : Judgement.Of(id, what, expected, text, asExpected, seen.Noise.Excuse, Wrong);
    }

    private static TimingFigures Figures(ReferenceEvidence evidence)
    {
        var load = evidence.Result.Record;
        return new TimingFigures(load.ResponseNs.Mean, load.ResponseNs.At("50"), load.ResponseNs.At("99"), load.ServiceNs.Mean, evidence.Noise)
        {
            ServerLateNs = evidence.ServerLateNs,
            ServerLateMeanNs = evidence.LatenessNs.Average(),
            ServerMeanNs = evidence.ServerMeanNs,
            Failed = load.Requests.Failed + load.Requests.Unsent + load.Requests.Censored,
        };
    }
}

/// <summary>What a load on a reference server showed, nanoseconds.</summary>
/// <param name="MeanNs">Of the response.</param>
/// <param name="P50Ns">Of the response.</param>
/// <param name="P99Ns">Of the response.</param>
/// <param name="ServiceMeanNs">By Prony.</param>
/// <param name="Noise">What the machine did meanwhile.</param>
internal sealed record TimingFigures(double MeanNs, double P50Ns, double P99Ns, double ServiceMeanNs, MachineNoise Noise)
{
    /// <summary>Median lateness of the server by its own clock.</summary>
    public double ServerLateNs { get; init; }

    /// <summary>Mean of it.</summary>
    public double ServerLateMeanNs { get; init; }

    /// <summary>Service by the server's account; null when it saw other requests than Prony counts.</summary>
    public double? ServerMeanNs { get; init; }

    /// <summary>Requests without a good answer.</summary>
    public long Failed { get; init; }
}
