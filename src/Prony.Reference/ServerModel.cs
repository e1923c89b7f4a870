namespace Prony.Reference;

/// <summary>When a reference server answers: a pure recursion over arrival instants in virtual time, the same live and on paper.</summary>
/// <remarks>
/// <para>Because nothing here looks at a clock, a fresh model fed with the planned arrivals gives the exact response times that a perfect
/// generator would measure on a perfect machine, not only their distribution.</para>
/// <para>Not thread-safe; one instance serves one sequence of arrivals.</para>
/// </remarks>
public abstract class ServerModel
{
    /// <summary>The completion of a request that is never answered.</summary>
    public const long Never = long.MaxValue;

    private ServerModel()
    {
    }

    /// <summary>The instant at which request <paramref name="index"/> is answered.</summary>
    /// <param name="arrivalNs">When it arrived; never falls from call to call.</param>
    /// <param name="index">0, 1, 2 … in the order of arrival.</param>
    public abstract long CompletionNs(long arrivalNs, long index);

    /// <summary>Every request takes the same time, however many there are (a pure delay, infinitely many servers).</summary>
    public static ServerModel FixedDelay(TimeSpan delay) => new Delay(Ns(delay));

    /// <summary>Every <paramref name="nth"/> request takes <paramref name="delay"/>, the others none; null: it is never answered.</summary>
    public static ServerModel EveryNth(int nth, TimeSpan? delay) => new Nth(nth, delay is { } d ? Ns(d) : Never);

    /// <summary>Answers at once, but is frozen for <paramref name="frozen"/> of every <paramref name="period"/>, beginning <paramref name="from"/> after the first arrival.</summary>
    public static ServerModel Frozen(TimeSpan from, TimeSpan frozen, TimeSpan period) => new Freezer(Ns(from), Ns(frozen), Ns(period));

    /// <summary>Answers at once, but is frozen once for <paramref name="frozen"/>, beginning <paramref name="from"/> after the first arrival.</summary>
    public static ServerModel Stall(TimeSpan from, TimeSpan frozen) => new Freezer(Ns(from), Ns(frozen), long.MaxValue);

    /// <summary>One worker, first come first served: free = max(arrival, free) + service. Then, if asked, a delay that holds up nobody else.</summary>
    public static ServerModel SingleWorker(ServiceTimes services, TimeSpan thenDelay = default) => new Worker(services, Ns(thenDelay));

    private static long Ns(TimeSpan time) => time.Ticks * 100;

    private sealed class Delay(long delayNs) : ServerModel
    {
        public override long CompletionNs(long arrivalNs, long index) => arrivalNs + delayNs;
    }

    private sealed class Nth(int nth, long delayNs) : ServerModel
    {
        public override long CompletionNs(long arrivalNs, long index)
        {
            if (index % nth != nth - 1)
            {
                return arrivalNs;
            }

            return delayNs == Never ? Never : arrivalNs + delayNs;
        }
    }

    private sealed class Freezer(long fromNs, long frozenNs, long periodNs) : ServerModel
    {
        private long _originNs = Never;

        public override long CompletionNs(long arrivalNs, long index)
        {
            if (_originNs == Never)
            {
                _originNs = arrivalNs;
            }

            var phase = (arrivalNs - _originNs) % periodNs;
            return phase >= fromNs && phase < fromNs + frozenNs ? arrivalNs + (fromNs + frozenNs - phase) : arrivalNs;
        }
    }

    private sealed class Worker(ServiceTimes services, long thenDelayNs) : ServerModel
    {
        private long _freeNs;

        public override long CompletionNs(long arrivalNs, long index)
        {
            _freeNs = Math.Max(arrivalNs, _freeNs) + services.NextNs();
            return _freeNs + thenDelayNs;
        }
    }
}
