using Prony.Load.Plans;
using Prony.Reference;
using Shouldly;
using Xunit.Abstractions;

namespace Prony.Load.Tests.Truth;

[Collection(TruthCollection.Name)]
public sealed class DelayTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(200);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(50)]
    public void A_fixed_delay_is_the_response_time_in_the_open_model(int delayMs)
    {
        var delay = TimeSpan.FromMilliseconds(delayMs);
        Court.Judge(
            output,
            () => Evidence.Measure(ServerModel.FixedDelay(delay), s => Loads.Plan(s, new OpenModel(400, ArrivalKind.Poisson, 100), seconds: 2)),
            (evidence, sheet) =>
            {
                evidence.Record.Requests.Succeeded.ShouldBe(evidence.DueNs.Length);
                var exact = evidence.Exact(ServerModel.FixedDelay(delay));
                sheet.Close("response", evidence.Result.Response, exact, [10, 50, 90, 99], 0.001, 0.7);
                sheet.Close("response to the server's account", evidence.Result.Response, evidence.ServerResponse, [50, 90], 0.01, 0.4);
            });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    public void A_fixed_delay_is_the_response_time_in_the_closed_model(int delayMs)
    {
        var delay = TimeSpan.FromMilliseconds(delayMs);
        Court.Judge(
            output,
            () => Evidence.Measure(ServerModel.FixedDelay(delay), s => Loads.Plan(s, new ClosedModel(5), seconds: 1)),
            (evidence, sheet) =>
            {
                var exact = new Sample([delayMs * 1_000_000L]);
                sheet.Close("response", evidence.Result.Response, exact, [10, 50, 90], 0.001, 0.7);
                sheet.Close("service to the server's account", evidence.Result.Service, evidence.ServerService, [10, 50, 90], 0.01, 0.4);
            });
    }

    [Fact]
    public void Ten_percent_slow_answers_do_not_colour_the_median_in_the_closed_model()
    {
        // wrk 4.2 prints a p50 of 20 ms and a mean of 59 ms for this server: it adds responses that it thinks it missed.
        Court.Judge(
            output,
            () => Evidence.Measure(ServerModel.EveryNth(10, Slow), s => Loads.Plan(s, new ClosedModel(10), seconds: 4)),
            CompareTenPercentSlow);
    }

    [Fact]
    public void Ten_percent_slow_answers_do_not_colour_the_median_in_the_open_model()
    {
        Court.Judge(
            output,
            () => Evidence.Measure(ServerModel.EveryNth(10, Slow), s => Loads.Plan(s, new OpenModel(500, ArrivalKind.Uniform, 100), seconds: 4)),
            CompareTenPercentSlow);
    }

    private static void CompareTenPercentSlow(Evidence evidence, Sheet sheet)
    {
        // The last answers of a closed load are not a whole ten; p90 itself lies on the step.
        var exact = new Sample(Enumerable.Range(1, 10).Select(i => i == 10 ? 200_000_000L : 0));
        var response = evidence.Result.Response;
        sheet.Nearly("mean", response.Mean, 20e6, 0.03, 0.7);
        foreach (var p in new[] { 50, 75, 85, 92, 95, 99 })
        {
            sheet.Nearly($"p{p}", response.ValueAtPercentile(p), exact.At(p), 0.001, p < 99 ? 0.7 : 2);
        }
    }
}
