using Prony.Load.Plans;
using Prony.Reference;
using Shouldly;
using Xunit.Abstractions;

namespace Prony.Load.Tests.Truth;

/// <summary>Servers too slow for what is asked of them: requests wait, connections run out, answers never come.</summary>
[Collection(TruthCollection.Name)]
public sealed class ScarcityTests(ITestOutputHelper output)
{
    private const double NsPerS = 1e9;

    [Fact]
    public void Connections_are_opened_while_they_are_allowed_and_nobody_waits()
    {
        // 100/s at 95 ms each: 9.5 in flight on average, never more than 10 with even arrivals.
        Court.Judge(
            output,
            () => Evidence.Measure(
                ServerModel.FixedDelay(TimeSpan.FromMilliseconds(95)),
                s => Loads.Plan(s, new OpenModel(100, ArrivalKind.Uniform, 50), seconds: 2)),
            (evidence, sheet) =>
            {
                evidence.Record.Requests.Succeeded.ShouldBe(200);
                evidence.Record.Connections.Opened.ShouldBeInRange(10, 50);
                sheet.Between("connections opened (count)", evidence.Record.Connections.Opened, 10, 10, 11);
                sheet.Nearly("lag p99", evidence.Record.LagNs.At("99"), 0, 0, 1.5);
            });
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Beyond_the_last_connection_the_wait_is_lag_and_part_of_the_response()
    {
        // 60/s at two connections of 20 answers/s each. On paper: start = max(due, first free connection), free again 50 ms later.
        Court.Judge(
            output,
            () => Evidence.Measure(
                ServerModel.FixedDelay(TimeSpan.FromMilliseconds(50)),
                s => Loads.Plan(s, new OpenModel(60, ArrivalKind.Poisson, 2), seconds: 3) with { Drain = TimeSpan.FromSeconds(5) }),
            (evidence, sheet) =>
            {
                var starts = Starts(Evidence.Planned(evidence.Plan), connections: 2, holdNs: 50_000_000).ToArray();
                evidence.Record.Requests.Due.ShouldBe(starts.Length);
                evidence.Record.Requests.Succeeded.ShouldBe(starts.Length);
                evidence.Record.Connections.Opened.ShouldBe(2);
                var response = new Sample(starts.Select(s => s.StartNs + 50_000_000 - s.DueNs));
                var lag = new Sample(starts.Select(s => s.StartNs - s.DueNs));

                // Each turn of a connection takes the path and a wake-up longer than on paper, and they add up: about 90 turns.
                sheet.Close("response", evidence.Result.Response, response, [10, 25, 50, 75, 90, 95], 0.001, 90 * 0.4);
                sheet.Nearly("lag mean", evidence.Record.LagNs.Mean, lag.Mean, 0.001, 90 * 0.4);
                sheet.Nearly("lag p90", evidence.Record.LagNs.At("90"), lag.At(90), 0.001, 90 * 0.4);
                sheet.Close("response to the server's account", evidence.Result.Response, evidence.ServerResponse, [25, 50, 75, 95], 0.01, 0.7);
                sheet.Nearly("service p50", evidence.Record.ServiceNs.At("50"), 50_000_000, 0.001, 0.7);
            });
    }

    [Fact]
    public void What_is_never_answered_is_censored_at_its_age()
    {
        // Every tenth of 400 requests is never answered; two seconds of window and one of drain later it is 3 s − due old.
        Court.Judge(
            output,
            () => Evidence.Measure(
                ServerModel.EveryNth(10, null),
                s => Loads.Plan(s, new OpenModel(200, ArrivalKind.Uniform, 100), seconds: 2) with { Drain = TimeSpan.FromSeconds(1) }),
            (evidence, sheet) =>
            {
                evidence.Record.Requests.Due.ShouldBe(400);
                evidence.Record.Requests.Censored.ShouldBe(40);
                evidence.Record.Requests.Succeeded.ShouldBe(360);
                evidence.Record.ResponseNs.Count.ShouldBe(400);
                var ages = new Sample(Evidence.Planned(evidence.Plan).Select((due, i) => i % 10 == 9 ? (long)(3 * NsPerS) - due : 0));
                sheet.Close("response", evidence.Result.Response, ages, [50, 85, 92, 95, 99], 0.005, 3);
                sheet.Nearly("oldest", evidence.Record.ResponseNs.Max, ages.Max, 0.005, 3);
            });
    }

    [Fact]
    public void What_is_not_answered_in_time_stays_at_the_timeout()
    {
        Court.Judge(
            output,
            () => Evidence.Measure(
                ServerModel.EveryNth(10, null),
                s => Loads.Plan(s, new OpenModel(200, ArrivalKind.Uniform, 100), seconds: 2) with { Timeout = TimeSpan.FromSeconds(0.3) }),
            (evidence, sheet) =>
            {
                evidence.Record.Requests.Due.ShouldBe(400);
                evidence.Record.Outcomes.Timeout.ShouldBe(40);
                evidence.Record.Requests.Succeeded.ShouldBe(360);
                var ages = new Sample(Enumerable.Range(0, 400).Select(i => i % 10 == 9 ? 300_000_000L : 0));
                sheet.Close("response", evidence.Result.Response, ages, [50, 85, 92, 95, 99], 0.001, 2);
                evidence.Result.Response.ValueAtPercentile(91).ShouldBeGreaterThanOrEqualTo(300_000_000);
            });
    }

    private static IEnumerable<(long DueNs, long StartNs)> Starts(IEnumerable<long> dues, int connections, long holdNs)
    {
        var free = new PriorityQueue<int, long>(Enumerable.Range(0, connections).Select(c => (c, 0L)));
        foreach (var due in dues)
        {
            free.TryDequeue(out var connection, out var freeNs);
            var start = Math.Max(due, freeNs);
            free.Enqueue(connection, start + holdNs);
            yield return (due, start);
        }
    }
}
