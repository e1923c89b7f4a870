using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Gates;

/// <summary>Says why TLS failed and what to do about it.</summary>
public static class TlsAdvice
{
    /// <summary>How a command line trusts an authority, shows a certificate and stops checking.</summary>
    public static (string Authority, string Insecure, string Certificate) Flags { get; } = ("--cacert FILE", "--insecure", "--cert FILE --key FILE");

    /// <summary>How a scenario does.</summary>
    public static (string Authority, string Insecure, string Certificate) Keys { get; } = ("tls: {ca: FILE}", "tls: {insecure: true}", "tls: {cert: FILE, key: FILE}");

    /// <summary>One sentence and its advice when every request that ended did so with tls; otherwise null.</summary>
    public static string? Of(LoadRecord load, (string Authority, string Insecure, string Certificate) words)
    {
        ArgumentNullException.ThrowIfNull(load);
        return load.Outcomes.Tls > 0 && load.Outcomes.Tls == load.Requests.Failed && load.Requests.Succeeded == 0
            ? $"all {CountText.Of(load.Outcomes.Tls, "request")} ended with tls: {Reason(load)}; {Advice(load, words)}"
            : null;
    }

    /// <summary>The commonest reason, as a clause.</summary>
    internal static string Reason(LoadRecord load) => Commonest(load) switch
    {
        TlsErrorName.SelfSigned => "the certificate is self-signed",
        TlsErrorName.UnknownAuthority => "no trusted authority has signed the certificate",
        TlsErrorName.Expired => "the certificate has expired",
        TlsErrorName.NotYetValid => "the certificate is not valid yet",
        TlsErrorName.NameMismatch => "the certificate is for another host",
        TlsErrorName.Certificate => "the certificate is not acceptable",
        TlsErrorName.ClientCertificate => "the server wants a client certificate",
        _ => "there was no agreement, or the server speaks no TLS on that port",
    };

    /// <summary>What to do about it, as a sentence.</summary>
    internal static string Advice(LoadRecord load, (string Authority, string Insecure, string Certificate) words) => Commonest(load) switch
    {
        TlsErrorName.ClientCertificate => $"use {words.Certificate}.",
        TlsErrorName.SelfSigned or TlsErrorName.UnknownAuthority => $"use {words.Authority} or {words.Insecure}.",
        TlsErrorName.Handshake or null => "check port and scheme.",
        _ => $"mend it, or use {words.Insecure}.",
    };

    private static string? Commonest(LoadRecord load) => load.TlsErrors.Count == 0 ? null : load.TlsErrors.MaxBy(error => error.Value).Key;
}
