using System.Net;
using System.Net.Sockets;
using Prony.Stacks.Accounting;
using Prony.Stacks.Containment;
using Prony.Stacks.Definitions;
using Prony.Stacks.Readiness;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Accounting;

/// <summary>What a service consists of and what bounds it, of real processes.</summary>
public sealed class ConditionTests
{
    /// <summary>One idle thread beside the one that serves and burns 20 ms a request; one child that sleeps.</summary>
    private const string Program = """
        import os, sys, threading, time
        from http.server import BaseHTTPRequestHandler, HTTPServer
        if os.fork() == 0:
            time.sleep(60)
            os._exit(0)
        threading.Thread(target=lambda: time.sleep(60), daemon=True).start()
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                end = time.thread_time() + 0.02
                while time.thread_time() < end:
                    pass
                self.send_response(200)
                self.end_headers()
            def log_message(self, *_):
                pass
        class Server(HTTPServer):
            request_queue_size = 37
        Server(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
        """;

    [Fact]
    public async Task Processes_threads_files_and_the_queue_of_a_running_service_are_read()
    {
        await using var bench = new StackBench();
        await using var stack = await bench.StartAsync(bench.Python(Program, "{port}") with { Respawns = true });
        var before = stack.ReadConditions().ShouldHaveSingleItem();
        using var client = new HttpClient();
        for (var i = 0; i < 10; i++)
        {
            await client.GetStringAsync(stack.Target);
        }

        var after = stack.ReadConditions().ShouldHaveSingleItem();

        (after.Service, after.Respawns, after.Processes.Count).ShouldBe(("web", true, 2));
        after.Processes.ShouldAllBe(process => process.Program!.StartsWith("python3", StringComparison.Ordinal));
        var server = after.Processes.Single(process => process.Threads == 2);
        var earlier = before.Processes.Single(process => process.Pid == server.Pid);
        server.StartTicks.ShouldBe(earlier.StartTicks);
        (server.CpuNs - earlier.CpuNs).ShouldBeInRange(150_000_000, 2_000_000_000);
        var threads = server.ThreadCpuNs!.Select(thread => thread.Value - earlier.ThreadCpuNs![thread.Key]).Order().ToList();
        threads.Count.ShouldBe(2);
        threads[1].ShouldBeGreaterThan(150_000_000);
        threads[0].ShouldBeLessThan(50_000_000, "the other thread only sleeps");
        after.Files!.Open.ShouldBeInRange(3, 20);
        after.Files.Limit.ShouldBeGreaterThan(after.Files.Open);
        if (after.Queue is { } queue)
        {
            queue.ShouldBe(new QueueReading(0, 37));
        }
    }

    [Fact]
    public async Task A_service_is_the_same_as_long_as_its_program_and_the_files_of_its_command_are()
    {
        await using var bench = new StackBench();
        var web = bench.Python(Program, "{port}");
        var first = await Identify(bench, web);
        var again = await Identify(bench, web);
        File.AppendAllText(Path.Combine(bench.Folder, web.Command[1]), "\n# changed\n");
        var changed = await Identify(bench, web);

        first.Program.ShouldContain("python3");
        first.Sha256.Length.ShouldBe(64);
        again.Sha256.ShouldBe(first.Sha256, "another port and another time are the same server");
        changed.Sha256.ShouldNotBe(first.Sha256);
    }

    [Fact]
    public async Task A_file_that_is_written_anew_at_each_start_with_the_ports_of_that_start_makes_no_other_service()
    {
        await using var bench = new StackBench();
        var web = bench.Python(Program, "{port}", "{data}/settings") with { Files = [new FileTemplate("settings", "port {{prony:port}}")] };
        (await Identify(bench, web)).Sha256.ShouldBe((await Identify(bench, web)).Sha256);
    }

    [Fact]
    public void Connections_that_nobody_accepts_wait_in_the_queue()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(11);
        var port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        using var one = new TcpClient("127.0.0.1", port);
        using var two = new TcpClient("127.0.0.1", port);

        // A kernel without sock_diag tells nothing; what it tells must be right.
        if (ListenQueues.Find(port) is { } queue)
        {
            queue.ShouldBe(new QueueReading(2, 11));
        }

        ListenQueues.Find(1).ShouldBeNull();
    }

    [Theory]
    [InlineData("usage_usec 5|nr_periods 10|nr_throttled 3|throttled_usec 2500", 3, 2_500_000)]
    [InlineData("nr_periods 10|nr_throttled 3|throttled_time 2500", 3, 2_500)]
    public void Periods_that_a_limit_held_back_are_read_from_both_versions(string stat, long periods, long heldNs) =>
        ThrottleFiles.ParseStat(stat.Split('|')).ShouldBe(new ThrottleReading(periods, heldNs, null));

    [Fact]
    public void A_group_without_the_controller_counts_no_periods() => ThrottleFiles.ParseStat(["usage_usec 5", "user_usec 3"]).ShouldBeNull();

    [Theory]
    [InlineData("50000 100000", 0.5)]
    [InlineData("max 100000", null)]
    public void A_limit_is_quota_through_period(string max, double? cores) => ThrottleFiles.ParseMax([max]).ShouldBe(cores);

    private static async Task<Prony.Measurement.Runs.IdentityRecord> Identify(StackBench bench, ServiceDefinition web)
    {
        await using var stack = await bench.StartAsync(web);
        return stack.Identify().ShouldHaveSingleItem();
    }
}
