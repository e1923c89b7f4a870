using System.Globalization;
using System.Net;
using Prony.Experiments.Files.Nodes;

namespace Prony.Cli.Exporting;

/// <summary>Where the metrics of a run go, as <c>--export</c> says it.</summary>
/// <param name="Listen">Address and port that serve them in Prometheus' text format; null: they are sent.</param>
/// <param name="Url">Where they are sent over OTLP/HTTP; null: where the environment says, or the usual place on this machine.</param>
internal sealed record ExportTarget(IPEndPoint? Listen, Uri? Url)
{
    /// <summary>The port that OpenTelemetry's exporters for Prometheus take.</summary>
    public const int DefaultPort = 9464;

    private const string Prometheus = "prometheus";
    private const string Otlp = "otlp";

    /// <summary>Reads <c>prometheus</c>, <c>prometheus:PORT</c>, <c>prometheus:ADDRESS:PORT</c>, <c>otlp</c> or <c>otlp:URL</c>.</summary>
    public static bool TryParse(string text, out ExportTarget? target, out string? error)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var kind = colon < 0 ? text : text[..colon];
        var rest = colon < 0 ? null : text[(colon + 1)..];
        (target, error) = kind switch
        {
            Prometheus => ReadListen(text, rest),
            Otlp => ReadUrl(text, rest),
            _ => (null, $"'{text}' is not one of {Prometheus}, {Prometheus}:PORT, {Prometheus}:ADDRESS:PORT, {Otlp}, {Otlp}:URL. {NearestName.Hint(kind, [Prometheus, Otlp], "")}".TrimEnd()),
        };
        return target is not null;
    }

    private static (ExportTarget?, string?) ReadListen(string text, string? rest)
    {
        if (rest is null)
        {
            return (new ExportTarget(new IPEndPoint(IPAddress.Loopback, DefaultPort), null), null);
        }

        if (int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return port <= IPEndPoint.MaxPort
                ? (new ExportTarget(new IPEndPoint(IPAddress.Loopback, port), null), null)
                : (null, string.Create(CultureInfo.InvariantCulture, $"'{text}': a port is 0 (any that is free) to {IPEndPoint.MaxPort}."));
        }

        // The colon before the port must be there: an IPv6 address alone would be read as one with port 0.
        var last = rest.LastIndexOf(':');
        return last > 0 && (rest[0] != '[' || rest[last - 1] == ']') && (rest[0] == '[' || rest.IndexOf(':', StringComparison.Ordinal) == last) && IPEndPoint.TryParse(rest, out var listen)
            ? (new ExportTarget(listen, null), null)
            : (null, $"'{text}': expected {Prometheus}:PORT or {Prometheus}:ADDRESS:PORT with a numeric address, such as {Prometheus}:9500, {Prometheus}:0.0.0.0:9464 or {Prometheus}:[::1]:9464.");
    }

    private static (ExportTarget?, string?) ReadUrl(string text, string? rest)
    {
        if (rest is null)
        {
            return (new ExportTarget(null, null), null);
        }

        if (Uri.TryCreate(rest, UriKind.Absolute, out var secret) && secret.UserInfo.Length > 0)
        {
            return (null, $"{Otlp}:URL takes no password, which others could read in the list of processes. Put it into OTEL_EXPORTER_OTLP_HEADERS, such as 'Authorization=Basic …'.");
        }

        return Uri.TryCreate(rest, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", Host.Length: > 0 }
            ? (new ExportTarget(null, url), null)
            : (null, $"'{text}': expected {Otlp}:URL with http or https, such as {Otlp}:http://127.0.0.1:4318.");
    }
}
