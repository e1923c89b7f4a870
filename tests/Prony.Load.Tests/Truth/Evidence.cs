using System.Globalization;
using System.Net;
using Prony.Load.Arrivals;
using Prony.Load.Plans;
using Prony.Measurement.Clocks;
using Prony.Measurement.Machine;
using Prony.Measurement.Runs;
using Prony.Reference;
using Prony.Testing;

namespace Prony.Load.Tests.Truth;

/// <summary>One load against a reference server: what Prony says, what the server saw, and what was planned.</summary>
internal sealed record Evidence(LoadPlan Plan, LoadResult Result, IReadOnlyList<Exchange> Log, Witness Observer)
{
    /// <summary>A machine whose threads wake later than this at p99 cannot tell a slow generator from a slow machine.</summary>
    private const long QuietP99Ns = 1_000_000;

    /// <summary>The same for the single worst wake-up, which shows in means and in p99.9.</summary>
    private const long QuietMaxNs = 20_000_000;

    /// <summary>CPU that other programs and other guests of the host took meanwhile, in cores: with more of it a wait for a CPU is nobody's fault here.</summary>
    private const double QuietOthersCores = 0.2;

    private Sample? _lateness;

    /// <summary>What they took while this load ran, in cores.</summary>
    public double OthersCores { get; init; }

    public LoadRecord Record => Result.Record;

    /// <summary>The planned arrivals of the window, instants.</summary>
    public long[] DueNs => [.. Planned(Plan).Select(d => Observer.StartNs + d)];

    /// <summary>Response times as the server could see them: sent − planned, of those that were answered. Prony's can only be longer.</summary>
    public Sample ServerResponse => new(Log.Zip(DueNs).Where(p => p.First.IsAnswered).Select(p => p.First.SentNs - p.Second));

    /// <summary>Service times as the server could see them: sent − arrival. Prony's can only be longer.</summary>
    public Sample ServerService => new(Log.Where(e => e.IsAnswered).Select(e => e.SentNs - e.ArrivalNs));

    /// <summary>How late the server answered, by its own clock.</summary>
    public Sample ServerLateness => _lateness ??= new Sample(Log.Where(e => e.IsAnswered).Select(e => e.LatenessNs));

    /// <summary>The machine was too busy to tell: its threads woke too late, the server's or Prony's.</summary>
    public bool IsDisturbed =>
        OthersCores > QuietOthersCores
        || ServerLateness.At(99) > QuietP99Ns || ServerLateness.Max > QuietMaxNs
        || Record.LagGeneratorNs.At("99") > QuietP99Ns || Record.LagGeneratorNs.Max > QuietMaxNs;

    /// <summary>How busy the machine was.</summary>
    public string Disturbance => string.Create(
        CultureInfo.InvariantCulture,
        $"server late p50 {ServerLateness.At(50) / 1e6:0.000} p99 {ServerLateness.At(99) / 1e6:0.000} max {ServerLateness.Max / 1e6:0.000} ms, "
        + $"Prony late (lag_generator) p50 {Record.LagGeneratorNs.At("50") / 1e6:0.000} p99 {Record.LagGeneratorNs.At("99") / 1e6:0.000} max {Record.LagGeneratorNs.Max / 1e6:0.000} ms, others used {OthersCores:0.00} cores");

    /// <summary>Runs one load against one server.</summary>
    public static Evidence Measure(ServerModel model, Func<EndPoint, LoadPlan> planFor)
    {
        using var server = ReferenceServer.Start(model);
        var plan = planFor(server.EndPoint);
        var observer = new Witness();
        try
        {
            var (startNs, machine, own) = (MonotonicClock.NowNs, CpuTimes.ReadMachine(), Environment.CpuUsage.TotalTime);
            var result = Loads.Run(plan, observer);
            var used = CpuTimes.ReadMachine().Since(machine);
            var othersS = used.BusyS + used.StealS - (Environment.CpuUsage.TotalTime - own).TotalSeconds;
            return new Evidence(plan, result, server.Stop(), observer) { OthersCores = othersS / MonotonicClock.ToSeconds(MonotonicClock.NowNs - startNs) };
        }
        finally
        {
            Precedence.Release();
        }
    }

    /// <summary>Offsets of the arrivals of an open plan without warm-up.</summary>
    public static IEnumerable<long> Planned(LoadPlan plan)
    {
        if (plan.Model is not OpenModel open)
        {
            yield break;
        }

        IArrivalSchedule schedule = open.Arrivals == ArrivalKind.Poisson
            ? new PoissonArrivals(open.RatePerS, plan.Seed)
            : new UniformArrivals(open.RatePerS, plan.Seed);
        var end = MonotonicClock.ToNs(plan.Measure);
        for (long i = 0; schedule.DueOffsetNs(i) < end; i++)
        {
            yield return schedule.DueOffsetNs(i);
        }
    }

    /// <summary>The response times of a perfect generator on a perfect machine: the model applied to the plan.</summary>
    /// <param name="fresh">A model that has seen nothing yet.</param>
    public Sample Exact(ServerModel fresh) => new(Planned(Plan).Select((due, i) => fresh.CompletionNs(due, i) - due));
}
