using System.Globalization;
using System.Text;
using Prony.Measurement.Runs;
using Prony.Reporting.Personalities;
using Prony.Reporting.Personalities.Psrecord;
using Prony.Reporting.Usage;
using Prony.Stacks.Recording;

namespace Prony.Cli.Personalities.Psrecord;

/// <summary>psrecord, on what <c>prony record</c> measures.</summary>
internal sealed class PsrecordTool : IPersonality
{
    private const int Failed = 1;
    private const int WrongUse = 2;

    public string Name => "psrecord";

    public string Original => "psrecord 1.4";

    public IReadOnlyList<ToolFlag> Flags => PsrecordFlags.All;

    public int Run(IReadOnlyList<string> arguments)
    {
        try
        {
            var own = OwnFlags.Take(arguments, Flags);
            var line = ArgparseLine.Read(own.Rest, PsrecordFlags.All, PsrecordFlags.Operand);
            if (line.Has("-h"))
            {
                Console.Out.Write(PsrecordFlags.Help());
                return ExitCodes.Done;
            }

            return RunAsync(PsrecordOptions.Read(line), own.Truth).GetAwaiter().GetResult();
        }
        catch (Exception wrong) when (wrong is ArgparseException or UsageException)
        {
            Console.Error.Write($"{PsrecordFlags.Usage}{Name}: error: {wrong.Message}\n");
            return WrongUse;
        }
        catch (Exception failure) when (failure is PsrecordFailure or NoSuchProcessException or FileNotFoundException)
        {
            Console.Error.WriteLine(failure is NoSuchProcessException ? $"psutil.NoSuchProcess: {failure.Message}" : failure.Message);
            return Failed;
        }
    }

    private static async Task<int> RunAsync(PsrecordOptions options, bool truth)
    {
        using var plot = Create(options.Plot);
        using var log = Create(options.Log);
        Console.Out.Write(options.Pid is { } pid
            ? string.Create(CultureInfo.InvariantCulture, $"Attaching to process {pid}\n")
            : $"Starting up command '{options.What}' and attaching to process\n");
        Console.Out.Flush();
        await using var tree = await OpenAsync(options).ConfigureAwait(false);
        using var interrupts = new Interrupts(Console.Error.WriteLine, "ending the recording and keeping what was measured", gentle: true);
        var rows = log is not null || plot is null ? new PsrecordLog(log ?? Console.Out, options.Format, options.IncludeIo) : null;
        rows?.WriteHeader();
        var polled = new PolledCpu(tree.Pid, options.Settings.Children);
        polled.Look();
        var usage = await Recorder.RunAsync(
            tree,
            options.Settings,
            sample =>
            {
                rows?.Write(sample);
                polled.Look();
            },
            new RecordingStops(() => interrupts.ExitCode == ExitCodes.Interrupted ? "SIGINT" : "SIGTERM", interrupts.Stop.EndWindow, interrupts.Stop.StopNow),
            TimeProvider.System).ConfigureAwait(false);
        if (usage.Summary.Ended == UsageEnd.Exited)
        {
            Console.Out.Write(string.Create(CultureInfo.InvariantCulture, $"Process finished ({usage.Summary.WallS:F2} seconds)\n"));
        }

        if (plot is not null && PsrecordOptions.IsPng(options.Plot!))
        {
            plot.BaseStream.Write(UsagePicture.Png(usage));
        }
        else
        {
            plot?.Write(UsagePlot.Render(usage));
        }

        if (truth)
        {
            TruthOutput.Write(TruthBlock.Lines("psrecord", PsrecordFaults.Find(usage, polled.Seconds)));
        }

        // psrecord ends so whatever became of the process, and after Ctrl-C too.
        return interrupts.ExitCode == ExitCodes.Terminated ? ExitCodes.Terminated : ExitCodes.Done;
    }

    private static async Task<RecordedTree> OpenAsync(PsrecordOptions options) => options.Pid is { } pid
        ? RecordedTree.Attach(pid, options.Settings.Children)
        : await RecordedTree.StartAsync(["sh", "-c", options.What], options.Settings.Children, outputToError: false).ConfigureAwait(false);

    private static StreamWriter? Create(string? path)
    {
        try
        {
            return path is null ? null : new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new PsrecordFailure($"{path}: {failure.Message}");
        }
    }
}
