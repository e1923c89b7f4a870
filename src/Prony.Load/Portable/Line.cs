using System.Buffers;
using Prony.Load.Checks;
using Prony.Load.Http;
using Prony.Load.Plans;
using Prony.Load.Recording;
using Prony.Measurement.Clocks;

namespace Prony.Load.Portable;

/// <summary>What the requests of a lane travel over, one after the other, and what was seen of the current one.</summary>
/// <remarks>
/// <para>HTTP/1.1: a client of its own with one connection per host, so that a connection belongs to a lane as in the raw engine. HTTP/2: a share of the one client.</para>
/// <para>A line that a request had to be taken from (its timeout, the end of the load) is never used again: whatever still happens on it happens to nobody.</para>
/// <para>Thread: one request at a time; instants are written by whoever moves its bytes and read by whoever ends it.</para>
/// </remarks>
internal sealed class Line : ITapSink, IDisposable
{
    private const int BufferBytes = 16 * 1024;
    private const int SwitchingProtocols = 101;

    private static readonly HttpRequestOptionsKey<Line> OptionsKey = new("prony-line");

    private readonly CancellationTokenSource _cancel = new();
    private readonly Client _client;
    private readonly bool _isShared;
    private long _index;

    private Line(PortableLane lane, Client client, bool isShared)
    {
        Lane = lane;
        _client = client;
        _isShared = isShared;
    }

    private Line(PortableLane lane, Func<Line, Client> create)
    {
        Lane = lane;
        _client = create(this);
    }

    /// <summary>Whose requests travel here.</summary>
    public PortableLane Lane { get; }

    /// <summary>Instant at which a connection was asked for on account of the current request; 0 when none was.</summary>
    public long ConnectStartNs { get; private set; }

    /// <summary>The same of the last one, when redirects led to several hosts.</summary>
    public long LatestConnectNs { get; private set; }

    /// <summary>A connection was opened on account of the current request.</summary>
    public bool HasConnected { get; set; }

    /// <summary>Instant of its first byte, or of the call; 0 before.</summary>
    public long SentNs { get; private set; }

    /// <summary>Instant at which it was written so far, or of the call; 0 before.</summary>
    public long WrittenNs { get; private set; }

    /// <summary>Instant of the first byte of its response, or of the head's arrival; 0 before.</summary>
    public long FirstByteNs { get; private set; }

    /// <summary>Instant of the last byte so far; 0 when bytes cannot be told to be its own.</summary>
    public long LastByteNs { get; private set; }

    /// <summary>Bytes of the request that were written.</summary>
    public long SentBytes { get; private set; }

    /// <summary>Bytes that were read for it.</summary>
    public long ReceivedBytes { get; private set; }

    /// <summary>What an exception of <see cref="CarryAsync"/> means; null when the engine itself is at fault.</summary>
    /// <remarks>With TLS 1.3 a server that misses the client's certificate says so only after the handshake, and mostly by closing the connection.</remarks>
    public Ending? Read(Exception failure)
    {
        var ending = Ending.Of(failure, _client.Refused);
        return ending is { Outcome: Outcome.Closed or Outcome.Reset } && _client.LacksCertificate && HasConnected && FirstByteNs == 0
            ? new Ending(Outcome.Tls, Tls: TlsFailure.ClientCertificate)
            : ending;
    }

    /// <summary>The response under way, when it is to be checked; it belongs to whoever hears of the request's end.</summary>
    public ResponseCapture? Capture { get; private set; }

    /// <summary>The connection can carry another request, as far as its client knows.</summary>
    public bool IsOpen => _isShared || _client.Sockets.Count > 0;

    /// <summary>A line with a client of its own.</summary>
    public static Line WithOwnClient(PortableLane lane, Func<Line, Client> create) => new(lane, create);

    /// <summary>A line that shares a client with all others.</summary>
    public static Line Over(PortableLane lane, Client shared) => new(lane, shared, isShared: true);

    /// <summary>On whose account a shared client opened a connection; null when it cannot tell.</summary>
    public static Line? Of(HttpRequestMessage message) => message.Options.TryGetValue(OptionsKey, out var line) ? line : null;

    /// <summary>The peer closed the idle connection, or sent what nobody asked for.</summary>
    public bool IsStale() => !_isShared && _client.Sockets.AnyReadable();

    /// <summary>Another request begins.</summary>
    /// <param name="index">Its number in the load.</param>
    public void Begin(long index)
    {
        _index = index;
        Capture = null;
        ConnectStartNs = 0;
        HasConnected = false;
        SentNs = 0;
        WrittenNs = 0;
        FirstByteNs = 0;
        LastByteNs = 0;
        SentBytes = 0;
        ReceivedBytes = 0;
    }

    /// <summary>A connection is asked for.</summary>
    public void Connecting()
    {
        LatestConnectNs = MonotonicClock.NowNs;
        if (ConnectStartNs == 0)
        {
            ConnectStartNs = LatestConnectNs;
        }
    }

    /// <summary>Carries one request to the end of its response, redirects included.</summary>
    /// <exception cref="Exception">Whatever the library throws when it does not come to that; <see cref="Read"/> says what it means.</exception>
    public async Task<Ending> CarryAsync(LoadPlan plan, Messages messages, Connector connector, Captures? captures)
    {
        var request = messages.Of(_index);
        var hop = request.First;
        long bodyBytes = 0;
        for (var followed = 0; ; followed++)
        {
            using var message = messages.Create(request, hop);
            if (_isShared)
            {
                message.Options.Set(OptionsKey, this);
                SentNs = SentNs == 0 ? MonotonicClock.NowNs : SentNs;
                WrittenNs = SentNs;
            }

            using var response = await _client.SendAsync(message, _cancel.Token).ConfigureAwait(false);
            FirstByteNs = FirstByteNs == 0 ? MonotonicClock.NowNs : FirstByteNs;
            var next = followed < plan.Redirects ? Redirection.Next(response, hop, messages.Origin) : null;
            Capture = next is null ? captures?.Begin(response) : null;
            bodyBytes += await ReadToEndAsync(response, captures).ConfigureAwait(false);
            if (next is null)
            {
                return Judge(plan, response, bodyBytes);
            }

            if (plan.Proxy is not null)
            {
                _ = await connector.ResolveAsync(next.Address.IdnHost, next.Address.Port, _cancel.Token).ConfigureAwait(false);   // the proxy would not ask
            }

            hop = next;
        }
    }

    /// <inheritdoc/>
    void ITapSink.Writing()
    {
        if (SentNs == 0)
        {
            SentNs = MonotonicClock.NowNs;
        }
    }

    /// <inheritdoc/>
    void ITapSink.Written(int bytes)
    {
        WrittenNs = MonotonicClock.NowNs;
        SentBytes += bytes;
    }

    /// <inheritdoc/>
    void ITapSink.Received(int bytes)
    {
        var now = MonotonicClock.NowNs;
        if (FirstByteNs == 0)
        {
            FirstByteNs = now;
        }

        LastByteNs = now;
        ReceivedBytes += bytes;
    }

    /// <inheritdoc/>
    bool ITapSink.EndOfStream() => SentNs != 0 && FirstByteNs == 0;

    /// <summary>Takes the current request from it, if any, and closes its connections.</summary>
    public void Dispose()
    {
        _cancel.Cancel();
        if (!_isShared)
        {
            _client.Dispose();
        }
    }

    private static Ending Judge(LoadPlan plan, HttpResponseMessage response, long bodyBytes)
    {
        var status = (int)response.StatusCode;
        return status == SwitchingProtocols
            ? new Ending(Outcome.Protocol)   // nobody asked for it
            : new Ending(plan.ExpectStatus.Contains(status) ? Outcome.Success : Outcome.Status, status, bodyBytes, Kind: KindOf(response));
    }

    private static byte KindOf(HttpResponseMessage response)
    {
        var coding = response.Content.Headers.NonValidated.TryGetValues("Content-Encoding", out var values)
            ? ResponseKind.OfCoding(System.Text.Encoding.ASCII.GetBytes(values.ToString()))
            : 0;
        var old = response.Version == System.Net.HttpVersion.Version10;
        var isEndless = response.Content.Headers.ContentLength is null
            && response.Headers.TransferEncodingChunked != true
            && response.Version.Major == 1
            && response.StatusCode is not (System.Net.HttpStatusCode.NoContent or System.Net.HttpStatusCode.NotModified)
            && response.RequestMessage?.Method != HttpMethod.Head;
        var isClosing = isEndless
            || (old ? !response.Headers.Connection.Contains("keep-alive", StringComparer.OrdinalIgnoreCase) : response.Headers.ConnectionClose == true);
        return unchecked((byte)(coding | (old ? ResponseKind.Old : 0) | (isClosing ? ResponseKind.Closing : 0)));
    }

    private async Task<long> ReadToEndAsync(HttpResponseMessage response, Captures? captures)
    {
        if (response.StatusCode == System.Net.HttpStatusCode.SwitchingProtocols)
        {
            return 0;   // what follows has no end
        }

        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var body = await response.Content.ReadAsStreamAsync(_cancel.Token).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                long sum = 0;
                int read;
                while ((read = await body.ReadAsync(buffer, _cancel.Token).ConfigureAwait(false)) > 0)
                {
                    sum += read;
                    if (Capture is { } capture)
                    {
                        captures!.Append(capture, buffer.AsSpan(0, read));
                    }
                }

                return sum;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
