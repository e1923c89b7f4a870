using Prony.Stacks.Native;

namespace Prony.Stacks.Keeping;

/// <summary>Passes on what a service appends to its output's file, whole lines at a time, and gives the disk space of what was passed on back.</summary>
/// <remarks>
/// A file and no pipe: a service never waits for Prony to read. Space is given back by punching holes (fallocate(2)), which loses nothing, while truncating
/// would lose what is written meanwhile; where a file system cannot, the file stays as it is until the services end. The last 64 KiB are kept for messages.
/// Not thread-safe.
/// </remarks>
internal sealed class OutputFollower(string path, Action<ReadOnlyMemory<byte>> passOn)
{
    private const int PieceBytes = 64 * 1024;
    private const int KeptBytes = 64 * 1024;
    private const long WorthPunching = 1 << 20;

    private readonly byte[] _piece = new byte[PieceBytes];
    private long _at;
    private long _punched;
    private int _open;

    /// <summary>Passes on what is new.</summary>
    /// <param name="isEnd">Nothing more will come: a last line without an end goes, too.</param>
    internal void Look(bool isEnd = false)
    {
        if (!File.Exists(path))
        {
            return;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(_at, SeekOrigin.Begin);
        int count;
        while ((count = file.Read(_piece, _open, _piece.Length - _open)) > 0)
        {
            // What cannot be passed on is read again at the next look.
            PassOn(_open + count);
            _at += count;
        }

        if (isEnd && _open > 0)
        {
            passOn(_piece.AsMemory(0, _open));
            _open = 0;
        }

        GiveBack(file);
    }

    private void PassOn(int filled)
    {
        var end = _piece.AsSpan(0, filled).LastIndexOf((byte)'\n') + 1;

        // A line longer than a piece goes in parts.
        end = end == 0 && filled == _piece.Length ? filled : end;
        if (end > 0)
        {
            passOn(_piece.AsMemory(0, end));
            _piece.AsSpan(end, filled - end).CopyTo(_piece);
        }

        _open = filled - end;
    }

    private void GiveBack(FileStream file)
    {
        var until = (_at - KeptBytes) & ~(long)(Environment.SystemPageSize - 1);
        if (until - _punched >= WorthPunching)
        {
            _ = NativeLibc.fallocate((int)file.SafeFileHandle.DangerousGetHandle(), NativeLibc.PunchHole, _punched, until - _punched);
            _punched = until;
        }
    }
}
