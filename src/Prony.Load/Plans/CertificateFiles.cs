using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Prony.Load.Plans;

/// <summary>Reads certificates and keys from files.</summary>
public static class CertificateFiles
{
    /// <summary>Settings from files; a null path leaves its part out.</summary>
    /// <param name="insecure">Any certificate of the server will do.</param>
    /// <param name="authorities">Certificates in PEM that are trusted in place of the system's.</param>
    /// <param name="certificate">The client's: PEM, with those that vouch for it after it, or PFX without a password.</param>
    /// <param name="key">Its private key, PEM without a password; null: it is in the same file.</param>
    /// <exception cref="InvalidDataException">A file cannot be read, or holds something else; the message names it.</exception>
    public static TlsSettings Read(bool insecure, string? authorities, string? certificate, string? key)
    {
        var settings = new TlsSettings { Insecure = insecure };
        if (authorities is not null)
        {
            settings = settings with { Authorities = Try(authorities, "no certificates in PEM", () => ReadAll(authorities)) };
        }

        if (certificate is not null)
        {
            var (own, chain) = Try(certificate, "no certificate with its private key (PEM with --key, or PFX without a password)", () => ReadClient(certificate, key));
            settings = settings with { ClientCertificate = own, ClientChain = chain };
        }

        return settings;
    }

    private static List<X509Certificate2> ReadAll(string path)
    {
        var found = new X509Certificate2Collection();
        found.ImportFromPemFile(path);
        return found.Count > 0 ? [.. found] : throw new CryptographicException("It holds none.");
    }

    private static (X509Certificate2 Own, IReadOnlyList<X509Certificate2> Chain) ReadClient(string path, string? keyPath)
    {
        if (X509Certificate2.GetCertContentType(path) == X509ContentType.Pfx)
        {
            var held = X509CertificateLoader.LoadPkcs12CollectionFromFile(path, null);
            return (held.First(c => c.HasPrivateKey), [.. held.Where(c => !c.HasPrivateKey)]);
        }

        using var own = X509Certificate2.CreateFromPemFile(path, keyPath);

        // Through PFX, because the TLS of some systems does not take a key that was only read from text.
        return (X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null), [.. ReadAll(path).Skip(1)]);
    }

    private static T Try<T>(string path, string otherwise, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{path}: {failure.Message}", failure);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path} holds {otherwise}. {failure.Message}", failure);
        }
    }
}
