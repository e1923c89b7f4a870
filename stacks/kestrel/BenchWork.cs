namespace KestrelStack;

/// <summary>The work of /work: 10,000 additions, 100 ms of waiting, 10,000 writes of 100 bytes to a temporary file that is removed again.</summary>
internal static class BenchWork
{
    private const int Count = 10_000;

    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(100);
    private static readonly byte[] Line = [.. Enumerable.Repeat((byte)'x', 99), (byte)'\n'];

    private static volatile int _sum;

    /// <summary>Blocks its thread while it waits.</summary>
    internal static void Run()
    {
        Add();
        Thread.Sleep(Wait);
        WriteFile();
    }

    /// <summary>Gives its thread back while it waits.</summary>
    internal static async Task RunAsync()
    {
        Add();
        await Task.Delay(Wait);
        WriteFile();
    }

    private static void Add()
    {
        var sum = 0;
        for (var i = 0; i < Count; i++)
        {
            sum = unchecked(sum + i);
        }

        // Kept, so that the compiler may not leave the loop out.
        _sum = sum;
    }

    /// <summary>Without a buffer: each write is a call of the system, as in the other stacks.</summary>
    private static void WriteFile()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        for (var i = 0; i < Count; i++)
        {
            file.Write(Line);
        }
    }
}
