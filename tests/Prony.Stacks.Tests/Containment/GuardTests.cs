using System.Globalization;
using Prony.Stacks.Containment;
using Prony.Stacks.Processes;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Containment;

public class GuardTests
{
    private static readonly HttpClient Client = new();

    public static TheoryData<string> Sources => [.. StackBench.Sources];

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task Kill_9_of_the_parent_leaves_no_server_two_seconds_later(string source)
    {
        using var folder = new ScratchFolder();
        var program = folder.Write("family.py", Programs.Family);
        using var parent = DoomedParent.Start(source, folder.Path, program);
        var line = (await parent.StandardOutput.ReadLineAsync()).ShouldNotBeNull().Split(' ');
        var guard = int.Parse(line[0], CultureInfo.InvariantCulture);
        var server = int.Parse(await Client.GetStringAsync(new Uri(line[1] + "pid")), CultureInfo.InvariantCulture);
        int[] pids = [server, .. LivePids.NotedIn(folder.Path)];
        pids.Length.ShouldBe(5);
        LivePids.Of(pids).ShouldBe(pids);

        parent.Kill();
        await parent.WaitForExitAsync();

        (await LivePids.WaitForEndAsync(pids, TimeSpan.FromSeconds(5))).ShouldBeLessThan(TimeSpan.FromSeconds(2));
        await LivePids.WaitForEndAsync([guard], TimeSpan.FromSeconds(5));
        LivePids.Of([guard]).ShouldBeEmpty();
        Cgroups.FindBases().SelectMany(static place => Directory.GetDirectories(place.Folder, "prony-doomed*"))
            .Where(path => path.Contains($".{parent.Id}-", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_guard_is_in_a_session_of_its_own_and_holds_only_the_pipe()
    {
        await using var bench = new StackBench();
        ProcessStat.TryRead(bench.Scope.GuardPid, out var stat).ShouldBeTrue();
        stat.Session.ShouldBe(bench.Scope.GuardPid);
        var descriptors = await DescriptorsAsync(bench.Scope.GuardPid);
        descriptors.Keys.Order().ShouldBe([0, 1, 2]);
        descriptors[0].ShouldStartWith("pipe:");
    }

    [Fact]
    public async Task A_guard_that_has_ended_makes_further_starts_fail()
    {
        await using var bench = new StackBench();
        Native.NativeLibc.kill(bench.Scope.GuardPid, 9).ShouldBe(0);
        await LivePids.WaitForEndAsync([bench.Scope.GuardPid], TimeSpan.FromSeconds(5));
        var error = await Should.ThrowAsync<IOException>(() => bench.StartAsync(bench.Python(Programs.Server, "port", "{port}")));
        error.Message.ShouldContain("guard process");
        await bench.Scope.DisposeAsync();
        Cgroups.FindBases().SelectMany(static place => Directory.GetDirectories(place.Folder)).ShouldNotContain(
            path => path.Contains(bench.Scope.Mark, StringComparison.Ordinal));
    }

    private static async Task<Dictionary<int, string>> DescriptorsAsync(int pid)
    {
        // The shell in front of a process may still hold others for a moment.
        await Task.Delay(50);
        return Directory.GetFiles($"/proc/{pid}/fd")
            .ToDictionary(static path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture), static path => new FileInfo(path).LinkTarget ?? "");
    }
}
