using System.Diagnostics;
using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Stacks.Accounting;
using Prony.Stacks.Processes;
using Prony.Stacks.Recording;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Recording;

/// <summary>Recordings of real programs whose use of CPU, memory and switches is known.</summary>
public sealed class RecorderTests : IDisposable
{
    private static readonly RecorderSettings Often = new() { Interval = TimeSpan.FromMilliseconds(50) };
    private static readonly RecordingStops Never = new(static () => "SIGTERM", CancellationToken.None, CancellationToken.None);

    /// <summary>Burns CPU until its own clock says so, which is exact on a loaded machine too.</summary>
    private const string Burn = "import os, sys, time\ndef burn(s):\n    end = time.process_time() + s\n    while time.process_time() < end: pass\n";

    /// <summary>The system's own: another one on the PATH may be a script that starts several processes first.</summary>
    private const string Python3 = "/usr/bin/python3";

    private readonly ScratchFolder _folder = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_known_amount_of_cpu_is_recorded_and_the_exit_code_kept(bool children)
    {
        var usage = await RecordAsync(Burn + "burn(0.5); sys.exit(7)", children);
        usage.Summary.CpuS.ShouldBeInRange(0.45, 0.8);
        usage.Summary.ExitCode.ShouldBe(7);
        usage.Summary.Ended.ShouldBe(UsageEnd.Exited);
        usage.Samples.Sum(sample => sample.CpuS).ShouldBe(usage.Summary.CpuS, tolerance: 1e-9);
        usage.Summary.WallS.ShouldBeGreaterThanOrEqualTo(0.45);
        usage.Summary.Cores.Mean.ShouldBe(usage.Summary.CpuS / usage.Summary.WallS, tolerance: 1e-9);
        usage.Summary.Cores.Peak.ShouldBeGreaterThanOrEqualTo(usage.Summary.Cores.Mean);
    }

    [Fact]
    public async Task A_program_that_ends_within_one_interval_has_its_cpu_and_its_memory()
    {
        var usage = await RecordAsync(Burn + "x = bytearray(b'x') * (48 << 20); burn(0.2)", settings: new RecorderSettings { Interval = TimeSpan.FromSeconds(30) });
        usage.Samples.ShouldHaveSingleItem().Processes.ShouldBe(0, "it has ended");
        usage.Summary.CpuS.ShouldBeInRange(0.19, 1.0);
        usage.Summary.MemoryPeakBytes!.Value.ShouldBeGreaterThan(40 << 20);
        usage.Summary.MemoryPeakKind.ShouldBe("pss-sampled");
        usage.Summary.Processes.ShouldBe(1);
    }

    [Theory]
    [InlineData("cgroup")]
    [InlineData("proc")]
    public async Task Cpu_of_children_that_lived_between_two_readings_is_counted(string source)
    {
        using var chosen = Source(source);
        var program = Burn + """
            for i in range(5):
                pid = os.fork()
                if pid == 0: burn(0.1); os._exit(0)
                os.waitpid(pid, 0)
            """;
        var usage = await RecordAsync(program, settings: new RecorderSettings { Interval = TimeSpan.FromSeconds(30) });
        usage.CpuSource.ShouldStartWith(source);
        usage.Summary.CpuS.ShouldBeInRange(0.45, 1.2);
        (await RecordAsync(program, children: false)).Summary.CpuS.ShouldBeLessThan(0.4, "without its children");
    }

    [Theory]
    [InlineData("cgroup")]
    [InlineData("proc")]
    public async Task Cpu_of_a_double_forked_child_in_its_own_session_is_counted_and_nothing_is_left(string source)
    {
        using var chosen = Source(source);
        var note = Path.Combine(_folder.Path, "daemon");
        var usage = await RecordAsync(Burn + $"""
            if os.fork() == 0:
                os.setsid()
                if os.fork() != 0: os._exit(0)
                burn(0.4)
                with open('{note}.part', 'w') as f: f.write(str(os.getpid()))
                os.rename('{note}.part', '{note}')
                time.sleep(3600)
            os.wait()
            while not os.path.exists('{note}'): time.sleep(0.01)
            """);
        usage.Summary.CpuS.ShouldBeInRange(0.39, 1.2);
        usage.Summary.Processes.ShouldBeGreaterThanOrEqualTo(2);
        var daemon = await File.ReadAllTextAsync(note);
        usage.Summary.Leftovers.ShouldHaveSingleItem().ShouldStartWith(daemon + " ");
        (ProcessStat.TryRead(int.Parse(daemon, CultureInfo.InvariantCulture), out var left) && left.IsAlive).ShouldBeFalse();
    }

    [Fact]
    public async Task Context_switches_rise_by_what_a_sleeping_program_does()
    {
        var usage = await RecordAsync("import time\nfor i in range(200): time.sleep(0.002)");
        usage.Summary.VoluntarySwitches!.Value.ShouldBeInRange(200, 1000);
        usage.Samples.Sum(sample => sample.VoluntarySwitches).ShouldBe(usage.Summary.VoluntarySwitches);
        (await RecordAsync(Burn + "burn(0.1)")).Summary.VoluntarySwitches!.Value.ShouldBeLessThan(150);
    }

    [Fact]
    public async Task Wall_time_begins_with_the_start_of_the_command()
    {
        await using var tree = await RecordedTree.StartAsync(["sleep", "0.3"], children: true, outputToError: false);
        await Task.Delay(50);   // a machine that is slow to begin the recording
        (await Recorder.RunAsync(tree, Often, static _ => { }, Never, TimeProvider.System)).Summary.WallS.ShouldBeGreaterThanOrEqualTo(0.3);
    }

    [Fact]
    public async Task Bytes_written_to_a_file_and_calls_are_counted()
    {
        var usage = await RecordAsync($"import os\nf = os.open('{Path.Combine(_folder.Path, "out")}', os.O_CREAT | os.O_WRONLY)\nfor i in range(64): os.write(f, b'x' * 65536)\nos.fsync(f)");
        usage.Samples.Sum(sample => sample.WriteCalls!.Value).ShouldBeGreaterThanOrEqualTo(64);
        usage.Summary.WrittenBytes!.Value.ShouldBeGreaterThanOrEqualTo(0, "on a file system in memory nothing goes to storage");
    }

    [Fact]
    public async Task A_process_that_runs_already_is_recorded_from_now_on_and_not_stopped()
    {
        using var process = Python(Burn + "burn(0.6)\nprint('burnt', flush=True)\nsys.stdin.readline()\nburn(0.3)\nprint('again', flush=True)\nsys.stdin.readline()");
        (await process.StandardOutput.ReadLineAsync()).ShouldBe("burnt");
        await using var tree = RecordedTree.Attach(process.Id, children: true);
        tree.IsStarted.ShouldBeFalse();
        using var end = new CancellationTokenSource();
        var recording = Recorder.RunAsync(tree, Often, static _ => { }, Never with { End = end.Token }, TimeProvider.System);
        await process.StandardInput.WriteLineAsync();
        (await process.StandardOutput.ReadLineAsync()).ShouldBe("again");
        await end.CancelAsync();
        var usage = await recording;
        usage.Summary.CpuS.ShouldBeInRange(0.25, 0.5, "what it burnt before is not part of it");
        usage.Summary.Ended.ShouldBe(UsageEnd.Interrupted);
        usage.Summary.ExitCode.ShouldBeNull();
        usage.CpuSource.ShouldBe("proc");
        process.HasExited.ShouldBeFalse();
        process.Kill();
        await process.WaitForExitAsync();
    }

    [Fact]
    public async Task A_recording_ends_when_the_process_ends()
    {
        using var process = Python("import time; time.sleep(0.3)");
        await using var tree = RecordedTree.Attach(process.Id, children: true);
        var usage = await Recorder.RunAsync(tree, new RecorderSettings { Interval = TimeSpan.FromSeconds(60) }, static _ => { }, Never, TimeProvider.System);
        usage.Summary.Ended.ShouldBe(UsageEnd.Exited);
        usage.Summary.WallS.ShouldBeLessThan(30);
    }

    [Fact]
    public async Task Pss_is_the_sum_over_smaps_and_shared_pages_count_once()
    {
        using var process = Python("""
            import os, sys, time
            shared = bytearray(b'x') * (64 << 20)
            for i in range(3):
                if os.fork() == 0: time.sleep(3600)
            print('ready', flush=True)
            sys.stdin.readline()
            os.killpg(0, 9)
            """, ownGroup: true);
        (await process.StandardOutput.ReadLineAsync()).ShouldBe("ready");
        await using var tree = RecordedTree.Attach(process.Id, children: true);
        var usage = await Recorder.RunAsync(tree, Often with { Duration = TimeSpan.FromMilliseconds(200) }, static _ => { }, Never, TimeProvider.System);
        var pids = Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _))
            .Where(pid => pid == process.Id.ToString(CultureInfo.InvariantCulture) || ParentOf(pid!) == process.Id).ToList();
        pids.Count.ShouldBe(4);
        var (pss, uss) = MemoryFile.Parse(pids.SelectMany(static pid => File.ReadAllLines($"/proc/{pid}/smaps")));
        var read = usage.Samples[0];
        ((double)read.PssBytes!.Value).ShouldBe(pss, tolerance: 4 << 20);
        ((double)read.UssBytes!.Value).ShouldBe(uss, tolerance: 4 << 20);
        read.RssBytes.ShouldBeGreaterThan(4L * (64 << 20));
        read.VirtualBytes.ShouldBeGreaterThan(read.RssBytes);
        usage.Summary.MemoryPeakBytes!.Value.ShouldBeLessThan(128 << 20);
        await process.StandardInput.WriteLineAsync();
        await process.WaitForExitAsync();
    }

    [Fact]
    public async Task Stopped_early_it_ends_the_command_and_its_children_and_keeps_what_was_measured()
    {
        using var end = new CancellationTokenSource();
        var stops = new RecordingStops(static () => "SIGINT", end.Token, CancellationToken.None);
        await using var tree = await RecordedTree.StartAsync([Python3, "-c", "import os, time\npid = os.fork()\ntime.sleep(3600)"], children: true, outputToError: false);
        var usage = await Recorder.RunAsync(tree, Often, sample => { if (sample.Processes == 2) { end.Cancel(); } }, stops, TimeProvider.System);
        usage.Summary.Ended.ShouldBe(UsageEnd.Interrupted);
        usage.Samples[^1].Processes.ShouldBe(2);
        tree.HasEnded.ShouldBeTrue();
        tree.Read(memory: false).Live.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_command_that_outlives_the_duration_is_stopped()
    {
        await using var tree = await RecordedTree.StartAsync(["sleep", "3600"], children: true, outputToError: false);
        var usage = await Recorder.RunAsync(tree, Often with { Duration = TimeSpan.FromMilliseconds(200) }, static _ => { }, Never, TimeProvider.System);
        usage.Summary.Ended.ShouldBe(UsageEnd.Duration);
        usage.Summary.ExitCode.ShouldBeNull();
        tree.HasEnded.ShouldBeTrue();
    }

    [Fact]
    public async Task Who_is_not_there_is_named()
    {
        Should.Throw<NoSuchProcessException>(() => RecordedTree.Attach(int.MaxValue, children: true)).Message.ShouldBe("There is no process 2147483647.");
        (await Should.ThrowAsync<FileNotFoundException>(() => RecordedTree.StartAsync(["no-such-program"], children: true, outputToError: false)))
            .Message.ShouldBe("There is no program 'no-such-program' on the PATH.");
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<UsageRecord> RecordAsync(string program, bool children = true, RecorderSettings? settings = null)
    {
        await using var tree = await RecordedTree.StartAsync([Python3, "-c", program], children, outputToError: false);
        return await Recorder.RunAsync(tree, settings ?? Often, static _ => { }, Never, TimeProvider.System);
    }

    private static Process Python(string program, bool ownGroup = false)
    {
        string[] words = [.. ownGroup ? ["setsid"] : Array.Empty<string>(), Python3, "-c", program];
        return Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }

    private static int ParentOf(string pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 4)..].Split(' ')[0], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>The source that is asked for; a machine without control groups has the other only.</summary>
    private static Restored Source(string source) => new(source == "proc" ? "proc" : null);

    private sealed class Restored : IDisposable
    {
        private const string Variable = "PRONY_CPU_SOURCE";
        private readonly string? _before = Environment.GetEnvironmentVariable(Variable);

        public Restored(string? value) => Environment.SetEnvironmentVariable(Variable, value);

        public void Dispose() => Environment.SetEnvironmentVariable(Variable, _before);
    }
}
