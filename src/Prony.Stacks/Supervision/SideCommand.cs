using System.ComponentModel;
using System.Globalization;
using Prony.Measurement.Clocks;
using Prony.Stacks.Definitions;
using Prony.Stacks.Processes;

namespace Prony.Stacks.Supervision;

/// <summary>A command that is run beside the services, in a clean environment, and in a group of its own: what it uses belongs to none of them, and nothing of it stays.</summary>
/// <remarks>Thread: any, one run at a time.</remarks>
internal sealed class SideCommand(RunScope scope, SideCommandSettings settings)
{
    /// <summary>The caller's token alone ends it.</summary>
    internal static readonly TimeSpan NoLimit = TimeSpan.FromHours(1);

    private const int MostOutput = Layers.AnswerText.MostBytes;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);

    /// <summary>Runs it to its end, or kills it.</summary>
    /// <param name="within">Longest run.</param>
    /// <param name="ct">Kills it too.</param>
    internal async Task<SideResult> RunAsync(TimeSpan within, CancellationToken ct)
    {
        if (ProgramFinder.Find(settings.Command[0], settings.Folder) is not { } program)
        {
            return new SideResult($"'{settings.Command[0]}' was not found", "", null);
        }

        var output = settings.KeepsOutput ? OpenUnnamed() : null;
        using (output)
        {
            var logStart = LengthOf(settings.LogFile);
            RunningService running;
            try
            {
                running = Start(program, output);
            }
            catch (Exception failure) when (failure is Win32Exception or IOException)
            {
                return new SideResult($"it could not be started: {failure.Message.TrimEnd('.')}", "", null);
            }

            var exit = await WaitAsync(running, within, ct).ConfigureAwait(false);
            var said = LengthOf(settings.LogFile) > logStart ? LogFile.Tail(settings.LogFile, 1) : [];
            return new SideResult(ProblemOf(exit, within), output is null ? "" : Read(output), said.Count > 0 ? said[0] : null);
        }
    }

    private RunningService Start(string program, FileStream? output)
    {
        var mark = scope.NextMark("beside", settings.Service);
        var definition = new ServiceDefinition
        {
            Name = settings.Service,
            Command = settings.Command,
            Stop = new StopDefinition("SIGKILL", TimeSpan.Zero),
        };
        return RunningService.Start(scope, definition, [new ServiceLaunch
        {
            Mark = mark,
            Program = program,
            Arguments = [.. settings.Command.Skip(1)],
            WorkingDirectory = settings.Folder,
            Environment = CleanEnvironment.For(program, scope.Mark, mark.Text, settings.Env),
            OutputFile = settings.LogFile,
            User = settings.User,
            Cpus = settings.Cpus,
            Output = output?.SafeFileHandle,
        }]);
    }

    /// <returns>Null when it was killed.</returns>
    private static async Task<ExitStatus?> WaitAsync(RunningService running, TimeSpan within, CancellationToken ct)
    {
        try
        {
            var deadlineNs = MonotonicClock.NowNs + MonotonicClock.ToNs(within);
            ExitStatus? exit;
            while ((exit = running.FirstExit()) is null && MonotonicClock.NowNs < deadlineNs && !ct.IsCancellationRequested)
            {
                await Task.Delay(Poll, CancellationToken.None).ConfigureAwait(false);
            }

            return exit;
        }
        finally
        {
            await running.StopAsync().ConfigureAwait(false);
        }
    }

    private static string? ProblemOf(ExitStatus? exit, TimeSpan within) => exit switch
    {
        null => string.Create(CultureInfo.InvariantCulture, $"it did not end within {within.TotalSeconds:0.#} s and was killed"),
        { Code: 0 } => null,
        { } status => $"it ended with {status.Text}",
    };

    /// <summary>A file that is gone with its last descriptor: a pipe would have to be emptied while the program writes.</summary>
    private static FileStream OpenUnnamed()
    {
        var path = Path.Combine(Path.GetTempPath(), "prony-" + Guid.NewGuid().ToString("N"));
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        File.Delete(path);
        return file;
    }

    private static string Read(FileStream file)
    {
        // The program wrote through a copy of the descriptor, so that this stream knows neither length nor place.
        var length = (int)Math.Min(MostOutput, RandomAccess.GetLength(file.SafeFileHandle));
        var bytes = new byte[length];
        var read = RandomAccess.Read(file.SafeFileHandle, bytes, 0);
        return System.Text.Encoding.UTF8.GetString(bytes, 0, read);
    }

    private static long LengthOf(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;
}

/// <summary>What a side command is.</summary>
internal sealed record SideCommandSettings
{
    /// <summary>For its mark.</summary>
    internal required string Service { get; init; }

    /// <summary>Program and arguments, resolved.</summary>
    internal required IReadOnlyList<string> Command { get; init; }

    /// <summary>Working directory, absolute.</summary>
    internal required string Folder { get; init; }

    /// <summary>CPUs that it may run on; null: those of Prony.</summary>
    internal IReadOnlyList<int>? Cpus { get; init; }

    /// <summary>Added to the clean environment.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Env { get; init; } = [];

    /// <summary>As whom it runs; null: as Prony.</summary>
    internal UserAccount? User { get; init; }

    /// <summary>Its output is appended here; only its errors where <see cref="KeepsOutput"/>.</summary>
    internal required string LogFile { get; init; }

    /// <summary>The output is wanted: <see cref="SideResult.Output"/>.</summary>
    internal bool KeepsOutput { get; init; }
}

/// <summary>How a side command ended.</summary>
/// <param name="Problem">"it ended with exit code 1"; null when it succeeded.</param>
/// <param name="Output">What it wrote, where that was kept.</param>
/// <param name="Said">The last line that it wrote to its log; null for none.</param>
internal sealed record SideResult(string? Problem, string Output, string? Said);
