namespace Prony.Stacks.Definitions;

/// <summary>A command that a stack wants run beside each trial.</summary>
/// <param name="Command">Program and arguments; may hold the placeholders of the front's scope, and `{trial}`: the name of the trial's folder.</param>
/// <param name="Within">Longest run; then it is killed and counts as failed. Default: 60 s.</param>
public sealed record HookCommand(IReadOnlyList<string> Command, TimeSpan Within)
{
    /// <summary>Default of <see cref="Within"/>.</summary>
    public static readonly TimeSpan DefaultWithin = TimeSpan.FromSeconds(60);
}
