using System.Globalization;
using System.Net.Sockets;
using Prony.Measurement.Runs;

namespace Prony.Cli.Personalities.Ab;

/// <summary>How ab ends at an error of a connection: a line on standard error, and the system's number for it as exit code.</summary>
/// <param name="Line">The line.</param>
/// <param name="Code">Exit code: the lowest byte of the number.</param>
internal sealed record AbExit(string Line, int Code)
{
    /// <summary>EINVAL: exit code of a wrong command line.</summary>
    public const int InvalidArgument = 22;

    private const int ConnectionReset = 104, ConnectionRefused = 111;

    /// <summary>APR_TIMEUP of the Apache Portable Runtime.</summary>
    private const int TimeUp = 70_007;

    private static readonly Dictionary<int, string> Messages = new()
    {
        [InvalidArgument] = "Invalid argument",
        [101] = "Network is unreachable",
        [ConnectionReset] = "Connection reset by peer",
        [110] = "Connection timed out",
        [ConnectionRefused] = "Connection refused",
        [113] = "No route to host",
        [TimeUp] = "The timeout specified has expired",
    };

    /// <summary>The end of a test that never began, because nobody listens.</summary>
    public static AbExit? Of(SocketException? problem) => problem is { NativeErrorCode: var number } && Messages.ContainsKey(number) ? Of("apr_socket_recv", number) : null;

    /// <summary>The end of a test at an error of a connection; null when there was none. ab stops at the first.</summary>
    public static AbExit? Of(LoadRecord load, bool timed)
    {
        var outcomes = load.Outcomes;
        return outcomes switch
        {
            { Refused: > 0 } => Of("apr_socket_recv", ConnectionRefused),
            { Reset: > 0 } => Of("apr_socket_recv", ConnectionReset),
            { Timeout: > 0 } when !timed => Of("apr_pollset_poll", TimeUp),
            _ => null,
        };
    }

    /// <summary>No connection at all is no set to poll.</summary>
    public static AbExit NoConcurrency() => Of("apr_pollset_poll", InvalidArgument);

    private static AbExit Of(string call, int number) => new(string.Create(CultureInfo.InvariantCulture, $"{call}: {Messages[number]} ({number})\n"), number & 0xff);
}
