using System.CommandLine;
using Prony.Experiments.Targets;
using Prony.Load.Plans;
using Prony.Measurement.Runs;

namespace Prony.Cli.Verbs;

/// <summary>The flags of <c>prony load</c> about the way to the target: engine, protocol, proxy, redirects, TLS.</summary>
internal static class LoadWay
{
    /// <summary>A plan with what they say.</summary>
    /// <exception cref="UsageException">They contradict each other, or name a file that cannot be used.</exception>
    public static LoadPlan Apply(LoadOptions options, ParseResult parsed, SecretMask secrets, LoadPlan plan)
    {
        var way = plan with
        {
            Engine = EngineOf(parsed.GetValue(options.Engine)),
            HttpVersion = parsed.GetValue(options.Http2) ? HttpProtocol.Http2 : HttpProtocol.Http11,
            Proxy = ReadProxy(parsed.GetValue(options.Proxy), secrets),
            Redirects = (int)(parsed.GetValue(options.Redirects) ?? 0),
            MayConnect = static (host, address) => TargetPermission.IsAllowed(host, address, yes: false),   // a yes to the target is no yes to others
        };
        if (way.Proxy is not null && parsed.GetValue(options.ConnectTo)!.Length > 0)
        {
            throw new UsageException("--connect-to and --proxy exclude each other: all connections go to the proxy.");
        }

        way = way with { Tls = ReadTls(options, parsed, way) };
        return ChooseEngine(way) == LoadEngine.Portable && parsed.GetValue(options.Threads) is not null
            ? throw new UsageException("--threads belongs to the raw engine: the portable one uses as many threads as there are CPUs. Leave it out.")
            : way;
    }

    private static LoadEngine ChooseEngine(LoadPlan plan)
    {
        try
        {
            return EngineChoice.For(plan);
        }
        catch (ArgumentException impossible)
        {
            throw new UsageException(impossible.Message);
        }
    }

    private static LoadEngine EngineOf(string? name) => name switch
    {
        EngineName.Raw => LoadEngine.Raw,
        EngineName.Portable => LoadEngine.Portable,
        _ => LoadEngine.Auto,
    };

    private static LoadProxy? ReadProxy(string? text, SecretMask secrets)
    {
        if (text is null)
        {
            return null;
        }

        if (!ProxyAddress.TryRead(text, out var url, out var error))
        {
            throw new UsageException($"--proxy: {error}");
        }

        if (url.UserInfo.Split(':', 2) is [_, { Length: > 0 } password])
        {
            secrets.Add(password);
        }

        return new LoadProxy(url, TargetPermission.Resolve(url, secrets.Mask(url.ToString())).EndPoint);
    }

    private static TlsSettings ReadTls(LoadOptions options, ParseResult parsed, LoadPlan plan)
    {
        var (insecure, authorities) = (parsed.GetValue(options.Insecure), parsed.GetValue(options.CaCert));
        var (certificate, key) = (parsed.GetValue(options.Cert), parsed.GetValue(options.Key));
        if (!insecure && (authorities ?? certificate ?? key) is null)
        {
            return new TlsSettings();
        }

        if (!plan.Target.IsSecure && plan.Redirects == 0)
        {
            throw new UsageException("--insecure, --cacert, --cert and --key belong to https: the address is http.");
        }

        if (insecure && authorities is not null)
        {
            throw new UsageException("--insecure and --cacert exclude each other: the one accepts any certificate, the other says which.");
        }

        if (key is not null && certificate is null)
        {
            throw new UsageException("--key is the key of a certificate: add --cert.");
        }

        try
        {
            return CertificateFiles.Read(insecure, authorities, certificate, key);
        }
        catch (InvalidDataException unusable)
        {
            throw new UsageException(unusable.Message);
        }
    }
}
