using System.Globalization;
using Prony.Stacks.Definitions;

namespace Prony.Stacks.Keeping;

/// <summary>A log file that is put away when it is full: FILE becomes FILE.1, FILE.1 becomes FILE.2, and so on.</summary>
/// <remarks>Lines are whole in one file or the next, unless one alone is longer than a file may be. Not thread-safe.</remarks>
internal sealed class RotatedFile : IDisposable
{
    private readonly LogDefinition _definition;
    private FileStream? _file;

    /// <exception cref="IOException">It cannot be written.</exception>
    internal RotatedFile(LogDefinition definition)
    {
        _definition = definition;
        _file = Open();
    }

    /// <exception cref="IOException">They could not all be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may no longer be made or put away.</exception>
    internal void Write(ReadOnlySpan<byte> lines)
    {
        while (lines.Length > 0)
        {
            var file = _file ??= Open();
            var room = _definition.MaxBytes - file.Length;
            var part = lines.Length <= room ? lines.Length : lines[..(int)Math.Clamp(room, 0, lines.Length)].LastIndexOf((byte)'\n') + 1;
            if (part == 0 && file.Length > 0)
            {
                Rotate();
                continue;
            }

            part = part == 0 ? (int)Math.Min(lines.Length, _definition.MaxBytes) : part;
            file.Write(lines[..part]);
            lines = lines[part..];
        }
    }

    public void Dispose() => _file?.Dispose();

    private void Rotate()
    {
        // Opened again by the next write, whatever happens here.
        _file?.Dispose();
        _file = null;
        for (var number = _definition.Keep; number > 0; number--)
        {
            var from = number == 1 ? _definition.File : Old(number - 1);
            if (File.Exists(from))
            {
                File.Move(from, Old(number), overwrite: true);
            }
        }

        if (_definition.Keep == 0)
        {
            File.Delete(_definition.File);
        }
    }

    private string Old(int number) => string.Create(CultureInfo.InvariantCulture, $"{_definition.File}.{number}");

    /// <summary>Without a buffer: what could not be written would be written with what comes after it.</summary>
    private FileStream Open() => new(_definition.File, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
}
