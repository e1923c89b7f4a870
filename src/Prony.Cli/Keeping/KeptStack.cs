using System.Runtime.Versioning;
using System.Threading.Channels;
using Prony.Cli.Control;
using Prony.Cli.Verbs;
using Prony.Experiments.Checking;
using Prony.Experiments.Files;
using Prony.Stacks.Definitions;
using Prony.Stacks.Keeping;
using Prony.Stacks.Supervision;

namespace Prony.Cli.Keeping;

/// <summary>A stack that is kept up until somebody ends it: what <c>prony up</c> does.</summary>
[SupportedOSPlatform("linux")]
internal sealed class KeptStack(StackSource source, StackToCheck first, Teller teller, OutputLines lines, bool quiet)
{
    private readonly Channel<bool> _reloads = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Runs until a signal or quit.</summary>
    /// <param name="socket">Path of the control socket.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(string socket)
    {
        if (Requirements.FindMissing([first.Candidate.Stack])[0] is { Count: > 0 } missing)
        {
            foreach (var one in missing)
            {
                teller.Fail(one.Advice);
            }

            return ExitCodes.CannotStart;
        }

        var hadTerminal = HasTerminal();
        using var asked = new CancellationTokenSource();
        using var interrupts = new Interrupts(teller.Say, "stopping the services", " Press Ctrl-C again to kill them.", gentle: true, hangUp: () =>
        {
            // The kernel sends the same signal when the terminal goes away, and then nobody could end it any more.
            if (hadTerminal && !HasTerminal())
            {
                asked.Cancel();
            }
            else
            {
                _reloads.Writer.TryWrite(true);
            }
        });
        using var end = CancellationTokenSource.CreateLinkedTokenSource(interrupts.Stop.EndWindow, asked.Token);
        await using var control = ControlServer.Start(System.IO.Path.GetFullPath(socket), first.Candidate.Name, "up", asked.Cancel, first.Secrets.Mask);

        Say("ctl: " + control.Path);
        var code = await KeepAsync(control, interrupts, end.Token);
        return interrupts.ExitCode is not null ? interrupts.ExitCode.Value : code;
    }

    private async Task<int> KeepAsync(ControlServer control, Interrupts interrupts, CancellationToken end)
    {
        var scope = RunScope.Open($"up-{first.Candidate.Name}");
        try
        {
            await using (scope)
            {
                var logs = scope.MakeFolder("output");
                await using var killing = interrupts.Stop.StopNow.Register(scope.KillAll);
                var supervisor = new StackSupervisor(scope, CacheFolder.Path) { KeepsSockets = true, RespawnByDefault = new RespawnDefinition(), Told = Tell };
                var stack = Unsettled(first.Candidate);
                await supervisor.PrepareAsync(stack, Tell, end);
                await using var output = new StackOutput(stack.Stack.Services, logs, lines.Show, text => Tell("prony: " + text));
                await ServeAsync(new Kept(supervisor, output), await supervisor.StartAsync(stack, logs, end), control, end);
            }
        }
        catch (StackStartException failure)
        {
            Tell("prony: " + failure.Message);
            foreach (var line in failure.LogTail)
            {
                Tell("  " + line);
            }

            return ExitCodes.CannotStart;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // Ended while it was started: what was started has been stopped.
        }

        return scope.FindLeft() is { Count: > 0 } left ? Left(left) : ExitCodes.Done;
    }

    private async Task ServeAsync(Kept kept, IRunningStack running, ControlServer control, CancellationToken end)
    {
        foreach (var note in running.LimitsNotSet)
        {
            Tell($"{note.Service}: {note.Text}");
        }

        try
        {
            Say($"up: {running.Target}");
            do
            {
                using var told = running.Control.Watch(change => Say($"{change.Service}: {change.Text}"));
                control.Steer(running);
                if (!await WaitForReloadAsync(end))
                {
                    break;
                }

                running = await ReloadAsync(kept, running, control, end);
            }
            while (!end.IsCancellationRequested);
        }
        finally
        {
            control.Steer(null);
            foreach (var stop in await running.StopAsync())
            {
                Say($"{stop.Service}: {(stop.Escalated ? "did not stop within its grace and was killed" : "stopped")}");
            }
        }
    }

    private async Task<bool> WaitForReloadAsync(CancellationToken end)
    {
        try
        {
            return await _reloads.Reader.ReadAsync(end);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>What is wrong with the file is said, and everything goes on as it was.</summary>
    private async Task<IRunningStack> ReloadAsync(Kept kept, IRunningStack running, ControlServer control, CancellationToken end)
    {
        var read = source.Read();
        if (!read.Succeeded)
        {
            Tell(DiagnosticText.Format(read.Diagnostics));
            return Refuse(running, control, "The file has errors.");
        }

        // What the file hid before may still be in what services say.
        first.Secrets.AddAll(read.Value.Secrets);
        var stack = Unsettled(read.Value.Candidate with { Name = first.Candidate.Name });
        if (Requirements.FindMissing([stack.Stack])[0] is [var missing, ..])
        {
            return Refuse(running, control, missing.Advice);
        }

        try
        {
            var changed = await kept.Supervisor.ReloadAsync(running, stack, () => kept.Output.Follow(stack.Stack.Services), Say, end);
            control.Tell("reloaded", "the file was read again");
            Say("reloaded");
            return changed;
        }
        catch (Exception e) when (e is StackStartException or IOException or UnauthorizedAccessException)
        {
            return Refuse(running, control, e.Message);
        }
    }

    private IRunningStack Refuse(IRunningStack running, ControlServer control, string why)
    {
        Tell($"prony: not reloaded: {why} Everything goes on as it was.");
        control.Tell("not-reloaded", first.Secrets.Mask(why));
        return running;
    }

    /// <summary>Whether it is attached to a terminal (tty(4)).</summary>
    private static bool HasTerminal()
    {
        try
        {
            File.OpenHandle("/dev/tty").Dispose();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Who keeps services up does not wait until they are quiet.</summary>
    private static CandidateDefinition Unsettled(CandidateDefinition candidate) => candidate with
    {
        Stack = candidate.Stack with { Services = [.. candidate.Stack.Services.Select(static service => service with { Settled = new SettledDefinition(Wait: false) })] },
    };

    private int Left(IReadOnlyList<string> left)
    {
        teller.Fail("processes were left behind: " + string.Join(", ", left));
        return ExitCodes.Failed;
    }

    private void Say(string text)
    {
        if (!quiet)
        {
            Tell(text);
        }
    }

    /// <summary>Also when only what matters is to be said.</summary>
    private void Tell(string text) => teller.Say(first.Secrets.Mask(text));

    private sealed record Kept(StackSupervisor Supervisor, StackOutput Output);
}
