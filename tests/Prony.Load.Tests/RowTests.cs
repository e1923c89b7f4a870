using Prony.Load.Plans;
using Prony.Measurement.Requests;
using Prony.Measurement.Runs;
using Prony.Testing;
using Shouldly;

namespace Prony.Load.Tests;

/// <summary>One row for every request that was due in the window, however it ended.</summary>
public sealed class RowTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void There_is_a_row_for_every_request_and_its_instants_add_up_to_the_parts(int threads)
    {
        using var server = ScriptedServer.Start(async connection =>
        {
            for (var i = 0; i < 10 && await connection.ReadRequestAsync() is not null; i++)
            {
                await connection.SendAsync(ScriptedServer.Ok);
            }
        });

        var (record, rows) = Run(Loads.Plan(server.EndPoint, new ClosedModel(4)) with { RequestLimit = 500, Threads = threads, Warmup = TimeSpan.FromMilliseconds(50) });

        rows.Count.ShouldBe(500);
        record.Recorded.ShouldBe(new RecordedRows(500, 0, 0));
        var whole = rows.Where(r => r.IsCompleted).ToList();
        whole.Sum(r => r.EndedNs - (r.ConnectStartNs == 0 ? r.SentNs : r.ConnectStartNs)).ShouldBe(SumOfParts(record));
        whole.ShouldAllBe(r => r.DueNs <= r.SentNs && r.SentNs <= r.WrittenNs && r.WrittenNs <= r.FirstByteNs && r.FirstByteNs <= r.EndedNs);
        whole.ShouldAllBe(r => r.Status == 200 && r.BytesReceived == ScriptedServer.Ok.Length);
        rows.Count(r => r.End == RequestEnd.Closed).ShouldBe((int)record.Outcomes.Closed);
        rows.Select(r => (r.Thread, r.Connection)).Distinct().Count().ShouldBe(4);
        rows.Count(r => r.ConnectStartNs == 0).ShouldBe((int)record.Connections.Reused);
    }

    [Fact]
    public void Requests_that_were_not_answered_have_rows_too()
    {
        using var server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.HangAsync();
        });
        var plan = Loads.Plan(server.EndPoint, new OpenModel(100, ArrivalKind.Uniform, 5), seconds: 0.5) with
        {
            Drain = TimeSpan.FromMilliseconds(100),
            Timeout = TimeSpan.FromMilliseconds(300),
        };

        var (record, rows) = Run(plan);

        record.Requests.Due.ShouldBe(50);
        rows.Count.ShouldBe(50);
        rows.Count(r => r.End == RequestEnd.Timeout).ShouldBe((int)record.Outcomes.Timeout);
        rows.Count(r => r.End == RequestEnd.Censored).ShouldBe((int)record.Requests.Censored);
        rows.Count(r => r.End == RequestEnd.Unsent).ShouldBe((int)record.Requests.Unsent);
        record.Outcomes.Timeout.ShouldBeGreaterThan(0);
        record.Requests.Unsent.ShouldBeGreaterThan(0);
        rows.Where(r => !r.IsSent).ShouldAllBe(r => r.SentNs == 0 && r.EndedNs > r.DueNs);
        rows.Select(r => r.DueNs).Distinct().Count().ShouldBe(50);
    }

    [Fact]
    public void Requests_of_the_warm_up_have_none()
    {
        using var server = ScriptedServer.Answering();

        var (record, rows) = Run(Loads.Plan(server.EndPoint, new OpenModel(200, ArrivalKind.Poisson, 5), seconds: 0.3) with { Warmup = TimeSpan.FromMilliseconds(300) });

        rows.Count.ShouldBe((int)record.Requests.Due);
    }

    [Fact]
    public void Beyond_the_limit_they_are_counted()
    {
        using var server = ScriptedServer.Answering();

        var (record, rows) = Run(Loads.Plan(server.EndPoint, new ClosedModel(3)) with { RequestLimit = 400, RowLimit = 150 });

        rows.Count.ShouldBe(150);
        record.Recorded.ShouldBe(new RecordedRows(150, 0, 250));
    }

    [Fact]
    public void Nothing_is_recorded_unless_it_is_asked_for()
    {
        using var server = ScriptedServer.Answering();
        var observer = new RecordingObserver();

        var record = Loads.Run(Loads.Plan(server.EndPoint, new ClosedModel(1)) with { RequestLimit = 5 }, observer).Record;

        observer.Rows.ShouldBeEmpty();
        record.Recorded.ShouldBeNull();
    }

    [Fact]
    public void A_taker_that_fails_ends_the_load_with_its_own_exception()
    {
        using var server = ScriptedServer.Answering();
        var observer = new RecordingObserver { OnRows = () => throw new IOException("no space left") };
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(1), seconds: 30) with { RowLimit = 1000 };

        Should.Throw<IOException>(() => Loads.Run(plan, observer)).Message.ShouldBe("no space left");
    }

    [Fact]
    public void Rows_without_a_taker_are_refused() =>
        Should.Throw<ArgumentException>(() => Loads.Run(Loads.Plan(ScriptedServer.UnusedAddress(), new ClosedModel(1)) with { RowLimit = 1 })).Message.ShouldContain("observer");

    [Fact]
    public void No_row_allocates_on_the_threads_that_make_the_load()
    {
        using var server = ScriptedServer.Answering();
        var plan = Loads.Plan(server.EndPoint, new ClosedModel(4));

        var (few, _) = Run(plan with { RequestLimit = 100 });
        var (many, _) = Run(plan with { RequestLimit = 3000 });

        (many.Generator.AllocatedBytes - few.Generator.AllocatedBytes).ShouldBeLessThan(2900);   // an object takes at least 24 bytes
    }

    [Fact]
    public void The_ends_of_requests_begin_with_the_outcomes() =>
        Enum.GetNames<RequestEnd>().ShouldBe([.. Enum.GetNames<Outcome>(), nameof(RequestEnd.Censored), nameof(RequestEnd.Unsent)]);

    private static (LoadRecord Record, List<RequestRow> Rows) Run(LoadPlan plan)
    {
        var observer = new RecordingObserver();
        var record = Loads.Run(plan with { RowLimit = plan.RowLimit == 0 ? 100_000 : plan.RowLimit }, observer).Record;
        return (record, observer.Rows);
    }

    private static long SumOfParts(LoadRecord record)
    {
        var parts = record.PartsNs!;
        return new[] { parts.Connect, parts.Write, parts.Wait, parts.Read }.Sum(p => (long)Math.Round(p.Mean * record.Requests.Completed));
    }
}
