using Prony.Stacks.Definitions;

namespace Prony.Stacks.Supervision;

/// <summary>Runs the commands that a stack wants run before and after each trial, one after the other.</summary>
/// <param name="scope">Holds what is started.</param>
/// <param name="stack">Its commands.</param>
/// <param name="front">Values of the front's scope.</param>
/// <remarks>One call at a time.</remarks>
internal sealed class StackHooks(RunScope scope, StackDefinition stack, IReadOnlyDictionary<string, string> front)
{
    /// <summary>In the trial's folder.</summary>
    internal const string LogName = "hooks.log";

    /// <summary>Name of the placeholder that stands for the trial's folder.</summary>
    internal const string TrialName = "trial";

    internal bool Has(HookMoment moment) => Of(moment).Count > 0;

    /// <summary>Runs all; the first that fails ends them.</summary>
    internal async Task<HookFailure?> RunAsync(HookMoment moment, string trialFolder, CancellationToken ct)
    {
        var values = new Dictionary<string, string>(front, StringComparer.Ordinal) { [TrialName] = Path.GetFileName(trialFolder) };
        var log = Path.GetFullPath(Path.Combine(trialFolder, LogName));
        var name = moment == HookMoment.BeforeTrial ? "before_trial" : "after_trial";
        foreach (var hook in Of(moment))
        {
            SideResult result;
            var text = string.Join(' ', hook.Command);
            try
            {
                var command = hook.Command.Select(word => Placeholders.Resolve(word, values)).ToList();
                text = string.Join(' ', command);
                result = await new SideCommand(scope, new SideCommandSettings
                {
                    Service = "hook",
                    Command = command,
                    Folder = values["dir"],
                    LogFile = log,
                }).RunAsync(hook.Within, ct).ConfigureAwait(false);
            }
            catch (PlaceholderException wrong)
            {
                return new HookFailure($"{name} '{text}' cannot be run: {wrong.Message}", []);
            }

            if (result.Problem is { } problem && !ct.IsCancellationRequested)
            {
                return new HookFailure($"{name} '{text}' failed: {problem}.", LogFile.Tail(log, LogFile.ShownLines));
            }
        }

        return null;
    }

    private IReadOnlyList<HookCommand> Of(HookMoment moment) => moment == HookMoment.BeforeTrial ? stack.BeforeTrial : stack.AfterTrial;
}

/// <summary>When hooks of a stack are run.</summary>
public enum HookMoment
{
    /// <summary>The candidate is ready and quiet, the load has not begun.</summary>
    BeforeTrial,

    /// <summary>The load of a trial is over, however it ended.</summary>
    AfterTrial,
}

/// <summary>A hook that did not succeed; those behind it were not run.</summary>
/// <param name="Message">What happened, in a sentence.</param>
/// <param name="LogTail">Last lines of what the hooks of this trial wrote.</param>
public sealed record HookFailure(string Message, IReadOnlyList<string> LogTail);
