using System.Collections.Concurrent;
using System.Globalization;
using Prony.Load.Checks;
using Prony.Load.Plans;
using Prony.Load.Tests.Checks;
using Prony.Measurement.Requests;
using Prony.Measurement.Runs;
using Prony.Testing;
using Shouldly;

namespace Prony.Load.Tests.Portable;

/// <summary>What the portable engine sends and looks at: requests with variables, checks of responses, rows.</summary>
public sealed class PortableContentTests
{
    [Fact]
    public void Requests_with_variables_and_weights_are_those_of_the_raw_engine()
    {
        var sent = new List<string[]>();
        foreach (var engine in new[] { LoadEngine.Raw, LoadEngine.Portable })
        {
            var requests = new ConcurrentQueue<string>();
            using var server = ScriptedServer.Start(async connection =>
            {
                while (await connection.ReadRequestAsync() is { } request)
                {
                    requests.Enqueue(string.Join('\n', request.Split("\r\n").Order(StringComparer.Ordinal)));
                    await connection.SendAsync(ScriptedServer.Ok);
                }
            });
            var plan = Loads.Plan(server.EndPoint, new ClosedModel(1)) with
            {
                Engine = engine,
                RequestLimit = 30,
                Seed = 5,
                Requests =
                [
                    new RequestDefinition("GET", "/a?i={index}&r={random.1000}", [new("X-Number", "{random}")], default),
                    new RequestDefinition("POST", "/b", [new("Content-Type", "text/x")], "number {index}"u8.ToArray()) { Weight = 2 },
                ],
            };

            Loads.Run(plan).Record.Outcomes.Success.ShouldBe(30);
            sent.Add([.. requests]);
        }

        sent[1].ShouldBe(sent[0]);
        sent[1].Distinct().Count().ShouldBe(30);
    }

    [Theory]
    [InlineData("length")]
    [InlineData("chunked")]
    [InlineData("close")]
    public void Responses_are_checked_as_by_the_raw_engine(string framing)
    {
        var count = 0;
        using var server = ScriptedServer.Start(async connection =>
        {
            while (await connection.ReadRequestAsync() is not null)
            {
                var number = Interlocked.Increment(ref count);
                await connection.SendAsync(Checking.Respond(framing, number % 4 == 0 ? "a wrong answer" : "a right answer", $"X-Id: {number.ToString(CultureInfo.InvariantCulture)}\r\n"));
                if (framing == "close")
                {
                    return;
                }
            }
        });

        var record = Checking.Run(server, 20, new ResponseChecks([Checking.Body(TextRelation.Contain, "right"), Checking.Header("X-Id", TextRelation.Match, "^[0-9]+$")]), Portable);

        record.Engine.ShouldBe(EngineName.Portable);
        record.Outcomes.Expect.ShouldBe(5);
        record.Outcomes.Success.ShouldBe(15);
        record.Checks!.Checked.ShouldBe(20);
        record.Samples[0].Body.ShouldContain("a wrong answer");
        record.Samples[0].Headers.ShouldContain(header => header.StartsWith("X-Id: ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_checked_response_that_never_becomes_whole_does_no_harm()
    {
        using var server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nright");
            if (connection.Number % 2 == 0)
            {
                await connection.HangAsync();
            }
        });

        var record = Checking.Run(
            server, 4, new ResponseChecks([Checking.Body(TextRelation.Contain, "right")]), plan => Portable(plan) with { Timeout = TimeSpan.FromSeconds(1) });

        (record.Outcomes.Closed + record.Outcomes.Timeout).ShouldBe(4);
        record.Outcomes.Timeout.ShouldBeGreaterThanOrEqualTo(2);
        record.Checks!.Checked.ShouldBe(0);
    }

    [Fact]
    public void Rows_and_parts_are_kept()
    {
        using var server = ScriptedServer.Answering(delay: TimeSpan.FromMilliseconds(5));
        var rows = new Rows();

        var record = Loads.Run(PortableTests.Plan(server.EndPoint, new ClosedModel(2)) with { RequestLimit = 20, RowLimit = 100 }, rows).Record;

        rows.Seen.Count.ShouldBe(20);
        rows.Seen.ShouldAllBe(row => row.SentNs >= row.DueNs && row.WrittenNs >= row.SentNs && row.FirstByteNs >= row.WrittenNs && row.EndedNs >= row.FirstByteNs);
        rows.Seen.Count(row => row.ConnectStartNs != 0).ShouldBe(2);
        rows.Seen.Select(row => row.Connection).Distinct().Order().ShouldBe([0, 1]);
        record.PartsNs.ShouldNotBeNull();
        record.PartsNs.Wait.Min.ShouldBeGreaterThan(4_000_000);
        record.PartsNs.Connect.Max.ShouldBeGreaterThan(0);
    }

    private static LoadPlan Portable(LoadPlan plan) => plan with { Engine = LoadEngine.Portable };

    private sealed class Rows : ILoadObserver
    {
        public List<RequestRow> Seen { get; } = [];

        public void WarmupEnding()
        {
        }

        public void WindowStarted(long startNs)
        {
        }

        public void WindowEnded(long endNs)
        {
        }

        public void SliceCompleted(SliceRecord slice, IReadOnlyDictionary<string, Prony.Measurement.Histograms.Histogram> times)
        {
        }

        public void RequestsEnded(ReadOnlySpan<RequestRow> rows, long windowStartNs) => Seen.AddRange(rows);
    }
}
