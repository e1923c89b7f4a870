using System.ComponentModel;
using System.Runtime.InteropServices;
using Prony.Stacks.Native;

// Servers are started on Linux only, and RunScope says so elsewhere.
#pragma warning disable CA1416

namespace Prony.Stacks.Supervision;

/// <summary>Folders that every user can get to: what another user's service needs lies below one.</summary>
internal static class OpenFolder
{
    /// <summary>rwxr-xr-x.</summary>
    private const UnixFileMode Mode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Whether every user may go through all folders of a path, as far as they exist: below /root, or a home of mode 0700, nobody else gets.</summary>
    internal static bool IsReachable(string path)
    {
        for (var at = Path.GetFullPath(path); at is not null; at = Path.GetDirectoryName(at))
        {
            if (Directory.Exists(at) && !File.GetUnixFileMode(at).HasFlag(UnixFileMode.OtherExecute))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Makes a folder that was not there before, whatever the umask.</summary>
    /// <exception cref="IOException">It exists already: in a folder where everybody may write it may be somebody's trap.</exception>
    internal static void MakeNew(string path)
    {
        MakePrivate(path);
        File.SetUnixFileMode(path, Mode);
    }

    /// <summary>The same for Prony alone.</summary>
    /// <exception cref="IOException">It exists already.</exception>
    internal static void MakePrivate(string path)
    {
        const uint onlyOwner = 0b111_000_000;
        if (NativeLibc.mkdir(path, onlyOwner) != 0)
        {
            throw new IOException($"The folder '{path}' could not be made: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.");
        }
    }

    /// <summary>Makes a folder, and those above it, if they are not there.</summary>
    internal static void Ensure(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (Path.GetDirectoryName(path) is { } parent)
        {
            Ensure(parent);
        }

        Directory.CreateDirectory(path);
        File.SetUnixFileMode(path, Mode);
    }
}
