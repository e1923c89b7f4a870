using System.Globalization;
using Prony.Stacks.Definitions;
using Prony.Stacks.Supervision;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Readiness;

/// <summary>Ways of saying "ready" besides an answered request, and what is said when it does not come.</summary>
public class ReadyTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    /// <summary>Needs no port, as a worker of a queue.</summary>
    private const string Worker = "import os, sys, time; print('booting', flush=True); time.sleep(0.3); print('worker ' + sys.argv[1] + ' ready', flush=True); time.sleep(60)";

    [Fact]
    public async Task A_body_must_hold_what_is_expected()
    {
        await using var bench = new StackBench();
        var service = bench.Python(Programs.Server, "port", "{port}");
        foreach (var body in new[] { new TextPattern("ok", IsPattern: false), new TextPattern("^o.$", IsPattern: true) })
        {
            await using var stack = await bench.StartAsync(service with { Ready = new ReadyDefinition("/", 200, TimeSpan.FromSeconds(20)) { Body = body } });
        }

        var error = await FailAsync(bench, service with { Ready = new ReadyDefinition("/", 200, Short) { Body = new TextPattern("hello", IsPattern: false) } });
        error.Kind.ShouldBe(StartFailureKind.NotReady);
        error.Message.ShouldContain("within 1 s: GET / answered 200, but its body does not hold 'hello': it is 'ok'.");
        error = await FailAsync(bench, service with { Ready = new ReadyDefinition("/environ", 200, Short) { Body = new TextPattern("^x$", IsPattern: true) } });
        error.Message.ShouldContain("its body does not hold /^x$/: it begins with '");
    }

    [Fact]
    public async Task A_line_of_output_since_this_start_says_ready()
    {
        await using var bench = new StackBench();
        var service = bench.Python(Worker, "{instance}") with
        {
            Instances = "2",
            Ready = new ReadyDefinition(Within: TimeSpan.FromSeconds(20)) { Log = new TextPattern("^worker \\d+ ready$", IsPattern: true) },
        };
        var front = bench.Python(Programs.Server, "port", "{port}") with { Name = "front" };
        for (var start = 1; start <= 2; start++)
        {
            await using var stack = await bench.Supervisor.StartAsync(bench.Candidate([service, front], "http://{front.address}"), bench.Logs, CancellationToken.None);

            // Both instances were ready before the next service was started, in the second start too.
            File.ReadAllText(Path.Combine(bench.Logs, "web.log")).Split("ready").Length.ShouldBe((2 * start) + 1);
            stack.Read()[0].Processes.ShouldBe(2);
        }
    }

    [Fact]
    public async Task Output_that_does_not_hold_the_line_is_shown()
    {
        await using var bench = new StackBench();
        var ready = new ReadyDefinition(Within: Short) { Log = new TextPattern("worker 1", IsPattern: true) };
        var worker = bench.Python(Worker, "{instance}") with { Ready = ready };
        (await FailAsync(bench, worker with { Ready = ready with { Log = new TextPattern("never", IsPattern: true) } })).Message
            .ShouldContain("within 1 s: its output does not hold /never/; its last line is 'worker 1 ready'.");
        (await FailAsync(bench, bench.Python("import time; time.sleep(60)") with { Ready = ready })).Message
            .ShouldContain("its output does not hold /worker 1/; it has written nothing.");
        var error = await Should.ThrowAsync<StackStartException>(() => bench.Supervisor.StartAsync(
            bench.Candidate([worker with { Instances = "2" }, bench.Python(Programs.Server, "port", "{port}") with { Name = "front" }], "http://{front.address}"),
            bench.Logs,
            CancellationToken.None));
        error.Message.ShouldContain("its output holds /worker 1/ 1 times, but there are 2 instances");
    }

    [Fact]
    public async Task A_command_says_ready_in_the_environment_of_the_service()
    {
        await using var bench = new StackBench();
        var service = bench.Python(Programs.Server, "port", "{port}") with
        {
            Env = [new("FLAG", "{data}/flag")],
            Ready = new ReadyDefinition(Within: TimeSpan.FromSeconds(20)) { Command = ["sh", "-c", "echo tried >>\"$FLAG\"; [ $(wc -l <\"$FLAG\") -ge 2 ] && [ {port} -gt 0 ]"] },
        };
        await using var stack = await bench.StartAsync(service);
        stack.Times.Ready.ShouldBeGreaterThan(TimeSpan.FromMilliseconds(200), "it was asked twice, 200 ms apart");
        Directory.GetFiles(bench.Logs).Select(Path.GetFileName).ShouldBe(["web.log"]);
        stack.Read()[0].Processes.ShouldBe(1);
    }

    [Fact]
    public async Task A_command_that_fails_hangs_or_does_not_exist_is_named_with_what_it_said()
    {
        await using var bench = new StackBench();
        var service = bench.Python(Programs.Server, "port", "{port}");
        ServiceDefinition With(params string[] command) => service with { Ready = new ReadyDefinition(Within: Short) { Command = command } };
        (await FailAsync(bench, With("sh", "-c", "echo no such database; exit 3"))).Message
            .ShouldContain("within 1 s: 'sh -c echo no such database; exit 3' ended with exit code 3: no such database.");
        var error = await FailAsync(bench, With("sh", "-c", "echo $$ >\"{data}/../pid\"; sleep 60"));
        error.Message.ShouldContain("within 1 s: 'sh' has not ended.");
        error = await FailAsync(bench, With("no-such-probe"));
        error.Kind.ShouldBe(StartFailureKind.NotFound);
        error.Message.ShouldContain("'no-such-probe'");
    }

    [Fact]
    public async Task A_service_that_says_itself_that_it_is_ready_must_not_have_its_port_taken()
    {
        await using var bench = new StackBench();
        await using var other = await bench.StartAsync(bench.Python(Programs.Server, "port", "{port}"));
        var stubborn = bench.Python("import time; print('ready', flush=True); time.sleep(60)") with
        {
            Ready = new ReadyDefinition(Within: TimeSpan.FromSeconds(20)) { Log = new TextPattern("ready", IsPattern: true) },
        };
        var error = await Should.ThrowAsync<StackStartException>(
            () => bench.StartAsync(stubborn, string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{other.Target.Port}")));
        error.Kind.ShouldBe(StartFailureKind.PortTaken);
    }

    [Fact]
    public async Task Each_instance_has_a_port_of_its_own_and_must_be_ready_on_it()
    {
        await using var bench = new StackBench();
        var back = bench.Python(Programs.Server, "port", "{port}") with { Name = "back", Instances = "{n + 1}", Processes = "{n + 1}", Settled = new SettledDefinition() };
        var front = bench.Python(Programs.Server, "port", "{port}") with { Name = "front", Env = [new("PORTS", "{back.ports} {back.addresses} {back.port} {instance}")] };
        var candidate = bench.Candidate([back, front], "http://{front.address}");
        candidate = candidate with { Stack = candidate.Stack with { Parameters = [new("n", "2")] } };
        await using (var stack = await bench.Supervisor.StartAsync(candidate, bench.Logs, CancellationToken.None))
        {
            stack.Read()[0].Processes.ShouldBe(3);
            using var client = new HttpClient();
            var words = (await client.GetStringAsync(new Uri(stack.Target, "/environ"))).Split('\n').Single(static line => line.StartsWith("PORTS=", StringComparison.Ordinal))["PORTS=".Length..].Split(' ');
            words[0].Split(',').Length.ShouldBe(3);
            words[1].Split(',').ShouldBe(words[0].Split(',').Select(static port => "127.0.0.1:" + port));
            words[2].ShouldBe(words[0].Split(',')[0]);
            words[3].ShouldBe("1");
            var pids = new List<string>();
            foreach (var address in words[1].Split(','))
            {
                pids.Add(await client.GetStringAsync(new Uri($"http://{address}/pid")));
            }

            pids.Distinct().Count().ShouldBe(3);
        }

        // The second instance never listens.
        var lame = bench.Python("import sys, time\nif sys.argv[3] == '2': time.sleep(60)\n" + Programs.Server, "port", "{port}", "{instance}") with
        {
            Name = "back", Instances = "2", Ready = new ReadyDefinition("/", 200, Short),
        };
        var error = await Should.ThrowAsync<StackStartException>(
            () => bench.Supervisor.StartAsync(bench.Candidate([lame, front], "http://{front.address}"), bench.Logs, CancellationToken.None));
        error.Kind.ShouldBe(StartFailureKind.NotReady);
        error.Message.ShouldContain("nobody listens on port");
    }

    [Fact]
    public async Task Instances_on_one_managed_socket_know_their_number()
    {
        await using var bench = new StackBench();
        var service = bench.Python("import sys; print('number', sys.argv[3], flush=True)\n" + Programs.Server, "fd", "{web.fd}", "{instance}") with
        {
            Socket = new ManagedSocketDefinition(), Instances = "2", Processes = "2", Settled = new SettledDefinition(),
        };
        await using var stack = await bench.StartAsync(service);
        stack.LogTail("web", 20).Where(static line => line.StartsWith("number", StringComparison.Ordinal)).ShouldBe(["number 1", "number 2"], ignoreOrder: true);
    }

    private static Task<StackStartException> FailAsync(StackBench bench, ServiceDefinition service) =>
        Should.ThrowAsync<StackStartException>(() => bench.StartAsync(service));
}
