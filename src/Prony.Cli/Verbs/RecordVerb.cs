using System.CommandLine;
using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Reporting.Progress;
using Prony.Reporting.Usage;
using Prony.Stacks.Recording;

namespace Prony.Cli.Verbs;

/// <summary><c>prony record PID</c> and <c>prony record -- COMMAND</c>: what a process tree uses.</summary>
internal static class RecordVerb
{
    public static Command Create()
    {
        var options = new RecordOptions();
        var command = new Command("record", "Record CPU, memory, processes and context switches of a process tree, or of a command that is started for it");
        options.AddTo(command);
        command.SetAction((parsed, _) => RunAsync(options, parsed));
        return command;
    }

    private static async Task<int> RunAsync(RecordOptions options, ParseResult parsed)
    {
        var settings = options.ReadSettings(parsed);
        using var outputs = RecordOutputs.Open(options, parsed);
        var terminal = Terminal.Create(parsed.GetValue(options.NoColor), resultsToError: outputs.TakeStandardOutput);
        var quiet = parsed.GetValue(options.Quiet);
        var words = parsed.GetValue(options.Words)!;
        try
        {
            await using var tree = await OpenAsync(words, settings.Children, outputs.TakeStandardOutput);
            var progress = ProgressSink.ForRecording(terminal, quiet, shared: tree.IsStarted);
            using var interrupts = new Interrupts(progress.Say, "ending the recording and keeping what was measured", gentle: true);
            UsageRecord usage;
            using (progress)
            {
                progress.Show(new Note(Beginning(tree, settings)));
                usage = await Recorder.RunAsync(
                    tree,
                    settings,
                    sample =>
                    {
                        outputs.Write(sample);
                        progress.Show(new UsageSeen(sample));
                    },
                    new RecordingStops(() => interrupts.ExitCode == ExitCodes.Interrupted ? "SIGINT" : "SIGTERM", interrupts.Stop.EndWindow, interrupts.Stop.StopNow),
                    TimeProvider.System);
            }

            outputs.Complete(usage);
            if (!quiet)
            {
                UsageText.Write(terminal.Output, usage);
            }

            return interrupts.ExitCode ?? usage.Summary.ExitCode ?? ExitCodes.Done;
        }
        catch (NoSuchProcessException none)
        {
            terminal.Fail(none.Message);
            return ExitCodes.Failed;
        }
        catch (FileNotFoundException missing)
        {
            throw new UsageException(missing.Message);
        }
    }

    private static async Task<RecordedTree> OpenAsync(string[] words, bool children, bool outputToError) =>
        words is [var one] && int.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
            ? RecordedTree.Attach(pid, children)
            : await RecordedTree.StartAsync(words is [var line] && line.Contains(' ', StringComparison.Ordinal) ? ["sh", "-c", line] : words, children, outputToError);

    private static string Beginning(RecordedTree tree, RecorderSettings settings) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(tree.IsStarted ? "Started" : "Recording")} {tree.Pid} {tree.Name}, read every {settings.Interval.TotalSeconds:0.###} s. {(tree.IsStarted ? "Ctrl-C stops both." : "Ctrl-C ends the recording, not the process.")}");
}
