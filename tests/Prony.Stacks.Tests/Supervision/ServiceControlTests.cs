using System.Collections.Concurrent;
using Prony.Stacks.Definitions;
using Prony.Stacks.Supervision;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Supervision;

public sealed class ServiceControlTests
{
    private const int Kill = 9;

    [Fact]
    public async Task Instances_of_a_managed_socket_are_added_and_taken_away_live()
    {
        await using var bench = new StackBench();
        await using var stack = await bench.StartAsync(OnSocket(bench));
        var first = Of(stack).Pids.ShouldHaveSingleItem();

        (await stack.Control.IncreaseAsync("web", 2, CancellationToken.None)).ShouldBe(3);

        var three = Of(stack);
        three.ShouldSatisfyAllConditions(() => three.Wanted.ShouldBe(3), () => three.Ready.ShouldBe(3), () => three.Pids.Count.ShouldBe(3), () => three.Pids[0].ShouldBe(first));
        (await AnswerersAsync(stack, 3)).ShouldBe(three.Pids, ignoreOrder: true);

        (await stack.Control.DecreaseAsync("web", 2, CancellationToken.None)).ShouldBe(1);

        Of(stack).Pids.ShouldBe([first], "the youngest go first");
        stack.Read().Single().Processes.ShouldBe(1);
        (await AnswerersAsync(stack, 1)).ShouldBe([first]);
    }

    [Fact]
    public async Task A_rolling_restart_replaces_every_instance_while_one_always_answers()
    {
        await using var bench = new StackBench();
        await using var stack = await bench.StartAsync(OnSocket(bench) with { Instances = "2" });
        var before = Of(stack).Pids;
        using var asking = new CancellationTokenSource();
        var asked = AskUntilAsync(stack.Target, asking.Token);

        await stack.Control.RestartAsync("web", rolling: true, CancellationToken.None);

        await asking.CancelAsync();
        (await asked).ShouldBeGreaterThan(0);
        var after = Of(stack);
        after.Pids.Count.ShouldBe(2);
        after.Pids.ShouldNotContain(pid => before.Contains(pid));
        after.Restarts.ShouldBe(2);
    }

    [Fact]
    public async Task Instances_with_files_of_their_own_hand_them_on_one_by_one_and_do_not_become_more()
    {
        await using var bench = new StackBench();
        await using var stack = await bench.StartAsync(OnSocket(bench) with { Instances = "2", Files = [new FileTemplate("conf-{instance}", "text")], Env = [new("CONF", "{data}/conf-{instance}")] });
        var before = Of(stack).Pids;

        (await Should.ThrowAsync<ServiceControlException>(() => stack.Control.IncreaseAsync("web", 1, CancellationToken.None))).Message.ShouldContain("file of its own");
        await stack.Control.RestartAsync("web", rolling: true, CancellationToken.None);

        Of(stack).Pids.ShouldNotContain(pid => before.Contains(pid));
        using var client = new HttpClient();
        for (var i = 0; i < 20; i++)
        {
            var conf = (await client.GetStringAsync(new Uri(stack.Target, "/environ"))).Split('\n').Single(static line => line.StartsWith("CONF=", StringComparison.Ordinal))[5..];
            File.Exists(conf).ShouldBeTrue(conf);
        }
    }

    [Fact]
    public async Task A_stopped_service_refuses_is_not_dead_and_comes_back_on_its_port()
    {
        await using var bench = new StackBench();
        await using var stack = await bench.StartAsync(OnSocket(bench));

        await stack.Control.StopAsync("web", CancellationToken.None);

        Of(stack).ShouldSatisfyAllConditions(() => Of(stack).State.ShouldBe(ServiceState.Stopped), () => Of(stack).Pids.ShouldBeEmpty(), () => Of(stack).Wanted.ShouldBe(1));
        stack.FindDead().ShouldBeNull();
        await Should.ThrowAsync<HttpRequestException>(() => AskAsync(stack.Target));

        await stack.Control.StartAsync("web", CancellationToken.None);

        Of(stack).State.ShouldBe(ServiceState.Running);
        (await AskAsync(stack.Target)).ShouldBe(Of(stack).Pids.Single());
        (await stack.Control.IncreaseAsync("web", 1, CancellationToken.None)).ShouldBe(2, "the new socket is found again in the instance that has it");
        (await AnswerersAsync(stack, 2)).ShouldBe(Of(stack).Pids, ignoreOrder: true);
    }

    [Fact]
    public async Task A_restart_of_a_service_with_a_port_of_its_own_keeps_the_port_and_gives_an_empty_folder()
    {
        await using var bench = new StackBench();
        var web = bench.Python(Programs.Server, "port", "{port}");
        await using var stack = await bench.StartAsync(web with { Files = [new FileTemplate("conf", "port {{prony:port}}")] });
        var before = Of(stack).Pids.Single();
        var folder = stack.Values["web.data"];
        await File.WriteAllTextAsync(Path.Combine(folder, "written"), "by the server");

        await stack.Control.RestartAsync("web", rolling: false, CancellationToken.None);

        (await AskAsync(stack.Target)).ShouldNotBe(before);
        Directory.GetFiles(folder).Select(Path.GetFileName).ShouldBe(["conf"]);
    }

    [Fact]
    public async Task An_instance_that_does_not_start_is_an_error_with_its_output_and_leaves_the_others()
    {
        await using var bench = new StackBench();
        var once = "import os, sys\nif os.path.exists('once'): sys.exit('only once')\nopen('once', 'w').close()\n" + Programs.Server;
        await using var stack = await bench.StartAsync(bench.Python(once, "fd", "{web.fd}") with { Socket = new ManagedSocketDefinition() });

        var failure = await Should.ThrowAsync<ServiceControlException>(() => stack.Control.IncreaseAsync("web", 1, CancellationToken.None));

        failure.Message.ShouldContain("only once");
        Of(stack).ShouldSatisfyAllConditions(() => Of(stack).Wanted.ShouldBe(1), () => Of(stack).Ready.ShouldBe(1), () => Of(stack).State.ShouldBe(ServiceState.Running));
    }

    [Fact]
    public async Task Where_an_instance_is_missing_already_none_is_taken_away_for_it()
    {
        await using var bench = new StackBench();
        await using var stack = await bench.StartAsync(OnSocket(bench) with { Instances = "3" });
        stack.Control.Signal("web", Kill, 1);
        SpinWait.SpinUntil(() => Of(stack).Pids.Count == 2, TimeSpan.FromSeconds(20)).ShouldBeTrue();
        var left = Of(stack).Pids;

        (await stack.Control.DecreaseAsync("web", 1, CancellationToken.None)).ShouldBe(2);

        Of(stack).Pids.ShouldBe(left);
        (await stack.Control.DecreaseAsync("web", 1, CancellationToken.None)).ShouldBe(1);
        Of(stack).Pids.ShouldBe([left[0]]);
        await stack.Control.StopAsync("web", CancellationToken.None);
        await Should.ThrowAsync<ServiceControlException>(() => stack.Control.DecreaseAsync("web", 1, CancellationToken.None));
        Of(stack).State.ShouldBe(ServiceState.Stopped);
    }

    [Fact]
    public async Task What_cannot_be_done_says_why()
    {
        await using var bench = new StackBench();
        await using var stack = await bench.StartAsync(bench.Python(Programs.Server, "port", "{port}"));

        (await Should.ThrowAsync<ServiceControlException>(() => stack.Control.IncreaseAsync("web", 1, CancellationToken.None))).Message.ShouldContain("port of its own");
        (await Should.ThrowAsync<ServiceControlException>(() => stack.Control.DecreaseAsync("web", 1, CancellationToken.None))).Message.ShouldContain("at least one stays");
        Should.Throw<UnknownServiceException>(() => stack.Control.Signal("wbe", Kill, null)).Known.ShouldBe(["web"]);
        Should.Throw<ServiceControlException>(() => stack.Control.Signal("web", Kill, 0)).Message.ShouldContain("at least one instance");
        await stack.Control.StopAsync("web", CancellationToken.None);
        Should.Throw<ServiceControlException>(() => stack.Control.Signal("web", Kill, null)).Message.ShouldContain("start it first");
    }

    [Fact]
    public async Task Changes_are_told_in_order_and_a_killed_last_instance_is_a_death()
    {
        await using var bench = new StackBench();
        await using var stack = await bench.StartAsync(OnSocket(bench));
        var seen = new ConcurrentQueue<ServiceChange>();
        using (stack.Control.Watch(seen.Enqueue))
        {
            await stack.Control.IncreaseAsync("web", 1, CancellationToken.None);
            stack.Control.Signal("web", Kill, 1);
        }

        seen.Select(static change => change.Kind).ShouldBe([ServiceChangeKind.Started, ServiceChangeKind.Ready, ServiceChangeKind.Wanted, ServiceChangeKind.Signalled]);
        stack.FindDead().ShouldBeNull("one of two lives");
        stack.Control.Signal("web", Kill, null);
        SpinWait.SpinUntil(() => stack.FindDead() is not null, TimeSpan.FromSeconds(5)).ShouldBeTrue();
        Of(stack).State.ShouldBe(ServiceState.Ended);
    }

    private static ServiceDefinition OnSocket(StackBench bench) => bench.Python(Programs.Server, "fd", "{web.fd}") with { Socket = new ManagedSocketDefinition() };

    private static ServiceStatus Of(IRunningStack stack) => stack.Control.Status().Single();

    private static async Task<int> AskAsync(Uri target)
    {
        using var client = new HttpClient();
        return int.Parse(await client.GetStringAsync(new Uri(target, "/pid")), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Who answers, until so many have or 2000 were asked.</summary>
    private static async Task<HashSet<int>> AnswerersAsync(IRunningStack stack, int most)
    {
        var seen = new HashSet<int>();
        for (var i = 0; i < 2000 && (seen.Count < most || i < 20); i++)
        {
            seen.Add(await AskAsync(stack.Target));
        }

        return seen;
    }

    private static async Task<int> AskUntilAsync(Uri target, CancellationToken stop)
    {
        var asked = 0;
        while (!stop.IsCancellationRequested)
        {
            await AskAsync(target);
            asked++;
        }

        return asked;
    }
}
