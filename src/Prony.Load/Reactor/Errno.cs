using System.Globalization;

namespace Prony.Load.Reactor;

/// <summary>The errors of Linux system calls that a load meets (errno(3), generic numbering).</summary>
internal static class Errno
{
    public const int Interrupted = 4;
    public const int TryAgain = 11;
    public const int BrokenPipe = 32;
    public const int NoSuchCall = 38;
    public const int ConnectionReset = 104;
    public const int InProgress = 115;

    /// <summary>No number of the system: the address may not be loaded, so no connection was asked for.</summary>
    public const int Forbidden = 136;

    /// <summary>No number of the system: the proxy would not connect.</summary>
    public const int ProxyRefused = 137;

    /// <summary>Errors above this do not occur; counters by error have this many places.</summary>
    public const int Limit = 138;

    /// <summary>The C name of an error, or "errno N"; what is no error of the system has a name of its own.</summary>
    public static string Name(int error) => error switch
    {
        2 => "ENOENT",
        TryAgain => "EAGAIN",
        12 => "ENOMEM",
        13 => "EACCES",
        23 => "ENFILE",
        24 => "EMFILE",
        97 => "EAFNOSUPPORT",
        99 => "EADDRNOTAVAIL",
        100 => "ENETDOWN",
        101 => "ENETUNREACH",
        ConnectionReset => "ECONNRESET",
        105 => "ENOBUFS",
        110 => "ETIMEDOUT",
        111 => "ECONNREFUSED",
        113 => "EHOSTUNREACH",
        Forbidden => "forbidden-address",
        ProxyRefused => "proxy-refused",
        _ => string.Create(CultureInfo.InvariantCulture, $"errno {error}"),
    };
}
