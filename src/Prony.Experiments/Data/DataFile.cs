using System.Globalization;
using System.Security.Cryptography;
using System.Text.Unicode;
using Prony.Experiments.Definitions;
using Prony.Experiments.Files;
using Prony.Experiments.Files.Nodes;
using Prony.Load.Plans;

namespace Prony.Experiments.Data;

/// <summary>Reads the rows that requests are filled with: CSV with a header row, or JSON lines. UTF-8, with or without a byte order mark.</summary>
/// <remarks>Messages name lines and columns and never a value: values may be secret.</remarks>
public static class DataFile
{
    /// <summary>Most rows.</summary>
    public const int MostRows = 1_000_000;

    /// <summary>Largest file, bytes.</summary>
    public const int MostBytes = 256 << 20;

    /// <summary>Most columns.</summary>
    public const int MostColumns = 1000;

    private static readonly string[] JsonEndings = [".jsonl", ".ndjson"];

    /// <summary>Reads a file.</summary>
    /// <param name="path">Where it is. A name that ends in .jsonl or .ndjson is JSON lines, in .csv it is CSV.</param>
    /// <param name="shownAs">Its name in the plan.</param>
    /// <param name="order">Which request gets which row.</param>
    /// <returns>The rows, or the first thing that is wrong with the file.</returns>
    public static ReadResult<ScenarioData> Read(string path, string shownAs, DataOrder order)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(shownAs);
        var shown = SourceLoader.ShownName(path);
        try
        {
            var bytes = ReadBytes(path);
            var table = ReadTable(path, bytes);
            return new ReadResult<ScenarioData>(new ScenarioData(shownAs, Convert.ToHexStringLower(SHA256.HashData(bytes)), new RequestData(table, order)), []);
        }
        catch (DataFormatException wrong)
        {
            return new ReadResult<ScenarioData>(null, [new Diagnostic(shown, wrong.Line, 0, wrong.Message, wrong.Hint)]);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new ReadResult<ScenarioData>(null, [new Diagnostic(shown, 0, 0, $"the data file cannot be read: {failure.Message}", null)]);
        }
    }

    /// <summary>Fails when there are as many rows already as there may be.</summary>
    internal static void CheckRoom(DataTableBuilder rows, int line)
    {
        if (rows.RowCount == MostRows)
        {
            throw new DataFormatException(line, string.Create(CultureInfo.InvariantCulture, $"a data file has at most {MostRows:N0} rows, and this is one more"), "Take a part of it.");
        }
    }

    /// <summary>Fails when names are missing, too many or alike.</summary>
    internal static void CheckColumns(List<string> columns, int line)
    {
        if (columns.Count > MostColumns)
        {
            throw new DataFormatException(line, string.Create(CultureInfo.InvariantCulture, $"a data file has at most {MostColumns:N0} columns, but this has {columns.Count:N0}"));
        }

        if (columns.FindIndex(name => name.Length == 0) is >= 0 and var empty)
        {
            throw new DataFormatException(line, string.Create(CultureInfo.InvariantCulture, $"column {empty + 1} has no name"), "The first row names the columns.");
        }

        if (columns.CountBy(name => name).FirstOrDefault(pair => pair.Value > 1).Key is { } twice)
        {
            throw new DataFormatException(line, $"two columns are named '{twice}'");
        }
    }

    private static DataTable ReadTable(string path, byte[] bytes)
    {
        var start = bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        CheckText(bytes, start);
        var ending = Path.GetExtension(path).ToLowerInvariant();
        var rows = JsonEndings.Contains(ending) ? JsonLinesRows.Read(bytes, start)
            : ending == ".csv" ? new CsvRows(bytes, start).Read()
            : throw new DataFormatException(0, $"the name of the data file ends in '{ending}', which says nothing of its format", "Name it .csv (with a header row), or .jsonl (one JSON object on each line).");
        return rows.RowCount > 0 ? rows.Build() : throw new DataFormatException(0, "the data file has no rows", "Below the names of the columns it needs at least one row.");
    }

    private static byte[] ReadBytes(string path)
    {
        if (Directory.Exists(path) || !File.Exists(path))
        {
            throw new DataFormatException(0, Directory.Exists(path) ? "the data file is a folder" : "there is no such data file", NearFile(path));
        }

        using var source = File.OpenRead(path);
        using var all = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = source.Read(buffer)) > 0;)
        {
            all.Write(buffer, 0, read);
            if (all.Length > MostBytes)
            {
                throw new DataFormatException(0, $"the data file is larger than {MostBytes >> 20} MiB", "Take a part of it.");
            }
        }

        return all.ToArray();
    }

    private static string? NearFile(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        return Directory.Exists(folder) ? NearestName.Hint(Path.GetFileName(path), Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!)) : null;
    }

    private static void CheckText(byte[] bytes, int start)
    {
        if (Utf8.IsValid(bytes.AsSpan(start)))
        {
            return;
        }

        var line = 1;
        var rest = bytes.AsSpan(start);
        for (int end; (end = rest.IndexOf((byte)'\n')) >= 0 && Utf8.IsValid(rest[..end]); rest = rest[(end + 1)..])
        {
            line++;
        }

        throw new DataFormatException(line, "this line is not UTF-8", "Save the file as UTF-8.");
    }
}
