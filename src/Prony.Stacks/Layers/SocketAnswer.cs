using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Prony.Stacks.Layers;

/// <summary>Sends a text to a Unix or TCP socket and reads what comes back.</summary>
/// <remarks>
/// The answer ends when the server closes (haproxy's stats socket does); one that keeps its connection open (Redis, memcached) is taken to be done when nothing came for a moment
/// and everything that is wanted is there.
/// </remarks>
internal sealed class SocketAnswer(EndPoint endPoint, string? send) : ILayerAnswer
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(50);

    public async Task<string> ReadAsync(Func<string, bool> isWhole, CancellationToken ct)
    {
        try
        {
            var isUnix = endPoint is UnixDomainSocketEndPoint;
            using var socket = isUnix ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(endPoint, ct).ConfigureAwait(false);
            if (send is not null)
            {
                await socket.SendAsync(Encoding.UTF8.GetBytes(send), ct).ConfigureAwait(false);
            }

            return await ReceiveAsync(socket, isWhole, ct).ConfigureAwait(false);
        }
        catch (SocketException failure)
        {
            throw new LayerException(failure.Message.TrimEnd('.'));
        }
    }

    private static async Task<string> ReceiveAsync(Socket socket, Func<string, bool> isWhole, CancellationToken ct)
    {
        var text = new AnswerText();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var receiving = socket.ReceiveAsync(buffer, ct).AsTask();
            while (!text.IsEmpty && await Task.WhenAny(receiving, Task.Delay(Quiet, ct)).ConfigureAwait(false) != receiving)
            {
                if (isWhole(text.ToString()))
                {
                    // Closing the socket ends the call that still waits; how is of no interest.
                    _ = receiving.ContinueWith(static task => task.Exception, TaskScheduler.Default);
                    return text.ToString();
                }

                ct.ThrowIfCancellationRequested();
            }

            var read = await receiving.ConfigureAwait(false);
            if (read == 0)
            {
                return text.ToString();
            }

            text.Add(buffer.AsSpan(0, read));
        }
    }
}
