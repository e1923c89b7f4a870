using Prony.Load.Arrivals;
using Prony.Load.Plans;
using Prony.Measurement.Units;
using Prony.Testing.Reference;
using Shouldly;
using Xunit.Abstractions;

namespace Prony.Load.Tests.Truth;

[Collection(TruthCollection.Name)]
public sealed class ArrivalTests(ITestOutputHelper output)
{
    [Fact]
    public void Anderson_Darling_agrees_with_scipy()
    {
        AndersonDarling.Statistic([.3, .1, 1.2, .7, 2.5, .05, .9, .45, 1.8, .6]).ShouldBe(0.13399770, 1e-8);
        AndersonDarling.Statistic(PoissonGaps(1000, 42, 1000)).ShouldBe(0.70567155, 1e-5);   // whole nanoseconds here, unrounded there
    }

    [Fact]
    public void Anderson_Darling_tells_even_arrivals_from_exponential_ones()
    {
        var jitter = new SplitMix64(1);
        var even = Enumerable.Range(0, 1000).Select(_ => 1 + (0.01 * ((2 * jitter.NextUnit()) - 1))).ToArray();

        AndersonDarling.Statistic(even).ShouldBeInRange(440, 470);   // 456 by scipy, for another jitter
        AndersonDarling.CriticalAt1Percent(1000).ShouldBe(1.957, 0.002);
    }

    [Fact]
    public void Poisson_arrivals_reach_the_server_as_a_Poisson_process()
    {
        // 1,000 consecutive gaps as achieved. At 300/s the gaps are far longer than a wake-up of either side.
        Court.Judge(
            output,
            () => Evidence.Measure(
                ServerModel.FixedDelay(TimeSpan.Zero),
                s => Loads.Plan(s, new OpenModel(300, ArrivalKind.Poisson, 100), seconds: 4) with { Seed = 42 }),
            (evidence, sheet) =>
            {
                evidence.Log.Count.ShouldBeGreaterThan(1000);
                var arrivals = evidence.Log.Select(e => (double)e.ArrivalNs).ToArray();
                var gaps = Enumerable.Range(0, 1000).Select(i => arrivals[i + 1] - arrivals[i]);
                var planned = AndersonDarling.Statistic(PoissonGaps(300, 42, 1001).Skip(1));
                sheet.Between("Anderson-Darling A² of the gaps", AndersonDarling.Statistic(gaps), planned, 0, AndersonDarling.CriticalAt1Percent(1000));
                sheet.Nearly("mean gap", (arrivals[1000] - arrivals[0]) / 1000, (evidence.DueNs[1000] - evidence.DueNs[0]) / 1000.0, 0.002, 0.01);
            });
    }

    [Fact]
    public void What_is_due_when_does_not_depend_on_the_server()
    {
        static Evidence Run(ServerModel server) => Evidence.Measure(
            server,
            s => Loads.Plan(s, new OpenModel(200, ArrivalKind.Poisson, 3), seconds: 3) with { Seed = 9, Drain = TimeSpan.FromSeconds(0.2) });

        var fast = Run(ServerModel.FixedDelay(TimeSpan.Zero));
        var slow = Run(ServerModel.FixedDelay(TimeSpan.FromMilliseconds(100)));
        var silent = Run(ServerModel.EveryNth(1, null));

        var planned = Evidence.Planned(fast.Plan).ToArray();
        foreach (var evidence in new[] { fast, slow, silent })
        {
            evidence.Record.Requests.Due.ShouldBe(planned.Length);
            evidence.Record.ResponseNs.Count.ShouldBe(planned.Length);
            evidence.Observer.Slices.Where(s => s.Phase == "window").Sum(s => s.Due).ShouldBe(planned.Length);
        }

        fast.Record.Requests.Succeeded.ShouldBe(planned.Length);
        slow.Record.Requests.Unsent.ShouldBeGreaterThan(400);   // three connections give at most 96 answers
        silent.Record.Requests.Sent.ShouldBe(3);
        silent.Record.Requests.Censored.ShouldBe(3);
    }

    private static IEnumerable<double> PoissonGaps(double ratePerS, ulong seed, int count)
    {
        var schedule = new PoissonArrivals(ratePerS, seed);
        long last = 0;
        for (var i = 0; i < count; i++)
        {
            var due = schedule.DueOffsetNs(i);
            yield return due - last;
            last = due;
        }
    }
}
