using System.Collections.Concurrent;
using Prony.Stacks.Definitions;
using Prony.Stacks.Supervision;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Keeping;

/// <summary>Real programs that end in every way, kept up.</summary>
public sealed class KeeperTests
{
    private const int Kill = 9;

    /// <summary>Takes connections by epoll, answers one after the other, and finishes what it accepted when it is told to stop.</summary>
    private const string SmallServer = """
        import os, select, signal, socket, sys
        go = True
        def stop(*_):
            global go
            go = False
        signal.signal(signal.SIGTERM, stop)
        listener = socket.socket(fileno=int(sys.argv[1]))
        listener.setblocking(False)
        waiting = select.epoll()
        waiting.register(listener, select.EPOLLIN)
        while go:
            if not waiting.poll(0.05): continue
            try: client, _ = listener.accept()
            except BlockingIOError: continue
            client.setblocking(True)
            data = b''
            while b'\r\n\r\n' not in data:
                more = client.recv(4096)
                if not more: break
                data += more
            if data: client.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok')
            client.close()
        """;

    [Fact]
    public async Task A_killed_instance_comes_back_and_connections_wait_for_it()
    {
        await using var bench = new StackBench();
        await using var stack = await KeepAsync(bench, bench.Python(Programs.Server, "fd", "{web.fd}") with { Socket = new ManagedSocketDefinition() });
        var before = Of(stack).Pids.Single();

        stack.Control.Signal("web", Kill, null);

        (await AskAsync(stack.Target)).ShouldBe("ok");
        stack.FindDead().ShouldBeNull("somebody brings it back");
        await UntilAsync(() => Of(stack) is { State: ServiceState.Running, Ready: 1 });
        Of(stack).ShouldSatisfyAllConditions(() => Of(stack).Pids.Single().ShouldNotBe(before), () => Of(stack).Restarts.ShouldBe(1));
    }

    [Fact]
    public async Task What_dies_too_often_is_given_up_and_comes_back_by_hand()
    {
        await using var bench = new StackBench();
        var dying = "import os, threading\nif not os.path.exists('mended'): threading.Timer(0.3, lambda: os._exit(3)).start()\n" + Programs.Server;
        await using var stack = await KeepAsync(bench, bench.Python(dying, "fd", "{web.fd}") with
        {
            Socket = new ManagedSocketDefinition(),
            Respawn = new RespawnDefinition(2, TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(50)),
        });
        var seen = new ConcurrentQueue<ServiceChange>();
        using var watching = stack.Control.Watch(seen.Enqueue);

        await UntilAsync(() => Of(stack).State == ServiceState.Ended);

        seen.Last().Kind.ShouldBe(ServiceChangeKind.GivenUp);
        seen.Last().Text.ShouldContain("3 times within 60 s");
        seen.ShouldContain(change => change.Kind == ServiceChangeKind.Died && change.Text.Contains("exit code 3"));
        stack.FindDead().ShouldNotBeNull().Service.ShouldBe("web");
        await Should.ThrowAsync<HttpRequestException>(() => AskAsync(stack.Target), "nobody waits for what does not come");
        bench.Write("mended", "");
        await stack.Control.StartAsync("web", CancellationToken.None);
        Of(stack).State.ShouldBe(ServiceState.Running);
        (await AskAsync(stack.Target)).ShouldBe("ok");
    }

    [Fact]
    public async Task Instances_that_die_together_are_one_death()
    {
        await using var bench = new StackBench();
        await using var stack = await KeepAsync(bench, bench.Python(Programs.Server, "fd", "{web.fd}") with
        {
            Socket = new ManagedSocketDefinition(),
            Instances = "6",
            Respawn = new RespawnDefinition(4, TimeSpan.FromHours(1), TimeSpan.FromMilliseconds(10)),
        });

        foreach (var pid in Of(stack).Pids)
        {
            // Not by the stack, which looks for the processes of each instance meanwhile.
            using var process = System.Diagnostics.Process.GetProcessById(pid);
            process.Kill();
        }

        await UntilAsync(() => Of(stack) is { State: ServiceState.Running, Ready: 6, Restarts: 6 });
    }

    [Fact]
    public async Task What_is_stopped_while_it_waits_to_be_started_again_stays_stopped()
    {
        await using var bench = new StackBench();
        var once = "import os, sys\nif os.path.exists('once'): sys.exit('only once')\nopen('once', 'w').close()\n" + Programs.Server;
        await using var stack = await KeepAsync(bench, bench.Python(once, "port", "{port}") with { Respawn = new RespawnDefinition(1000, TimeSpan.FromHours(1), TimeSpan.FromMilliseconds(100)) });
        var seen = new ConcurrentQueue<ServiceChange>();
        using var watching = stack.Control.Watch(seen.Enqueue);

        stack.Control.Signal("web", Kill, null);
        await UntilAsync(() => seen.Any(static change => change.Text.StartsWith("it is started again in", StringComparison.Ordinal)));
        await stack.Control.StopAsync("web", CancellationToken.None);

        await Task.Delay(500);
        Of(stack).ShouldSatisfyAllConditions(() => Of(stack).State.ShouldBe(ServiceState.Stopped), () => Of(stack).Pids.ShouldBeEmpty());
    }

    [Fact]
    public async Task What_cannot_be_started_again_is_told_and_given_up_like_what_dies()
    {
        await using var bench = new StackBench();
        await using var stack = await KeepAsync(bench, bench.Python(Programs.Server, "port", "{port}") with { Respawn = new RespawnDefinition(1, null, TimeSpan.Zero) });
        var seen = new ConcurrentQueue<ServiceChange>();
        using var watching = stack.Control.Watch(seen.Enqueue);
        Directory.Delete(Path.GetDirectoryName(stack.Values["web.data"])!, recursive: true);

        stack.Control.Signal("web", Kill, null);

        await UntilAsync(() => Of(stack).State == ServiceState.Ended);
        seen.ShouldContain(change => change.Text.Contains("it could not be started again: The folder"));
        (await stack.StopAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_crashes_at_its_first_start_gets_its_tries()
    {
        await using var bench = new StackBench();
        var told = new List<string>();
        var second = "import os, sys\nif not os.path.exists('once'):\n  open('once', 'w').close()\n  sys.exit('not yet')\n" + Programs.Server;

        await using (var stack = await KeepAsync(bench, bench.Python(second, "port", "{port}"), told.Add))
        {
            (await AskAsync(stack.Target)).ShouldBe("ok");
        }

        told.ShouldHaveSingleItem().ShouldContain("ended with exit code 1 before it was ready");
        var never = bench.Python("import sys; sys.exit('never')", "{port}") with { Respawn = new RespawnDefinition(1, null, TimeSpan.Zero) };
        (await Should.ThrowAsync<StackStartException>(() => KeepAsync(bench, never, told.Add))).LogTail.Count(line => line == "never").ShouldBe(2);
    }

    [Fact]
    public async Task One_that_ignores_its_stop_signal_is_killed_after_its_grace()
    {
        await using var bench = new StackBench();
        await using var stack = await KeepAsync(bench, bench.Python(Programs.Server, "port", "{port}") with
        {
            Env = [new("ON_TERM", "ignore")],
            Stop = new StopDefinition(Grace: TimeSpan.FromMilliseconds(200)),
        });
        var seen = new ConcurrentQueue<ServiceChange>();
        using var watching = stack.Control.Watch(seen.Enqueue);

        await stack.Control.StopAsync("web", CancellationToken.None);

        seen.ShouldHaveSingleItem().Text.ShouldContain("SIGKILL");
        stack.Read().Single().Processes.ShouldBe(0);
        await Task.Delay(200);
        Of(stack).State.ShouldBe(ServiceState.Stopped, "what a person stopped stays so");
    }

    [Theory]
    [InlineData("proc")]
    [InlineData(null)]
    public async Task One_that_forks_away_is_kept_by_what_it_left(string? source)
    {
        await using var bench = new StackBench(source);
        await using var stack = await KeepAsync(bench, bench.Python("import os\nif os.fork(): os._exit(0)\nos.setsid()\n" + Programs.Server, "port", "{port}"));
        await Task.Delay(300);
        Of(stack).Restarts.ShouldBe(0, "its first process ended well, and it serves");
        var daemon = int.Parse(await AskAsync(stack.Target, "/pid"), System.Globalization.CultureInfo.InvariantCulture);

        stack.Control.Signal("web", Kill, null);

        await UntilAsync(() => Of(stack) is { State: ServiceState.Running, Restarts: 1 });
        (await AskAsync(stack.Target, "/pid")).ShouldNotBe(daemon.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await stack.Control.StopAsync("web", CancellationToken.None);
        stack.Read().Single().Processes.ShouldBe(0);
    }

    [Fact]
    public async Task An_experiment_brings_back_only_what_says_so()
    {
        await using var bench = new StackBench();
        await using var left = await bench.StartAsync(bench.Python(Programs.Server, "port", "{port}"));
        left.Control.Signal("web", Kill, null);
        await UntilAsync(() => left.FindDead() is not null);

        await using var kept = await bench.StartAsync(bench.Python(Programs.Server, "port", "{port}") with { Respawn = new RespawnDefinition() });
        kept.Control.Signal("web", Kill, null);
        await UntilAsync(() => Of(kept) is { State: ServiceState.Running, Restarts: 1 });
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task A_hundred_changes_in_a_row_under_load_lose_no_request()
    {
        await using var bench = new StackBench();
        await using var stack = await KeepAsync(bench, bench.Python(SmallServer, "{web.fd}") with { Socket = new ManagedSocketDefinition(), Ready = new ReadyDefinition() });
        using var end = new CancellationTokenSource();
        var asking = Enumerable.Range(0, 2).Select(_ => AskUntilAsync(stack.Target, end.Token)).ToList();

        for (var i = 0; i < 50; i++)
        {
            (await stack.Control.IncreaseAsync("web", 1, CancellationToken.None)).ShouldBe(2);
            (await stack.Control.DecreaseAsync("web", 1, CancellationToken.None)).ShouldBe(1);
        }

        await end.CancelAsync();
        (await Task.WhenAll(asking)).Sum().ShouldBeGreaterThan(100);
        stack.Read().Single().Processes.ShouldBe(1);
        Of(stack).ShouldSatisfyAllConditions(() => Of(stack).Wanted.ShouldBe(1), () => Of(stack).Restarts.ShouldBe(0));
    }

    [Fact]
    public async Task Statistics_tell_every_process_and_the_queue_of_the_socket()
    {
        await using var bench = new StackBench();
        await using var stack = await KeepAsync(bench, bench.Python(Programs.Server, "fd", "{web.fd}") with { Socket = new ManagedSocketDefinition(Backlog: 17), Instances = "2" });
        using var client = new HttpClient();
        await client.GetStringAsync(new Uri(stack.Target, "/"));

        var stats = stack.ReadStats().ShouldHaveSingleItem();

        stats.Processes.Select(static process => process.Pid).ShouldBe(Of(stack).Pids, ignoreOrder: true);
        stats.Processes.ShouldAllBe(static process => process.PssBytes > 0 && process.RssBytes >= process.PssBytes && process.Threads > 0 && process.Age < TimeSpan.FromMinutes(5));
        var socket = stats.Sockets.ShouldHaveSingleItem();
        socket.ShouldSatisfyAllConditions(() => socket.Port.ShouldBe(stack.Target.Port), () => socket.IsManaged.ShouldBeTrue(), () => socket.Length.ShouldBe(17));
        socket.Peers.Count.ShouldBeGreaterThan(0);
        stats.Processes.Sum(static process => process.Connections).ShouldBe(0, "HTTP/1.0 closes each");
    }

    [Fact]
    public async Task Instances_start_one_after_the_other_with_the_delay_between_them()
    {
        await using var bench = new StackBench();
        await using var stack = await KeepAsync(bench, bench.Python(Programs.Server, "fd", "{web.fd}") with
        {
            Socket = new ManagedSocketDefinition(),
            Instances = "3",
            StartDelay = TimeSpan.FromMilliseconds(300),
        });

        Of(stack).Pids.Count.ShouldBe(3);
        var ages = stack.ReadStats().Single().Processes.Select(static process => process.Age).Order().ToList();
        (ages[2] - ages[0]).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(580));   // two delays, in ticks of 10 ms
    }

    [Fact]
    public async Task A_reload_restarts_only_what_changed_and_whose_texts_changed_and_keeps_ports()
    {
        await using var bench = new StackBench();
        var supervisor = Supervisor(bench, static _ => { });
        var back = bench.Python(Programs.Server, "port", "{port}") with { Name = "back" };
        var beside = bench.Python(Programs.Server, "port", "{port}") with { Name = "beside", Env = [new("BACK", "{back.address}")] };
        var web = bench.Python(Programs.Server, "fd", "{web.fd}") with { Socket = new ManagedSocketDefinition() };
        var running = await supervisor.StartAsync(bench.Candidate([back, beside, web]), bench.Logs, CancellationToken.None);
        var before = running.Control.Status();
        var told = new List<string>();

        var changed = bench.Candidate([back with { Env = [new("STATUS", "200")] }, beside, web]);
        running = await supervisor.ReloadAsync(running, changed, static () => { }, told.Add, CancellationToken.None);

        var after = running.Control.Status();
        after[0].Pids.ShouldNotBe(before[0].Pids);
        after[1].Pids.ShouldBe(before[1].Pids, "the port of back stayed");
        after[2].Pids.ShouldBe(before[2].Pids);

        var broken = bench.Candidate([back with { User = "no-such-user-here" }, web]);
        await Should.ThrowAsync<StackStartException>(() => supervisor.ReloadAsync(running, broken, static () => { }, told.Add, CancellationToken.None));
        var nowhere = bench.Candidate([back with { Cwd = Path.Combine(bench.Folder, "nowhere") }, beside, web]);
        (await Should.ThrowAsync<StackStartException>(() => supervisor.ReloadAsync(running, nowhere, () => told.Add("accepted"), told.Add, CancellationToken.None))).Message.ShouldContain("does not exist");
        running.Control.Status().Select(static status => status.Pids).ShouldBe(after.Select(static status => status.Pids), "nothing was touched");
        told.ShouldNotContain("accepted");

        running = await supervisor.ReloadAsync(running, bench.Candidate([web with { Socket = new ManagedSocketDefinition(Backlog: 5) }]), static () => { }, told.Add, CancellationToken.None);
        running.Services.ShouldBe(["web"]);
        (await AskAsync(running.Target)).ShouldBe("ok");
        await running.Control.IncreaseAsync("web", 1, CancellationToken.None);
        (await running.StopAsync()).ShouldAllBe(static stop => stop.Expected);
        bench.Scope.FindLeft().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_changed_service_that_does_not_start_leaves_the_others_and_comes_by_hand()
    {
        await using var bench = new StackBench();
        var supervisor = Supervisor(bench, static _ => { });
        var back = bench.Python(Programs.Server, "port", "{port}") with { Name = "back" };
        var web = bench.Python(Programs.Server, "port", "{port}");
        var running = await supervisor.StartAsync(bench.Candidate([back, web]), bench.Logs, CancellationToken.None);
        var failing = bench.Python("import os, sys\nif not os.path.exists('mended'): sys.exit('not so')\n" + Programs.Server, "port", "{port}") with { Name = "back", Respawn = RespawnDefinition.Never };
        var told = new List<string>();

        running = await supervisor.ReloadAsync(running, bench.Candidate([failing, web]), static () => { }, told.Add, CancellationToken.None);

        told.ShouldContain(line => line.Contains("not so"));
        running.Control.Status().Select(static status => status.State).ShouldBe([ServiceState.Ended, ServiceState.Running]);
        bench.Write("mended", "");
        await running.Control.StartAsync("back", CancellationToken.None);
        running.Control.Status()[0].State.ShouldBe(ServiceState.Running);
        await running.StopAsync();
    }

    [Fact]
    public async Task Who_quits_during_a_reload_leaves_its_grace_to_what_was_started()
    {
        await using var bench = new StackBench();
        var supervisor = Supervisor(bench, static _ => { });
        var back = bench.Python(Programs.Server, "port", "{port}") with { Name = "back" };
        var web = bench.Python(Programs.Server, "port", "{port}");
        var running = await supervisor.StartAsync(bench.Candidate([back, web]), bench.Logs, CancellationToken.None);
        using var quit = new CancellationTokenSource();
        var changed = bench.Candidate([back with { Env = [new("CHANGED", "1")] }, web with { Env = [new("CHANGED", "1")] }]);
        var told = new List<string>();

        await Should.ThrowAsync<OperationCanceledException>(() => supervisor.ReloadAsync(running, changed, static () => { }, Tell, quit.Token));

        told[^1].ShouldBe("back: stopped");
        File.ReadLines(Path.Combine(bench.Logs, "back.log")).Count(static line => line == "stopping").ShouldBe(2, "the old one and the new one ended by themselves");
        (await running.StopAsync()).ShouldAllBe(static stop => stop.Expected);
        bench.Scope.FindLeft().ShouldBeEmpty();

        void Tell(string text)
        {
            told.Add(text);
            if (text == "back: started")
            {
                quit.Cancel();
            }
        }
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task Who_quits_while_a_stack_that_is_kept_up_starts_leaves_its_grace_to_it()
    {
        await using var bench = new StackBench();
        using var quit = new CancellationTokenSource();
        var slow = bench.Python("import os, signal, time\nsignal.signal(signal.SIGTERM, lambda *_: (time.sleep(2.5), print('stopped well', flush=True), os._exit(0)))\nopen('begun', 'w').close()\nwhile True: time.sleep(1)", "{port}");
        var starting = Supervisor(bench, static _ => { }).StartAsync(bench.Candidate(slow), bench.Logs, quit.Token);
        await UntilAsync(() => File.Exists(Path.Combine(bench.Folder, "begun")));

        await quit.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => starting);
        File.ReadAllText(Path.Combine(bench.Logs, "web.log")).ShouldContain("stopped well", Case.Sensitive, "2 s are what a failed start gets");
    }

    private static StackSupervisor Supervisor(StackBench bench, Action<string> told) => new(bench.Scope, Path.Combine(bench.Folder, "cache"))
    {
        KeepsSockets = true,
        RespawnByDefault = new RespawnDefinition(),
        Told = told,
    };

    private static Task<IRunningStack> KeepAsync(StackBench bench, ServiceDefinition web, Action<string>? told = null) =>
        Supervisor(bench, told ?? (static _ => { })).StartAsync(bench.Candidate(web), bench.Logs, CancellationToken.None);

    private static ServiceStatus Of(IRunningStack stack) => stack.Control.Status().Single();

    private static async Task<string> AskAsync(Uri target, string path = "/")
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        return await client.GetStringAsync(new Uri(target, path));
    }

    private static async Task<int> AskUntilAsync(Uri target, CancellationToken end)
    {
        var asked = 0;
        for (; !end.IsCancellationRequested; asked++)
        {
            (await AskAsync(target)).ShouldBe("ok");
        }

        return asked;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 1000 && !condition(); i++)
        {
            await Task.Delay(20);
        }

        condition().ShouldBeTrue();
    }
}
