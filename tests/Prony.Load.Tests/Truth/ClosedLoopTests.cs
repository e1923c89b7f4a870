using Prony.Load.Plans;
using Prony.Reference;
using Shouldly;
using Xunit.Abstractions;

namespace Prony.Load.Tests.Truth;

/// <summary>The closed model against exact mean value analysis (Reiser and Lavenberg 1980) and Little's law.</summary>
[Collection(TruthCollection.Name)]
public sealed class ClosedLoopTests(ITestOutputHelper output)
{
    private static readonly TimeSpan MeanService = TimeSpan.FromMilliseconds(5);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(8, 0)]
    [InlineData(10, 50)]
    [InlineData(30, 50)]
    public void The_reference_itself_obeys_mean_value_analysis(int users, int delayMs)
    {
        var (throughput, response) = OnPaper(Worker(delayMs), users, seconds: 5000);
        var (mvaThroughput, mvaResponse) = MeanValueAnalysis(users, 0.005, delayMs / 1e3);

        throughput.ShouldBe(mvaThroughput, 0.01 * mvaThroughput);
        (response / 1e9).ShouldBe(mvaResponse, 0.01 * mvaResponse);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Users_of_one_busy_worker_get_exactly_what_it_gives() => Judge(users: 8, delayMs: 0, pathMs: 0.4);

    [Fact]
    [Trait("Speed", "Slow")]
    public void Users_that_wait_and_queue_get_what_mean_value_analysis_says() => Judge(users: 10, delayMs: 50, pathMs: 1);

    private static ServerModel Worker(int delayMs) =>
        ServerModel.SingleWorker(ServiceTimes.Exponential(MeanService, seed: 11), TimeSpan.FromMilliseconds(delayMs));

    private void Judge(int users, int delayMs, double pathMs)
    {
        const double Seconds = 5;
        Court.Judge(
            output,
            () => Evidence.Measure(Worker(delayMs), s => Loads.Plan(s, new ClosedModel(users), Seconds)),
            (evidence, sheet) =>
            {
                var record = evidence.Record;
                record.Requests.Succeeded.ShouldBe(record.Requests.Due);
                record.Connections.Opened.ShouldBe(users);
                var (throughput, responseNs) = OnPaper(Worker(delayMs), users, Seconds);
                var (mva, mvaResponse) = MeanValueAnalysis(users, 0.005, delayMs / 1e3);
                sheet.Between("throughput of this very run, per s", record.ThroughputPerS, throughput, throughput * 0.98, throughput * 1.005);
                sheet.Nearly("response of this very run", record.ResponseNs.Mean, responseNs, 0.01, pathMs);

                // A thousand services at random: their mean has a standard error of about 3 %.
                sheet.Between("throughput by theory (MVA), per s", record.ThroughputPerS, mva, mva * 0.88, mva * 1.12);
                sheet.Between("response by theory (MVA)", record.ResponseNs.Mean / 1e6, mvaResponse * 1e3, mvaResponse * 1e3 * 0.88, mvaResponse * 1e3 * 1.12);

                // Every user has always one request: N = X·R, but for those that straddle the end of the window (one per user).
                var n = record.ThroughputPerS * record.ResponseNs.Mean / 1e9;
                sheet.Between("Little: X·R (users)", n, users, users * 0.98, users * 1.02);
            });
    }

    /// <summary>Throughput per second and mean response, ns, of users without think time: the model in virtual time.</summary>
    private static (double ThroughputPerS, double MeanResponseNs) OnPaper(ServerModel server, int users, double seconds)
    {
        var endNs = (long)(seconds * 1e9);
        var due = new PriorityQueue<long, long>(Enumerable.Repeat((0L, 0L), users));
        var completedInside = 0L;
        var count = 0L;
        double sum = 0;
        while (due.Dequeue() is var arrival && arrival < endNs)
        {
            var completion = server.CompletionNs(arrival, count++);
            sum += completion - arrival;
            completedInside += completion < endNs ? 1 : 0;
            due.Enqueue(completion, completion);
        }

        return (completedInside / seconds, sum / count);
    }

    /// <summary>Exact for one first-come-first-served worker with exponential service and a delay: Q₀ = 0; Rₙ = S(1 + Qₙ₋₁); Xₙ = n/(Rₙ + Z); Qₙ = Xₙ·Rₙ.</summary>
    private static (double ThroughputPerS, double ResponseS) MeanValueAnalysis(int users, double serviceS, double delayS)
    {
        double queue = 0;
        double throughput = 0;
        double atWorker = 0;
        for (var n = 1; n <= users; n++)
        {
            atWorker = serviceS * (1 + queue);
            throughput = n / (atWorker + delayS);
            queue = throughput * atWorker;
        }

        return (throughput, atWorker + delayS);
    }
}
