using System.Security.Cryptography.X509Certificates;

namespace Prony.Load.Plans;

/// <summary>How a load uses TLS. Without them the system's authorities decide and no client certificate is shown.</summary>
public sealed record TlsSettings
{
    /// <summary>True: any certificate of the server will do. Default: false.</summary>
    public bool Insecure { get; init; }

    /// <summary>Authorities that are trusted in place of the system's; empty: the system's. Default: empty.</summary>
    public IReadOnlyList<X509Certificate2> Authorities { get; init; } = [];

    /// <summary>Shown to a server that asks, with its private key. Default: null, none.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Certificates between the client's own and an authority that the server trusts. Default: empty.</summary>
    public IReadOnlyList<X509Certificate2> ClientChain { get; init; } = [];
}
