using Prony.Load.Plans;
using Prony.Load.Recording;
using Prony.Measurement.Runs;
using Prony.Testing;
using Shouldly;

namespace Prony.Load.Tests;

/// <summary>What kind of work responses were, and the sample of requests, from real loads of both engines.</summary>
public sealed class WorkTests
{
    private const string Plain = "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n12345678901234567890";
    private const string Packed = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 10\r\n\r\n1234567890";

    [Theory]
    [InlineData(LoadEngine.Raw)]
    [InlineData(LoadEngine.Portable)]
    public void Responses_are_counted_by_coding_and_their_bodies_measured(LoadEngine engine)
    {
        using var server = Alternating(Plain, Packed);
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(1)) with { Engine = engine, RequestLimit = 40 };

        var work = Loads.Run(plan).Record.Work.ShouldNotBeNull();

        work.Encodings.ShouldBe(new Dictionary<string, long> { ["identity"] = 20, ["gzip"] = 20 }, ignoreOrder: true);
        work.Versions.ShouldBe(new Dictionary<string, long> { ["1.1"] = 40 });
        work.BodyBytes.ShouldBe(new SizesRecord(15, 10, 20));
        work.HeadBytes!.Value.ShouldBe((Plain.Length - 20 + Packed.Length - 10) / 2.0, 1e-9);
        work.Closing.ShouldBe(0);
        work.KeepAlive.ShouldBeTrue();
        work.OneRequest.ShouldBeTrue();
    }

    [Theory]
    [InlineData(LoadEngine.Raw)]
    [InlineData(LoadEngine.Portable)]
    public void Responses_that_end_their_connection_are_counted(LoadEngine engine)
    {
        using var server = Alternating(Plain, "HTTP/1.0 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(1)) with { Engine = engine, RequestLimit = 20 };

        var record = Loads.Run(plan).Record;

        record.Work!.Closing.ShouldBe(10);
        record.Work.Versions.ShouldBe(new Dictionary<string, long> { ["1.1"] = 10, ["1.0"] = 10 }, ignoreOrder: true);
        record.Connections.Opened.ShouldBeInRange(10, 11);
    }

    [Theory]
    [InlineData(LoadEngine.Raw)]
    [InlineData(LoadEngine.Portable)]
    public void A_body_that_ends_with_its_connection_closes_it(LoadEngine engine)
    {
        using var server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync().ConfigureAwait(false);
            await connection.SendAsync("HTTP/1.1 200 OK\r\n\r\nuntil close").ConfigureAwait(false);
        });
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(1)) with { Engine = engine, RequestLimit = 5 };

        var record = Loads.Run(plan).Record;

        record.Requests.Succeeded.ShouldBe(5);
        record.Work!.Closing.ShouldBe(5);
        record.Work.BodyBytes.ShouldBe(new SizesRecord(11, 11, 11));
    }

    [Fact]
    public void Requests_with_variables_or_several_requests_are_not_one()
    {
        using var server = ScriptedServer.Answering();
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(1)) with { RequestLimit = 4, KeepAlive = false };
        var one = plan.Requests[0];

        Loads.Run(plan with { Requests = [one with { PathAndQuery = "/{index}" }] }).Record.Work!.OneRequest.ShouldBeFalse();
        Loads.Run(plan with { Requests = [one, one] }).Record.Work!.OneRequest.ShouldBeFalse();
        Loads.Run(plan).Record.Work.ShouldNotBeNull().KeepAlive.ShouldBeFalse();
    }

    [Theory]
    [InlineData(LoadEngine.Raw, 1)]
    [InlineData(LoadEngine.Raw, 2)]
    [InlineData(LoadEngine.Portable, 1)]
    public void The_sample_holds_the_first_requests_of_the_window_without_a_gap(LoadEngine engine, int threads)
    {
        using var server = ScriptedServer.Answering();
        var observer = new RecordingObserver();
        var plan = Loads.Plan(server.EndPoint, new OpenModel(400, ArrivalKind.Poisson, 20), seconds: 1) with
        {
            Engine = engine,
            Threads = threads,
            Warmup = TimeSpan.FromMilliseconds(200),
        };

        var result = Loads.Run(plan, observer);

        var sample = result.Sample;
        sample.DueNs.Count.ShouldBe((int)result.Record.Requests.Sent);
        sample.DueNs.ShouldBe(sample.DueNs.Order());
        sample.SentNs.Zip(sample.DueNs).ShouldAllBe(r => r.First >= r.Second);
        sample.ResponseNs.Count(r => r > 0).ShouldBe((int)result.Record.Requests.Succeeded);
        sample.ResponseNs.Where(r => r > 0).Max().ShouldBeInRange(result.Response.LowestEquivalent(result.Response.Max), result.Response.Max);
    }

    [Fact]
    public void A_full_sample_ends_where_its_first_full_thread_ends()
    {
        var (full, half) = (new SampleRecorder(), new SampleRecorder());
        for (var i = 0; i < SampleRecorder.Places; i++)
        {
            full.Take(new Exchange { DueNs = i * 10 });
        }

        half.Take(new Exchange { DueNs = 5 });
        half.Take(new Exchange { DueNs = (SampleRecorder.Places * 10) + 1 });
        full.IsFull.ShouldBeTrue();
        half.IsFull.ShouldBeFalse();

        var sample = SampledRequests.Merge([full, half]);

        sample.DueNs.Count.ShouldBe(SampleRecorder.Places + 1);
        sample.DueNs[1].ShouldBe(5);
        sample.SentNs.ShouldAllBe(sent => sent == 0);
        sample.ResponseNs.ShouldAllBe(response => response == -1);
    }

    private static ScriptedServer Alternating(string even, string odd)
    {
        var count = 0;
        return ScriptedServer.Start(async connection =>
        {
            while (await connection.ReadRequestAsync().ConfigureAwait(false) is not null)
            {
                var response = Interlocked.Increment(ref count) % 2 == 1 ? even : odd;
                await connection.SendAsync(response).ConfigureAwait(false);
                if (response.Contains("close", StringComparison.Ordinal))
                {
                    return;
                }
            }
        });
    }
}
