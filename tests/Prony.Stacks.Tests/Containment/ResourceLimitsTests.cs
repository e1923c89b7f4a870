using System.Globalization;
using Prony.Stacks.Containment;
using Prony.Stacks.Definitions;
using Prony.Stacks.Native;
using Prony.Stacks.Supervision;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Containment;

/// <summary>Limits of real services, where this machine lets tests set them; where it does not, that it is said.</summary>
public class ResourceLimitsTests
{
    private static readonly HttpClient Client = new();

    /// <summary>The server, with a thread that never rests.</summary>
    private const string Busy = "import threading\ndef burn():\n    while True: pass\nthreading.Thread(target=burn, daemon=True).start()\n" + Programs.Server;

    public static TheoryData<string> Sources => [.. StackBench.Sources];

    private static bool HasV1(string controller) => NativeLibc.geteuid() == 0 && Cgroups.FindV1(controller).Any(Directory.Exists);

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task A_cpu_limit_holds_for_the_service_and_its_throttling_is_seen(string source)
    {
        await using var bench = new StackBench(source);
        await using var stack = await bench.StartAsync(bench.Python(Busy, "port", "{port}") with { Limits = new ServiceLimits(0.25, null, null) });
        if (!HasV1("cpu") && stack.LimitsNotSet.Count > 0)
        {
            stack.LimitsNotSet.ShouldHaveSingleItem().Text.ShouldStartWith("limits.cpus was not set: ");
            return;
        }

        stack.LimitsNotSet.ShouldBeEmpty();
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        while (stack.ReadConditions()[0].Throttle is not { Periods: > 3 } && System.Diagnostics.Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20))
        {
            await Task.Delay(50);
        }

        var throttle = stack.ReadConditions()[0].Throttle.ShouldNotBeNull();
        throttle.Periods.ShouldBeGreaterThan(3);
        throttle.HeldNs.ShouldBeGreaterThan(0);
        throttle.LimitCores.ShouldBe(0.25);
        var folders = Folders(bench.Scope.Mark);
        folders.ShouldNotBeEmpty();
        await stack.StopAsync();
        Folders(bench.Scope.Mark).ShouldAllBe(static folder => Directory.GetDirectories(folder).Length == 0);
        await bench.Scope.DisposeAsync();
        Folders(bench.Scope.Mark).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_memory_limit_holds_for_all_processes_of_the_service()
    {
        await using var bench = new StackBench();
        var hungry = bench.Python("x = bytearray(400 << 20); print('had it all', flush=True)") with { Limits = new ServiceLimits(null, 64 << 20, null) };
        if (HasV1("memory"))
        {
            var error = await Should.ThrowAsync<StackStartException>(() => bench.StartAsync(hungry));
            error.Message.ShouldContain("signal SIGKILL");
            error.LogTail.ShouldBeEmpty();
        }

        await using var stack = await bench.StartAsync(bench.Python(Programs.Server, "port", "{port}") with { Limits = new ServiceLimits(null, 256 << 20, null) });
        (await Client.GetStringAsync(stack.Target)).ShouldBe("ok");
        stack.LimitsNotSet.Select(static note => note.Text.Split(' ')[0]).ShouldBe(HasV1("memory") ? Array.Empty<string>() : ["limits.memory"]);
    }

    [Fact]
    public async Task Descriptors_are_bounded_for_each_process_before_the_program_exists()
    {
        await using var bench = new StackBench();
        var program = "import resource; print(*resource.getrlimit(resource.RLIMIT_NOFILE), flush=True)\n" + Programs.Server;
        await using var stack = await bench.StartAsync(bench.Python(program, "port", "{port}") with { Limits = new ServiceLimits(null, null, 321) });
        stack.LogTail("web", 10).ShouldContain("321 321");
        stack.LimitsNotSet.ShouldBeEmpty();
        stack.ReadConditions()[0].Files!.Limit.ShouldBe(321);
    }

    [Fact]
    public async Task Kill_9_of_the_parent_leaves_neither_the_folder_nor_the_groups_of_a_bounded_service()
    {
        using var folder = new ScratchFolder();
        var program = folder.Write("server.py", Programs.Server);
        using var parent = DoomedParent.Start("proc", folder.Path, program, "bounded");
        var line = (await parent.StandardOutput.ReadLineAsync()).ShouldNotBeNull().Split(' ');
        var guard = int.Parse(line[0], CultureInfo.InvariantCulture);
        var environment = (await Client.GetStringAsync(new Uri(line[1] + "environ"))).Split('\n');
        var data = environment.Single(static entry => entry.StartsWith("DATA=", StringComparison.Ordinal))["DATA=".Length..];
        var mark = environment.Single(static entry => entry.StartsWith("PRONY_RUN=", StringComparison.Ordinal))["PRONY_RUN=".Length..];
        Directory.Exists(data).ShouldBeTrue();
        Folders(mark).Count.ShouldBe(HasV1("cpu") ? 1 : 0);

        parent.Kill();
        await parent.WaitForExitAsync();
        await LivePids.WaitForEndAsync([guard], TimeSpan.FromSeconds(20));
        LivePids.Of([guard]).ShouldBeEmpty();
        Directory.Exists(Path.GetDirectoryName(data)).ShouldBeFalse();
        Folders(mark).ShouldBeEmpty();
    }

    [Fact]
    public void Controllers_of_version_1_are_found_by_their_mounts()
    {
        string[] mounts =
        [
            "30 25 0:26 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct",
            "31 25 0:27 /docker/x /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory",
            "32 25 0:28 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw",
        ];
        string[] own = ["4:memory:/docker/x/inner", "3:cpu,cpuacct:/", "0::/user.slice"];
        Cgroups.FindV1("cpu", mounts, own).ShouldBe(["/sys/fs/cgroup/cpu,cpuacct"]);
        Cgroups.FindV1("memory", mounts, own).ShouldBe(["/sys/fs/cgroup/memory/inner", "/sys/fs/cgroup/memory"]);
        Cgroups.FindV1("pids", mounts, own).ShouldBeEmpty();
        Cgroups.FindBases(mounts, own).ShouldBe([("/sys/fs/cgroup/unified/user.slice", true), ("/sys/fs/cgroup/unified", true), ("/sys/fs/cgroup/cpu,cpuacct", false)]);
    }

    /// <summary>Groups of a run in the hierarchies of the controllers that bound.</summary>
    private static List<string> Folders(string mark) =>
        [.. new[] { "cpu", "memory" }.SelectMany(Cgroups.FindV1).Distinct().Select(place => Path.Combine(place, "prony-" + mark)).Where(Directory.Exists)];
}
