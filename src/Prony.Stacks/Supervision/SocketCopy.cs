using System.Globalization;
using System.Net.Sockets;
using Prony.Stacks.Native;

namespace Prony.Stacks.Supervision;

/// <summary>Gets a socket back from a process that inherited it.</summary>
internal static class SocketCopy
{
    /// <summary>The inode of an open socket of Prony; 0 when /proc does not tell.</summary>
    internal static long InodeOf(int descriptor) => InodeAt(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{descriptor}"));

    /// <summary>A copy of the descriptor under which a process has a socket open; null when it has it not, or Prony may not take it (it needs to be root, or the same user).</summary>
    internal static Socket? From(int pid, long inode)
    {
        if (inode == 0 || FindDescriptor(pid, inode) is not { } descriptor)
        {
            return null;
        }

        var process = NativeLibc.syscall(NativeLibc.CallPidfdOpen, pid, 0, 0);
        if (process < 0)
        {
            return null;
        }

        try
        {
            var copy = NativeLibc.syscall(NativeLibc.CallPidfdGetFd, process, descriptor, 0);
            if (copy >= 0 && InodeOf((int)copy) != inode)
            {
                // Between the look and the copy the process closed it, and something else got its number.
                _ = NativeLibc.close((int)copy);
                return null;
            }

            return copy < 0 ? null : new Socket(new SafeSocketHandle(copy, ownsHandle: true));
        }
        finally
        {
            _ = NativeLibc.close((int)process);
        }
    }

    /// <summary>The process may have moved it from the number that it was given under.</summary>
    private static int? FindDescriptor(int pid, long inode)
    {
        try
        {
            foreach (var path in Directory.EnumerateFileSystemEntries(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/fd")))
            {
                if (InodeAt(path) == inode)
                {
                    return int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone, or another user's.
        }

        return null;
    }

    private static long InodeAt(string path)
    {
        const string prefix = "socket:[";
        try
        {
            return new FileInfo(path).LinkTarget is { } link && link.StartsWith(prefix, StringComparison.Ordinal)
                ? long.Parse(link.AsSpan(prefix.Length, link.Length - prefix.Length - 1), CultureInfo.InvariantCulture)
                : 0;
        }
        catch (IOException)
        {
            // Closed between listing and reading.
            return 0;
        }
    }
}
