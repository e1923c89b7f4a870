using System.Runtime.InteropServices;

namespace Prony.Cli;

/// <summary>What the kernel knows of a terminal.</summary>
internal static class NativeTerminal
{
    public const int StandardError = 2;

    private const nuint GetWindowSize = 0x5413;   // TIOCGWINSZ, asm-generic/ioctls.h

    /// <summary>Columns and lines; null where the descriptor is no terminal, or one that does not know.</summary>
    public static (int Width, int Height)? SizeOf(int descriptor)
    {
        // struct winsize: lines, columns and two sizes in pixels, 16 bits each.
        var size = new ushort[4];
        return OperatingSystem.IsLinux() && ioctl(descriptor, GetWindowSize, size) == 0 && size[0] > 0 && size[1] > 0 ? (size[1], size[0]) : null;
    }

    [DllImport("libc")]
    private static extern int ioctl(int descriptor, nuint request, [Out] ushort[] size);
}
