using System.Runtime.InteropServices;
using System.Text;

namespace Prony.Cli.Control;

/// <summary>What the kernel says of a path itself, no link followed (statx(2)); .NET tells no owner.</summary>
internal static class NativeStatus
{
    private const int WorkingFolder = -100;         // AT_FDCWD
    private const int NoFollow = 0x100;             // AT_SYMLINK_NOFOLLOW
    private const uint TypeModeAndUser = 1 | 2 | 8; // STATX_TYPE, STATX_MODE, STATX_UID
    private const int StatusBytes = 256;            // struct statx, the same on every architecture
    private const int UserOffset = 20;
    private const int ModeOffset = 28;
    private const int TypeMask = 0xF000;
    private const int Folder = 0x4000;
    private const int OthersWrite = 0x12;           // group and others

    /// <summary>Whether it is a folder, and no link to one, that belongs to a user and that nobody else may write to.</summary>
    public static bool IsFolderOf(uint user, string path)
    {
        var status = new byte[StatusBytes];
        if (statx(WorkingFolder, [.. Encoding.UTF8.GetBytes(path), 0], NoFollow, TypeModeAndUser, status) != 0)
        {
            return false;
        }

        var mode = BitConverter.ToUInt16(status, ModeOffset);
        return BitConverter.ToUInt32(status, UserOffset) == user && (mode & TypeMask) == Folder && (mode & OthersWrite) == 0;
    }

    [DllImport("libc")]
    private static extern int statx(int folder, byte[] path, int flags, uint mask, [Out] byte[] status);
}
