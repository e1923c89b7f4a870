using System.CommandLine;
using Prony.Cli.Parsing;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Prony.Reporting.Listing;
using Prony.Reporting.Progress;
using Prony.Reporting.Watching;

namespace Prony.Cli.Verbs;

/// <summary><c>prony watch RUN</c>: follows a run of another process by its files.</summary>
internal static class WatchVerb
{
    /// <summary>A new directory may be without its plan for a moment.</summary>
    private static readonly TimeSpan PlanPatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    public static Command Create()
    {
        var run = new RunChoice();
        var wait = new Option<bool>("--wait") { Description = "Wait until the run begins: with RUN until the directory is there, with --latest until a prony writes to the newest" };
        var noColor = new Option<bool>("--no-color") { Description = "No colours (as NO_COLOR)" };
        var command = new Command("watch", "Follow a run of another process while it goes on: a table on a terminal, a line for each second elsewhere");
        run.AddTo(command);
        command.Add(wait);
        command.Add(noColor);
        command.SetAction((parsed, _) => WatchAsync(run, parsed, parsed.GetValue(wait), parsed.GetValue(noColor)));
        return command;
    }

    private static async Task<int> WatchAsync(RunChoice choice, ParseResult parsed, bool wait, bool noColor)
    {
        var terminal = Terminal.Create(noColor);
        using var interrupts = new Interrupts(_ => { });
        var stop = interrupts.Stop.EndWindow;
        try
        {
            var run = wait ? await WaitAsync(choice, parsed, terminal, stop) : choice.Read(parsed);
            if (RunLister.IsTune(run))
            {
                throw new UsageException($"{run.Path} holds the stages of 'prony tune'. Watch the run of a stage: {string.Join(", ", RunLister.Stages(run).Select(stage => stage.Path))}");
            }

            using var view = new WatchView(terminal);
            var ended = await FollowAsync(run, view, stop);
            view.Dispose();
            return ended ? Conclude(run, terminal) : throw new UsageException($"{run.Path} holds no run: it has no plan.json. With --wait the run may begin later.");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return interrupts.ExitCode ?? ExitCodes.Interrupted;
        }
        catch (RunFormatException damaged)
        {
            throw new UsageException(damaged.Message);
        }
    }

    /// <summary>The run once it is there.</summary>
    private static async Task<RunDirectory> WaitAsync(RunChoice choice, ParseResult parsed, Terminal terminal, CancellationToken stop)
    {
        var told = false;
        while (true)
        {
            if (choice.TryRead(parsed) is { } run && (choice.IsNamed(parsed) || RunReader.IsBeingWritten(run)) && File.Exists(run.PlanFile))
            {
                return run;
            }

            if (!told)
            {
                terminal.Say("Waiting for a run to begin. Ctrl-C ends the waiting.");
                told = true;
            }

            await Task.Delay(Pace, stop);
        }
    }

    /// <returns>False when there is no plan to follow.</returns>
    private static async Task<bool> FollowAsync(RunDirectory run, WatchView view, CancellationToken stop)
    {
        var follower = new RunFollower(run);
        var begin = TimeProvider.System.GetTimestamp();
        while (true)
        {
            // Before the files: what a process wrote before it ended is there when it has ended.
            var goesOn = RunReader.IsBeingWritten(run);
            foreach (var found in follower.Poll())
            {
                view.Show(found);
            }

            if (!goesOn && (follower.Plan is not null || TimeProvider.System.GetElapsedTime(begin) > PlanPatience))
            {
                return follower.Plan is not null;
            }

            await Task.Delay(Pace, stop);
        }
    }

    /// <summary>How the run ended, in a sentence.</summary>
    private static int Conclude(RunDirectory run, Terminal terminal)
    {
        if (RunReader.ReadPlan(run).Imported is not null)
        {
            terminal.Say($"There is nothing to follow. 'prony report {run.Path}' shows its figures.");
            return ExitCodes.Done;
        }

        if (RunReader.ReadVerdict(run) is { } verdict)
        {
            Console.Out.WriteLine(verdict.Verdict?.Sentence ?? "Nothing could be compared.");
            terminal.Say($"The run has ended. 'prony report {run.Path}' shows all of it.");
            return ExitCodes.Done;
        }

        if (RunReader.ReadCapacity(run) is { } capacity)
        {
            foreach (var candidate in capacity.Candidates)
            {
                Console.Out.WriteLine(candidate.Sentence);
            }

            if (!capacity.IsCutShort(File.Exists(run.PlanFile) ? RunReader.ReadPlan(run) : null))
            {
                return ExitCodes.Done;
            }

            terminal.Fail($"{run.Name} was cut off: not all of the search was made. {Next(run, isSearch: true)}");
            return ExitCodes.NoValidResult;
        }

        var whole = CountText.Of(run.Trials().Count(trial => File.Exists(trial.TrialFile)), "trial");
        terminal.Fail($"{run.Name} was killed: its process is gone, and there is no verdict. {whole} of it {(whole == "1 trial" ? "is" : "are")} whole. {Next(run, RunReader.ReadPlan(run).Primary == Metrics.Capacity)}");
        return ExitCodes.NoValidResult;
    }

    private static string Next(RunDirectory run, bool isSearch) => RunLister.IsStage(run)
        ? "A stage of 'prony tune' cannot be resumed: start the tuning again."
        : $"'prony {(isSearch ? "capacity" : "run")} --resume {run.Path}' goes on with it.";

    /// <summary>Standard output: redrawn on a terminal, a line each elsewhere.</summary>
    private sealed class WatchView : IDisposable
    {
        private readonly ProgressDisplay? _live;
        private readonly WatchDisplay? _table;

        public WatchView(Terminal terminal)
        {
            if (!Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb"))
            {
                _live = ProgressDisplay.ForRun(terminal.Output, live: true);
                _table = new WatchDisplay(_live);
            }
        }

        public void Show(Followed found)
        {
            if (_table is { } table)
            {
                table.Show(found);
            }
            else
            {
                Console.Out.WriteLine(WatchText.Line(found));
            }
        }

        public void Dispose() => _live?.Dispose();
    }
}
