using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Prony.GeneratorBench;

/// <summary>Stands in for server/server.c where there is no C compiler: slower, the same for every tool.</summary>
internal static class Server
{
    /// <summary>Serves until it is killed.</summary>
    public static int Run(int port, int bodyBytes)
    {
        byte[][] answers = [Answer("keep-alive", bodyBytes), Answer("close", bodyBytes)];
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen(4096);
        Console.WriteLine("ready");
        while (true)
        {
            var socket = listener.Accept();
            socket.NoDelay = true;
            _ = ServeAsync(socket, answers);
        }
    }

    private static byte[] Answer(string connection, int bodyBytes) => Encoding.ASCII.GetBytes(
        $"HTTP/1.1 200 OK\r\nServer: minimal\r\nContent-Type: text/plain\r\nConnection: {connection}\r\nContent-Length: {bodyBytes}\r\n\r\n{new string('x', bodyBytes)}");

    private static async Task ServeAsync(Socket socket, byte[][] answers)
    {
        var buffer = new byte[16384];
        try
        {
            int received;
            while ((received = await socket.ReceiveAsync(buffer).ConfigureAwait(false)) > 0)
            {
                var closes = AsksToClose(buffer.AsSpan(0, received));
                var answer = answers[closes ? 1 : 0];
                for (var sent = 0; sent < answer.Length;)
                {
                    sent += await socket.SendAsync(answer.AsMemory(sent)).ConfigureAwait(false);
                }

                if (closes)
                {
                    break;
                }
            }
        }
        catch (SocketException)
        {
            // The tool ended its load; its connections end with it.
        }

        socket.Dispose();
    }

    private static bool AsksToClose(ReadOnlySpan<byte> request) =>
        request.IndexOf("onnection: close"u8) >= 0 || (request.IndexOf(" HTTP/1.0"u8) >= 0 && request.IndexOf("eep-Alive"u8) < 0);
}
