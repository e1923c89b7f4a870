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
        var answer = Encoding.ASCII.GetBytes(
            $"HTTP/1.1 200 OK\r\nServer: minimal\r\nContent-Type: text/plain\r\nConnection: keep-alive\r\nContent-Length: {bodyBytes}\r\n\r\n{new string('x', bodyBytes)}");
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen(4096);
        Console.WriteLine("ready");
        while (true)
        {
            var socket = listener.Accept();
            socket.NoDelay = true;
            _ = ServeAsync(socket, answer);
        }
    }

    private static async Task ServeAsync(Socket socket, byte[] answer)
    {
        var buffer = new byte[16384];
        try
        {
            while (await socket.ReceiveAsync(buffer).ConfigureAwait(false) > 0)
            {
                for (var sent = 0; sent < answer.Length;)
                {
                    sent += await socket.SendAsync(answer.AsMemory(sent)).ConfigureAwait(false);
                }
            }
        }
        catch (SocketException)
        {
            // The tool ended its load; its connections end with it.
        }

        socket.Dispose();
    }
}
