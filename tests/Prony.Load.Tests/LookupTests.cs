using System.Net;
using System.Net.Sockets;
using Prony.Load.Plans;
using Prony.Measurement.Clocks;
using Prony.Measurement.Requests;
using Prony.Measurement.Runs;
using Prony.Testing;
using Shouldly;

namespace Prony.Load.Tests;

/// <summary>Names that are looked up again while the load runs, with lookups that change their answer.</summary>
public sealed class LookupTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    [Fact]
    public void New_connections_go_to_the_newest_address()
    {
        using var old = ScriptedServer.Answering();
        using var next = ScriptedServer.Answering();
        var plan = Plan(old, () => new NameAnswer([next.EndPoint])) with { KeepAlive = false };

        var record = RunUntil(() => next.Accepted > 0, plan);

        next.Accepted.ShouldBeGreaterThan(0);
        old.Accepted.ShouldBeGreaterThan(0);
        record.Outcomes.Dns.ShouldBe(0);
        record.Lookups!.Count.ShouldBeGreaterThan(0);
        record.Lookups.Failed.ShouldBe(0);
        record.Lookups.LastProblem.ShouldBeNull();
    }

    [Fact]
    public void Open_connections_stay()
    {
        using var old = ScriptedServer.Answering();
        using var next = ScriptedServer.Answering();

        var record = Loads.Run(Plan(old, () => new NameAnswer([next.EndPoint]))).Record;

        record.Lookups!.Count.ShouldBeGreaterThan(0);
        next.Accepted.ShouldBe(0);
        record.Connections.Opened.ShouldBe(2);
    }

    [Fact]
    public void While_a_name_has_no_address_new_connections_fail_as_dns_and_never_use_the_old_one()
    {
        using var old = ScriptedServer.Answering();
        using var after = ScriptedServer.Answering();
        var lookups = 0;
        long fromNs = 0, toNs = 0;
        var plan = Plan(old, () =>
        {
            switch (++lookups)
            {
                case 2:
                    fromNs = MonotonicClock.NowNs;   // the first answer is in force
                    break;
                case 5:
                    toNs = MonotonicClock.NowNs;
                    break;
            }

            return lookups < 5 ? new NameAnswer([], "no such host") : new NameAnswer([after.EndPoint]);
        });
        var observer = new RecordingObserver();

        var record = RunUntil(() => after.Accepted > 0, plan with { KeepAlive = false, RowLimit = 100_000 }, observer);

        after.Accepted.ShouldBeGreaterThan(0);
        observer.Rows.Where(r => r.ConnectStartNs > fromNs && r.ConnectStartNs < toNs).ShouldAllBe(r => r.End == RequestEnd.Dns && r.SentNs == 0);
        record.Outcomes.Dns.ShouldBe(observer.Rows.Count(r => r.End == RequestEnd.Dns));
        record.ConnectErrors.ShouldBeEmpty();
        record.Lookups!.Failed.ShouldBe(4);
        record.Lookups.LastProblem.ShouldBe("no such host");
        record.PartsNs!.Dns.Max.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Users_pause_after_a_request_that_had_no_address()
    {
        var record = Loads.Run(Plan(ScriptedServer.UnusedAddress(), () => new NameAnswer([]))).Record;

        record.Requests.Due.ShouldBeInRange(2, 2 * 50);   // 10 ms after each, as after a refused connection
        record.Requests.Due.ShouldBe(record.Outcomes.Dns + record.Outcomes.Refused);
    }

    [Fact]
    public void Open_connections_go_on_while_the_name_cannot_be_looked_up()
    {
        using var server = ScriptedServer.Answering();

        var record = Loads.Run(Plan(server, () => new NameAnswer([], "no such host"))).Record;

        record.Requests.Succeeded.ShouldBe(record.Requests.Due);
        record.Lookups!.Failed.ShouldBe(record.Lookups.Count);
    }

    [Fact]
    public void A_lookup_that_throws_is_a_lookup_that_failed()
    {
        var asked = 0;

        var record = RunUntil(() => ++asked > 20, Plan(ScriptedServer.UnusedAddress(), () => throw new SocketException((int)SocketError.TryAgain)));

        record.Outcomes.Dns.ShouldBeGreaterThan(0);
        record.Lookups!.LastProblem.ShouldBe(new SocketException((int)SocketError.TryAgain).Message);
    }

    [Fact]
    public void Arrivals_of_the_open_model_fail_as_dns_too()
    {
        var asked = 0;
        var plan = Plan(ScriptedServer.UnusedAddress(), () => new NameAnswer([])) with { Model = new OpenModel(500, ArrivalKind.Uniform, 3) };

        var record = RunUntil(() => ++asked > 20, plan);

        record.Outcomes.Dns.ShouldBeGreaterThan(0);
        record.Requests.Sent.ShouldBe(record.Outcomes.Dns + record.Outcomes.Refused);
    }

    [Fact]
    public void All_addresses_of_a_name_are_used_in_turn_over_all_threads()
    {
        using var first = ScriptedServer.Answering();
        using var second = ScriptedServer.Answering();
        using var third = ScriptedServer.Answering();
        var plan = Loads.Plan(first.EndPoint, new ClosedModel(9)) with { RequestLimit = 9, Threads = 2 };

        Loads.Run(plan with { Target = plan.Target with { FurtherEndPoints = [second.EndPoint, third.EndPoint] } });

        (first.Accepted, second.Accepted, third.Accepted).ShouldBe((3, 3, 3));
    }

    [Fact]
    public void A_lookup_that_takes_for_ever_keeps_neither_requests_nor_the_end_waiting()
    {
        using var server = ScriptedServer.Answering();
        using var never = new ManualResetEventSlim();
        var plan = Plan(server, () =>
        {
            never.Wait(TimeSpan.FromSeconds(30));
            return new NameAnswer([]);
        });

        var record = Loads.Run(plan with { KeepAlive = false }).Record;

        never.Set();
        record.Outcomes.Dns.ShouldBe(0);
        record.Lookups!.Count.ShouldBe(0);
    }

    [Fact]
    public void Only_names_can_be_looked_up_again()
    {
        var plan = Loads.Plan(new UnixDomainSocketEndPoint("/nowhere"), new ClosedModel(1)) with { Lookup = new NameLookup(Interval, () => new NameAnswer([])) };
        Should.Throw<ArgumentException>(() => Loads.Run(plan)).Message.ShouldContain("looked up again");
    }

    [Fact]
    public void Ipv6_and_unix_sockets_are_reached()
    {
        using var six = ScriptedServer.Answering(address: new IPEndPoint(IPAddress.IPv6Loopback, 0));
        Loads.Run(Loads.Plan(six.EndPoint, new ClosedModel(1)) with { RequestLimit = 3 }).Record.Requests.Succeeded.ShouldBe(3);
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using var unix = ScriptedServer.Answering(address: new UnixDomainSocketEndPoint(path));
        Loads.Run(Loads.Plan(unix.EndPoint, new ClosedModel(1)) with { RequestLimit = 3 }).Record.Requests.Succeeded.ShouldBe(3);
        File.Delete(path);
    }

    private static LoadPlan Plan(ScriptedServer server, Func<NameAnswer> lookUp) => Plan(server.EndPoint, lookUp);

    private static LoadPlan Plan(EndPoint server, Func<NameAnswer> lookUp) =>
        Loads.Plan(server, new ClosedModel(2)) with { Lookup = new NameLookup(Interval, lookUp) };

    /// <summary>A load that ends when enough has happened, so that no test depends on how fast that is.</summary>
    private static LoadRecord RunUntil(Func<bool> enough, LoadPlan plan, ILoadObserver? observer = null)
    {
        var end = new CancellationTokenSource();
        using var guard = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var lookUp = plan.Lookup!.LookUp;
        var watched = plan.Lookup with
        {
            LookUp = () =>
            {
                if (enough())
                {
                    end.Cancel();
                }

                return lookUp();
            },
        };
        var result = LoadRunner.Run(plan with { Lookup = watched, Measure = TimeSpan.FromSeconds(20) }, observer, end.Token, guard.Token);
        Loads.CheckIdentities(result);
        return result.Record;
    }
}
