using System.Globalization;
using Prony.Load.Plans;
using Prony.Load.Reactor;
using Prony.Load.Recording;
using Prony.Measurement.Clocks;
using Prony.Measurement.Runs;

namespace Prony.Load.Coordination;

/// <summary>Turns sums into the record of a load.</summary>
internal static class RecordBuilder
{
    /// <summary>The record.</summary>
    /// <param name="plan">What was asked for.</param>
    /// <param name="engine">What carried it.</param>
    /// <param name="totals">What was measured.</param>
    /// <param name="window">When.</param>
    /// <param name="generator">At what cost.</param>
    public static LoadRecord Build(LoadPlan plan, LoadEngine engine, WindowTotals totals, WindowRecord window, GeneratorRecord generator)
    {
        var set = totals.Within;
        var closed = plan.Model as ClosedModel;
        var open = plan.Model as OpenModel;
        return new LoadRecord
        {
            Engine = engine == LoadEngine.Raw ? EngineName.Raw : EngineName.Portable,
            Timestamps = plan.HttpVersion == HttpProtocol.Http2 ? TimestampsName.Call : TimestampsName.Wire,
            HttpVersion = plan.HttpVersion == HttpProtocol.Http2 ? "2" : "1.1",
            Target = plan.Target.Url,
            Model = closed is null ? LoadModelName.Open : LoadModelName.Closed,
            Users = closed?.Users,
            ThinkS = Seconds(closed?.Think),
            PaceS = Seconds(closed?.Pace),
            RampS = Seconds(closed?.Ramp),
            RatePerS = open?.RatePerS,
            Stages = LoadShape.ToRecords(plan.Model),
            Arrivals = open is null ? null : open.Arrivals == ArrivalKind.Poisson ? ArrivalsName.Poisson : ArrivalsName.Uniform,
            Seed = plan.Seed,
            Window = window,
            Requests = Counts(set),
            ThroughputPerS = PerSecond(totals.SucceededInside, window),
            CompletedPerS = PerSecond(totals.CompletedInside, window),
            SentPerS = PerSecond(totals.SentInside, window),
            ResponseNs = Distribution.Of(set.Response),
            ServiceNs = Distribution.Of(set.Service),
            LagNs = Distribution.Of(set.Lag),
            LagGeneratorNs = Distribution.Of(set.LagGenerator),
            FirstByteNs = Distribution.Of(set.FirstByte),
            ConnectNs = Distribution.Of(set.Connect),
            FailedNs = Distribution.Of(set.Failed),
            Status = NonZero(set.Statuses, code => code.ToString(CultureInfo.InvariantCulture)),
            Outcomes = Outcomes(set),
            Work = WorkBuilder.Build(plan, set),
            Bytes = new ByteCounts(set.BytesSent, set.BytesReceived, set.BytesBody),
            Connections = new ConnectionCounts(set.Opened, set.Reused, totals.ClosedIdleInside),
            ConnectErrors = NonZero(set.ConnectErrors, Errno.Name),
            TlsErrors = NonZero(set.TlsErrors, i => TlsFailureName.Of((TlsFailure)i)),
            Generator = generator,
        };
    }

    /// <summary>What the generator used.</summary>
    public static GeneratorRecord Generator(IReadOnlyCollection<ThreadUsage> threads, GeneratorUsage process, long completed, double windowS)
    {
        var cpuNs = threads.Sum(t => t.CpuNs);
        return new GeneratorRecord(
            MonotonicClock.ToSeconds(cpuNs),
            completed == 0 ? 0 : cpuNs / completed,
            MonotonicClock.ToSeconds(Math.Max(0, process.ProcessCpuNs - cpuNs)),
            threads.Sum(t => t.Threads),
            MonotonicClock.ToNs(process.GcPause),
            threads.Sum(t => t.AllocatedBytes),
            windowS <= 0 ? 0 : MonotonicClock.ToSeconds(threads.Max(t => t.CpuNs / t.Threads)) / windowS);
    }

    /// <summary>Where the time of the whole responses of a set went.</summary>
    public static PartsRecord Parts(RequestSet set, PartRecord dns)
    {
        var (parts, count) = (set.Parts, set.Completed);
        return new PartsRecord(dns, parts.Connect.ToRecord(count), parts.Write.ToRecord(count), parts.Wait.ToRecord(count), parts.Read.ToRecord(count));
    }

    /// <summary>The lookup before the load, when there is no other; zeros for an address.</summary>
    public static PartRecord OneLookup(LoadTarget target) => new(target.LookupNs, target.LookupNs, target.LookupNs);

    /// <summary>Outcomes of a set.</summary>
    public static OutcomeCounts Outcomes(RequestSet set)
    {
        var counts = set.Outcomes;
        return new OutcomeCounts(
            counts[(int)Outcome.Success],
            counts[(int)Outcome.Status],
            counts[(int)Outcome.Expect],
            counts[(int)Outcome.Timeout],
            counts[(int)Outcome.Refused],
            counts[(int)Outcome.Reset],
            counts[(int)Outcome.Closed],
            counts[(int)Outcome.Protocol],
            counts[(int)Outcome.Tls],
            counts[(int)Outcome.Dns]);
    }

    private static double? Seconds(TimeSpan? length) => length is { Ticks: > 0 } set ? set.TotalSeconds : null;

    private static RequestCounts Counts(RequestSet set) =>
        new(set.Due, set.Unsent, set.Sent, set.Completed, set.Succeeded, set.Failures, set.Censored);

    private static double PerSecond(long count, WindowRecord window) => window.DurationS <= 0 ? 0 : count / window.DurationS;

    private static Dictionary<string, long> NonZero(long[] counts, Func<int, string> name)
    {
        var result = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] != 0)
            {
                result.Add(name(i), counts[i]);
            }
        }

        return result;
    }
}
