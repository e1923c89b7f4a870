using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Prony.Measurement.Runs;

/// <summary>Writes the files of a run directory that are written whole: plan and verdict. Trials are written by <see cref="TrialWriter"/>.</summary>
/// <remarks>Thread-safe as long as two threads do not write the same file.</remarks>
public static class RunWriter
{
    /// <summary>Writes plan.json, creating the run directory.</summary>
    /// <exception cref="IOException">It cannot be written; the message holds the path.</exception>
    /// <exception cref="UnauthorizedAccessException">No permission.</exception>
    public static void WritePlan(RunDirectory run, PlanRecord plan)
    {
        ArgumentNullException.ThrowIfNull(run);
        Directory.CreateDirectory(run.TrialsFolder);
        WriteWhole(run.PlanFile, plan, RunJson.Files.PlanRecord);
    }

    /// <summary>Writes verdict.json, replacing an older one.</summary>
    /// <inheritdoc cref="WritePlan"/>
    public static void WriteVerdict(RunDirectory run, VerdictRecord verdict)
    {
        ArgumentNullException.ThrowIfNull(run);
        WriteWhole(run.VerdictFile, verdict, RunJson.Files.VerdictRecord);
    }

    /// <summary>Writes capacity.json, replacing an older one.</summary>
    /// <inheritdoc cref="WritePlan"/>
    public static void WriteCapacity(RunDirectory run, CapacityRecord capacity)
    {
        ArgumentNullException.ThrowIfNull(run);
        WriteWhole(run.CapacityFile, capacity, RunJson.Files.CapacityRecord);
    }

    /// <summary>Writes tune.json into the folder that holds the runs of its stages.</summary>
    /// <inheritdoc cref="WritePlan"/>
    public static void WriteTune(string folder, TuneRecord tuned) => WriteWhole(Path.Combine(folder, "tune.json"), tuned, RunJson.Files.TuneRecord);

    internal static void WriteWhole<T>(string path, T record, JsonTypeInfo<T> shape)
    {
        using var content = new MemoryStream();
        JsonSerializer.Serialize(content, record, shape);
        content.WriteByte((byte)'\n');
        AtomicFile.Write(path, content.GetBuffer().AsSpan(0, (int)content.Length));
    }
}
