using System.ComponentModel;
using System.Text;

namespace Prony.Cli;

/// <summary>Standard error that may be closed, full or gone: what cannot be said is not said, and the work goes on.</summary>
/// <remarks>A measurement must not die, and take its exit code with it, because nobody reads its progress. Thread-safe through <see cref="Console.SetError"/>.</remarks>
internal sealed class ErrorWriter(TextWriter inner) : TextWriter
{
    private const int BufferSize = 16 << 10;

    public override Encoding Encoding => inner.Encoding;

    /// <summary>Puts one before the console's own.</summary>
    /// <remarks>The console's own passes text on in pieces of 256 bytes: whoever ends the process would find a live view half drawn.</remarks>
    public static void Install() => Console.SetError(new ErrorWriter(new StreamWriter(Console.OpenStandardError(), Console.Error.Encoding, BufferSize) { AutoFlush = true }));

    public override void Write(char value) => Try(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    public override void Write(string? value) => Try(() => inner.Write(value));

    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    public override void Flush() => Try(inner.Flush);

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception unheard) when (unheard is IOException or UnauthorizedAccessException or Win32Exception or ObjectDisposedException)
        {
            // Standard error was the place to say so.
        }
    }
}
