using System.Diagnostics;
using Prony.Stacks.Definitions;
using Prony.Stacks.Supervision;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Supervision;

/// <summary>The shipped stack, as stacks/kestrel-bench/stack.yaml describes it.</summary>
public class KestrelBenchTests
{
    private static readonly HttpClient Client = new(new SocketsHttpHandler { MaxConnectionsPerServer = 100 });

    [Fact]
    public async Task It_is_prepared_once_and_does_its_work_in_both_modes()
    {
        await using var bench = new StackBench();
        var steps = new List<string>();
        await bench.Supervisor.PrepareAsync(Candidate("sync"), steps.Add, CancellationToken.None);
        await bench.Supervisor.PrepareAsync(Candidate("async"), steps.Add, CancellationToken.None);
        steps.Count.ShouldBe(1);
        Directory.Exists(Path.Combine(SourceFolder, "obj")).ShouldBeFalse();

        var sync = await MeasureAsync(bench, Candidate("sync"));
        var async = await MeasureAsync(bench, Candidate("async"));

        // 64 requests at once: 16 threads need four turns of 100 ms, awaiting needs one.
        sync.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(395));
        async.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(95));
        async.ShouldBeLessThan(sync);
    }

    private static async Task<TimeSpan> MeasureAsync(StackBench bench, CandidateDefinition candidate)
    {
        await using var stack = await bench.Supervisor.StartAsync(candidate, bench.Logs, CancellationToken.None);
        stack.Times.SettledInTime.ShouldBeTrue();
        stack.Times.Settled.ShouldBeGreaterThan(stack.Times.Ready);
        stack.Sockets.ShouldHaveSingleItem().Backlog.ShouldBe(2048);
        (await Client.GetStringAsync(stack.Target)).ShouldBe("ok\n");
        var work = new Uri(stack.Target, "/work");

        // The quickest of several: on a busy machine any single one may be held up.
        var quickest = TimeSpan.MaxValue;
        for (var i = 0; i < 4; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Client.GetStringAsync(work)));
            var elapsed = Stopwatch.GetElapsedTime(start);
            quickest = elapsed < quickest ? elapsed : quickest;
            answers.ShouldAllBe(static answer => answer.Length == 6);
        }

        (await stack.StopAsync()).ShouldHaveSingleItem().Expected.ShouldBeTrue();
        return quickest;
    }

    private static CandidateDefinition Candidate(string mode) => new(mode, Stack, new Dictionary<string, string> { ["mode"] = mode });

    private static string SourceFolder
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Prony.slnx")))
            {
                folder = Path.GetDirectoryName(folder)!;
            }

            return Path.Combine(folder, "stacks", "kestrel-bench");
        }
    }

    private static StackDefinition Stack => new()
    {
        Name = "kestrel-bench",
        Directory = SourceFolder,
        Parameters = [new("mode", "async"), new("threads", "16"), new("wait", "100")],
        Requires = [new Requirement("dotnet", [])],
        Services =
        [
            new ServiceDefinition
            {
                Name = "web",
                Socket = new ManagedSocketDefinition(),
                Prepare =
                [
                    new PrepareStep(
                        ["dotnet", "publish", "{dir}/kestrel-bench.csproj", "-c", "Release", "-o", "{prepared}", "--artifacts-path", "{prepared}/../build",
                            "-nologo", "-v", "quiet", "-nodereuse:false", "-p:UseSharedCompilation=false"],
                        ["*.cs", "*.csproj"]),
                ],
                Command = ["dotnet", "{prepared}/kestrel-bench.dll", "--mode", "{mode}", "--threads", "{threads}", "--wait", "{wait}", "--fd", "{web.fd}"],
                Processes = "1",
                Ready = new ReadyDefinition("/"),
                Stop = new StopDefinition(ExitCodes: [0]),
            },
        ],
        Target = "http://{web.address}",
    };
}
