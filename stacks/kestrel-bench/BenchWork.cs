using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace KestrelBench;

/// <summary>The work of one request: arithmetic, waiting, and 10,000 small numbers written to a temporary file that is removed again.</summary>
internal static class BenchWork
{
    private const int Count = 10_000;

    /// <summary>Blocks its thread while it waits; returns the elapsed seconds as text of fixed length.</summary>
    internal static string Run(TimeSpan wait)
    {
        var start = Stopwatch.GetTimestamp();
        Calculate();
        Thread.Sleep(wait);
        WriteFile();
        return Elapsed(start);
    }

    /// <summary>Gives its thread back while it waits.</summary>
    internal static async Task<string> RunAsync(TimeSpan wait)
    {
        var start = Stopwatch.GetTimestamp();
        Calculate();
        await Task.Delay(wait);
        WriteFile();
        return Elapsed(start);
    }

    private static void Calculate()
    {
        var sum = 0;
        for (var i = 0; i < Count; i++)
        {
            sum = unchecked(sum * 31 + i);
        }

        // Kept, so that the compiler may not leave the loop out.
        _sum = sum;
    }

    private static void WriteFile()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using var writer = new StreamWriter(path, append: false, Encoding.ASCII, bufferSize: 16 * 1024);
            Span<char> digits = stackalloc char[11];
            for (var i = 0; i < Count; i++)
            {
                i.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
                writer.Write(digits[..length]);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Elapsed(long start) =>
        Math.Min(Stopwatch.GetElapsedTime(start).TotalSeconds, 9.9999).ToString("0.0000", CultureInfo.InvariantCulture);

    private static volatile int _sum;
}
