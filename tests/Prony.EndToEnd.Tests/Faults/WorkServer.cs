using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Prony.EndToEnd.Tests.Faults;

/// <summary>One of the servers of work.py, alone, for as long as a test needs it.</summary>
internal sealed class WorkServer : IDisposable
{
    private readonly Process _process;

    public WorkServer(string program, string mode)
    {
        var port = Workspace.FreePort();
        Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/");
        _process = Process.Start(new ProcessStartInfo("python3", [program, mode, port.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true })!;
        for (var attempt = 0; attempt < 200; attempt++)
        {
            try
            {
                using var probe = new TcpClient();
                probe.Connect(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                // Not up yet.
                Thread.Sleep(50);
            }
        }

        throw new InvalidOperationException($"work.py {mode} did not come up on port {port}.");
    }

    public string Url { get; }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}
