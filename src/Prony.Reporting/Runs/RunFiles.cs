using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Prony.Measurement.Runs;

namespace Prony.Reporting.Runs;

/// <summary>Reads the files of a run directory, any of which may be missing or cut where the run was killed.</summary>
internal sealed class RunFiles
{
    private readonly List<string> _faults = [];

    /// <summary>Files that were there and could not be read. A missing file is no fault.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>The record in a file; null when it is missing, cut or not readable.</summary>
    public T? Read<T>(string path, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, type) ?? throw new JsonException("it holds null");
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException cut)
        {
            _faults.Add($"{NameOf(path)} is cut or not a record of this version: {cut.Message}");
            return null;
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            _faults.Add($"{NameOf(path)} cannot be read: {denied.Message}");
            return null;
        }
    }

    /// <summary>Whole lines of a slices file: the last may be cut and does not count.</summary>
    public int CountSlices(string path)
    {
        try
        {
            return File.ReadLines(path).Count(IsSlice);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return 0;
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            _faults.Add($"{NameOf(path)} cannot be read: {denied.Message}");
            return 0;
        }
    }

    private static bool IsSlice(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, RunJson.Lines.SliceRecord) is not null;
        }
        catch (JsonException)
        {
            // The line that was being written when the run was killed.
            return false;
        }
    }

    // "trials/r01a1.sync.work/trial.json" says which; the rest of the path is the reader's own.
    private static string NameOf(string path)
    {
        var folder = Path.GetFileName(Path.GetDirectoryName(path));
        return string.IsNullOrEmpty(folder) ? Path.GetFileName(path) : $"{folder}/{Path.GetFileName(path)}";
    }
}
