using System.Globalization;
using Prony.Stacks.Definitions;
using Prony.Stacks.Native;
using Prony.Stacks.Preparation;
using Prony.Stacks.Processes;
using Prony.Stacks.Supervision;
using Shouldly;
using Xunit;

// These tests start servers, which is done on Linux only.
#pragma warning disable CA1416

namespace Prony.Stacks.Tests.Supervision;

/// <summary>Services and steps as another user; where the tests do not run as root, the refusal is tested instead.</summary>
public class UserTests
{
    private const string Other = "nobody";

    private static readonly HttpClient Client = new();

    private static bool IsRoot => NativeLibc.geteuid() == 0;

    [Fact]
    public async Task A_service_runs_as_its_user_with_the_users_environment_and_owns_its_folder()
    {
        if (!IsRoot)
        {
            return;
        }

        await using var bench = OpenBench();
        var program = Programs.Server.Replace(
            "print('serving', flush=True)",
            "print('serving', flush=True); print('ids', os.getuid(), os.getgid(), os.getpid(), sys.argv[3]); open(sys.argv[3] + '/mine', 'w').write('x'); open('/dev/stderr', 'a').write('again\\n'); sys.stdout.flush()",
            StringComparison.Ordinal);
        var service = bench.Python(program, "port", "{port}", "{data}") with
        {
            User = "{owner}",
            Files = [new FileTemplate("given", "{{prony:port}}")],
        };
        var candidate = bench.Candidate(service);
        candidate = candidate with { Stack = candidate.Stack with { Parameters = [new("owner", Other)] } };
        await using var stack = await bench.Supervisor.StartAsync(candidate, bench.Logs, CancellationToken.None);
        var account = UserAccount.Find(Other).ShouldNotBeNull();
        var ids = stack.LogTail("web", 10).Single(static line => line.StartsWith("ids", StringComparison.Ordinal)).Split(' ');
        ids[1..3].ShouldBe([Text(account.UserId), Text(account.GroupId)]);
        stack.LogTail("web", 10).ShouldContain("again");

        // It was exec'ed: the process that Prony started is the server.
        stack.Read()[0].Processes.ShouldBe(1);
        (await Client.GetStringAsync(new Uri(stack.Target, "/pid"))).ShouldBe(ids[3]);
        var environment = (await Client.GetStringAsync(new Uri(stack.Target, "/environ"))).Split('\n');
        environment.ShouldContain($"USER={Other}");
        environment.ShouldContain($"LOGNAME={Other}");
        environment.ShouldContain($"HOME={account.Home}");
        File.Exists(Path.Combine(ids[4], "mine")).ShouldBeTrue();
        var given = Path.Combine(ids[4], "given");
        (await File.ReadAllTextAsync(given)).ShouldBe(Text(stack.Target.Port));
        Owner(given).ShouldBe(Other);
        Owner(ids[4]).ShouldBe(Other);
        (await stack.StopAsync()).ShouldHaveSingleItem().ExitCode.ShouldBe(0);
        Directory.Exists(ids[4]).ShouldBeFalse();
    }

    [Fact]
    public async Task A_service_of_another_user_can_have_an_inherited_socket_with_listen_fds()
    {
        if (!IsRoot)
        {
            return;
        }

        await using var bench = OpenBench();
        var service = bench.Python("import os\nassert os.environ['LISTEN_PID'] == str(os.getpid())\n" + Programs.Server, "fd", "3") with
        {
            User = Other,
            Socket = new ManagedSocketDefinition(ListenFds: true),
        };
        await using var stack = await bench.StartAsync(service);
        (await Client.GetStringAsync(stack.Target)).ShouldBe("ok");
    }

    [Fact]
    public async Task Another_user_without_root_is_refused_with_what_to_do()
    {
        if (IsRoot)
        {
            UserAccount.Of("root", "web").ShouldNotBeNull().IsOther.ShouldBeFalse();
            UserAccount.Of("root", "web")!.Prefix("web").ShouldBeEmpty();
            return;
        }

        await using var bench = new StackBench();
        var error = await Should.ThrowAsync<StackStartException>(() => bench.StartAsync(bench.Python(Programs.Server, "port", "{port}") with { User = Other }));
        error.Kind.ShouldBe(StartFailureKind.Invalid);
        error.Message.ShouldBe("Service 'web' cannot be started: only root may run it as 'nobody'. Run prony as root or as 'nobody', or remove 'user'.");
    }

    [Fact]
    public async Task A_user_that_does_not_exist_is_named_for_services_and_steps()
    {
        await using var bench = new StackBench();
        bench.Write("input", "x");
        var service = bench.Python(Programs.Server, "port", "{port}");
        foreach (var wrong in new[] { service with { User = "no-such-user" }, service with { Prepare = [new PrepareStep(["true"], ["input"]) { User = "no-such-user" }] } })
        {
            var error = await Should.ThrowAsync<StackStartException>(() => bench.StartAsync(wrong));
            error.Kind.ShouldBe(StartFailureKind.Invalid);
            error.Message.ShouldBe(
                "Service 'web' cannot be started: there is no user 'no-such-user' on this machine. "
                + "Install the package that brings it, make it (useradd --system no-such-user), or correct 'user'.");
        }
    }

    [Fact]
    public async Task What_another_user_prepares_lies_where_it_can_be_reached()
    {
        if (!IsRoot)
        {
            return;
        }

        await using var bench = OpenBench();
        var home = Path.Combine(bench.Folder, "home");
        Directory.CreateDirectory(home, (UnixFileMode)0b111_000_000);
        using var elsewhere = new ScratchFolder();
        File.SetUnixFileMode(elsewhere.Path, (UnixFileMode)0b111_101_101);
        var open = Path.Combine(elsewhere.Path, "for-others");
        bench.Write("input", "x");
        var step = new PrepareStep(["sh", "-c", "id -un >\"{prepared}/who\"; echo \"$HOME $USER\" >\"{prepared}/env\"; mkdir -m 700 \"{prepared}/db\""], ["input"]) { User = Other };
        var service = bench.Python(
            """
            import os, sys, http.server, functools
            assert open(sys.argv[1] + '/who').read() == 'nobody\n'
            os.listdir(sys.argv[1] + '/db')
            open(sys.argv[1] + '/later', 'w').write('x')
            http.server.HTTPServer(('127.0.0.1', int(sys.argv[2])), functools.partial(http.server.SimpleHTTPRequestHandler, directory=sys.argv[1])).serve_forever()
            """,
            "{prepared}",
            "{port}") with { User = Other, Prepare = [step] };
        var supervisor = new StackSupervisor(bench.Scope, Path.Combine(home, "cache")) { CacheForOthers = open };
        await using (var stack = await supervisor.StartAsync(bench.Candidate(service), bench.Logs, CancellationToken.None))
        {
            (await Client.GetStringAsync(new Uri(stack.Target, "/env"))).ShouldBe($"{UserAccount.Find(Other)!.Home} {Other}\n");
        }

        Directory.GetDirectories(open).ShouldHaveSingleItem();
        Directory.Exists(Path.Combine(home, "cache")).ShouldBeFalse();

        // Where everybody can get, the cache itself is good enough; and as whom a step runs makes another result.
        var cache = Path.Combine(elsewhere.Path, "cache");
        var reachable = new StackSupervisor(bench.Scope, cache) { CacheForOthers = open };
        await reachable.PrepareAsync(bench.Candidate(service), null, CancellationToken.None);
        Directory.GetDirectories(cache).ShouldHaveSingleItem();
        await reachable.PrepareAsync(bench.Candidate(service with { Prepare = [step with { User = null, Command = step.Command }] }) with { Name = "two" }, null, CancellationToken.None);
        Directory.GetDirectories(cache).Length.ShouldBe(2);
        PrepareCache.ForOthers.ShouldBe("/var/cache/prony");
    }

    /// <summary>Another user can read its programs.</summary>
    private static StackBench OpenBench()
    {
        var bench = new StackBench();
        File.SetUnixFileMode(bench.Folder, (UnixFileMode)0b111_101_101);
        return bench;
    }

    private static string Text(uint number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Owner(string path)
    {
        using var stat = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("stat", ["-c", "%U", path]) { RedirectStandardOutput = true })!;
        return stat.StandardOutput.ReadToEnd().Trim();
    }
}
