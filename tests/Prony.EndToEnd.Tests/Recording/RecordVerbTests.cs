using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Recording;

/// <summary><c>prony record</c> as a user types it: processes and commands that are real, files that other programs read.</summary>
public sealed partial class RecordVerbTests : IDisposable
{
    private const string Burn = "import time\nend = time.process_time() + 0.5\nwhile time.process_time() < end: pass";

    private readonly Workspace _work = new();

    [Fact]
    public void A_command_keeps_its_output_and_its_exit_code_and_the_summary_has_its_cpu()
    {
        var result = _work.Run("record", "--json", "usage.json", "--", "/usr/bin/python3", "-c", Burn + "\nprint('mine')\nraise SystemExit(7)");
        result.ExitCode.ShouldBe(7, result.ToString());
        result.Output.ShouldContain("mine\n");
        result.Output.ShouldContain("ended with code 7");
        using var usage = JsonDocument.Parse(File.ReadAllText(_work.PathOf("usage.json")));
        usage.RootElement.GetProperty("schema").GetString().ShouldBe("prony.record/1");
        var summary = usage.RootElement.GetProperty("summary");
        summary.GetProperty("cpu_s").GetDouble().ShouldBeInRange(0.45, 0.8);
        summary.GetProperty("exit_code").GetInt32().ShouldBe(7);
        summary.GetProperty("memory_peak_kind").GetString().ShouldBe("pss-sampled");
        usage.RootElement.GetProperty("samples").EnumerateArray().Sum(sample => sample.GetProperty("cpu_s").GetDouble())
            .ShouldBe(summary.GetProperty("cpu_s").GetDouble(), tolerance: 1e-6);
    }

    [Fact]
    public void Json_on_standard_output_stands_there_alone()
    {
        var result = _work.Run("record", "--json", "-", "--", "echo", "mine");
        result.ExitCode.ShouldBe(0, result.ToString());
        JsonDocument.Parse(result.Output).RootElement.GetProperty("name").GetString().ShouldBe("echo");
        result.Error.ShouldContain("mine");
        result.Error.ShouldContain("Wall time");
    }

    [Fact]
    public void Quiet_says_nothing_of_its_own()
    {
        var result = _work.Run("record", "-q", "--", "echo", "mine");
        (result.ExitCode, result.Output, result.Error).ShouldBe((0, "mine\n", ""));
    }

    [Fact]
    public void A_process_that_runs_is_recorded_into_files_that_others_read_and_lives_on()
    {
        using var sleeper = Process.Start("sleep", "3600");
        try
        {
            var pid = sleeper.Id.ToString(CultureInfo.InvariantCulture);
            var result = _work.Run("record", "--interval", "0.1", "--include-children", "--log", "usage.log", "--csv", "usage.csv", "--plot", "usage.svg", "--duration", "1", pid);
            result.ExitCode.ShouldBe(0, result.ToString());
            result.Output.ShouldContain("still there when the duration was over");
            sleeper.HasExited.ShouldBeFalse();

            // psrecord's own tests read its log so: all lines but the first, split at spaces, as numbers.
            var log = File.ReadAllLines(_work.PathOf("usage.log"));
            log[0].ShouldBe("# Elapsed time   CPU (%)     Real (MB)   Virtual (MB)");
            log.Length.ShouldBeGreaterThan(3);
            log.Skip(1).ShouldAllBe(line => PsrecordRow().IsMatch(line));
            var csv = File.ReadAllLines(_work.PathOf("usage.csv"));
            csv.Length.ShouldBe(log.Length);
            csv.ShouldAllBe(line => line.Count(c => c == ',') == csv[0].Count(c => c == ','));
            XDocument.Load(_work.PathOf("usage.svg")).Root!.Name.LocalName.ShouldBe("svg");
        }
        finally
        {
            sleeper.Kill();
        }
    }

    [Fact]
    public void Ctrl_C_stops_the_command_and_prints_what_was_measured()
    {
        var recording = _work.Start("record", "--interval", "50ms", "--csv", "usage.csv", "--", "/usr/bin/python3", "-c", $"""
            import os, time
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    with open('{_work.PathOf("pid.part")}', 'w') as f: f.write(str(os.getpid()))
                    os.rename('{_work.PathOf("pid.part")}', '{_work.PathOf("pid")}')
                    time.sleep(3600)
                os._exit(0)
            time.sleep(3600)
            """);
        WaitFor(() => File.Exists(_work.PathOf("pid")) && File.Exists(_work.PathOf("usage.csv")) && File.ReadAllLines(_work.PathOf("usage.csv")).Length > 2);
        recording.Signal(2);
        var result = recording.WaitForEnd(TimeSpan.FromMinutes(1));
        result.ExitCode.ShouldBe(130, result.ToString());
        result.Error.ShouldContain("Interrupted: ending the recording");
        result.Output.ShouldContain("interrupted and stopped");
        IsAlive(File.ReadAllText(_work.PathOf("pid"))).ShouldBeFalse("what left its parent and its session is stopped too");
    }

    [Fact]
    public void A_command_that_ends_in_order_at_sigterm_is_given_the_time()
    {
        var recording = _work.Start("record", "--csv", "usage.csv", "--interval", "50ms", "--", "/usr/bin/python3", "-c", $"""
            import signal, sys, time
            def end(*_):
                time.sleep(0.7)
                open('{_work.PathOf("bye")}', 'w').close()
                sys.exit(0)
            signal.signal(signal.SIGTERM, end)
            open('{_work.PathOf("ready")}', 'w').close()
            while True: time.sleep(1)
            """);
        WaitFor(() => File.Exists(_work.PathOf("ready")));
        recording.Signal(15);
        recording.WaitForEnd(TimeSpan.FromMinutes(1)).ExitCode.ShouldBe(143);
        File.Exists(_work.PathOf("bye")).ShouldBeTrue();
    }

    [Fact]
    public void A_process_that_ran_already_survives_ctrl_C()
    {
        using var sleeper = Process.Start("sleep", "3600");
        try
        {
            var recording = _work.Start("record", "--csv", "usage.csv", "--interval", "50ms", sleeper.Id.ToString(CultureInfo.InvariantCulture));
            WaitFor(() => File.Exists(_work.PathOf("usage.csv")) && File.ReadAllLines(_work.PathOf("usage.csv")).Length > 2);
            recording.Signal(15);
            var result = recording.WaitForEnd(TimeSpan.FromMinutes(1));
            result.ExitCode.ShouldBe(143, result.ToString());
            result.Output.ShouldContain("the recording was interrupted");
            sleeper.HasExited.ShouldBeFalse();
        }
        finally
        {
            sleeper.Kill();
        }
    }

    [Theory]
    [InlineData(1, "There is no process 2147483647.", "record", "2147483647")]
    [InlineData(2, "There is no program 'no-such-program' on the PATH.", "record", "--", "no-such-program")]
    [InlineData(2, "Required argument missing", "record")]
    [InlineData(2, "--interval: at least 10ms", "record", "--interval", "1ms", "1")]
    [InlineData(2, "--interval: 'often' is not a duration", "record", "--interval", "often", "1")]
    [InlineData(2, "--duration: it must be above 0.", "record", "--duration", "0s", "1")]
    [InlineData(2, "--include-children and --no-children exclude each other.", "record", "--include-children", "--no-children", "1")]
    [InlineData(2, "only one of them can go to standard output", "record", "--csv", "-", "--json", "-", "1")]
    [InlineData(2, "--log /does/not/exist/x: ", "record", "--log", "/does/not/exist/x", "1")]
    [InlineData(2, "--csv /does/not/exist/x: ", "record", "--csv", "/does/not/exist/x", "1")]
    [InlineData(2, "--plot usage.png: the plot is an SVG file", "record", "--plot", "usage.png", "1")]
    [InlineData(2, "add --log FILE", "record", "--include-io", "1")]
    [InlineData(2, "--log-format: 'xml' is not one of plain, csv.", "record", "--log", "x", "--log-format", "xml", "1")]
    public void What_cannot_be_done_is_said_and_has_its_code(int code, string message, params string[] arguments)
    {
        var result = _work.Run(arguments);
        result.ExitCode.ShouldBe(code, result.ToString());
        result.Error.ShouldContain(message);
        result.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public void The_commands_of_the_page_run()
    {
        using var sleeper = Process.Start("sleep", "3600");
        try
        {
            var commands = File.ReadAllLines(Clone.PathOf("docs", "record.md")).Where(line => line.StartsWith("./prony ", StringComparison.Ordinal)).ToList();
            commands.Count.ShouldBe(4);
            foreach (var command in commands)
            {
                var shorter = command.Replace("4711", sleeper.Id.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                    .Replace("--duration 10s", "--duration 1s", StringComparison.Ordinal).Replace("--interval 1 ", "--interval 1 --duration 1.5 ", StringComparison.Ordinal);
                using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", shorter.Replace("./prony", Clone.PathOf("prony"), StringComparison.Ordinal)])
                {
                    WorkingDirectory = _work.Folder,
                    RedirectStandardOutput = true,
                })!;
                var output = shell.StandardOutput.ReadToEnd();
                shell.WaitForExit();
                shell.ExitCode.ShouldBe(0, command);
                output.ShouldContain("Memory, peak");
            }

            new[] { "usage.svg", "usage.csv", "usage.log", "usage.json" }.ShouldAllBe(file => File.Exists(_work.PathOf(file)));
            sleeper.HasExited.ShouldBeFalse();
        }
        finally
        {
            sleeper.Kill();
        }
    }

    public void Dispose() => _work.Dispose();

    private static void WaitFor(Func<bool> condition)
    {
        for (var i = 0; i < 600 && !condition(); i++)
        {
            Thread.Sleep(50);
        }

        condition().ShouldBeTrue("within 30 s");
    }

    /// <summary>A zombie is dead; who reaps orphans may take its time.</summary>
    private static bool IsAlive(string pid)
    {
        try
        {
            return !File.ReadAllText($"/proc/{pid}/status").Contains("State:\tZ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Four numbers with three decimals, each at least 12 wide, one space between them.</summary>
    [GeneratedRegex(@"^(?=.{51,}$) *\d+\.\d{3} +\d+\.\d{3} +\d+\.\d{3} +\d+\.\d{3}$")]
    private static partial Regex PsrecordRow();
}
