using Prony.Experiments.Files.Keys;
using Prony.Stacks.Processes;

namespace Prony.Experiments.Files;

/// <summary>Keys of the events on a scenario's timeline.</summary>
internal static class TimelineKeys
{
    private const int MostInstances = 256;

    public static readonly Key<TimeSpan> At = new("at", KeyTypes.Duration("0s", "24h"), "When, from the start of the window.") { Required = true };

    public static readonly Key<string> Kill = new("kill", KeyTypes.Name, "Service whose instances are killed (SIGKILL to all of their processes), and started again unless 'respawn' says no.");

    public static readonly Key<string> Pause = new("pause", KeyTypes.Name, "Service whose processes all stand still for a while (SIGSTOP, then SIGCONT).");

    public static readonly Key<string> Increase = new("incr", KeyTypes.Name, "Service that gets more instances; it has a managed socket.");

    public static readonly Key<string> Decrease = new("decr", KeyTypes.Name, "Service that gets fewer instances, the youngest first; at least one stays.");

    public static readonly Key<string> Signal = new("signal", KeyTypes.Name, "Service whose instances get a signal, each its first process.");

    public static readonly Key<string> Restart = new("restart", KeyTypes.Name, "Service that is stopped and started again.");

    public static readonly Key<int> Instances = new("instances", KeyTypes.Integer(1, MostInstances), "With kill or signal: so many instances, the oldest first.")
    {
        DefaultNote = "all",
        OnlyWith = ["kill", "signal"],
    };

    public static readonly Key<bool> Respawn = new("respawn", KeyTypes.Boolean, "With kill: what was killed is started again at once, as a supervisor does.")
    {
        Default = "true",
        OnlyWith = ["kill"],
    };

    public static readonly Key<TimeSpan> For = new("for", KeyTypes.Duration("1ms", "1h"), "With pause: how long; at most until the end of the window.")
    {
        OnlyWith = ["pause"],
    };

    public static readonly Key<int> By = new("by", KeyTypes.Integer(1, MostInstances), "With incr or decr: how many instances.")
    {
        Default = "1",
        OnlyWith = ["incr", "decr"],
    };

    public static readonly Key<string> With = new("with", new ScalarType<string>("name of a signal", ReadSignal, SchemaParts.AnyScalar), "With signal: which, such as SIGHUP.")
    {
        OnlyWith = ["signal"],
    };

    public static readonly Key<bool> Rolling = new("rolling", KeyTypes.Boolean, "With restart: one instance after the other.")
    {
        Default = "false",
        OnlyWith = ["restart"],
    };

    /// <summary>Each of them names a service.</summary>
    public static readonly IReadOnlyList<Key<string>> Actions = [Kill, Pause, Increase, Decrease, Signal, Restart];

    public static readonly KeyTable Table = new(
        "Something that is done to a service of every candidate while the window is measured.", [At, .. Actions, Instances, Respawn, For, By, With, Rolling])
    {
        ExactlyOneOf = [.. Actions.Select(action => action.Name)],
    };

    public static readonly Key<IReadOnlyList<Placed<BoundTable>>> Events = new(
        "events",
        new ListType<BoundTable>(new TableType(Table), "list of mappings", allowSingle: false),
        "What happens to services while the window is measured, such as {at: 10s, kill: web, instances: 1}: the report tells the requests that failed, the time until throughput and p99 were back, "
        + "and the worst second (docs/methods/recovery.md).");

    private static bool ReadSignal(string text, out string value, out string? error)
    {
        value = text;
        error = Signals.TryGetNumber(text, out _) ? null : $"'{text}' is no signal, such as SIGHUP.";
        return error is null;
    }
}
