using System.Globalization;
using System.Net.Sockets;
using System.Runtime.Versioning;

namespace Prony.Cli.Control;

/// <summary>Where control sockets lie, and how one is bound and found.</summary>
[UnsupportedOSPlatform("windows")]
internal static class ControlSocket
{
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string Extension = ".ctl";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>PRONY_RUNTIME; else prony in XDG_RUNTIME_DIR; else prony-UID in the system's temporary folder.</summary>
    public static string Folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(
        Environment.GetEnvironmentVariable("PRONY_RUNTIME") is { Length: > 0 } own ? own
        : Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime && Directory.Exists(runtime) ? Path.Combine(runtime, "prony")
        : Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"prony-{ControlProtocol.Self}"))));

    /// <summary>The user has a folder for such things, as a login makes one, or named one: then a run can be steered, too.</summary>
    public static bool HasOwnFolder => Environment.GetEnvironmentVariable("PRONY_RUNTIME") is { Length: > 0 }
        || (Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime && Directory.Exists(runtime));

    /// <summary>The default socket of a Prony that keeps or runs something of this name.</summary>
    /// <exception cref="IOException">The folder cannot be made, or others may write to it.</exception>
    public static string DefaultFor(string name)
    {
        EnsureFolder(Folder);
        return Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{name[..Math.Min(name.Length, 40)]}-{Environment.ProcessId}{Extension}"));
    }

    /// <summary>Binds and listens, mode 0600; a file that a dead Prony left is replaced.</summary>
    /// <exception cref="UsageException">A living Prony listens there, or the path is something else.</exception>
    public static Socket Listen(string path)
    {
        if (File.Exists(path) || Directory.Exists(path))
        {
            if (!IsSocket(path))
            {
                throw new UsageException($"--ctl {path}: there is something that is no socket. Give another path, or remove it.");
            }

            if (IsAlive(path))
            {
                throw new UsageException($"--ctl {path}: another prony listens there. Give another path, or end it: prony ctl --socket {path} quit.");
            }

            File.Delete(path);
        }

        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));

            // Nobody can connect before listen(2), so the mode is there first.
            File.SetUnixFileMode(path, OnlyOwner);
            socket.Listen(16);
            return socket;
        }
        catch (Exception e) when (e is SocketException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            socket.Dispose();
            throw new UsageException($"--ctl {path}: {e.Message}");
        }
    }

    /// <summary>The socket to talk to: the one that is named, or the only living one.</summary>
    /// <exception cref="UsageException">There is none, or several.</exception>
    public static string Find(string? named)
    {
        if (named is not null)
        {
            return IsSocket(named) ? named : throw new UsageException($"--socket {named}: there is no control socket. `prony up` prints where its own is.");
        }

        var living = Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*" + Extension).Where(IsOwn).Order(StringComparer.Ordinal).ToList() : [];
        return living switch
        {
            [var only] => only,
            [] => throw new UsageException($"no prony runs that could be steered (looked in {Folder}). Start one with prony up, or name its socket with --socket."),
            _ => throw new UsageException($"several prony run; choose one:\n{string.Join('\n', living.Select(path => "  --socket " + path))}"),
        };
    }

    /// <summary>Connects.</summary>
    /// <exception cref="IOException">Nobody answers.</exception>
    public static Socket Connect(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException($"{path}: {(e.SocketErrorCode == SocketError.ConnectionRefused ? "the prony that made it has ended" : e.Message)}.", e);
        }
    }

    /// <summary>Somebody listens: asking costs a connection that says nothing.</summary>
    private static bool IsAlive(string path)
    {
        try
        {
            using var socket = Connect(path);
            socket.SendTimeout = (int)Patience.TotalMilliseconds;
            return true;
        }
        catch (IOException e) when (e.InnerException is SocketException { SocketErrorCode: not SocketError.AccessDenied })
        {
            return false;
        }
        catch (IOException)
        {
            // Another user's: it may live, and is not ours to replace.
            return true;
        }
    }

    /// <summary>Somebody listens who acts as the same user: root's default folder may have been made by another, who would be told what root wants.</summary>
    private static bool IsOwn(string path)
    {
        try
        {
            using var socket = Connect(path);
            return ControlProtocol.PeerOf(socket) == ControlProtocol.Self;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>A socket cannot be opened like a file (ENXIO, open(2)); connecting to an ordinary file is refused like connecting to a dead socket.</summary>
    private static bool IsSocket(string path)
    {
        try
        {
            File.OpenRead(path).Dispose();
            return false;
        }
        catch (IOException)
        {
            return File.Exists(path);
        }
        catch (UnauthorizedAccessException)
        {
            // Another user's, or a folder.
            return !Directory.Exists(path) && File.Exists(path);
        }
    }

    /// <summary>Makes a folder that only its owner gets into; one that was there stays as it is.</summary>
    /// <exception cref="IOException">It cannot be made, or others may put something in the socket's place.</exception>
    internal static void EnsureFolder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder, OnlyOwner | UnixFileMode.UserExecute);
        }

        // In a temporary folder that all may write another user may have made it first, or a link to something else.
        if (!NativeStatus.IsFolderOf(ControlProtocol.Self, folder))
        {
            throw new IOException(
                $"{folder} is not a folder that only this user can write to, so no control socket is safe in it. Give one with --ctl PATH, or set PRONY_RUNTIME to a folder of your own (mode 0700).");
        }
    }
}
