using System.Net;
using Prony.Experiments.Targets;
using Prony.Load.Plans;

namespace Prony.Experiments.Definitions;

/// <summary>How the requests of a scenario travel.</summary>
public sealed record ScenarioWay
{
    /// <summary>As it was written; what runs is <see cref="EngineFor"/>. Default: auto.</summary>
    public LoadEngine Engine { get; init; } = LoadEngine.Auto;

    /// <summary>Default: HTTP/1.1.</summary>
    public HttpProtocol Http { get; init; } = HttpProtocol.Http11;

    /// <summary>Default: the system's authorities.</summary>
    public TlsSettings Tls { get; init; } = new();

    /// <summary>Default: null, none.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Most redirects that a request follows. Default: 0.</summary>
    public int Redirects { get; init; }

    /// <summary>The engine of all candidates: one that only some of them need is that of all, or their figures could not be compared.</summary>
    /// <param name="candidates">All that are to be compared.</param>
    /// <param name="requests">What they are asked.</param>
    /// <exception cref="ArgumentException">No engine can, or not the one that was written; the message says why.</exception>
    public LoadEngine EngineFor(IEnumerable<CandidateEntry> candidates, IReadOnlyList<RequestDefinition> requests)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        var probe = new LoadPlan { Target = new LoadTarget(new IPEndPoint(IPAddress.Loopback, 0), "", ""), Requests = requests, Model = new ClosedModel(1) };
        var nowhere = Proxy is { } proxy ? new LoadProxy(proxy, probe.Target.EndPoint) : null;
        var engines = candidates.Select(c => EngineChoice.For(ApplyTo(probe with { Target = probe.Target with { IsSecure = c.IsSecure } }, Engine, nowhere))).ToList();
        return engines.Contains(LoadEngine.Portable) ? LoadEngine.Portable : LoadEngine.Raw;
    }

    /// <summary>A plan that goes this way.</summary>
    /// <param name="plan">Where to and what.</param>
    /// <param name="engine">The engine of all candidates.</param>
    /// <param name="proxy">The proxy with its address.</param>
    public LoadPlan ApplyTo(LoadPlan plan, LoadEngine engine, LoadProxy? proxy)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan with
        {
            Engine = engine,
            HttpVersion = Http,
            Tls = Tls,
            Proxy = proxy,
            Redirects = Redirects,
            MayConnect = (host, address) => TargetGuard.IsAllowed(host, address, Environment.GetEnvironmentVariable("PRONY_TARGETS")),
        };
    }
}
