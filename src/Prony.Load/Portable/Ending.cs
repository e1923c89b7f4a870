using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Prony.Load.Reactor;
using Prony.Load.Recording;

namespace Prony.Load.Portable;

/// <summary>How a request ended.</summary>
/// <param name="Outcome">Exactly one.</param>
/// <param name="Status">Of a whole response; 0 without.</param>
/// <param name="BodyBytes">Content that came.</param>
/// <param name="ConnectError">With the outcome refused: why, as a number of <see cref="Errno"/>.</param>
/// <param name="Tls">With the outcome tls: why.</param>
/// <param name="Kind">Of a whole response: what kind of work it was (<see cref="Http.ResponseKind"/>).</param>
internal readonly record struct Ending(Outcome Outcome, int Status = 0, long BodyBytes = 0, int ConnectError = 0, TlsFailure Tls = TlsFailure.Handshake, byte Kind = 0)
{
    private const int InputOutput = 5;

    /// <summary>What an exception of the client library means; null when it is none of a connection and the engine itself is at fault.</summary>
    /// <param name="failure">What was thrown.</param>
    /// <param name="refused">Why the server's certificate was refused, if it was.</param>
    public static Ending? Of(Exception failure, TlsFailure? refused)
    {
        foreach (var cause in Chain(failure))
        {
            if (cause is ForbiddenAddressException)
            {
                return new Ending(Outcome.Refused, ConnectError: Errno.Forbidden);
            }

            if (cause is PeerClosedException)
            {
                return new Ending(Outcome.Closed);
            }

            if (IsOfTls(cause))
            {
                return new Ending(Outcome.Tls, Tls: refused ?? TlsReason(failure));
            }
        }

        return ErrorOf(failure) is { } error ? OfError(error, failure, refused) : OfSocket(failure);
    }

    private static Ending OfError(HttpRequestError error, Exception failure, TlsFailure? refused) => error switch
    {
        HttpRequestError.NameResolutionError => new Ending(Outcome.Dns),
        HttpRequestError.SecureConnectionError => new Ending(Outcome.Tls, Tls: refused ?? TlsReason(failure)),
        HttpRequestError.ProxyTunnelError => new Ending(Outcome.Refused, ConnectError: Errno.ProxyRefused),
        HttpRequestError.ConnectionError => new Ending(Outcome.Refused, ConnectError: NumberOf(failure)),
        HttpRequestError.ResponseEnded => new Ending(Outcome.Closed),
        HttpRequestError.HttpProtocolError => new Ending(IsResetStream(failure) ? Outcome.Reset : Outcome.Protocol),
        HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.VersionNegotiationError => new Ending(Outcome.Protocol),
        _ => OfSocket(failure) ?? new Ending(Outcome.Protocol),
    };

    /// <summary>EPIPE means that the peer had closed in order before it reset, so it counts as closed, as in the raw engine.</summary>
    private static Ending? OfSocket(Exception failure) => Chain(failure).OfType<SocketException>().FirstOrDefault() switch
    {
        { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => new Ending(Outcome.Dns),
        { SocketErrorCode: SocketError.Shutdown } => new Ending(Outcome.Closed),
        not null => new Ending(Outcome.Reset),
        null => Chain(failure).Any(cause => cause is IOException or ObjectDisposedException) ? new Ending(Outcome.Closed) : null,
    };

    private static HttpRequestError? ErrorOf(Exception failure) => Chain(failure)
        .Select(cause => cause switch
        {
            HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } http => http.HttpRequestError,
            HttpIOException { HttpRequestError: not HttpRequestError.Unknown } http => http.HttpRequestError,
            HttpRequestException or HttpIOException => HttpRequestError.Unknown,
            _ => (HttpRequestError?)null,
        })
        .OfType<HttpRequestError?>()
        .OrderBy(error => error == HttpRequestError.Unknown ? 1 : 0)
        .FirstOrDefault();

    /// <summary>What TLS itself throws, also after the handshake: with TLS 1.3 a server refuses the client's certificate only then.</summary>
    private static bool IsOfTls(Exception cause) => cause is AuthenticationException || cause.GetType().Name == "SslException";

    private static TlsFailure TlsReason(Exception failure) =>
        Chain(failure).Any(cause => cause.Message.Contains("certificate required", StringComparison.OrdinalIgnoreCase)
            || cause.Message.Contains("alert bad certificate", StringComparison.OrdinalIgnoreCase))
            ? TlsFailure.ClientCertificate
            : TlsFailure.Handshake;

    /// <summary>The server ended the stream or the connection for reasons of its own; the other codes of RFC 9113 section 7 say that one side broke the rules.</summary>
    private static bool IsResetStream(Exception failure) =>
        Chain(failure).OfType<HttpProtocolException>().FirstOrDefault() is { ErrorCode: 0x0 or 0x2 or 0x7 or 0x8 or 0xb };

    private static int NumberOf(Exception failure) => Chain(failure).OfType<SocketException>().FirstOrDefault() switch
    {
        null => InputOutput,
        { SocketErrorCode: SocketError.ConnectionRefused } => 111,
        { SocketErrorCode: SocketError.AddressNotAvailable } => 99,
        { SocketErrorCode: SocketError.HostUnreachable } => 113,
        { SocketErrorCode: SocketError.NetworkUnreachable } => 101,
        { SocketErrorCode: SocketError.TimedOut } => 110,
        { SocketErrorCode: SocketError.ConnectionReset } => Errno.ConnectionReset,
        { NativeErrorCode: var number } => number is > 0 and < Errno.Forbidden ? number : InputOutput,
    };

    private static IEnumerable<Exception> Chain(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
