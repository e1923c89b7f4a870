using System.Diagnostics;
using System.Globalization;
using Prony.Stacks.Definitions;
using Prony.Stacks.Supervision;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Supervision;

/// <summary>Each way in which a real server fails, with a real program.</summary>
public class FaultTests
{
    [Fact]
    public async Task A_port_taken_by_a_server_that_answers_is_detected_and_its_owner_named()
    {
        await using var bench = new StackBench();
        await using var other = await bench.StartAsync(bench.Python(Programs.Server, "port", "{port}"));
        var port = other.Target.Port.ToString(CultureInfo.InvariantCulture);

        // It does not even notice: it stays, and never serves. The other one answers the probe.
        var stubborn = bench.Python("import time; print('retrying', flush=True); time.sleep(60)");
        var error = await FailAsync(bench, stubborn, "http://127.0.0.1:" + port);

        error.Kind.ShouldBe(StartFailureKind.PortTaken);
        error.Message.ShouldContain($"Port {port}");
        error.Message.ShouldContain("python3");
        error.Message.ShouldContain("{port}");
    }

    [Fact]
    public async Task A_server_that_ends_because_its_port_is_taken_is_reported_as_such_with_its_output()
    {
        await using var bench = new StackBench();
        await using var other = await bench.StartAsync(bench.Python(Programs.Server, "port", "{port}"));
        var port = other.Target.Port.ToString(CultureInfo.InvariantCulture);

        var error = await FailAsync(bench, bench.Python(Programs.Server, "port", port) with { Name = "second" }, "http://127.0.0.1:" + port);

        error.Kind.ShouldBe(StartFailureKind.PortTaken);
    }

    [Fact]
    public async Task A_server_that_exits_at_once_is_reported_with_its_exit_code_and_last_lines()
    {
        await using var bench = new StackBench();
        var start = Stopwatch.GetTimestamp();
        var error = await FailAsync(bench, bench.Python("import no_such_module"));
        error.Kind.ShouldBe(StartFailureKind.Exited);
        error.Service.ShouldBe("web");
        error.Message.ShouldContain("exit code 1");
        error.LogTail[^1].ShouldBe("ModuleNotFoundError: No module named 'no_such_module'");
        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_server_that_exits_with_zero_before_it_serves_has_failed_too()
    {
        await using var bench = new StackBench();
        var error = await FailAsync(bench, bench.Python("print('Listen failure')"));
        error.Kind.ShouldBe(StartFailureKind.Exited);
        error.Message.ShouldContain("exit code 0");
        error.LogTail.ShouldBe(["Listen failure"]);
    }

    [Fact]
    public async Task A_server_killed_by_a_signal_is_reported_with_the_signal()
    {
        await using var bench = new StackBench();
        var error = await FailAsync(bench, bench.Python("import os; os.kill(os.getpid(), 11)"));
        error.Message.ShouldContain("signal SIGSEGV");
    }

    [Fact]
    public async Task A_server_that_never_listens_is_not_ready_and_killed()
    {
        await using var bench = new StackBench();
        var service = bench.Python("import os, time; print(os.getpid(), flush=True); time.sleep(60)")
            with { Ready = new ReadyDefinition("/", 200, TimeSpan.FromSeconds(1)) };
        var error = await FailAsync(bench, service);
        error.Kind.ShouldBe(StartFailureKind.NotReady);
        error.Message.ShouldContain("within 1 s");
        error.Message.ShouldContain("nobody listens on port");
        LivePids.Of([int.Parse(error.LogTail[0], CultureInfo.InvariantCulture)]).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_answers_500_is_not_ready_and_the_status_is_named()
    {
        await using var bench = new StackBench();
        var service = bench.Python(Programs.Server, "port", "{port}")
            with { Ready = new ReadyDefinition("/", 200, TimeSpan.FromSeconds(1.5)), Env = [new("STATUS", "500")] };
        var error = await FailAsync(bench, service);
        error.Kind.ShouldBe(StartFailureKind.NotReady);
        error.Message.ShouldContain("GET / answered 500, expected 200");
        error.LogTail.ShouldContain("serving");
    }

    [Fact]
    public async Task A_server_that_accepts_and_never_answers_is_not_ready()
    {
        await using var bench = new StackBench();
        var service = bench.Python(
            """
            import socket, sys, time
            server = socket.create_server(('127.0.0.1', int(sys.argv[1])))
            held = []
            while True: held.append(server.accept())
            """,
            "{port}") with { Ready = new ReadyDefinition("/", 200, TimeSpan.FromSeconds(1)) };
        var error = await FailAsync(bench, service);
        error.Kind.ShouldBe(StartFailureKind.NotReady);
        error.Message.ShouldContain("GET / got no answer");
    }

    [Fact]
    public async Task An_inherited_socket_that_nobody_accepts_from_is_not_ready_by_tcp()
    {
        await using var bench = new StackBench();
        var service = bench.Python("import time; time.sleep(60)")
            with { Socket = new ManagedSocketDefinition(), Ready = new ReadyDefinition(null, 200, TimeSpan.FromSeconds(1)) };
        var error = await FailAsync(bench, service);
        error.Kind.ShouldBe(StartFailureKind.NotReady);
        error.Message.ShouldContain("not accepted");
    }

    [Fact]
    public async Task A_program_that_does_not_exist_is_named_with_how_to_get_it()
    {
        await using var bench = new StackBench();
        var service = new ServiceDefinition { Name = "web", Command = ["no-such-server", "{port}"] };
        var stack = new StackDefinition
        {
            Name = "bench",
            Directory = bench.Folder,
            Services = [service],
            Target = "http://{web.address}",
            Requires = [new Requirement("no-such-server", ["no-such-package"]), new Requirement("sh", [])],
        };

        var missing = Requirements.FindMissing([stack])[0].ShouldHaveSingleItem();
        missing.Name.ShouldBe("no-such-server");
        missing.Advice.ShouldContain("apt-get install no-such-package");

        var error = await Should.ThrowAsync<StackStartException>(
            () => bench.Supervisor.StartAsync(new CandidateDefinition("one", stack, new Dictionary<string, string>()), bench.Logs, CancellationToken.None));
        error.Kind.ShouldBe(StartFailureKind.NotFound);
        error.Message.ShouldBe(missing.Advice);
    }

    [Fact]
    public async Task A_part_of_a_service_that_does_not_exist_makes_the_definition_invalid()
    {
        await using var bench = new StackBench();
        var error = await FailAsync(bench, bench.Python(Programs.Server, "port", "{web.prot}"));
        error.Kind.ShouldBe(StartFailureKind.Invalid);
        error.Message.ShouldContain("web.port");
    }

    [Fact]
    public async Task A_definition_that_cannot_work_is_refused_before_anything_starts()
    {
        await using var bench = new StackBench();
        var good = bench.Python(Programs.Server, "port", "{port}");
        (string Says, ServiceDefinition Service)[] bad =
        [
            ("no command", good with { Command = [] }),
            ("from 1 to 256", good with { Instances = "0" }),
            ("from 1 to 256", good with { Instances = "many" }),
            ("the first alone", good with { Instances = "2" }),
            ("no user 'no-such-user'", good with { User = "no-such-user" }),
            ("holds a '/'", good with { Files = [new FileTemplate("a/b", "")] }),
            ("holds '..'", good with { Files = [new FileTemplate("..", "")] }),
            ("line 2 of a file: unknown placeholder '{{prony:prt}}'", good with { Files = [new FileTemplate("a", "x\n{{prony:prt}}")] }),
            ("ready.log is no regular expression", good with { Ready = new ReadyDefinition { Log = new TextPattern("(", IsPattern: true) } }),
            ("ready.body is no regular expression", good with { Ready = new ReadyDefinition("/") { Body = new TextPattern("(", IsPattern: true) } }),
            ("descriptor 1 or 2", good with { Socket = new ManagedSocketDefinition(As: 2) }),
            ("LISTEN_FDS", good with { Socket = new ManagedSocketDefinition(As: 4, ListenFds: true) }),
            ("no signal 'TERM'", good with { Stop = new StopDefinition("TERM") }),
            ("not a whole number", good with { Processes = "many" }),
            ("does not exist", good with { Cwd = "nowhere" }),
        ];
        foreach (var (says, service) in bad)
        {
            var error = await FailAsync(bench, service);
            error.Kind.ShouldBe(StartFailureKind.Invalid, says);
            error.Message.ShouldContain(says);
        }

        (await FailAsync(bench, good, "no address")).Message.ShouldContain("'no address'");
        Directory.Exists(bench.Logs).ShouldBeTrue();
        Directory.GetFiles(bench.Logs).ShouldBeEmpty();
    }

    [Fact]
    public async Task When_a_later_service_fails_the_earlier_ones_are_stopped()
    {
        await using var bench = new StackBench();
        var back = bench.Python(Programs.Family, "port", "{port}") with { Name = "back" };
        var front = bench.Python("import sys; sys.exit(7)") with { Name = "front" };
        var error = await Should.ThrowAsync<StackStartException>(
            () => bench.Supervisor.StartAsync(bench.Candidate([back, front], "http://{front.address}"), bench.Logs, CancellationToken.None));
        error.Service.ShouldBe("front");
        error.Message.ShouldContain("exit code 7");
        LivePids.NotedIn(bench.Folder).Count.ShouldBe(4);
        LivePids.Of(LivePids.NotedIn(bench.Folder)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Giving_up_during_a_start_leaves_nothing()
    {
        await using var bench = new StackBench();
        using var giveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(700));
        var service = bench.Python("import os, time; print(os.getpid(), flush=True); time.sleep(60)");
        await Should.ThrowAsync<OperationCanceledException>(
            () => bench.Supervisor.StartAsync(bench.Candidate(service), bench.Logs, giveUp.Token));
        var log = await File.ReadAllTextAsync(Path.Combine(bench.Logs, "web.log"));
        LivePids.Of([int.Parse(log, CultureInfo.InvariantCulture)]).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_ignores_the_stop_signal_is_killed_after_its_grace()
    {
        await using var bench = new StackBench();
        var service = bench.Python(Programs.Server, "port", "{port}") with { Env = [new("ON_TERM", "ignore")] };
        await using var stack = await bench.StartAsync(service with { Stop = new StopDefinition(Grace: TimeSpan.FromSeconds(0.5)) });
        var stop = (await stack.StopAsync()).ShouldHaveSingleItem();
        stop.Escalated.ShouldBeTrue();
        stop.Expected.ShouldBeFalse();
        stop.Signal.ShouldBe("SIGTERM");
        stop.ExitCode.ShouldBe(137);
        stop.Duration.ShouldBeInRange(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_server_without_a_handler_ends_by_the_signal_which_is_expected()
    {
        await using var bench = new StackBench();
        await using var stack = await bench.StartAsync(bench.Python(Programs.Server, "port", "{port}") with { Env = [new("ON_TERM", "nothing")] });
        var stop = (await stack.StopAsync()).ShouldHaveSingleItem();
        stop.ExitCode.ShouldBe(143);
        stop.Expected.ShouldBeTrue();
        stop.Escalated.ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(StartAndStopTests.Sources), MemberType = typeof(StartAndStopTests))]
    public async Task A_server_that_dies_is_found_dead_with_how_and_its_last_lines(string source)
    {
        await using var bench = new StackBench(source);
        await using var stack = await bench.StartAsync(bench.Python(Programs.Server, "port", "{port}"));
        using var client = new HttpClient();
        var pid = int.Parse(await client.GetStringAsync(new Uri(stack.Target, "/pid")), CultureInfo.InvariantCulture);
        stack.FindDead().ShouldBeNull();
        Native.NativeLibc.kill(pid, 9).ShouldBe(0);
        await LivePids.WaitForEndAsync([pid], TimeSpan.FromSeconds(5));

        var dead = stack.FindDead().ShouldNotBeNull();
        dead.Service.ShouldBe("web");
        dead.How.ShouldBe("signal SIGKILL");
        dead.LogTail.ShouldContain("serving");
        var stop = (await stack.StopAsync()).ShouldHaveSingleItem();
        stop.Signal.ShouldBeNull();
        stop.ExitCode.ShouldBe(137);
        stop.Expected.ShouldBeFalse();
    }

    [Fact]
    public async Task A_service_that_may_be_dead_does_not_hide_another_that_may_not()
    {
        await using var bench = new StackBench();
        var back = bench.Python(Programs.Server, "port", "{port}") with { Name = "back" };
        var web = bench.Python(Programs.Server, "port", "{port}");
        await using var stack = await bench.Supervisor.StartAsync(bench.Candidate([back, web]), bench.Logs, CancellationToken.None);
        stack.Control.Signal("back", 9, null);
        SpinWait.SpinUntil(() => stack.FindDead()?.Service == "back", TimeSpan.FromSeconds(5)).ShouldBeTrue();
        stack.FindDead(service => service == "back").ShouldBeNull();

        stack.Control.Signal("web", 9, null);
        SpinWait.SpinUntil(() => stack.FindDead(service => service == "back") is not null, TimeSpan.FromSeconds(5)).ShouldBeTrue();
        stack.FindDead(service => service == "back")!.Service.ShouldBe("web");
    }

    [Theory]
    [MemberData(nameof(StartAndStopTests.Sources), MemberType = typeof(StartAndStopTests))]
    public async Task A_server_whose_first_process_is_killed_is_dead_although_its_children_live(string source)
    {
        await using var bench = new StackBench(source);
        await using var stack = await bench.StartAsync(bench.Python(Programs.Family, "port", "{port}"));
        using var client = new HttpClient();
        var pid = int.Parse(await client.GetStringAsync(new Uri(stack.Target, "/pid")), CultureInfo.InvariantCulture);
        Native.NativeLibc.kill(pid, 9).ShouldBe(0);
        await LivePids.WaitForEndAsync([pid], TimeSpan.FromSeconds(5));

        stack.FindDead().ShouldNotBeNull().How.ShouldBe("signal SIGKILL; 4 of its processes went on without it");
        await stack.StopAsync();
        LivePids.Of(LivePids.NotedIn(bench.Folder)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(StartAndStopTests.Sources), MemberType = typeof(StartAndStopTests))]
    public async Task Children_that_outlive_their_leader_in_other_sessions_are_killed_and_named(string source)
    {
        await using var bench = new StackBench(source);
        await using var stack = await bench.StartAsync(bench.Python(Programs.Family, "port", "{port}"));
        var children = LivePids.NotedIn(bench.Folder);
        children.Count.ShouldBe(4);
        stack.Read()[0].Processes.ShouldBe(5);
        var stop = (await stack.StopAsync()).ShouldHaveSingleItem();
        LivePids.Of(children).ShouldBeEmpty();
        stop.ExitCode.ShouldBe(0);
        stop.Leftovers.Select(static leftover => int.Parse(leftover.Split(' ')[0], CultureInfo.InvariantCulture)).ShouldBe(children, ignoreOrder: true);
        stop.Leftovers.ShouldAllBe(static leftover => leftover.EndsWith(" python3"));
    }

    [Fact]
    public async Task Killing_the_whole_scope_ends_a_stop_that_waits()
    {
        await using var bench = new StackBench();
        var service = bench.Python(Programs.Server, "port", "{port}") with { Env = [new("ON_TERM", "ignore")] };
        await using var stack = await bench.StartAsync(service with { Stop = new StopDefinition(Grace: TimeSpan.FromSeconds(30)) });
        var stopping = stack.StopAsync();
        bench.Scope.KillAll();
        (await stopping).ShouldHaveSingleItem().ExitCode.ShouldBe(137);
    }

    private static Task<StackStartException> FailAsync(StackBench bench, ServiceDefinition service, string? target = null) =>
        Should.ThrowAsync<StackStartException>(() => bench.StartAsync(service, target ?? $"http://{{{service.Name}.address}}"));
}
