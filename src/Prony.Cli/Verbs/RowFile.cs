using Prony.Measurement.Requests;

namespace Prony.Cli.Verbs;

/// <summary><c>prony load --record FILE</c>: one row per request. The file is created before anything runs, so that a bad path fails in the first second.</summary>
internal sealed class RowFile : IDisposable
{
    private readonly string _path;
    private readonly RequestRowWriter _writer;

    private RowFile(string path, RequestRowWriter writer)
    {
        _path = path;
        _writer = writer;
    }

    /// <returns>Null when no rows are wanted.</returns>
    /// <exception cref="UsageException">The ending says neither CSV nor JSON lines, or the file cannot be created.</exception>
    /// <exception cref="IOException">It was created but cannot be written.</exception>
    public static RowFile? Open(string? path)
    {
        if (path is null)
        {
            return null;
        }

        var json = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".csv" => false,
            ".jsonl" => true,
            _ => throw new UsageException($"--record {path}: the ending says what is written: .csv for CSV, .jsonl for JSON lines."),
        };
        return new RowFile(path, Writing(path, () => new RequestRowWriter(Create(path), json)));
    }

    /// <exception cref="IOException">The disk is full or failed; the message says which file.</exception>
    public void Write(ReadOnlySpan<RequestRow> rows, long windowStartNs)
    {
        try
        {
            _writer.Write(rows, windowStartNs);
        }
        catch (IOException failure)
        {
            throw Failed(_path, failure);
        }
    }

    public void Dispose() => _writer.Dispose();

    private static FileStream Create(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"--record {path}: {failure.Message}");
        }
    }

    private static T Writing<T>(string path, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (IOException failure)
        {
            throw Failed(path, failure);
        }
    }

    private static IOException Failed(string path, IOException failure) =>
        new($"--record {path}: {failure.Message.TrimEnd('.')}. The load was given up; the last line of the file may not be whole.", failure);
}
