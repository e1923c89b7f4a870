using System.Globalization;
using Prony.Stacks.Definitions;
using Prony.Stacks.Supervision;
using Shouldly;
using Xunit;

// These tests start servers, which is done on Linux only.
#pragma warning disable CA1416

namespace Prony.Stacks.Tests.Supervision;

/// <summary>The folder that a service has to itself for one start, and the files that it finds there.</summary>
public class DataFolderTests
{
    /// <summary>Serves the folder that its first argument names.</summary>
    private const string FileServer = "import http.server, functools, sys; http.server.ThreadingHTTPServer(('127.0.0.1', int(sys.argv[2])), functools.partial(http.server.SimpleHTTPRequestHandler, directory=sys.argv[1])).serve_forever()";

    private static readonly HttpClient Client = new();

    [Fact]
    public async Task Each_start_has_a_fresh_folder_that_goes_with_the_service()
    {
        await using var bench = new StackBench();
        var service = bench.Python(FileServer, "{data}", "{port}") with { Env = [new("WHERE", "{web.data}")] };
        var folders = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            await using var stack = await bench.StartAsync(service);
            var folder = await FolderOfAsync(stack);
            folders.Add(folder);
            Directory.GetFileSystemEntries(folder).ShouldBeEmpty();
            (await EnvironmentOfAsync(stack)).ShouldContain($"WHERE={folder}");
            for (var at = folder; at != "/tmp" && at != "/"; at = Path.GetDirectoryName(at)!)
            {
                File.GetUnixFileMode(at).ShouldBe((UnixFileMode)0b111_101_101, at);
            }

            // What it makes goes with it.
            File.WriteAllText(Path.Combine(folder, "made"), "x");
            (await stack.StopAsync()).ShouldHaveSingleItem().Expected.ShouldBeTrue();
            Directory.Exists(folder).ShouldBeFalse();
        }

        folders[0].ShouldNotBe(folders[1]);
        folders.ShouldAllBe(static folder => folder.Length < 50, "a Unix socket in it may have 107 characters");
        var run = Path.GetDirectoryName(folders[0])!;
        Path.GetDirectoryName(folders[1]).ShouldBe(run);
        Directory.GetFileSystemEntries(run).ShouldBeEmpty();
        var own = bench.Scope.MakeFolder("output");
        Path.GetDirectoryName(own).ShouldBe(run);
        File.GetUnixFileMode(own).ShouldBe((UnixFileMode)0b111_000_000, "what services say is nobody else's");
        await bench.Scope.DisposeAsync();
        Directory.Exists(run).ShouldBeFalse();
    }

    [Fact]
    public async Task Files_are_written_before_the_start_with_the_values_of_all_services()
    {
        await using var bench = new StackBench();
        var back = bench.Python(Programs.Server, "port", "{port}") with { Name = "back", Instances = "3" };
        var web = bench.Python(FileServer, "{data}", "{port}") with
        {
            Files =
            [
                new FileTemplate("proxy.cfg", "bind {{prony:port}} {literal}\nserver s{{prony:back.each.instance}} {{prony:back.each.address}}\nend {{prony:workers}}"),
                new FileTemplate("own-{instance}", "{{prony:instance}} {{prony:data}} {{prony:back.data}} {{prony:back.ports}}"),
            ],
        };
        var candidate = bench.Candidate([back, web]);
        candidate = candidate with { Stack = candidate.Stack with { Parameters = [new("workers", "7")] } };
        await using var stack = await bench.Supervisor.StartAsync(candidate, bench.Logs, CancellationToken.None);
        var lines = (await Client.GetStringAsync(new Uri(stack.Target, "/proxy.cfg"))).Split('\n');
        lines.Length.ShouldBe(5);
        lines[0].ShouldBe($"bind {stack.Target.Port} {{literal}}");
        lines[^1].ShouldBe("end 7");
        var pids = new List<string>();
        foreach (var line in lines[1..4])
        {
            var words = line.Split(' ');
            words[1].ShouldBe($"s{lines.IndexOf(line)}");
            pids.Add(await Client.GetStringAsync(new Uri($"http://{words[2]}/pid")));
        }

        pids.Distinct().Count().ShouldBe(3);
        var own = (await Client.GetStringAsync(new Uri(stack.Target, "/own-1"))).Split(' ');
        own[0].ShouldBe("1");
        Directory.Exists(own[1]).ShouldBeTrue();
        Directory.Exists(own[2]).ShouldBeTrue();
        own[3].Split(',').Length.ShouldBe(3);
        await stack.StopAsync();
        Directory.Exists(own[1]).ShouldBeFalse();
        Directory.Exists(own[2]).ShouldBeFalse();
    }

    [Fact]
    public async Task A_start_that_fails_leaves_no_folder_of_any_service()
    {
        await using var bench = new StackBench();
        var back = bench.Python("import sys; print(sys.argv[1], flush=True)\n" + Programs.Server.Replace("sys.argv[1], int(sys.argv[2])", "sys.argv[2], int(sys.argv[3])", StringComparison.Ordinal), "{data}", "port", "{port}") with { Name = "back" };
        var web = bench.Python("import sys; print(sys.argv[1:], flush=True); sys.exit(7)", "{data}", "{last.data}");
        var last = web with { Name = "last" };
        var error = await Should.ThrowAsync<StackStartException>(
            () => bench.Supervisor.StartAsync(bench.Candidate([back, web, last], "http://{last.address}"), bench.Logs, CancellationToken.None));
        error.Message.ShouldContain("exit code 7");
        var folders = error.LogTail[0].Trim('[', ']').Split(", ").Select(static word => word.Trim('\'')).Append((await File.ReadAllLinesAsync(Path.Combine(bench.Logs, "back.log")))[0]).ToList();
        folders.Count.ShouldBe(3);
        folders.ShouldAllBe(static folder => folder.StartsWith("/tmp/prony-") && !Directory.Exists(folder));
    }

    private static async Task<string> FolderOfAsync(IRunningStack stack)
    {
        var line = (await EnvironmentOfAsync(stack)).Single(static line => line.StartsWith("WHERE=", StringComparison.Ordinal));
        return line["WHERE=".Length..];
    }

    /// <summary>From the kernel: the file server has no page for it.</summary>
    private static async Task<string[]> EnvironmentOfAsync(IRunningStack stack)
    {
        var pid = int.Parse(stack.DescribeProcesses()[0].Split(' ')[0], CultureInfo.InvariantCulture);
        return (await File.ReadAllTextAsync($"/proc/{pid}/environ")).Split('\0');
    }
}
