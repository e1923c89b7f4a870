using System.Globalization;
using System.Text;
using Prony.Stacks.Processes;

namespace Prony.Stacks.Accounting;

/// <summary>Memory of one process from /proc/PID/smaps_rollup (Linux commit 493b0e9d, made because reading smaps costs hundreds of ms).</summary>
internal static class MemoryFile
{
    /// <summary>PSS and USS in bytes; both zero when the process has gone.</summary>
    /// <remarks>Where Prony may not look (another user's process) its RSS stands for both: an upper bound.</remarks>
    internal static (long PssBytes, long UssBytes) Read(ProcessStat stat) => ReadIfAllowed(stat.Pid) ?? (stat.RssBytes, stat.RssBytes);

    /// <summary>The same, and null where Prony may not look.</summary>
    internal static (long PssBytes, long UssBytes)? ReadIfAllowed(int pid)
    {
        try
        {
            return Parse(File.ReadAllLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/smaps_rollup")));
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
        catch (IOException)
        {
            return (0, 0);
        }
    }

    /// <summary>Pss, and the private pages: clean, dirty and huge.</summary>
    internal static (long PssBytes, long UssBytes) Parse(IEnumerable<string> lines)
    {
        const long bytesPerKibibyte = 1024;
        long pss = 0;
        long uss = 0;
        foreach (var line in lines)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            switch (colon < 0 ? string.Empty : line[..colon])
            {
                case "Pss":
                    pss += Kibibytes(line, colon);
                    break;
                case "Private_Clean" or "Private_Dirty" or "Private_Hugetlb":
                    uss += Kibibytes(line, colon);
                    break;
            }
        }

        return (pss * bytesPerKibibyte, uss * bytesPerKibibyte);
    }

    private static long Kibibytes(string line, int colon) =>
        long.Parse(line.AsSpan(colon + 1, line.Length - colon - 1 - " kB".Length).Trim(), CultureInfo.InvariantCulture);
}
