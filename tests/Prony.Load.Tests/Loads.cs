using System.Net;
using Prony.Load.Plans;
using Prony.Measurement.Runs;
using Shouldly;

namespace Prony.Load.Tests;

/// <summary>Plans and checks that all tests of whole loads share.</summary>
internal static class Loads
{
    public static LoadPlan Plan(EndPoint server, LoadModel model, double seconds = 0.5) => new()
    {
        Target = new LoadTarget(server, "example.test", "http://example.test/"),
        Requests = [new RequestDefinition("GET", "/", [], ReadOnlyMemory<byte>.Empty)],
        Model = model,
        Measure = TimeSpan.FromSeconds(seconds),
        Timeout = TimeSpan.FromSeconds(5),
    };

    /// <summary>Runs a load and checks what holds for every load.</summary>
    public static LoadResult Run(LoadPlan plan, ILoadObserver? observer = null)
    {
        using var guard = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var result = LoadRunner.Run(plan, observer, CancellationToken.None, guard.Token);
        CheckIdentities(result);
        return result;
    }

    public static void CheckIdentities(LoadResult result)
    {
        var record = result.Record;
        var requests = record.Requests;
        var outcomes = record.Outcomes;
        var failed = outcomes.Status + outcomes.Expect + outcomes.Timeout + outcomes.Refused + outcomes.Reset + outcomes.Closed
            + outcomes.Protocol + outcomes.Tls + outcomes.Dns;
        requests.Due.ShouldBe(requests.Sent + requests.Unsent);
        requests.Sent.ShouldBe(requests.Succeeded + requests.Failed + requests.Censored);
        requests.Succeeded.ShouldBe(outcomes.Success);
        requests.Failed.ShouldBe(failed);
        requests.Completed.ShouldBe(outcomes.Success + outcomes.Status + outcomes.Expect);
        record.Status.Values.Sum().ShouldBe(requests.Completed);

        record.ResponseNs.Count.ShouldBe(outcomes.Success + outcomes.Timeout + requests.Censored + requests.Unsent);
        record.ServiceNs.Count.ShouldBe(outcomes.Success);
        record.FailedNs.Count.ShouldBe(outcomes.Status + outcomes.Expect);
        record.FirstByteNs.Count.ShouldBe(requests.Completed);
        record.LagNs.Count.ShouldBeLessThanOrEqualTo(requests.Sent);
        record.LagNs.Count.ShouldBeGreaterThanOrEqualTo(record.LagGeneratorNs.Count);
        record.ConnectNs.Count.ShouldBe(record.Connections.Opened);
        record.LagNs.Count.ShouldBe(record.Connections.Opened + record.Connections.Reused);
        result.Response.Count.ShouldBe(record.ResponseNs.Count);
        result.Service.Count.ShouldBe(record.ServiceNs.Count);
        record.ConnectErrors.Values.Sum().ShouldBe(outcomes.Refused);
        record.ThroughputPerS.ShouldBeLessThanOrEqualTo(record.CompletedPerS);
        CheckParts(record);
    }

    private static void CheckParts(LoadRecord record)
    {
        var parts = record.PartsNs.ShouldNotBeNull();
        new[] { parts.Dns, parts.Connect, parts.Write, parts.Wait, parts.Read }.ShouldAllBe(p => p.Min >= 0 && p.Min <= p.Mean && p.Mean <= p.Max);
        if (record.Requests.Succeeded == record.Requests.Completed)
        {
            // A histogram keeps a value within 0.05 %, the sums are exact.
            (parts.Write.Mean + parts.Wait.Mean + parts.Read.Mean).ShouldBe(record.ServiceNs.Mean, 1 + (record.ServiceNs.Mean * 0.001));
        }
    }
}
