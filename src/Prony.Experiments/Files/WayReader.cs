using Prony.Experiments.Definitions;
using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;
using Prony.Experiments.Targets;
using Prony.Load.Plans;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Files;

/// <summary>Reads how the requests of a scenario travel, and checks it against what the candidates need.</summary>
internal sealed class WayReader(string folder, IReadOnlyList<CandidateEntry> candidates, DiagnosticBag bag)
{
    /// <summary>The way, as far as it can be read.</summary>
    public ScenarioWay Read(NamedEntry<BoundTable> scenario, IReadOnlyList<RequestDefinition> requests)
    {
        var table = scenario.Value;
        var way = new ScenarioWay
        {
            Engine = table.Get(WayKeys.Engine) switch
            {
                EngineName.Raw => LoadEngine.Raw,
                EngineName.Portable => LoadEngine.Portable,
                _ => LoadEngine.Auto,
            },
            Http = table.Get(WayKeys.Http) == "2" ? HttpProtocol.Http2 : HttpProtocol.Http11,
            Proxy = ReadProxy(table, scenario.Name),
            Redirects = table.Get(WayKeys.Redirects),
            Tls = table.TryGet(WayKeys.Tls, out var tls) ? ReadTls(tls, scenario.Name) : new TlsSettings(),
        };
        Check(way, table, scenario.Name, requests);
        return way;
    }

    private Uri? ReadProxy(BoundTable table, string scenario)
    {
        if (!table.TryGet(WayKeys.Proxy, out var text))
        {
            return null;
        }

        if (ProxyAddress.TryRead(text, out var url, out var error))
        {
            return url;
        }

        bag.Add(table.At(WayKeys.Proxy), $"scenarios.{scenario}.proxy: {error}");
        return null;
    }

    private TlsSettings ReadTls(BoundTable tls, string scenario)
    {
        if (candidates.Count > 0 && !candidates.Any(c => c.IsSecure))
        {
            bag.Add(tls.Node, $"scenarios.{scenario}.tls: no candidate is asked over https", "Remove 'tls', or give the candidates https:// addresses.");
        }

        try
        {
            return CertificateFiles.Read(
                tls.Get(WayKeys.Insecure),
                PathOf(tls, WayKeys.Authorities),
                PathOf(tls, WayKeys.Certificate),
                PathOf(tls, WayKeys.CertificateKey));
        }
        catch (InvalidDataException unusable)
        {
            bag.Add(tls.Node, $"scenarios.{scenario}.tls: {unusable.Message}");
            return new TlsSettings();
        }
    }

    private string? PathOf(BoundTable tls, Key<string> key) => tls.TryGet(key, out var path) ? Path.GetFullPath(Path.Combine(folder, path)) : null;

    private void Check(ScenarioWay way, BoundTable table, string scenario, IReadOnlyList<RequestDefinition> requests)
    {
        try
        {
            _ = way.EngineFor(candidates, requests);
        }
        catch (ArgumentException impossible)
        {
            var key = table.IsWritten(WayKeys.Engine) ? WayKeys.Engine : table.IsWritten(WayKeys.Http) ? WayKeys.Http : (Key)WayKeys.Proxy;
            var secure = way.Engine == LoadEngine.Raw && candidates.FirstOrDefault(c => c.IsSecure) is { } candidate
                ? $" ('{candidate.Name}' is asked over https)"
                : "";
            bag.Add(table.At(key), $"scenarios.{scenario}.{key.Name}: {impossible.Message}{secure}");
        }
    }
}
