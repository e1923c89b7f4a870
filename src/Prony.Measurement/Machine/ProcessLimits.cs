using System.Globalization;

namespace Prony.Measurement.Machine;

/// <summary>Limits that the kernel sets to this process. Pure reads; thread-safe.</summary>
public static class ProcessLimits
{
    private const string OpenFilesLine = "Max open files";

    /// <summary>What is assumed where the kernel does not say: the smallest limit that is usual.</summary>
    private const long UsualOpenFiles = 1024;

    /// <summary>Most files (sockets are files) that this process may have open.</summary>
    public static long OpenFiles() => ParseOpenFiles(KernelText.Read("/proc/self/limits"));

    /// <summary>The same of another process; null when it has gone or may not be looked into.</summary>
    public static long? OpenFiles(int pid) =>
        KernelText.Read(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/limits")) is { } limits ? ParseOpenFiles(limits) : null;

    /// <summary>Files that another process has open now; null when it has gone or may not be looked into.</summary>
    public static int? CountOpenFiles(int pid)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/fd")).Count();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Files that this process has open now; null where the kernel does not tell. Costs about 1 µs per file.</summary>
    public static int? CountOpenFiles() =>
        Directory.Exists("/proc/self/fd") ? Directory.EnumerateFileSystemEntries("/proc/self/fd").Count() : null;

    /// <summary>The soft limit in the text of /proc/PID/limits; "unlimited" is the largest number.</summary>
    internal static long ParseOpenFiles(string? limits)
    {
        var line = limits?.Split('\n').FirstOrDefault(l => l.StartsWith(OpenFilesLine, StringComparison.Ordinal));
        var words = line?[OpenFilesLine.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            ["unlimited", ..] => long.MaxValue,
            [var soft, ..] when long.TryParse(soft, CultureInfo.InvariantCulture, out var limit) => limit,
            _ => UsualOpenFiles,
        };
    }
}
