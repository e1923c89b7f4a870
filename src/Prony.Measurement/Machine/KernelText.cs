namespace Prony.Measurement.Machine;

/// <summary>Small files in which the kernel describes itself.</summary>
internal static class KernelText
{
    /// <summary>The whole text; null when there is no such file here or it may not be read, which is an answer, not an error.</summary>
    public static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
