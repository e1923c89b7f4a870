using Prony.Load.Plans;
using Prony.Reference;
using Shouldly;
using Xunit.Abstractions;

namespace Prony.Load.Tests.Truth;

/// <summary>Servers that stop answering: where a generator that waits for the server stops measuring (coordinated omission).</summary>
[Collection(TruthCollection.Name)]
public sealed class FreezeTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("Speed", "Slow")]
    public void A_server_frozen_one_second_in_five_shows_its_whole_tail()
    {
        // In every period of P = 5 s the arrivals of S = 1 s wait for its end: P(response > x) = (S − x)/P.
        // So the mean is S²/2P = 100 ms, p90 = S − 0.1·P = 500 ms, p95 = 750 ms, p99 = 950 ms; two whole periods, ten connections.
        static ServerModel Server() => ServerModel.Frozen(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
        Court.Judge(
            output,
            () => Evidence.Measure(Server(), s => Loads.Plan(s, new OpenModel(1000, ArrivalKind.Uniform, 10), seconds: 10)),
            (evidence, sheet) =>
            {
                evidence.Record.Requests.Due.ShouldBe(10_000);
                evidence.Record.Requests.Succeeded.ShouldBe(10_000);
                var response = evidence.Result.Response;
                sheet.Nearly("formula: mean", response.Mean, 100e6, 0.02, 2);
                sheet.Nearly("formula: p50", response.ValueAtPercentile(50), 0, 0, 0.7);
                sheet.Nearly("formula: p90", response.ValueAtPercentile(90), 500e6, 0.02, 5);
                sheet.Nearly("formula: p95", response.ValueAtPercentile(95), 750e6, 0.02, 5);
                sheet.Nearly("formula: p99", response.ValueAtPercentile(99), 950e6, 0.02, 5);
                sheet.Close("plan", response, evidence.Exact(Server()), [50, 75, 90, 95, 99, 99.9], 0.01, 5);

                // A request that waited for one of the ten connections was sent late, and says so.
                sheet.Nearly("lag p90", evidence.Record.LagNs.At("90"), 500e6, 0.02, 5);
                sheet.Nearly("service p50", evidence.Record.ServiceNs.At("50"), 0, 0, 0.7);
                sheet.Nearly("service p99", evidence.Record.ServiceNs.At("99"), 0, 0, 5);
            });
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_single_stall_is_as_long_as_it_was()
    {
        // Frozen once for S = 1.4 s of T = 10 s: p99 = S − 0.01·T, p99.9 = S − 0.001·T, mean = S²/2T. Tolerance 2 %.
        const double S = 1.4e9;
        const double T = 10e9;
        static ServerModel Server() => ServerModel.Stall(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1.4));
        Court.Judge(
            output,
            () => Evidence.Measure(Server(), s => Loads.Plan(s, new OpenModel(1000, ArrivalKind.Uniform, 100), seconds: 10)),
            (evidence, sheet) =>
            {
                evidence.Record.Requests.Succeeded.ShouldBe(10_000);
                var response = evidence.Result.Response;
                // The 1,400 that waited need some milliseconds to be sent: the last waits for all others.
                sheet.Nearly("formula: mean", response.Mean, S * S / (2 * T), 0.02, 2);
                sheet.Nearly("formula: p90", response.ValueAtPercentile(90), S - (0.1 * T), 0.02, 10);
                sheet.Nearly("formula: p99", response.ValueAtPercentile(99), S - (0.01 * T), 0.02, 0);
                sheet.Nearly("formula: p99.9", response.ValueAtPercentile(99.9), S - (0.001 * T), 0.02, 0);
                sheet.Nearly("formula: max", response.Max, S, 0.02, 0);
                sheet.Close("plan", response, evidence.Exact(Server()), [50, 75, 90, 99, 99.9], 0.01, 15);
            });
    }
}
