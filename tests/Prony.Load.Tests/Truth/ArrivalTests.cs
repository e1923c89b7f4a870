using Prony.Load.Plans;
using Prony.Measurement.Units;
using Prony.Reference;
using Prony.Statistics.Arrivals;
using Shouldly;
using Xunit.Abstractions;

namespace Prony.Load.Tests.Truth;

[Collection(TruthCollection.Name)]
public sealed class ArrivalTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("Speed", "Slow")]
    public void Poisson_arrivals_reach_the_server_as_a_Poisson_process()
    {
        // 1,000 consecutive gaps as achieved. Arrivals that are due within one wake-up (0.1 ms) are sent together: at 60/s that is one gap in 170,
        // and too little to show; in 100,000 gaps, or at 1,000/s, any timer shows.
        const int First = 20;
        const int Gaps = 1000;
        Court.Judge(
            output,
            () => Evidence.Measure(
                ServerModel.FixedDelay(TimeSpan.Zero),
                s => Loads.Plan(s, new OpenModel(60, ArrivalKind.Poisson, 100), seconds: 18) with { Seed = 42 }),
            (evidence, sheet) =>
            {
                evidence.Log.Count.ShouldBeGreaterThan(First + Gaps);
                var achieved = evidence.Log.Skip(First).Take(Gaps + 1).Select(e => (double)e.ArrivalNs).ToArray();
                var planned = evidence.DueNs.Skip(First).Take(Gaps + 1).Select(d => (double)d).ToArray();
                var limit = AndersonDarling.CriticalAt1Percent(Gaps);
                sheet.Between("Anderson-Darling A² of the gaps", AndersonDarling.Statistic(Differences(achieved)), AndersonDarling.Statistic(Differences(planned)), 0, limit);
                sheet.Nearly("mean gap", (achieved[^1] - achieved[0]) / Gaps, (planned[^1] - planned[0]) / Gaps, 0.001, 0.01);
            });
    }

    [Fact]
    [Trait("Speed", "Slow")]
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

    private static double[] Differences(double[] instants) => [.. instants.Zip(instants.Skip(1), (a, b) => b - a)];
}
