using Prony.Load.Arrivals;
using Prony.Load.Coordination;
using Prony.Load.Plans;
using Prony.Load.Recording;
using Prony.Measurement.Clocks;
using Prony.Measurement.Units;

namespace Prony.Load.Reactor;

/// <summary>The part of a load that one generator thread makes: fixed before the load begins, so that the parts add up to the plan exactly.</summary>
/// <param name="Index">Number of the thread, from 0.</param>
/// <param name="Threads">How many there are.</param>
/// <param name="Connections">How many connections are its own.</param>
/// <param name="MaySpin">There is a CPU to spare for exact due instants.</param>
internal sealed record ThreadShare(int Index, int Threads, int Connections, bool MaySpin)
{
    /// <summary>"warm": what parts the seed of a warm-up's own arrivals from that of the window's.</summary>
    private const ulong WarmupSalt = 0x7761726D;

    /// <summary>Divides a plan: no more threads than connections, users and requests dealt out in turn.</summary>
    public static ThreadShare[] Divide(LoadPlan plan)
    {
        var connections = plan.Model switch
        {
            ClosedModel closed => closed.Users,
            OpenModel open => open.ConnectionLimit,
            _ => throw new ArgumentException($"The load model {plan.Model.GetType().Name} is unknown."),
        };
        var threads = Math.Min(plan.Threads, connections);

        // One CPU for the server or the rest of Prony has to be left, or spinning takes from what is measured.
        var maySpin = Environment.ProcessorCount >= threads + 2;
        return [.. Enumerable.Range(0, threads).Select(i => new ThreadShare(i, threads, (int)PartOf(connections, i, threads), maySpin))];
    }

    /// <summary>The plan undivided, for an engine that spreads its work over threads by itself.</summary>
    public static ThreadShare Whole(LoadPlan plan) => Divide(plan with { Threads = 1 })[0];

    /// <summary>The driver of this part.</summary>
    public LoadDriver CreateDriver(LoadPlan plan, Timeline timeline, Lanes connections, Recorder recorder) => plan.Model switch
    {
        ClosedModel closed => Users(closed, plan, timeline, connections, recorder),
        OpenModel open => new OpenArrivals(
            connections,
            recorder,
            timeline,
            Arrivals(open, plan, timeline),
            Arrivals(open, plan, timeline),
            MonotonicClock.ToNs(plan.Timeout)),
        _ => throw new ArgumentException($"The load model {plan.Model.GetType().Name} is unknown."),
    };

    private ClosedUsers Users(ClosedModel model, LoadPlan plan, Timeline timeline, Lanes connections, Recorder recorder)
    {
        var shape = UserProfile.Of(model, plan.Warmup) is { } profile ? new ThreadUsers(profile, timeline.StartNs, Index, Threads) : null;
        var firstDueNs = shape is null
            ? FirstDueNs(model, timeline)
            : [.. Enumerable.Range(0, Connections).Select(slot => shape.NextActiveNs(slot, timeline.StartNs))];
        return new ClosedUsers(this, connections, recorder, timeline, firstDueNs, model, Quota(plan.RequestLimit)) { Shape = shape };
    }

    private ArrivalCursor Arrivals(OpenModel model, LoadPlan plan, Timeline timeline)
    {
        if (plan.ShortestWarmup is not null)
        {
            return new ArrivalCursor(
                Schedule(model, TimeSpan.Zero, SplitMix64.At(plan.Seed ^ WarmupSalt, 0)), timeline.StartNs, Index, Threads, long.MaxValue,
                new WindowArrivals(Schedule(model, TimeSpan.Zero, plan.Seed), plan.RequestLimit ?? long.MaxValue));
        }

        var end = plan.RequestLimit is { } limit
            ? ArrivalCursor.FirstIndexAt(Schedule(model, plan.Warmup, plan.Seed), timeline.WindowStartNs - timeline.StartNs) + limit
            : long.MaxValue;
        return new ArrivalCursor(Schedule(model, plan.Warmup, plan.Seed), timeline.StartNs, Index, Threads, end);
    }

    private static IArrivalSchedule Schedule(OpenModel model, TimeSpan warmup, ulong seed)
    {
        var profile = RateProfile.Of(model, warmup);
        return model.Arrivals == ArrivalKind.Poisson ? new PoissonArrivals(profile, seed) : new UniformArrivals(profile, seed);
    }

    /// <summary>User k of N begins at start + ramp·k/N; the users k ≡ Index mod Threads are here.</summary>
    private long[] FirstDueNs(ClosedModel model, Timeline timeline)
    {
        var rampNs = MonotonicClock.ToNs(model.Ramp);
        var due = new long[Connections];
        for (var i = 0; i < due.Length; i++)
        {
            var user = Index + ((long)i * Threads);
            due[i] = timeline.StartNs + (long)((decimal)rampNs * user / model.Users);
        }

        return due;
    }

    private long? Quota(long? limit) => limit is { } requests ? PartOf(requests, Index, Threads) : null;

    private static long PartOf(long all, int index, int parts) => (all / parts) + (index < all % parts ? 1 : 0);
}
