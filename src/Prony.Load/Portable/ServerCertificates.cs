using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Prony.Load.Plans;
using Prony.Load.Recording;

namespace Prony.Load.Portable;

/// <summary>Decides about a server's certificate and says in one word what is wrong with it.</summary>
/// <remarks>Asks nobody: neither revocation lists nor missing certificates are fetched, because a load talks to its target only. Thread-safe.</remarks>
internal static class ServerCertificates
{
    /// <summary>Settings of one client; the library adds name and protocols.</summary>
    /// <param name="settings">What the plan says.</param>
    /// <param name="identity">From <see cref="IdentityOf"/>.</param>
    /// <param name="refused">Told why a certificate was refused.</param>
    /// <param name="asked">Told that the server asks for a certificate and gets none.</param>
    public static SslClientAuthenticationOptions Options(TlsSettings settings, SslStreamCertificateContext? identity, Action<TlsFailure> refused, Action asked)
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (settings.Authorities.Count > 0)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(settings.Authorities.ToArray());
        }

        return new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = policy,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) => settings.Insecure || Accept(certificate, chain, errors, refused),
            ClientCertificateContext = identity,
            LocalCertificateSelectionCallback = identity is not null ? null : (_, _, _, remote, _) =>
            {
                if (remote is not null)   // it is also called before anything is known of the server
                {
                    asked();
                }

                return null!;
            },
        };
    }

    /// <summary>What is shown to servers that ask; null for nothing. Takes milliseconds, so it is made once for all clients.</summary>
    public static SslStreamCertificateContext? IdentityOf(TlsSettings settings) => settings.ClientCertificate is { } own
        ? SslStreamCertificateContext.Create(own, [.. settings.ClientChain], offline: true)
        : null;

    private static bool Accept(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, Action<TlsFailure> refused)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        refused(ReasonOf(certificate as X509Certificate2, chain, errors));
        return false;
    }

    /// <summary>The reason that has to be mended first.</summary>
    private static TlsFailure ReasonOf(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var found = chain?.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status) ?? X509ChainStatusFlags.NoError;
        if (found.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            return IsBefore(chain!) ? TlsFailure.NotYetValid : TlsFailure.Expired;
        }

        if ((found & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0)
        {
            return certificate is not null && certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData)
                ? TlsFailure.SelfSigned
                : TlsFailure.UnknownAuthority;
        }

        return errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? TlsFailure.NameMismatch : TlsFailure.Certificate;
    }

    private static bool IsBefore(X509Chain chain)
    {
        var now = TimeProvider.System.GetUtcNow();
        return chain.ChainElements.Any(element => element.Certificate.NotBefore.ToUniversalTime() > now);
    }
}
