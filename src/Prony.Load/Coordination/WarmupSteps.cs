using Prony.Load.Plans;
using Prony.Load.Recording;
using Prony.Measurement.Clocks;

namespace Prony.Load.Coordination;

/// <summary>A warm-up whose end is decided as it goes: takes the mean response of every 0.2 s and asks the observer whether the window may begin.</summary>
/// <remarks>Thread: the coordinator only.</remarks>
internal sealed class WarmupSteps(TimeSpan shortest, TimeSpan longest, WarmupTally[] tallies, ILoadObserver observer)
{
    /// <summary>How far ahead the window begins once it is decided: every thread hears of it and memory is read before (<see cref="ILoadObserver.WarmupEnding"/>).</summary>
    public const long LeadNs = 200_000_000;

    private const long StepNs = 200_000_000;

    private long _startNs;
    private long _ended;
    private long _sumNs;

    /// <summary>When the next step is over.</summary>
    public long NextNs { get; private set; } = Timeline.Open;

    /// <summary>Those of a plan that leaves the end of its warm-up to the observer; null for any other.</summary>
    public static WarmupSteps? Of(LoadPlan plan, WarmupTally[] tallies, ILoadObserver? observer) =>
        plan.ShortestWarmup is { } shortest ? new WarmupSteps(shortest, plan.Warmup, tallies, observer!) : null;

    /// <summary>The load begins.</summary>
    public void Begin(long startNs)
    {
        _startNs = startNs;
        NextNs = startNs + StepNs;
    }

    /// <summary>Whether the window may begin, <see cref="LeadNs"/> from now.</summary>
    public bool MayEnd(long nowNs)
    {
        if (nowNs < NextNs)
        {
            return false;
        }

        // A coordinator that was late makes one long step, not several short ones.
        NextNs += (((nowNs - NextNs) / StepNs) + 1) * StepNs;
        var steady = observer.WarmupMayEnd(Step(nowNs));
        var length = MonotonicClock.ToTimeSpan(nowNs + LeadNs - _startNs);
        return (steady && length >= shortest) || length >= longest;
    }

    private WarmupMean Step(long nowNs)
    {
        long ended = 0, sumNs = 0;
        foreach (var tally in tallies)
        {
            var (count, sum) = tally.Read();
            ended += count;
            sumNs += sum;
        }

        var (newEnded, newSumNs) = (ended - _ended, sumNs - _sumNs);
        (_ended, _sumNs) = (ended, sumNs);
        return new WarmupMean(MonotonicClock.ToSeconds(nowNs - _startNs), newEnded, newEnded == 0 ? 0 : newSumNs / (double)newEnded);
    }
}
