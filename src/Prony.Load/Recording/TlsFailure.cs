using Prony.Measurement.Runs;

namespace Prony.Load.Recording;

/// <summary>Why a request ended with the outcome tls.</summary>
internal enum TlsFailure
{
    SelfSigned,
    UnknownAuthority,
    Expired,
    NotYetValid,
    NameMismatch,
    Certificate,
    ClientCertificate,
    Handshake,
}

/// <summary>The same as they are written.</summary>
internal static class TlsFailureName
{
    public static string Of(TlsFailure failure) => failure switch
    {
        TlsFailure.SelfSigned => TlsErrorName.SelfSigned,
        TlsFailure.UnknownAuthority => TlsErrorName.UnknownAuthority,
        TlsFailure.Expired => TlsErrorName.Expired,
        TlsFailure.NotYetValid => TlsErrorName.NotYetValid,
        TlsFailure.NameMismatch => TlsErrorName.NameMismatch,
        TlsFailure.Certificate => TlsErrorName.Certificate,
        TlsFailure.ClientCertificate => TlsErrorName.ClientCertificate,
        _ => TlsErrorName.Handshake,
    };
}
