using System.Globalization;
using System.Net.Sockets;
using Prony.Stacks.Definitions;
using Prony.Stacks.Native;
using Prony.Stacks.Supervision;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Supervision;

/// <summary>What a service gets from Prony: exactly what was declared.</summary>
public class InheritanceTests
{
    private static readonly HttpClient Client = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero });

    [Fact]
    public async Task A_service_without_a_socket_has_the_three_standard_descriptors_only()
    {
        await using var bench = new StackBench();

        // Like one that a parent of Prony left open without close-on-exec.
        using var leak = File.OpenHandle("/dev/null");
        NativeLibc.fcntl((int)leak.DangerousGetHandle(), NativeLibc.SetDescriptorFlags, 0).ShouldBe(0);

        var descriptors = await DescriptorsOfAsync(bench, bench.Python(Programs.Server, "port", "{port}"));
        descriptors.ShouldBe(new Dictionary<int, string> { [0] = "/dev/null", [1] = bench.Logs + "/web.log", [2] = bench.Logs + "/web.log" });
    }

    [Theory]
    [InlineData(3)]
    [InlineData(0)]
    [InlineData(57)]
    public async Task A_managed_socket_arrives_under_the_declared_number_and_nothing_else_does(int number)
    {
        await using var bench = new StackBench();
        var service = bench.Python(Programs.Server, "fd", "{web.fd}") with { Socket = new ManagedSocketDefinition(As: number) };
        var descriptors = await DescriptorsOfAsync(bench, service);
        descriptors.Keys.Order().ShouldBe(new[] { 0, 1, 2, number }.Distinct());
        descriptors[number].ShouldStartWith("socket:[");
        if (number != 0)
        {
            descriptors[0].ShouldBe("/dev/null");
        }
    }

    [Fact]
    public async Task The_environment_is_clean_and_the_signals_are_as_in_a_shell()
    {
        Environment.SetEnvironmentVariable("DOTNET_PRONY_TEST", "1");
        Environment.SetEnvironmentVariable("PYTHONUNBUFFERED", "1");
        await using var bench = new StackBench();
        await using var stack = await bench.StartAsync(bench.Python(Programs.Server, "port", "{port}") with { Env = [new("MODE", "a{port}b")] });
        var environment = (await Client.GetStringAsync(new Uri(stack.Target, "/environ"))).Split('\n').Where(static line => !line.StartsWith("LC_CTYPE=", StringComparison.Ordinal)).ToList();
        environment.Select(static line => line.Split('=')[0]).ShouldBe(["HOME", "LANG", "MODE", "PATH", "PRONY_RUN", "PRONY_SERVICE"]);
        environment.ShouldContain("LANG=C.UTF-8");
        environment.ShouldContain($"MODE=a{stack.Target.Port}b");
        environment.ShouldContain("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        environment.ShouldContain("PRONY_RUN=" + bench.Scope.Mark);

        // Python itself ignores SIGPIPE; a program that touches no signal shows what it was given.
        var shown = bench.Candidate(new ServiceDefinition
        {
            Name = "web",
            Command = ["sh", "-c", "grep -E '^Sig(Ign|Blk)' /proc/self/status; cut -d' ' -f1,5,6 /proc/$$/stat; exit 9"],
        });
        var error = await Should.ThrowAsync<StackStartException>(() => bench.Supervisor.StartAsync(shown, bench.Logs + "2", CancellationToken.None));
        error.LogTail[0].ShouldBe("SigBlk:\t0000000000000000");

        // Signals 32 and 33 are glibc's own: its posix_spawn ignores them in the child until the child's own glibc takes them.
        var ignored = ulong.Parse(error.LogTail[1].Split('\t')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        (ignored & ~0x1_8000_0000ul).ShouldBe(0ul);
        error.LogTail[2].Split(' ').Distinct().Count().ShouldBe(1, "it leads its own session and process group");
    }

    [Fact]
    public async Task Instances_share_one_managed_socket_and_its_backlog_is_what_the_kernel_gives()
    {
        await using var bench = new StackBench();
        var service = bench.Python(Programs.Server, "fd", "{web.fd}")
            with { Socket = new ManagedSocketDefinition(Backlog: 1_000_000), Instances = "3", Processes = "3", Settled = new SettledDefinition() };
        await using var stack = await bench.StartAsync(service);
        stack.Times.SettledInTime.ShouldBeTrue();
        stack.Read()[0].Processes.ShouldBe(3);
        var limit = int.Parse(await File.ReadAllTextAsync("/proc/sys/net/core/somaxconn"), CultureInfo.InvariantCulture);
        stack.Sockets.ShouldHaveSingleItem().ShouldBe(new SocketFact("web", stack.Target.Port, 1_000_000, limit));
        stack.Identify().ShouldHaveSingleItem().Backlog.ShouldBe(limit);

        var pids = new HashSet<string>();
        for (var i = 0; i < 2000 && pids.Count < 3; i++)
        {
            foreach (var pid in await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Client.GetStringAsync(new Uri(stack.Target, "/pid")))))
            {
                pids.Add(pid);
            }
        }

        pids.Count.ShouldBe(3);
        (await stack.StopAsync()).ShouldHaveSingleItem().Expected.ShouldBeTrue();
        LivePids.Of(pids.Select(static pid => int.Parse(pid, CultureInfo.InvariantCulture))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Prony_gives_up_its_copy_of_a_managed_socket_so_that_a_dead_server_refuses()
    {
        await using var bench = new StackBench();
        await using var stack = await bench.StartAsync(bench.Python(Programs.Server, "fd", "{web.fd}") with { Socket = new ManagedSocketDefinition() });
        (await Client.GetStringAsync(stack.Target)).ShouldBe("ok");
        await stack.StopAsync();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        Should.Throw<SocketException>(() => socket.Connect("127.0.0.1", stack.Target.Port)).SocketErrorCode.ShouldBe(SocketError.ConnectionRefused);
    }

    [Fact]
    public async Task The_listen_fds_protocol_names_the_process_that_it_is_meant_for()
    {
        await using var bench = new StackBench();
        var service = bench.Python(
            "import os\nassert os.environ['LISTEN_FDS'] == '1' and os.environ['LISTEN_PID'] == str(os.getpid())\n" + Programs.Server, "fd", "3")
            with { Socket = new ManagedSocketDefinition(ListenFds: true) };
        await using var stack = await bench.StartAsync(service);
        (await Client.GetStringAsync(stack.Target)).ShouldBe("ok");
    }

    private static async Task<Dictionary<int, string>> DescriptorsOfAsync(StackBench bench, ServiceDefinition service)
    {
        // What the program opened itself must not count, so the shell in its place has its descriptors listed before it becomes the program.
        string[] command = ["sh", "-c", "ls -l /proc/$$/fd; exec \"$@\"", "sh", .. service.Command];
        await using var stack = await bench.StartAsync(service with { Command = command });
        (await Client.GetStringAsync(stack.Target)).ShouldBe("ok");
        return stack.LogTail("web", 100).Select(static line => line.Split(" -> ")).Where(static parts => parts.Length == 2)
            .ToDictionary(static parts => int.Parse(parts[0].Split(' ')[^1], CultureInfo.InvariantCulture), static parts => parts[1]);
    }
}
