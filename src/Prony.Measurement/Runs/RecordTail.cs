using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Prony.Measurement.Runs;

/// <summary>Reads a .jsonl file that another process writes: each record once, as soon as its line is whole.</summary>
/// <typeparam name="T">What a line holds.</typeparam>
/// <param name="path">The file; it may come later.</param>
/// <param name="shape">Of <see cref="RunJson.Lines"/>.</param>
/// <remarks>Not thread-safe. Keeps the file open only while it reads.</remarks>
public sealed class RecordTail<T>(string path, JsonTypeInfo<T> shape)
    where T : class
{
    private long _read;
    private int _line;

    /// <summary>The records whose lines became whole since the last call; none when the file is not there. A file that became shorter is read from its start.</summary>
    /// <exception cref="RunFormatException">The first line to be read is no such record; the lines behind it come with the next call.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public IReadOnlyList<T> Read()
    {
        var records = new List<T>();
        if (!File.Exists(path))
        {
            return records;
        }

        // ReadWrite: the writer has it open.
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length < _read)
        {
            (_read, _line) = (0, 0);
        }

        file.Position = _read;
        var added = new byte[file.Length - _read];
        var length = file.ReadAtLeast(added, added.Length, throwOnEndOfStream: false);
        var start = 0;
        int end;
        while ((end = Array.IndexOf(added, (byte)'\n', start, length - start)) >= 0)
        {
            var line = added.AsSpan(start, end - start);
            _read += line.Length + 1;
            _line++;
            start = end + 1;
            try
            {
                if (Parse(line) is { } record)
                {
                    records.Add(record);
                }
            }
            catch (RunFormatException) when (records.Count > 0)
            {
                // What was read before it is not lost; the next call begins with this line and tells of it.
                _read -= line.Length + 1;
                _line--;
                return records;
            }
        }

        return records;
    }

    private T? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return line.Trim(" \r"u8).IsEmpty ? null : JsonSerializer.Deserialize(line, shape);
        }
        catch (JsonException e)
        {
            throw new RunFormatException(path, $"line {_line}: {e.Message}", e);
        }
    }
}
