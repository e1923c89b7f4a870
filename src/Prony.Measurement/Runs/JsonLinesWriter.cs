using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Prony.Measurement.Runs;

/// <summary>Appends records to a .jsonl file, one line and one write each.</summary>
/// <remarks>
/// <para>A line is with the operating system when <see cref="Write"/> returns: it survives the death of this process by kill -9, not that of the machine.</para>
/// <para>Thread: one writer. The file may be read while it grows.</para>
/// </remarks>
/// <typeparam name="T">A record of <see cref="RunJson"/>.</typeparam>
public sealed class JsonLinesWriter<T> : IDisposable
{
    private readonly FileStream _file;
    private readonly JsonTypeInfo<T> _shape;
    private readonly MemoryStream _line = new();

    /// <summary>Creates the file.</summary>
    /// <param name="path">A file that does not exist yet.</param>
    /// <param name="shape">Of <see cref="RunJson.Lines"/>, so that a record stays on one line.</param>
    /// <exception cref="IOException">It exists already or cannot be created.</exception>
    public JsonLinesWriter(string path, JsonTypeInfo<T> shape)
    {
        _shape = shape;
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    /// <summary>Appends one record.</summary>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    public void Write(T record)
    {
        _line.SetLength(0);
        JsonSerializer.Serialize(_line, record, _shape);
        _line.WriteByte((byte)'\n');
        _file.Write(_line.GetBuffer().AsSpan(0, (int)_line.Length));
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();
}
