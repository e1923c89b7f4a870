using System.Diagnostics.CodeAnalysis;

namespace Prony.Experiments.Data;

/// <summary>Reads the file that holds the body of a request.</summary>
public static class BodyFile
{
    /// <summary>Largest body, bytes.</summary>
    public const int MostBytes = 256 << 20;

    /// <summary>Reads it whole.</summary>
    /// <param name="open">Opens it.</param>
    /// <param name="body">Its bytes.</param>
    /// <param name="error">Why it cannot be read, as a sentence.</param>
    public static bool TryRead(Func<Stream> open, out ReadOnlyMemory<byte> body, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(open);
        body = default;
        try
        {
            using var source = open();
            using var all = new MemoryStream();
            var buffer = new byte[1 << 16];
            for (int read; (read = source.Read(buffer)) > 0;)
            {
                all.Write(buffer, 0, read);
                if (all.Length > MostBytes)
                {
                    error = $"A body has at most {MostBytes >> 20} MiB.";
                    return false;
                }
            }

            body = all.ToArray();
            error = null;
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            error = failure.Message;
            return false;
        }
    }
}
