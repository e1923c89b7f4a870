using Prony.Stacks.Definitions;

namespace Prony.Stacks.Supervision;

/// <summary>Runs the commands that a stack and those that it includes want run before and after each trial, one after the other.</summary>
/// <remarks>Before a trial those of the included stacks come first, after it last, as services start and stop. One call at a time.</remarks>
internal sealed class StackHooks
{
    /// <summary>In the trial's folder.</summary>
    internal const string LogName = "hooks.log";

    /// <summary>Name of the placeholder that stands for the trial's folder.</summary>
    internal const string TrialName = "trial";

    private readonly RunScope _scope;
    private readonly List<(StackDefinition Stack, IReadOnlyDictionary<string, string> Values)> _files = [];

    /// <param name="scope">Holds what is started.</param>
    /// <param name="stack">The whole stack.</param>
    /// <param name="valuesOf">Values of a stack file, by what services call it (<see cref="ServiceDefinition.Include"/>) and its front.</param>
    internal StackHooks(RunScope scope, StackDefinition stack, Func<string, ServiceDefinition, IReadOnlyDictionary<string, string>> valuesOf)
    {
        _scope = scope;
        Add(stack, "", stack.Services, valuesOf);
    }

    internal bool Has(HookMoment moment) => _files.Exists(file => CommandsOf(file.Stack, moment).Count > 0);

    /// <summary>Runs all; the first that fails ends them.</summary>
    internal async Task<HookFailure?> RunAsync(HookMoment moment, string trialFolder, CancellationToken ct)
    {
        foreach (var (stack, values) in moment == HookMoment.BeforeTrial ? _files : Enumerable.Reverse(_files))
        {
            var known = new Dictionary<string, string>(values, StringComparer.Ordinal) { [TrialName] = Path.GetFileName(trialFolder) };
            foreach (var hook in CommandsOf(stack, moment))
            {
                if (await RunAsync(moment, hook, known, Path.GetFullPath(Path.Combine(trialFolder, LogName)), ct).ConfigureAwait(false) is { } failure)
                {
                    return failure;
                }
            }
        }

        return null;
    }

    private async Task<HookFailure?> RunAsync(HookMoment moment, HookCommand hook, Dictionary<string, string> values, string log, CancellationToken ct)
    {
        var name = moment == HookMoment.BeforeTrial ? "before_trial" : "after_trial";
        List<string> command;
        try
        {
            command = [.. hook.Command.Select(word => Placeholders.Resolve(word, values))];
        }
        catch (PlaceholderException wrong)
        {
            return new HookFailure($"{name} '{string.Join(' ', hook.Command)}' cannot be run: {wrong.Message}", []);
        }

        var settings = new SideCommandSettings { Service = "hook", Command = command, Folder = values["dir"], LogFile = log };
        var result = await new SideCommand(_scope, settings).RunAsync(hook.Within, ct).ConfigureAwait(false);
        return result.Problem is { } problem && !ct.IsCancellationRequested
            ? new HookFailure($"{name} '{string.Join(' ', command)}' failed: {problem}.", LogFile.Tail(log, LogFile.ShownLines))
            : null;
    }

    private void Add(
        StackDefinition stack, string include, IReadOnlyList<ServiceDefinition> services, Func<string, ServiceDefinition, IReadOnlyDictionary<string, string>> valuesOf)
    {
        foreach (var inner in stack.Includes)
        {
            var name = include.Length == 0 ? inner.Name : $"{include}.{inner.Name}";
            Add(inner.Stack, name, [.. services.Where(service => service.Include == name || service.Include.StartsWith(name + ".", StringComparison.Ordinal))], valuesOf);
        }

        if (stack.BeforeTrial.Count + stack.AfterTrial.Count > 0)
        {
            _files.Add((stack, valuesOf(include, services[^1])));
        }
    }

    private static IReadOnlyList<HookCommand> CommandsOf(StackDefinition stack, HookMoment moment) => moment == HookMoment.BeforeTrial ? stack.BeforeTrial : stack.AfterTrial;
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
