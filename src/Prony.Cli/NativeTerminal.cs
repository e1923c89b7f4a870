using System.Runtime.InteropServices;

namespace Prony.Cli;

/// <summary>What the kernel knows of a terminal.</summary>
internal static class NativeTerminal
{
    public const int StandardError = 2;

    private const nuint GetWindowSize = 0x5413;   // TIOCGWINSZ, asm-generic/ioctls.h

    /// <summary>Columns and lines; null where the descriptor is no terminal, or one that does not know.</summary>
    public static (int Width, int Height)? SizeOf(int descriptor) =>
        OperatingSystem.IsLinux() && ioctl(descriptor, GetWindowSize, out var size) == 0 && size is { Columns: > 0, Rows: > 0 } ? (size.Columns, size.Rows) : null;

    [DllImport("libc")]
    private static extern int ioctl(int descriptor, nuint request, out WindowSize size);

    [StructLayout(LayoutKind.Sequential)]
    private struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort PixelsWide;
        public ushort PixelsHigh;
    }
}
