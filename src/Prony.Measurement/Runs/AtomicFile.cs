namespace Prony.Measurement.Runs;

/// <summary>Files that are either whole or not there.</summary>
public static class AtomicFile
{
    /// <summary>Writes a file beside its place, flushes it to the disk and moves it there in one step; an older one is replaced.</summary>
    /// <remarks>A reader, or a crash at any moment, sees the old content or the new, never a part.</remarks>
    /// <param name="path">Its place.</param>
    /// <param name="content">All of it.</param>
    /// <param name="mode">Who may read and write it, less what the umask takes away. Default: all, likewise.</param>
    /// <exception cref="IOException">The disk is full or the folder is missing; the message holds the path.</exception>
    /// <exception cref="UnauthorizedAccessException">No permission.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode? mode = null)
    {
        var temporary = path + ".part";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (mode is { } permitted && !OperatingSystem.IsWindows())
        {
            // From the beginning: nobody else opens it before it is whole.
            options.UnixCreateMode = permitted;
        }

        try
        {
            using (var file = new FileStream(temporary, options))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (IOException)
        {
            // A full disk has no room for half a file. Deleting what does not exist is no error.
            File.Delete(temporary);
            throw;
        }
    }
}
