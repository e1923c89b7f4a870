using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Prony.Cli;

/// <summary>Where <c>--json FILE|-</c> writes. A file is created before anything runs, so that a bad path fails in the first second.</summary>
internal sealed class JsonOutput : IDisposable
{
    private readonly Stream _stream;

    private JsonOutput(Stream stream) => _stream = stream;

    /// <returns>Null when no JSON is wanted.</returns>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public static JsonOutput? Open(string? path)
    {
        try
        {
            return path switch
            {
                null => null,
                "-" => new JsonOutput(Console.OpenStandardOutput()),
                _ => new JsonOutput(new FileStream(path, FileMode.Create, FileAccess.Write)),
            };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"--json {path}: {failure.Message}");
        }
    }

    public void Write<T>(T record, JsonTypeInfo<T> shape)
    {
        JsonSerializer.Serialize(_stream, record, shape);
        _stream.WriteByte((byte)'\n');
        _stream.Flush();
    }

    public void Dispose() => _stream.Dispose();
}
