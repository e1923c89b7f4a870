using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Prony.Measurement.Histograms;

namespace Prony.Measurement.Runs;

/// <summary>Reads a run directory, also one that is still written to or whose writer was killed.</summary>
/// <remarks>Every method throws <see cref="RunFormatException"/> for a file that is damaged or of another schema, and lets
/// <see cref="IOException"/> through. Thread-safe: holds no state.</remarks>
public static class RunReader
{
    /// <summary>What was planned.</summary>
    /// <exception cref="RunFormatException">There is no plan: this is no run directory.</exception>
    public static PlanRecord ReadPlan(RunDirectory run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return File.Exists(run.PlanFile)
            ? ReadWhole(run.PlanFile, PlanRecord.CurrentSchema, RunJson.Files.PlanRecord)
            : throw new RunFormatException(run.Path, "not a run directory: it has no plan.json.");
    }

    /// <summary>What was concluded; null when the run has no verdict (yet).</summary>
    public static VerdictRecord? ReadVerdict(RunDirectory run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return File.Exists(run.VerdictFile)
            ? ReadWhole(run.VerdictFile, VerdictRecord.CurrentSchema, RunJson.Files.VerdictRecord)
            : null;
    }

    /// <summary>What a search for capacities found; null when the run made none (or was cut off before).</summary>
    public static CapacityRecord? ReadCapacity(RunDirectory run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return File.Exists(run.CapacityFile)
            ? ReadWhole(run.CapacityFile, CapacityRecord.CurrentSchema, RunJson.Files.CapacityRecord)
            : null;
    }

    /// <summary>Settings that were tried; null when the folder is not one of those that hold the runs of a tuning.</summary>
    public static TuneRecord? ReadTune(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var file = Path.Combine(folder, "tune.json");
        return File.Exists(file) ? ReadWhole(file, TuneRecord.CurrentSchema, RunJson.Files.TuneRecord) : null;
    }

    /// <summary>All trials that were begun. One whose trial.json is absent or damaged is unfinished; one of another schema is an error.</summary>
    public static RunTrials ReadTrials(RunDirectory run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var finished = new List<FinishedTrial>();
        var unfinished = new List<string>();
        foreach (var folder in run.Trials())
        {
            if (ReadTrial(folder) is { } record)
            {
                finished.Add(new FinishedTrial(folder, record));
            }
            else
            {
                unfinished.Add(folder.Name);
            }
        }

        return new RunTrials(finished, unfinished);
    }

    /// <summary>The seconds of a trial, read as they are asked for; none when it had no load. A cut last line is left out.</summary>
    public static IEnumerable<SliceRecord> ReadSlices(TrialFolder trial) => ReadLines(trial.SlicesFile, RunJson.Lines.SliceRecord);

    /// <summary>The readings of a trial's services; as <see cref="ReadSlices"/>.</summary>
    public static IEnumerable<ResourceRecord> ReadResources(TrialFolder trial) => ReadLines(trial.ResourcesFile, RunJson.Lines.ResourceRecord);

    /// <summary>The events of a trial; as <see cref="ReadSlices"/>.</summary>
    public static IEnumerable<EventRecord> ReadEvents(TrialFolder trial) => ReadLines(trial.EventsFile, RunJson.Lines.EventRecord);

    /// <summary>The histograms of a trial's whole window, nanoseconds; null when its window was not measured to the end.</summary>
    public static (Histogram Response, Histogram Service)? ReadWindowHistograms(TrialFolder trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        if (!File.Exists(trial.TimesFile))
        {
            return null;
        }

        Histogram? response = null;
        Histogram? service = null;
        try
        {
            foreach (var line in new HistogramLogReader(trial.TimesFile).ReadLines())
            {
                response = line.Tag == TrialWriter.WindowResponseTag ? line.Decode() : response;
                service = line.Tag == TrialWriter.WindowServiceTag ? line.Decode() : service;
            }
        }
        catch (FormatException e)
        {
            throw new RunFormatException(trial.TimesFile, e.Message, e);
        }

        return response is null || service is null ? null : (response, service);
    }

    private static TrialRecord? ReadTrial(TrialFolder folder)
    {
        if (!File.Exists(folder.TrialFile))
        {
            return null;
        }

        try
        {
            return ReadWhole(folder.TrialFile, TrialRecord.CurrentSchema, RunJson.Files.TrialRecord);
        }
        catch (RunFormatException e) when (e.InnerException is JsonException)
        {
            // Left by a machine that lost its power: reported by name, and the round can be repeated.
            return null;
        }
    }

    private static T ReadWhole<T>(string path, string schema, JsonTypeInfo<T> shape)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var found = SchemaOf(document.RootElement);
            if (found != schema)
            {
                throw new RunFormatException(path, $"its schema is {found ?? "not stated"}, this version of Prony reads {schema}.");
            }

            return document.Deserialize(shape) ?? throw new RunFormatException(path, $"null where a record of {schema} was expected.");
        }
        catch (JsonException e)
        {
            throw new RunFormatException(path, $"not a record of {schema}: {e.Message}", e);
        }
    }

    private static string? SchemaOf(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("schema", out var schema) && schema.ValueKind == JsonValueKind.String
            ? schema.GetString()
            : null;

    private static IEnumerable<T> ReadLines<T>(string path, JsonTypeInfo<T> shape)
        where T : class
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        foreach (var line in TextLines.Of(path))
        {
            if (Parse(path, line, shape) is { } record)
            {
                yield return record;
            }
        }
    }

    private static T? Parse<T>(string path, TextLine line, JsonTypeInfo<T> shape)
        where T : class
    {
        try
        {
            return string.IsNullOrWhiteSpace(line.Text) ? null : JsonSerializer.Deserialize(line.Text, shape);
        }
        catch (JsonException) when (!line.Whole)
        {
            // The writer was killed inside it, or is writing it now.
            return null;
        }
        catch (JsonException e)
        {
            throw new RunFormatException(path, $"line {line.Number}: {e.Message}", e);
        }
    }
}
