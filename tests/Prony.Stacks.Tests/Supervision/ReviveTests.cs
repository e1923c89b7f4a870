using System.Net;
using System.Net.Sockets;
using Prony.Stacks.Definitions;
using Prony.Stacks.Supervision;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Supervision;

/// <summary>Instances that were killed and are started again in their place, and sockets on a port of the file's choice.</summary>
public sealed class ReviveTests
{
    private const int Kill = 9;

    [Fact]
    public async Task One_of_two_that_was_killed_comes_back_and_the_other_goes_on()
    {
        await using var bench = new StackBench();
        await using var stack = await bench.StartAsync(OnSocket(bench, 0) with { Instances = "2" });
        var before = Of(stack).Pids;

        stack.Control.Signal("web", Kill, 1);
        SpinWait.SpinUntil(() => Of(stack).Pids.Count == 1, TimeSpan.FromSeconds(5)).ShouldBeTrue();
        await stack.Control.ReviveAsync("web", CancellationToken.None);

        var after = Of(stack);
        after.ShouldSatisfyAllConditions(
            () => after.Pids.Count.ShouldBe(2), () => after.Wanted.ShouldBe(2), () => after.State.ShouldBe(ServiceState.Running), () => after.Restarts.ShouldBe(1),
            () => after.Pids.ShouldContain(before[1]), () => after.Pids.ShouldNotContain(before[0]));
    }

    [Fact]
    public async Task The_last_one_that_was_killed_comes_back_on_its_own_port_too()
    {
        await using var bench = new StackBench();
        await using var stack = await bench.StartAsync(bench.Python(Programs.Server, "port", "{port}"));

        stack.Control.Signal("web", Kill, null);
        SpinWait.SpinUntil(() => stack.FindDead() is not null, TimeSpan.FromSeconds(5)).ShouldBeTrue();
        await stack.Control.ReviveAsync("web", CancellationToken.None);

        stack.FindDead().ShouldBeNull();
        using var client = new HttpClient();
        (await client.GetAsync(stack.Target)).IsSuccessStatusCode.ShouldBeTrue();
    }

    [Fact]
    public async Task Where_all_run_nothing_is_done()
    {
        await using var bench = new StackBench();
        await using var stack = await bench.StartAsync(OnSocket(bench, 0));
        var before = Of(stack).Pids;
        await stack.Control.ReviveAsync("web", CancellationToken.None);
        Of(stack).Pids.ShouldBe(before);
        Should.Throw<UnknownServiceException>(() => stack.Control.ReviveAsync("wbe", CancellationToken.None));
    }

    [Fact]
    public async Task A_socket_has_the_port_that_the_file_names_and_says_when_another_has_it()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var bench = new StackBench();

        var failure = await Should.ThrowAsync<StackStartException>(() => bench.StartAsync(OnSocket(bench, port)));
        failure.Kind.ShouldBe(StartFailureKind.PortTaken);
        failure.Message.ShouldBe($"Service 'web' cannot be started: its port {port} cannot be bound: another program has it. Stop that (ss -ltnp shows it), or choose another port.");

        other.Stop();
        await using var stack = await bench.StartAsync(OnSocket(bench, port));
        stack.Target.Port.ShouldBe(port);
    }

    private static ServiceDefinition OnSocket(StackBench bench, int port) =>
        bench.Python(Programs.Server, "fd", "{web.fd}") with { Socket = new ManagedSocketDefinition { Port = port } };

    private static ServiceStatus Of(IRunningStack stack) => stack.Control.Status().Single();
}
