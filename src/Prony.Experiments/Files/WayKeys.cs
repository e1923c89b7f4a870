using Prony.Experiments.Files.Keys;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Files;

/// <summary>The keys of a scenario about the way of its requests.</summary>
internal static class WayKeys
{
    public static readonly Key<string> Engine = new(
        "engine", KeyTypes.Choice("auto", EngineName.Raw, EngineName.Portable),
        "What carries the requests: raw (http and HTTP/1.1 on Linux, the fastest), portable (all else), or auto: raw where it can for every candidate, else portable for all of them.")
    {
        Default = "auto",
    };

    public static readonly Key<string> Http = new("http", KeyTypes.HttpVersion, "Version of HTTP. 2 is agreed upon with https, and spoken with prior knowledge (h2c) with http.")
    {
        Default = "1.1",
    };

    public static readonly Key<bool> Insecure = new("insecure", KeyTypes.Boolean, "Accept any certificate of the server.") { Default = "false" };

    public static readonly Key<string> Authorities = new("ca", KeyTypes.Text, "File of authorities (PEM) that are trusted in place of the system's; relative to this file.");

    public static readonly Key<string> Certificate = new(
        "cert", KeyTypes.Text, "File of the client certificate: PEM, with the key in it or in 'key', or PFX without a password; relative to this file.");

    public static readonly Key<string> CertificateKey = new("key", KeyTypes.Text, "File of its private key, PEM; relative to this file.") { OnlyWith = ["cert"] };

    public static readonly KeyTable TlsTable = new("How https is used.", Insecure, Authorities, Certificate, CertificateKey) { AtMostOneOf = ["insecure", "ca"] };

    public static readonly Key<BoundTable> Tls = new("tls", new TableType(TlsTable), "How https is used, such as {insecure: true} or {ca: ca.pem}.");

    public static readonly Key<string> Proxy = new("proxy", KeyTypes.Text, "HTTP proxy that the requests go through, such as http://127.0.0.1:3128.");

    public static readonly Key<int> Redirects = new(
        "redirects", KeyTypes.Integer(0, 50), "Most redirects that a request follows; its times are those of the whole way.")
    {
        Default = "0",
    };
}
