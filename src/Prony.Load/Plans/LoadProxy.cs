using System.Net;

namespace Prony.Load.Plans;

/// <summary>An HTTP proxy in front of the target: asked with the whole address for http, with CONNECT for https.</summary>
/// <param name="Url">http only; its user name and password, if any, are shown to a proxy that asks for them.</param>
/// <param name="EndPoint">Where it is; names are resolved before.</param>
public sealed record LoadProxy(Uri Url, EndPoint EndPoint);
