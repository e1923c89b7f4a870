using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text.Json;

namespace Prony.Cli.Control;

/// <summary>Asks a Prony one thing.</summary>
[UnsupportedOSPlatform("windows")]
internal static class ControlClient
{
    /// <summary>Sends a request and reads the answers until the other end closes.</summary>
    /// <param name="path">Of the socket.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="stop">Ends the conversation.</param>
    /// <returns>Each answer with the line as it came.</returns>
    /// <exception cref="UsageException">Nobody listens there any more.</exception>
    /// <exception cref="IOException">Nobody answers, or no answer of this protocol.</exception>
    public static async IAsyncEnumerable<(ControlAnswer Answer, string Line)> AskAsync(
        string path, ControlRequest request, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await using var stream = new NetworkStream(Connect(path), ownsSocket: true);
        await ControlProtocol.WriteAsync(stream, request, ControlJson.Default.ControlRequest, stop);
        using var buffered = new BufferedStream(stream);
        var any = false;
        while (await ReadAsync(buffered, stop) is { } line)
        {
            any = true;
            yield return (Parse(line), line);
        }

        if (!any)
        {
            throw new IOException($"{path}: the prony there ended without an answer.");
        }
    }

    private static Socket Connect(string path)
    {
        try
        {
            return ControlSocket.Connect(path);
        }
        catch (IOException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
        {
            throw new UsageException($"{path}: the prony that made it has ended. Leave --socket out to find one that runs, or start one with prony up.");
        }
    }

    private static async Task<string?> ReadAsync(Stream stream, CancellationToken stop)
    {
        try
        {
            return await ControlProtocol.ReadLineAsync(stream, ControlProtocol.LongestAnswer, stop);
        }
        catch (InvalidDataException e)
        {
            throw new IOException("what answers is no prony: " + e.Message, e);
        }
    }

    private static ControlAnswer Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ControlJson.Tolerant.ControlAnswer) ?? throw new IOException("what answers is no prony: it says null.");
        }
        catch (JsonException e)
        {
            throw new IOException("what answers is no prony: " + e.Message, e);
        }
    }
}
