using System.Globalization;
using System.Net;
using Prony.Experiments.Gates;
using Prony.Experiments.Running;
using Prony.Load;
using Prony.Load.Plans;
using Prony.Measurement.Clocks;
using Prony.Measurement.Histograms;
using Prony.Measurement.Machine;
using Prony.Measurement.Requests;
using Prony.Measurement.Runs;
using Prony.Reference;

namespace Prony.Experiments.SelfTests;

/// <summary>One load on a reference server in this process: what Prony says, what the server saw, and what the machine did meanwhile.</summary>
internal sealed record ReferenceEvidence(LoadResult Result, IReadOnlyList<Exchange> Log, IReadOnlyList<GateRecord> Gates, MachineNoise Noise, IReadOnlyList<long> DueOffsetsNs)
{
    private const int MostRows = 100_000;

    /// <summary>How late the server answered by its own clock, ns, ascending; never empty.</summary>
    public IReadOnlyList<long> LatenessNs { get; } = [.. Log.Where(e => e.IsAnswered).Select(e => e.LatenessNs).Order().DefaultIfEmpty(0)];

    /// <summary>Median of it.</summary>
    public double ServerLateNs => LatenessNs[LatenessNs.Count / 2];

    /// <summary>The server's own mean of sent − arrival, ns: what Prony calls service can only be longer. Null when the two saw different requests.</summary>
    public double? ServerMeanNs => Log.Count(e => e.IsAnswered) == Result.Service.Count && Log.Count > 0
        ? Log.Where(e => e.IsAnswered).Average(e => (double)(e.SentNs - e.ArrivalNs))
        : null;

    /// <summary>Runs one load against one server.</summary>
    /// <param name="model">When it answers.</param>
    /// <param name="open">The arrivals.</param>
    /// <param name="seconds">Length of the window; there is no warm-up, so that request i of the window is request i of the server.</param>
    /// <param name="seed">Of the arrivals.</param>
    /// <param name="stop">How a person ends it early.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static ReferenceEvidence Measure(ServerModel model, OpenModel open, double seconds, ulong seed, RunStop stop)
    {
        using var server = ReferenceServer.Start(model);
        var plan = new LoadPlan
        {
            Target = new LoadTarget(server.EndPoint, server.EndPoint.ToString(), $"http://{server.EndPoint}/"),
            Requests = [new RequestDefinition("GET", "/", [], ReadOnlyMemory<byte>.Empty)],
            Model = open,
            Measure = TimeSpan.FromSeconds(seconds),
            Seed = seed,
            RowLimit = MostRows,
        };
        var watch = new Watch(plan);
        var result = LoadRunner.Run(plan, watch, stop.EndWindow, stop.StopNow);
        stop.EndWindow.ThrowIfCancellationRequested();
        var log = server.Stop();
        var (gates, _) = GateKeeper.Judge(new TrialFacts(result.Record, Affinity.UsableCpus(), SharesCpus: true, watch.Around.Found?.Cpus.Sum(cpu => cpu.BusyS), Quick: false)
        {
            SingleLoad = true,
            Surroundings = watch.Around.Found,
            ServerCpuS = 0,   // it is a thread of this process, whose CPU the generator's account holds
        });
        return new ReferenceEvidence(result, log, gates, MachineNoise.Of(watch.Around.Found, result.Record, log), [.. watch.DueOffsetsNs.Order()]);
    }

    private sealed class Watch(LoadPlan plan) : ILoadObserver
    {
        public SurroundingsWatch Around { get; } = new(plan);

        public List<long> DueOffsetsNs { get; } = [];

        public void WarmupEnding()
        {
        }

        public void WindowStarted(long startNs) => Around.WindowStarted();

        public void WindowEnded(long endNs) => Around.WindowEnded();

        public void SliceCompleted(SliceRecord slice, IReadOnlyDictionary<string, Histogram> times) => Around.SecondEnded();

        public void RequestsEnded(ReadOnlySpan<RequestRow> rows, long windowStartNs)
        {
            foreach (var row in rows)
            {
                DueOffsetsNs.Add(row.DueNs - windowStartNs);
            }
        }
    }
}

/// <summary>How busy others kept the machine while something was measured: what excuses a figure out of its tolerance.</summary>
/// <param name="OthersCores">CPU of other programs and guests, in cores; null when unknown.</param>
/// <param name="LateP99Ns">How late the reference server answered at p99, by its own clock.</param>
/// <param name="LateMaxNs">The single worst of it.</param>
/// <param name="WaitShare">Share of the window in which the generator was ready and had no CPU; null when unknown.</param>
internal sealed record MachineNoise(double? OthersCores, double LateP99Ns, double LateMaxNs, double? WaitShare)
{
    /// <summary>With more of it a wait for a CPU is nobody's fault here.</summary>
    private const double QuietCores = 0.2;

    private const double QuietLateP99Ns = 1e6;
    private const double QuietLateMaxNs = 20e6;

    /// <summary>The limit of V03.</summary>
    private const double QuietWaitShare = 0.05;

    /// <summary>What was wrong with the machine, in a sentence; null when it was quiet, so that nothing is excused.</summary>
    public string? Excuse
    {
        get
        {
            var found = new List<string>();
            if (OthersCores > QuietCores)
            {
                found.Add(string.Create(CultureInfo.InvariantCulture, $"other programs used {OthersCores:0.0} cores"));
            }

            if (LateP99Ns > QuietLateP99Ns || LateMaxNs > QuietLateMaxNs)
            {
                found.Add(string.Create(CultureInfo.InvariantCulture, $"the reference server woke up {LateP99Ns / 1e6:0.0} ms late at p99, {LateMaxNs / 1e6:0.0} ms at worst"));
            }

            if (WaitShare > QuietWaitShare)
            {
                found.Add(string.Create(CultureInfo.InvariantCulture, $"the generator waited for a CPU {100 * WaitShare:0} % of the time"));
            }

            return found.Count == 0 ? null : string.Join(", ", found);
        }
    }

    /// <summary>From what was read around a window.</summary>
    public static MachineNoise Of(Surroundings? around, LoadRecord load, IReadOnlyList<Exchange> log)
    {
        var late = log.Where(e => e.IsAnswered).Select(e => (double)e.LatenessNs).Order().ToArray();
        var ownS = load.Generator.CpuS + load.Generator.OverheadCpuS;
        return new MachineNoise(
            around is { Cpus.Count: > 0 } ? Math.Max(0, around.Cpus.Sum(cpu => cpu.BusyS + cpu.StealS - cpu.InterruptS) - ownS) / around.LengthS : null,
            late.Length == 0 ? 0 : late[(int)(0.99 * (late.Length - 1))],
            late.Length == 0 ? 0 : late[^1],
            around?.LongestWaitNs / (around?.LengthS * MonotonicClock.NanosecondsPerSecond));
    }
}
