using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Prony.Stacks.Definitions;
using Prony.Stacks.Supervision;

namespace Prony.Stacks.Layers;

/// <summary>Asks a running service for its own figures.</summary>
/// <remarks>Thread: any, one reading at a time. What a command that is run for it uses belongs to no service.</remarks>
public sealed class LayerSource
{
    private readonly MetricText _text;
    private readonly Func<ILayerAnswer> _open;
    private ILayerAnswer? _answer;

    /// <param name="service">Whose figures these are.</param>
    /// <param name="definition">Without placeholders.</param>
    /// <param name="command">Runs the command of a definition that has one.</param>
    internal LayerSource(string service, MetricSourceDefinition definition, Func<SideCommand> command)
    {
        Service = service;
        Metrics = definition.Values;
        Place = definition.Transport == MetricTransport.Command ? string.Join(' ', definition.Command) : WithoutUser(definition.Address);
        _text = new MetricText(definition);
        _open = () => Open(definition, command);
    }

    /// <summary>Name of the service.</summary>
    public string Service { get; }

    /// <summary>What is asked, for messages: an address, a path or a command.</summary>
    public string Place { get; }

    /// <summary>What is read.</summary>
    public IReadOnlyList<MetricDefinition> Metrics { get; }

    /// <summary>Reads once; a failure is a value.</summary>
    /// <param name="within">Longest wait.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public async Task<LayerReading> ReadAsync(TimeSpan within, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(within);
        try
        {
            _answer ??= _open();
            return _text.Read(await _answer.ReadAsync(text => _text.Read(text).Problem is null, limit.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return LayerReading.Failed(string.Create(CultureInfo.InvariantCulture, $"no whole answer came within {within.TotalMilliseconds:0} ms"));
        }
        catch (Exception failure) when (failure is LayerException or IOException or UnauthorizedAccessException)
        {
            return LayerReading.Failed(failure.Message.TrimEnd('.'));
        }
    }

    private static ILayerAnswer Open(MetricSourceDefinition definition, Func<SideCommand> command) => definition.Transport switch
    {
        MetricTransport.Http => Uri.TryCreate(definition.Address, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? new HttpAnswer(address)
            : throw new LayerException($"'{definition.Address}' is no http:// address"),
        MetricTransport.Unix => new SocketAnswer(UnixEndPoint(definition.Address), definition.Send),
        MetricTransport.Tcp => new SocketAnswer(TcpEndPoint(definition.Address), definition.Send),
        _ => new CommandAnswer(command()),
    };

    /// <summary>A password belongs into no message.</summary>
    private static string WithoutUser(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.UserInfo.Length > 0
        ? address.Replace(uri.UserInfo + "@", "", StringComparison.Ordinal)
        : address;

    private static UnixDomainSocketEndPoint UnixEndPoint(string path)
    {
        try
        {
            return new UnixDomainSocketEndPoint(path);
        }
        catch (ArgumentException)
        {
            throw new LayerException($"'{path}' is too long for the path of a socket (unix(7): 107 bytes)");
        }
    }

    private static EndPoint TcpEndPoint(string address)
    {
        var colon = address.LastIndexOf(':');
        if (colon <= 0 || !int.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65_535)
        {
            throw new LayerException($"'{address}' is no HOST:PORT");
        }

        var host = address[..colon].Trim('[', ']');
        return IPAddress.TryParse(host, out var ip) ? new IPEndPoint(ip, port) : new DnsEndPoint(host, port);
    }
}
