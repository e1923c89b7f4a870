using Prony.Load.Plans;
using Prony.Measurement.Runs;
using Prony.Reference;
using Shouldly;

namespace Prony.Load.Tests.Reference;

/// <summary>What a reference server does besides answering on time, as one user sees it.</summary>
public sealed class ServerHabitsTests
{
    private const int Requests = 200;

    [Fact]
    public void Without_habits_every_answer_is_good_and_on_one_connection()
    {
        var load = Load(new ServerHabits());

        (load.Requests.Succeeded, load.Connections.Opened + load.Connections.Reused).ShouldBe((Requests, Requests));
        load.Connections.Opened.ShouldBe(1);
    }

    [Fact]
    public void Every_so_many_th_answer_is_an_error()
    {
        var load = Load(new ServerHabits { ErrorEvery = 100 });

        (load.Outcomes.Status, load.Status["500"], load.Requests.Succeeded).ShouldBe((2, 2, Requests - 2));
    }

    [Fact]
    public void Every_so_many_th_answer_ends_its_connection_and_is_whole()
    {
        var load = Load(new ServerHabits { CloseEvery = 50 });

        load.Requests.Succeeded.ShouldBe(Requests);
        load.Connections.Opened.ShouldBe(4);
    }

    [Fact]
    public void Bodies_are_as_long_as_they_are_to_be()
    {
        var (shorter, longer) = (Load(new ServerHabits { BodyBytes = 1000 }), Load(new ServerHabits { BodyBytes = 1100 }));

        (longer.Bytes.Received - shorter.Bytes.Received).ShouldBe(Requests * 100);
    }

    [Fact]
    public void Each_request_is_told_with_its_index_and_works()
    {
        var told = new List<long>();
        Load(new ServerHabits { Arrived = told.Add, WorkSteps = 1000 });

        told.ShouldBe(Enumerable.Range(0, Requests).Select(i => (long)i));
    }

    [Fact]
    public void Beyond_its_tokens_it_answers_503()
    {
        var load = Load(new ServerHabits { TokensPerS = 0.001, Burst = 30 });

        (load.Requests.Succeeded, load.Status["503"]).ShouldBe((30, Requests - 30));
    }

    [Fact]
    public void Further_connections_than_it_keeps_are_closed()
    {
        using var server = ReferenceServer.Start(ServerModel.FixedDelay(TimeSpan.FromMilliseconds(5)), keepsLog: false, new ServerHabits { MostConnections = 3 });
        var load = Loads.Run(Loads.Plan(server.EndPoint, new ClosedModel(5)) with { RequestLimit = Requests }).Record;

        load.Requests.Succeeded.ShouldBeGreaterThan(0);
        (load.Outcomes.Closed + load.Outcomes.Reset).ShouldBe(load.Requests.Failed);
        load.Requests.Failed.ShouldBeGreaterThan(0);
    }

    private static LoadRecord Load(ServerHabits habits)
    {
        using var server = ReferenceServer.Start(ServerModel.FixedDelay(TimeSpan.Zero), keepsLog: false, habits);
        return Loads.Run(Loads.Plan(server.EndPoint, new ClosedModel(1)) with { RequestLimit = Requests }).Record;
    }
}
