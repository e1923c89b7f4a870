using System.Text;
using Prony.Load.Plans;

namespace Prony.Load.Requests;

/// <summary>One request of a plan, compiled: bytes that are ready when it has no variables, otherwise segments. Immutable and thread-safe.</summary>
internal sealed class RequestTemplate
{
    /// <summary>Larger requests do not fit into the buffers that they are rendered into.</summary>
    private const long MostRenderedBytes = 1L << 30;

    private readonly Segment[] _path;
    private readonly KeyValuePair<string, Segment[]>[] _headers;
    private readonly Segment[] _body;
    private readonly Segment[] _wire;

    /// <param name="method">Upper case.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="headers">As the plan has them.</param>
    /// <param name="body">Empty for none.</param>
    /// <param name="wire">All of it, with the headers that are added.</param>
    /// <param name="numbers">Random numbers in it.</param>
    /// <exception cref="ArgumentException">It is too large.</exception>
    public RequestTemplate(string method, Segment[] path, KeyValuePair<string, Segment[]>[] headers, Segment[] body, Segment[] wire, int numbers)
    {
        Method = method;
        ToHead = method == "HEAD";
        Numbers = numbers;
        _path = path;
        _headers = headers;
        _body = body;
        _wire = [];
        if (wire is [{ Literal: { } literal }])
        {
            Fixed = GC.AllocateUninitializedArray<byte>(literal.Length, pinned: true);
            literal.CopyTo(Fixed, 0);
            return;
        }

        var most = wire.Sum(s => s.MostBytes);
        MostBytes = most <= MostRenderedBytes
            ? (int)most
            : throw new ArgumentException($"A request can become larger than {MostRenderedBytes >> 20} MiB with its longest values; shorten its body.");
        _wire = wire;
    }

    /// <summary>Upper case.</summary>
    public string Method { get; }

    /// <summary>Its response has no body, whatever the head says.</summary>
    public bool ToHead { get; }

    /// <summary>Random numbers in it.</summary>
    public int Numbers { get; }

    /// <summary>Its bytes when it has no variables, in memory that does not move; null otherwise.</summary>
    public byte[]? Fixed { get; }

    /// <summary>Most bytes that it becomes when it has variables; 0 otherwise.</summary>
    public int MostBytes { get; }

    /// <summary>Writes the request as it goes to the socket. Allocates nothing.</summary>
    /// <param name="values">Of the request.</param>
    /// <param name="destination">At least <see cref="MostBytes"/> long.</param>
    /// <returns>Bytes written.</returns>
    public int Write(in RequestValues values, Span<byte> destination) => values.Write(_wire, destination, values.LengthOf(_body));

    /// <summary>The request in its parts, for an engine that does not write bytes. Allocates.</summary>
    public RenderedRequest Render(in RequestValues values)
    {
        var headers = new KeyValuePair<string, string>[_headers.Length];
        for (var i = 0; i < headers.Length; i++)
        {
            headers[i] = new(_headers[i].Key, Encoding.UTF8.GetString(Render(values, _headers[i].Value)));
        }

        return new RenderedRequest(Method, Encoding.UTF8.GetString(Render(values, _path)), headers, Render(values, _body));
    }

    private static byte[] Render(in RequestValues values, Segment[] segments)
    {
        var buffer = new byte[segments.Sum(s => s.MostBytes)];
        var length = values.Write(segments, buffer, bodyLength: 0);
        return length == buffer.Length ? buffer : buffer[..length];
    }
}

/// <summary>A request with the values of its variables.</summary>
/// <param name="Method">Upper case.</param>
/// <param name="PathAndQuery">Encoded as it goes out.</param>
/// <param name="Headers">Those of the plan; Host, User-Agent and Content-Length are the engine's to add.</param>
/// <param name="Body">Empty for none.</param>
internal sealed record RenderedRequest(
    string Method,
    string PathAndQuery,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    ReadOnlyMemory<byte> Body);
