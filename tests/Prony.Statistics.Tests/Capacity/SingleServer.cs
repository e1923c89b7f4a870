using Prony.Measurement.Units;

namespace Prony.Statistics.Tests.Capacity;

/// <summary>One server with Poisson arrivals and exponential service (M/M/1), as a window after a warm-up sees it. Repeatable from its seed.</summary>
/// <param name="serviceRate">μ, requests per second.</param>
/// <param name="arrivalRate">λ, requests per second; above μ the queue grows from a warm-up of 2 s on.</param>
/// <param name="seed">Of everything.</param>
internal sealed class SingleServer(double serviceRate, double arrivalRate, ulong seed)
{
    private SplitMix64 _random = new(seed);

    /// <summary>Share of the responses in the window that take longer than a limit (Lindley's recursion).</summary>
    internal double ShareAbove(double limitS, double windowS)
    {
        var wait = FirstWait();
        var (all, above) = (0, 0);
        for (var at = Exponential(arrivalRate); at < windowS; all++)
        {
            var response = wait + Exponential(serviceRate);
            above += response > limitS ? 1 : 0;
            var gap = Exponential(arrivalRate);
            wait = Math.Max(0, response - gap);
            at += gap;
        }

        return all == 0 ? 0 : above / (double)all;
    }

    /// <summary>Requests in flight at equal distances.</summary>
    internal double[] InFlight(int readings, double intervalS)
    {
        var departures = new Queue<double>();
        var gauge = new double[readings];
        var free = FirstWait();
        var arrival = Exponential(arrivalRate);
        for (var i = 0; i < readings; i++)
        {
            for (; arrival <= i * intervalS; arrival += Exponential(arrivalRate))
            {
                departures.Enqueue(free = Math.Max(free, arrival) + Exponential(serviceRate));
            }

            while (departures.TryPeek(out var first) && first <= i * intervalS)
            {
                departures.Dequeue();
            }

            gauge[i] = departures.Count;
        }

        return gauge;
    }

    /// <summary>In the steady state nobody waits with probability 1 − ρ, else the wait is exponential with μ − λ.</summary>
    private double FirstWait() =>
        arrivalRate >= serviceRate ? Math.Max(0, (arrivalRate / serviceRate) - 1) * 2
        : _random.NextUnit() >= arrivalRate / serviceRate ? 0
        : Exponential(serviceRate - arrivalRate);

    private double Exponential(double rate) => -Math.Log(1 - _random.NextUnit()) / rate;
}
