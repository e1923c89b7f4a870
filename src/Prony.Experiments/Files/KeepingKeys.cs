using Prony.Experiments.Files.Keys;
using Prony.Measurement.Units;
using Prony.Stacks.Definitions;

namespace Prony.Experiments.Files;

/// <summary>Keys of a service that matter when it is kept up: what happens when it ends, pauses, and where its output goes.</summary>
internal static class KeepingKeys
{
    private const long LeastBytes = 1024;

    public static readonly Key<int> Max = new(
        "max", KeyTypes.Integer(0, 1000), "Times that it is started again in that time; after one death more it is given up. 0: never.") { Default = "5" };

    public static readonly Key<TimeSpan> Within = new("within", KeyTypes.Duration("1s", "24h"), "How far back deaths are counted.") { Default = "60s" };

    public static readonly Key<TimeSpan> Backoff = new(
        "backoff", KeyTypes.Duration("0s", "60s"),
        "Pause before the second start in that time, doubled for each further one up to 60 s; the first start is at once.") { Default = "1s" };

    public static readonly KeyTable RespawnTable = new("What happens when an instance ends by itself.", Max, Within, Backoff);

    public static readonly Key<Switch> Respawn = new(
        "respawn",
        new SwitchType(RespawnTable, KeyTypes.Boolean),
        "An instance that ends by itself is started again. In an experiment without this key it stays dead, and a candidate without a live instance ends its trial.")
    {
        DefaultNote = "true for `prony up`, false in an experiment",
    };

    public static readonly Key<TimeSpan> StartDelay = new(
        "start-delay", KeyTypes.Duration("0s", "5m"), "Pause between the starts of two instances.") { Default = "0s" };

    public static readonly Key<string> File = new("file", KeyTypes.Text, "The file, relative to the folder of this file; its folder must exist.") { Required = true };

    public static readonly Key<long> MaxSize = new(
        "max-size",
        new ScalarType<long>("bytes", ReadBytes, () => SchemaParts.AnyOf(
            new() { ["type"] = "integer", ["minimum"] = LeastBytes }, SchemaParts.Text(@"^[0-9]+(\.[0-9]+)?(B|KiB|MiB|GiB)?$"), SchemaParts.FromEnvironment()), "1KiB or more"),
        "At this size FILE becomes FILE.1, what was FILE.1 becomes FILE.2.") { Default = "10MiB" };

    public static readonly Key<int> Keep = new("keep", KeyTypes.Integer(0, 1000), "So many old files are kept.") { Default = "5" };

    public static readonly KeyTable LogTable = new("Where output goes.", File, MaxSize, Keep);

    public static readonly Key<BoundTable> Log = new(
        "log", new TableType(LogTable), "Where `prony up` writes its output; an experiment keeps it in the run directory.") { DefaultNote = "the terminal" };

    public static RespawnDefinition? ReadRespawn(BoundTable table)
    {
        if (!table.TryGet(Respawn, out var respawn))
        {
            return null;
        }

        return respawn is { On: true, Settings: { } settings }
            ? new RespawnDefinition(settings.Get(Max), settings.Get(Within), settings.Get(Backoff))
            : respawn.On ? new RespawnDefinition() : RespawnDefinition.Never;
    }

    public static LogDefinition? ReadLog(BoundTable table, string folder) =>
        table.TryGet(Log, out var log) && log.TryGet(File, out var file)
            ? new LogDefinition(Path.GetFullPath(file, folder), log.Get(MaxSize), log.Get(Keep))
            : null;

    private static bool ReadBytes(string text, out long value, out string? error)
    {
        if (ByteText.TryParse(text, out value, out error) && value < LeastBytes)
        {
            error = $"{text} is out of range: expected 1KiB or more.";
        }

        return error is null;
    }
}
