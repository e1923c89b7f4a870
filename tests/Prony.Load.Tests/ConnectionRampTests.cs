using System.Net;
using System.Net.Sockets;
using Prony.Load.Plans;
using Prony.Measurement.Clocks;
using Shouldly;

namespace Prony.Load.Tests;

/// <summary>Users who begin one after the other open their connections one after the other, as a server sees it.</summary>
[Trait("Speed", "Slow")]
public sealed class ConnectionRampTests
{
    private const int Users = 1000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_thousand_users_open_their_connections_evenly_over_a_second(bool stages)
    {
        // A machine that is busy with other work may be late three times; an engine that opens all at once is so every time.
        var lateS = Enumerable.Range(0, 3).Select(_ => MedianLateness(stages)).TakeWhile(late => late > 0.1).Count();

        lateS.ShouldBeLessThan(3, "half of the connections came more than 0.1 s late in each of three loads");
    }

    /// <summary>Seconds by which half of the connections came late; none may come early.</summary>
    private static double MedianLateness(bool stages)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(Users);
        var accepted = new List<(Socket Socket, long AtNs)>(Users);
        var accepting = new Thread(() => AcceptAll(listener, accepted));
        accepting.Start();
        var observer = new RecordingObserver();
        var second = TimeSpan.FromSeconds(1);
        var model = stages ? new ClosedModel(Users) { Stages = [new UserStage(0, Users, second), new UserStage(Users, Users, second)] } : new ClosedModel(Users, second);

        var record = Loads.Run(Loads.Plan(listener.LocalEndPoint!, model, seconds: 2) with { Drain = TimeSpan.Zero }, observer).Record;

        accepting.Join();
        accepted.ForEach(a => a.Socket.Dispose());
        record.Requests.Due.ShouldBe(Users);
        record.Connections.Opened.ShouldBe(Users);
        var lateS = accepted.Select((a, user) => ((a.AtNs - observer.StartNs) / 1e9) - (user / (double)Users)).Order().ToList();
        lateS[0].ShouldBeGreaterThanOrEqualTo(0, "no user may begin before its turn");
        return lateS[Users / 2];
    }

    private static void AcceptAll(Socket listener, List<(Socket Socket, long AtNs)> accepted)
    {
        while (accepted.Count < Users && listener.Poll(TimeSpan.FromSeconds(10), SelectMode.SelectRead))
        {
            accepted.Add((listener.Accept(), MonotonicClock.NowNs));
        }
    }
}
