using Prony.Load.Arrivals;
using Prony.Load.Plans;
using Prony.Reference;
using Shouldly;
using Xunit.Abstractions;

namespace Prony.Load.Tests.Truth;

/// <summary>Poisson arrivals at one worker, at half load.</summary>
/// <remarks>Arrivals and services are seeded, so the response times of this very run are known, not only their distribution: no sampling error.</remarks>
[Collection(TruthCollection.Name)]
public sealed class QueueTests(ITestOutputHelper output)
{
    private const double ArrivalsPerS = 125;
    private static readonly TimeSpan MeanService = TimeSpan.FromMilliseconds(4);

    [Fact]
    public void The_reference_itself_obeys_queueing_theory()
    {
        // M/M/1: the response is exponential with mean 1/(μ − λ) = 8 ms, p99 = ln(100)·8 ms. M/D/1 (Pollaczek–Khinchine): 4·(1 + ρ/(2(1 − ρ))) = 6 ms.
        var mm1 = OnPaper(Exponential(), 1_000_000);
        var md1 = OnPaper(Constant(), 1_000_000);

        mm1.Mean.ShouldBe(8e6, 0.02 * 8e6);
        ((double)mm1.At(50)).ShouldBe(Math.Log(2) * 8e6, 0.02 * 8e6);
        ((double)mm1.At(99)).ShouldBe(Math.Log(100) * 8e6, 0.03 * 36.8e6);
        md1.Mean.ShouldBe(6e6, 0.02 * 6e6);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void An_exponential_worker_is_measured_as_it_was() => Judge(Exponential);

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_constant_worker_is_measured_as_it_was() => Judge(Constant);

    private static ServerModel Exponential() => ServerModel.SingleWorker(ServiceTimes.Exponential(MeanService, seed: 7));

    private static ServerModel Constant() => ServerModel.SingleWorker(ServiceTimes.Constant(MeanService));

    private static Sample OnPaper(ServerModel server, int count)
    {
        var schedule = new PoissonArrivals(ArrivalsPerS, 42);
        return new Sample(Enumerable.Range(0, count).Select(i =>
        {
            var due = schedule.DueOffsetNs(i);
            return server.CompletionNs(due, i) - due;
        }));
    }

    private void Judge(Func<ServerModel> server) => Court.Judge(
        output,
        () => Evidence.Measure(
            server(),
            s => Loads.Plan(s, new OpenModel(ArrivalsPerS, ArrivalKind.Poisson, 100), seconds: 12) with { Seed = 42 }),
        (evidence, sheet) =>
        {
            evidence.Record.Requests.Succeeded.ShouldBe(evidence.DueNs.Length);
            sheet.Close("response", evidence.Result.Response, evidence.Exact(server()), [10, 25, 50, 75, 90, 95, 99], 0.02, 0.7);

            // Little's law between two observers: the number inside by the server's account, throughput and time inside by Prony's.
            var inside = evidence.Log.Sum(e => (e.SentNs - e.ArrivalNs) / 12e9);
            var xTimesR = evidence.Record.ThroughputPerS * evidence.Record.ServiceNs.Mean / 1e9;
            sheet.Between("Little: X·R (requests)", xTimesR, inside, inside * 0.95, (inside * 1.05) + (ArrivalsPerS * 0.0004));
        });
}
